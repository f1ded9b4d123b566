using Overread.Dicom;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>
/// What readers see of a series: the view, as radiologists call it ("PA", "L-MLO"), where all its images show one; else modality
/// and number.
/// </summary>
internal static class SeriesTitle
{
    public static string Of(string modality, int images, IReadOnlyList<Dataset> headers)
    {
        string count = $"{images} {(images == 1 ? "image" : "images")}";
        List<string?> views = [.. headers.Select(ViewOf).Distinct()];
        return views is [{ } view] ? (images == 1 ? view : $"{view}, {count}") : $"{modality} {count}";
    }

    private static string? ViewOf(Dataset header) =>
        PictureView.Of(header) is not { } view ? null
        : PictureView.Side(header) is ("L" or "R") and var side ? $"{side}-{view}"
        : view;
}
