using Overread.Learning.Features;

namespace Overread.Learning.Tests.Features;

public sealed class FeatureTests
{
    private const int Side = PatchFeatures.Side;

    [Fact]
    public void A_patch_of_one_colour_has_one_bin_one_pattern_and_no_direction()
    {
        byte[] rgb = [.. Enumerable.Range(0, Side * Side).SelectMany(_ => (byte[])[200, 100, 50])];
        double[] features = PatchFeatures.Of(rgb, 64, 16);
        Assert.Equal(PatchFeatures.Width, features.Length);

        // 0.299 · 200 + 0.587 · 100 + 0.114 · 50 = 124.2, of 255 in sixteen bins: bin 7.
        Assert.Equal(1, features[7], 1e-9);
        Assert.Equal(1, features[..16].Sum(), 1e-9);
        Assert.Equal(
            [200 / 255.0, 0, 0, 100 / 255.0, 0, 0, 50 / 255.0, 0, 0],
            features[16..25],
            (a, b) => Math.Abs(a - b) < 1e-6
        );
        double[] patterns = features[25..84];
        Assert.Equal(1, patterns.Max(), 1e-9);
        Assert.Equal(1, patterns.Sum(), 1e-9);
        Assert.All(features[84..^2], gradient => Assert.Equal(0, gradient, 1e-6));
        Assert.Equal(Math.Log(1024), features[^2], 1e-12);
        Assert.Equal(Math.Log(4), features[^1], 1e-12);
    }

    [Fact]
    public void An_upright_edge_points_sideways()
    {
        byte[] rgb =
        [
            .. Enumerable.Range(0, Side * Side).SelectMany(i => Enumerable.Repeat((byte)(i % Side < 12 ? 0 : 255), 3)),
        ];
        double[] gradients = PatchFeatures.Of(rgb, 32, 32)[84..^2];

        // A gradient of 0° lies on the border of the first and the last of nine bins; the edge is in the second column of cells.
        for (int cell = 0; cell < 16; cell++)
        {
            double[] bins = gradients[(cell * 9)..((cell + 1) * 9)];
            Assert.Equal(cell % 4 == 1, bins.Sum() > 0.1);
            Assert.Equal(bins.Sum(), bins[0] + bins[8], 1e-9);
            Assert.Equal(bins[0], bins[8], 1e-9);
        }
    }

    [Fact]
    public void A_patch_of_another_size_is_refused() =>
        Assert.Throws<ArgumentException>(() => PatchFeatures.Of(new byte[100], 1, 1));

    [Fact]
    public void Terms_are_counted_by_a_hash_that_never_changes()
    {
        double[] row = new double[64];
        TextFeatures.Add("Ab, ab", row);

        // ab twice; "ab ab" once; of <ab> the grams <ab, ab> and <ab>, twice each.
        Assert.Equal(2 + 1 + 6, row.Sum());
        double[] wanted = new double[64];
        foreach (
            (char kind, string term, int count) in (ReadOnlySpan<(char, string, int)>)
                [('w', "ab", 2), ('p', "ab ab", 1), ('g', "<ab", 2), ('g', "ab>", 2), ('g', "<ab>", 2)]
        )
        {
            wanted[Fnv(0, kind, term) % 64] += count;
        }

        Assert.Equal(wanted, row);
        double[] other = new double[64];
        TextFeatures.Add("Ab, ab", other, part: 1);
        Assert.NotEqual(row, other);
    }

    [Fact]
    public void Scales_are_computed_of_the_given_rows_alone()
    {
        double[] features = [1, 7, 3, 7, 1000, 8];
        LearningSet set = Made.Set(features, 2, [0, 1, 0], 2, 1);
        ScaledFeatures scaled = ScaledFeatures.Of(set, [0, 1]);
        double unit = 1 / Math.Sqrt(2);
        Assert.Equal(-unit, scaled.Row(0)[0], 1e-12);
        Assert.Equal(unit, scaled.Row(1)[0], 1e-12);
        Assert.Equal(998 * unit, scaled.Row(2)[0], 1e-9);

        // A column that is the same in those rows says nothing of any.
        Assert.Equal([0, 0, 0], new[] { scaled.Row(0)[1], scaled.Row(1)[1], scaled.Row(2)[1] });
    }

    [Fact]
    public void Terms_weigh_the_more_the_rarer_they_are()
    {
        LearningSet set = new(
            ["a", "b", "c"],
            [0, 1, 2],
            [0, 1, 0],
            ["x", "y"],
            [1, 1, 1, 0, 1, 3],
            2,
            FeatureScaling.InverseDocument
        );
        ScaledFeatures scaled = ScaledFeatures.Of(set, [0, 1]);

        // Both rows have the first term, one the second: weights 1 + ln(3/3) and 1 + ln(3/2).
        double rare = 1 + Math.Log(1.5);
        double length = Math.Sqrt(1 + (rare * rare));
        Assert.Equal(1 / length, scaled.Row(0)[0], 1e-12);
        Assert.Equal(rare / length, scaled.Row(0)[1], 1e-12);
        Assert.Equal([1, 0], scaled.Row(1).ToArray());
        double damped = (1 + Math.Log(3)) * rare;
        Assert.Equal(damped / Math.Sqrt(1 + (damped * damped)), scaled.Row(2)[1], 1e-12);
    }

    private static int Fnv(uint part, char kind, string term)
    {
        System.Numerics.BigInteger modulus = System.Numerics.BigInteger.Pow(2, 64);
        System.Numerics.BigInteger hash = 14695981039346656037;
        foreach (uint value in (uint[])[part, kind, .. term.Select(c => (uint)c)])
        {
            hash = ((hash ^ value) * 1099511628211) % modulus;
        }

        ulong whole = (ulong)hash;
        return (int)((whole ^ (whole >> 32)) % 64);
    }
}
