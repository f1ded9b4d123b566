namespace Overread.Text.Documents;

/// <summary>A stretch of a text.</summary>
/// <param name="Start">Its first code point, from 0.</param>
/// <param name="End">The code point behind its last; not below <paramref name="Start"/>.</param>
public readonly record struct Fragment(int Start, int End);
