namespace Overread.Text.Documents;

/// <summary>A part of a document, such as its title, a section or a table; passages may lie within another.</summary>
/// <param name="Type">Such as title, abstract, section; empty where nobody said.</param>
/// <param name="Start">Its first code point.</param>
/// <param name="End">The code point behind its last.</param>
public sealed record Passage(string Type, int Start, int End)
{
    /// <summary>What else is said of it, such as its code.</summary>
    public IReadOnlyList<NamedValue> Attributes { get; init; } = [];
}
