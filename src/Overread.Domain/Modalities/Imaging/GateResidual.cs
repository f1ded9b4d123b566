namespace Overread.Domain.Modalities.Imaging;

/// <summary>Something that the separate check found in an entry's output though its source says it of somebody.</summary>
/// <param name="Finding">What and where, as "PatientName in SeriesDescription"; never a value.</param>
/// <param name="CanRemove">True where the element can be taken out of the output; false of pixels, identifiers and bytes between elements.</param>
/// <param name="State">
/// <c>open</c> (nobody has decided), <c>removed</c> (the element is taken out at approval) or <c>kept</c> (it passes, for a
/// reason).
/// </param>
public sealed record GateResidual(string Finding, bool CanRemove, [Words("open", "removed", "kept")] string State)
{
    /// <summary>Why it is kept; null unless it is.</summary>
    public string? Reason { get; init; }

    /// <summary>The element's keyword or number; "" where the finding lies outside the elements.</summary>
    public static string ElementOf(string finding) =>
        finding.IndexOf(" in ", StringComparison.Ordinal) is >= 0 and var at ? finding[(at + 4)..] : "";
}
