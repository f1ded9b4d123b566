namespace Overread.Ledger.Bundles.Statements;

/// <summary>
/// One sentence that a bundle's papers print, with the figures it is made of and what they are counted from. It is computed
/// from the bundle's own files each time: by whoever makes it, and by whoever verifies it.
/// </summary>
/// <param name="Id">Stable and dotted, such as <c>reads.per-item</c>.</param>
/// <param name="Text">The sentence as the papers print it.</param>
/// <param name="Holds">What the sentence is about is as one would wish: false where it says that something is wanting.</param>
/// <param name="Figures">The figures by name.</param>
/// <param name="From">Files and kinds of events that they are counted from.</param>
public sealed record BundleStatement(
    string Id,
    string Text,
    bool Holds,
    IReadOnlyDictionary<string, long> Figures,
    IReadOnlyList<string> From
)
{
    /// <summary>Places in the record of the first and the last event it rests on; empty where it rests on files alone.</summary>
    public IReadOnlyList<long> Events { get; init; } = [];

    /// <summary>Where parts of the bundle contradict each other; with one of them the sentence is not true.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>
    /// What of it rests on the platform's word alone, because the events behind it are not disclosed; null where all of it
    /// is counted from what the bundle discloses.
    /// </summary>
    public string? Believed { get; init; }
}
