using Overread.Dicom;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>
/// What readers see of a series: the view, as radiologists call it ("PA", "L-MLO"), where all its images show one; else modality
/// and number. Only words of the list below are taken: what else a header says there might name somebody.
/// </summary>
internal static class SeriesTitle
{
    // PS3.3 C.8.1.1 and C.8.11: the views of projection radiography and mammography.
    private static readonly HashSet<string> Views = new(StringComparer.Ordinal)
    {
        "AP",
        "PA",
        "LL",
        "RL",
        "LLD",
        "RLD",
        "LLO",
        "RLO",
        "LAT",
        "LATERAL",
        "OBL",
        "CC",
        "MLO",
        "ML",
        "LM",
        "LMO",
        "FB",
        "SIO",
        "ISO",
        "XCC",
        "XCCL",
        "XCCM",
        "RM",
        "TAN",
    };
    private static readonly Tag ImageLaterality = new(0x00200062);

    public static string Of(string modality, int images, IReadOnlyList<Dataset> headers)
    {
        string count = $"{images} {(images == 1 ? "image" : "images")}";
        List<string?> views = [.. headers.Select(ViewOf).Distinct()];
        return views is [{ } view] ? (images == 1 ? view : $"{view}, {count}") : $"{modality} {count}";
    }

    private static string? ViewOf(Dataset header)
    {
        if (Word(header, Tags.ViewPosition) is not { } view || !Views.Contains(view))
        {
            return null;
        }

        string? side = Word(header, ImageLaterality) ?? Word(header, Tags.Laterality);
        return side is "L" or "R" ? $"{side}-{view}" : view;
    }

    private static string? Word(Dataset header, Tag tag) =>
        header.GetText(tag)?.Trim(' ', '\0').ToUpperInvariant() is { Length: > 0 } word ? word : null;
}
