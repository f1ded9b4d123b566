namespace Overread.Domain.Subjects;

/// <summary>The events about who is who.</summary>
public static class SubjectsEventTypes
{
    /// <summary>All, in the order in which they came to be.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [typeof(SubjectsDecided), typeof(SubjectErased), typeof(SubjectRetained)];
}
