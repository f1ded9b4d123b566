namespace Overread.Text.Formats;

/// <summary>What a caller decides about writing.</summary>
/// <param name="Now">The time that formats which ask for one are given.</param>
public sealed record WritingChoices(DateTimeOffset Now)
{
    /// <summary>How tags of columns begin entities.</summary>
    public TagScheme Tags { get; init; } = TagScheme.Iob2;

    /// <summary>Whether columns hold the token and its tag alone, without the offsets between them.</summary>
    public bool TwoColumns { get; init; }
}
