using Overread.Dicom;
using Overread.Server.Modalities.Imaging.Intake;

namespace Overread.Server.Tests;

/// <summary>Series are called as radiologists call them, and never by what somebody typed.</summary>
public class SeriesTitleTests
{
    [Theory]
    [InlineData("PA", "", "", "PA")]
    [InlineData(" pa ", "", "", "PA")]
    [InlineData("MLO", "L", "", "L-MLO")]
    [InlineData("CC", "", "R", "R-CC")]
    [InlineData("LL", "U", "", "LL")]
    [InlineData("Mrs Miller, standing", "L", "", "DX 1 image")]
    [InlineData("", "L", "", "DX 1 image")]
    public void One_image_is_called_by_its_view_and_side(string view, string image, string side, string title) =>
        Assert.Equal(title, SeriesTitle.Of("DX", 1, [Header(view, image, side)]));

    [Fact]
    public void Images_of_several_views_are_counted()
    {
        Assert.Equal("PA, 2 images", SeriesTitle.Of("CR", 2, [Header("PA", "", ""), Header("PA", "", "")]));
        Assert.Equal("CR 2 images", SeriesTitle.Of("CR", 2, [Header("PA", "", ""), Header("LL", "", "")]));
        Assert.Equal("CR 2 images", SeriesTitle.Of("CR", 2, [Header("PA", "", ""), Header("", "", "")]));
        Assert.Equal("CT 64 images", SeriesTitle.Of("CT", 64, [Header("", "", "")]));
    }

    private static Dataset Header(string view, string image, string side)
    {
        Dataset header = new();
        foreach (
            (uint tag, string value) in ((uint, string)[])[(0x00185101, view), (0x00200062, image), (0x00200060, side)]
        )
        {
            if (value.Length > 0)
            {
                header.Set(new Tag(tag), Vr.CS, value);
            }
        }

        return header;
    }
}
