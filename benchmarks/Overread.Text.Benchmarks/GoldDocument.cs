namespace Overread.Text.Benchmarks;

/// <summary>A text and the identifiers that are known to be in it.</summary>
/// <param name="Name">By which it falls to one half or the other.</param>
/// <param name="Text">As it stands in the corpus.</param>
/// <param name="Gold">Bounds in UTF-16 units and the corpus's own type; every occurrence of a value.</param>
internal sealed record GoldDocument(string Name, string Text, IReadOnlyList<GoldSpan> Gold);

/// <summary>One identifier of a corpus.</summary>
internal sealed record GoldSpan(int Start, int End, string Type);
