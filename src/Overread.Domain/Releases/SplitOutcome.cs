namespace Overread.Domain.Releases;

/// <summary>How subjects were divided.</summary>
/// <param name="Of">The split of each subject.</param>
/// <param name="Moved">Subjects that stood in another split before, in ordinal order.</param>
public sealed record SplitOutcome(IReadOnlyDictionary<string, string> Of, IReadOnlyList<string> Moved);
