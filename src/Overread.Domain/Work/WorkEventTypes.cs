namespace Overread.Domain.Work;

/// <summary>The events about reservations.</summary>
public static class WorkEventTypes
{
    /// <summary>All, in the order in which they came to be.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [typeof(ReadAssigned), typeof(ReadReleased), typeof(ReadSkipped), typeof(AssignmentExpired)];
}
