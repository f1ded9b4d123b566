namespace Overread.Domain.Guidelines;

/// <summary>The events about guidelines.</summary>
public static class GuidelinesEventTypes
{
    /// <summary>All, in the order in which they came to be.</summary>
    public static IReadOnlyList<Type> All { get; } = [typeof(GuidelinePublished), typeof(GuidelineAcknowledged)];
}
