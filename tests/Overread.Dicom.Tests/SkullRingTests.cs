using Overread.Dicom.Deface;
using Overread.Dicom.Phantoms;

namespace Overread.Dicom.Tests;

/// <summary>A skull is known by its shape, whatever the header names; other parts of the body are no skull.</summary>
public sealed class SkullRingTests
{
    [Theory]
    [InlineData("CT Axial 3")]
    [InlineData("CT Axial 5 noise=30")]
    [InlineData("CT Axial 3 rest")]
    [InlineData("CT Axial 3 metal nod=20")]
    [InlineData("CT Sagittal 3")]
    [InlineData("CT Coronal 3")]
    [InlineData("CT Axial 2 multi fov=240")]
    public void A_head_that_calls_itself_another_region_is_one(string what)
    {
        HeadPhantom head = new(
            FaceRemovalTests.Options(what) with
            {
                BodyPart = "ABDOMEN",
                MultiFrame = what.Contains("multi", StringComparison.Ordinal),
            }
        );
        Assert.Equal(
            SkullSearch.Skull,
            SeriesFaces.SearchSkull([.. head.Files.Select(file => (Func<DicomFile>)(() => file))])
        );
    }

    [Fact]
    public void Where_the_volume_is_no_ct_nothing_is_said()
    {
        HeadPhantom head = new(FaceRemovalTests.Options("MR Axial 3"));
        Assert.Equal(
            SkullSearch.None,
            SeriesFaces.SearchSkull([.. head.Files.Select(file => (Func<DicomFile>)(() => file))])
        );
        Assert.Equal(SkullSearch.None, SeriesFaces.SearchSkull([]));
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void A_chest_is_none(ulong seed)
    {
        ChestCtPhantom chest = new(
            new ChestCtOptions
            {
                Seed = seed,
                Size = 128,
                Slices = 60,
            }
        );
        Assert.Equal(
            SkullSearch.None,
            SeriesFaces.SearchSkull([.. chest.Slices.Select(file => (Func<DicomFile>)(() => file))])
        );
    }

    /// <summary>Shapes of a limb, of a pelvis and of a helmet of bone around air, at the size of a head.</summary>
    [Theory]
    [InlineData(70, 16, 0, 60, false)]
    [InlineData(120, 0, 0, 40, false)]
    [InlineData(80, 76, 70, -800, false)]
    [InlineData(80, 74, 66, 35, true)]
    public void Bone_counts_as_a_ring_below_the_skin_around_what_may_be_a_brain(
        double skin,
        double bone,
        double hollow,
        float inside,
        bool head
    )
    {
        CellGrid grid = new(90, 90, 40, 3, new(0, 0, 0));
        float[] values = new float[grid.Count];
        for (int i = 0; i < values.Length; i++)
        {
            double x = ((i % 90) - 45) * 3;
            double y = ((i / 90 % 90) - 45) * 3;
            double radius = Math.Sqrt((x * x) + (y * y));
            values[i] =
                radius > skin ? -1000
                : radius > bone ? 40
                : radius > hollow ? 900
                : inside;
        }

        Assert.Equal(head, SkullRing.IsIn(new CellVolume(grid, values)));
    }
}
