namespace Overread.Text.Documents;

/// <summary>A mark on a text: one stretch of it, or several that belong together.</summary>
/// <param name="Id">Unique among spans and relations of the document.</param>
/// <param name="Type">What it marks, such as Disease.</param>
/// <param name="Fragments">At least one, in the order of the text.</param>
public sealed record TextSpan(string Id, string Type, IReadOnlyList<Fragment> Fragments)
{
    /// <summary>In the order in which they were said.</summary>
    public IReadOnlyList<NamedValue> Attributes { get; init; } = [];

    /// <summary>Codes of terminologies, in order; a composite mention has several.</summary>
    public IReadOnlyList<Concept> Normalisations { get; init; } = [];

    /// <summary>The first code point of the first fragment.</summary>
    public int Start => Fragments[0].Start;

    /// <summary>The code point behind the last fragment.</summary>
    public int End => Fragments[^1].End;

    /// <summary>The words that are marked; fragments are parted by a space.</summary>
    public string Surface(CodePoints text) =>
        Fragments.Count == 1
            ? text.Slice(Start, End)
            : string.Join(' ', Fragments.Select(f => text.Slice(f.Start, f.End)));
}
