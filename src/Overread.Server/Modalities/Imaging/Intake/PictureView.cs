using Overread.Dicom;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>
/// The view of a projection, as radiologists call it, and its side: from View Position or, where there is none, from View Code Sequence.
/// Only words of these lists are taken: what else a header says there might name somebody.
/// </summary>
internal static class PictureView
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

    // PS3.16 CID 4010 and CID 4014, with the codes of before SNOMED CT's.
    private static readonly Dictionary<string, string> Codes = new(StringComparer.Ordinal)
    {
        ["399348003"] = "AP",
        ["272479007"] = "PA",
        ["399173006"] = "LL",
        ["399198007"] = "RL",
        ["399067008"] = "LAT",
        ["399162004"] = "CC",
        ["R-10242"] = "CC",
        ["399368009"] = "MLO",
        ["R-10226"] = "MLO",
        ["399260004"] = "ML",
        ["R-10224"] = "ML",
        ["399352003"] = "LM",
        ["R-10228"] = "LM",
    };

    private static readonly Tag ImageLaterality = new(0x00200062);
    private static readonly Tag ViewCodes = new(0x00540220);

    /// <summary>Such as "PA"; null where the header says nothing that is a view.</summary>
    public static string? Of(Dataset header) =>
        Word(header, Tags.ViewPosition) is { } view && Views.Contains(view) ? view
        : header.GetItems(ViewCodes) is [var first, ..] && first.GetText(Tags.CodeValue)?.Trim(' ', '\0') is { } code
            ? Codes.GetValueOrDefault(code)
        : null;

    /// <summary>L, R or B (both); null where the header says none.</summary>
    public static string? Side(Dataset header) =>
        (Word(header, ImageLaterality) ?? Word(header, Tags.Laterality)) is ("L" or "R" or "B") and var side
            ? side
            : null;

    internal static string? Word(Dataset header, Tag tag) =>
        header.GetText(tag)?.Trim(' ', '\0').ToUpperInvariant() is { Length: > 0 } word ? word : null;
}
