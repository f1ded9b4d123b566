namespace Overread.Domain.Governance;

/// <summary>The events about what data may be used for and how long they are kept.</summary>
public static class GovernanceEventTypes
{
    /// <summary>All, in the order in which they came to be.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [typeof(CharterStated), typeof(FurtherUseDecided), typeof(ReleaseErased)];
}
