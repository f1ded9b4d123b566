using Overread.Text.Documents;

namespace Overread.Text.Formats;

/// <summary>A span as a file has it, before it is known what its offsets are counted in.</summary>
internal sealed record RawSpan(
    string Id,
    string Type,
    IReadOnlyList<Fragment> Fragments,
    string? Surface,
    long Line = 0
)
{
    internal IReadOnlyList<NamedValue> Attributes { get; init; } = [];

    internal IReadOnlyList<Concept> Normalisations { get; init; } = [];
}

/// <summary>Spans whose offsets are counted from the same place of the same stretch of text.</summary>
/// <param name="Text">The stretch.</param>
/// <param name="Origin">What the file calls the offset of its first character.</param>
/// <param name="Place">Where it begins in the document, in code points.</param>
/// <param name="Spans">They lie in it.</param>
internal sealed record OffsetGroup(CodePoints Text, int Origin, int Place, IReadOnlyList<RawSpan> Spans);
