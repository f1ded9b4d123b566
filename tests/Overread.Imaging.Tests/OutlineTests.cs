using CsCheck;
using Overread.Imaging.Coco;
using Overread.Imaging.Contours;
using Overread.Imaging.Marks;

namespace Overread.Imaging.Tests;

/// <summary>The outline of a mask, filled again, is the mask: holes, islands in holes, single pixels, pixels that touch by a corner.</summary>
public sealed class OutlineTests
{
    private static readonly Gen<(int Width, byte[] Pixels)> Masks = Gen.Select(
            Gen.Int[1, 12],
            Gen.Int[1, 12],
            Gen.Int[1, 9],
            (width, height, tenths) => (width, height, tenths)
        )
        .SelectMany(size =>
            Gen.Int[0, 9]
                .Select(n => n < size.tenths ? (byte)1 : (byte)0)
                .Array[size.width * size.height]
                .Select(pixels => (size.width, pixels))
        );

    [Fact]
    public void Filled_again_every_mask_is_itself() =>
        Masks.Sample(
            mask =>
            {
                MaskPatch? patch = MaskPatch.Of(mask.Pixels, mask.Width);
                if (patch is null)
                {
                    return;
                }

                IReadOnlyList<double[]> rings = MaskOutline.Follow(patch);
                MaskPatch? filled = PolygonFill.Fill(rings, mask.Width, mask.Pixels.Length / mask.Width);
                Assert.NotNull(filled);
                byte[] plane = new byte[mask.Pixels.Length];
                filled.CopyTo(plane, mask.Width);
                Assert.Equal(mask.Pixels, plane);
                // Every ring is closed by right angles, and turns: no corner is on a straight side.
                Assert.All(rings, ring => Assert.True(ring.Length >= 8 && ring.Length % 4 == 0));
            },
            iter: 3000
        );

    [Fact]
    public void Joined_by_keyholes_no_ring_is_a_hole_and_the_mask_is_the_same() =>
        Masks.Sample(
            mask =>
            {
                if (MaskPatch.Of(mask.Pixels, mask.Width) is not { } patch)
                {
                    return;
                }

                IReadOnlyList<double[]> outline = MaskOutline.Follow(patch);
                IReadOnlyList<double[]> rings = Keyholes.Join(outline);
                Assert.Equal(outline.Count(ring => Area(ring) > 0), rings.Count);
                Assert.All(rings, ring => Assert.True(Area(ring) > 0));
                byte[] plane = new byte[mask.Pixels.Length];
                PolygonFill.Fill(rings, mask.Width, mask.Pixels.Length / mask.Width)!.CopyTo(plane, mask.Width);
                Assert.Equal(mask.Pixels, plane);
            },
            iter: 3000
        );

    [Fact]
    public void The_area_of_the_rings_is_the_number_of_pixels() =>
        Masks.Sample(
            mask =>
            {
                MaskPatch? patch = MaskPatch.Of(mask.Pixels, mask.Width);
                double area = patch is null ? 0 : MaskOutline.Follow(patch).Sum(Area);
                Assert.Equal(mask.Pixels.Count(p => p != 0), area);
            },
            iter: 1000
        );

    [Fact]
    public void Pixels_that_touch_by_a_corner_have_rings_of_their_own() =>
        Assert.Equal(2, MaskOutline.Follow(new MaskPatch(0, 0, 2, 2, [1, 0, 0, 1])).Count);

    [Fact]
    public void A_keyhole_is_a_hole()
    {
        // A square of 6 with a hole of 2, joined by a cut that is walked there and back.
        double[] keyhole = [0, 0, 6, 0, 6, 6, 0, 6, 0, 2.7, 2, 2.7, 2, 4, 4, 4, 4, 2, 2, 2, 2, 2.7, 0, 2.7];
        Assert.Equal(32, PolygonFill.Fill([keyhole], 8, 8)!.Count);
    }

    [Fact]
    public void Three_rings_one_in_the_other_are_a_mark_a_hole_and_an_island()
    {
        double[] Square(double from, double to) => [from, from, to, from, to, to, from, to];
        MaskPatch patch = PolygonFill.Fill([Square(0, 10), Square(2, 8), Square(4, 6)], 10, 10)!;
        Assert.Equal(100 - 36 + 4, patch.Count);
        Assert.Equal((1, 0, 1), (patch.At(0, 0), patch.At(3, 3), patch.At(5, 5)));
    }

    [Fact]
    public void Polygons_that_reach_beyond_the_picture_are_cut()
    {
        MaskPatch patch = PolygonFill.Fill(
            [
                [-5, -5, 3, -5, 3, 3, -5, 3],
            ],
            8,
            8
        )!;
        Assert.Equal((0, 0, 3, 3), (patch.X, patch.Y, patch.Width, patch.Height));
    }

    [Fact]
    public void Run_lengths_packed_and_not_give_the_mask_back() =>
        Masks.Sample(mask =>
        {
            int height = mask.Pixels.Length / mask.Width;
            if (MaskPatch.Of(mask.Pixels, mask.Width) is not { } patch)
            {
                return;
            }

            IReadOnlyList<int> runs = CocoRle.Count(patch, mask.Width, height);
            Assert.Equal(runs, CocoRle.Unpack(CocoRle.Pack(runs)));
            byte[] plane = new byte[mask.Pixels.Length];
            CocoRle.Fill(runs, mask.Width, height)!.CopyTo(plane, mask.Width);
            Assert.Equal(mask.Pixels, plane);
        });

    [Fact]
    public void Runs_that_do_not_fill_the_picture_are_refused()
    {
        Assert.Throws<FormatException>(() => CocoRle.Fill([3, 2], 3, 3));
        Assert.Throws<FormatException>(() => CocoRle.Unpack("a\u0001"));
    }

    private static double Area(double[] ring)
    {
        double twice = 0;
        for (int i = 0; i < ring.Length; i += 2)
        {
            int j = (i + 2) % ring.Length;
            twice += (ring[i] * ring[j + 1]) - (ring[j] * ring[i + 1]);
        }

        return twice / 2;
    }
}
