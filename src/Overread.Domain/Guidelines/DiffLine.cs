namespace Overread.Domain.Guidelines;

/// <summary>A line of a comparison of two texts.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Text">The line without its end.</param>
public sealed record DiffLine(DiffKind Kind, string Text);
