namespace Overread.Domain.Projects;

/// <summary>The events about projects and their members.</summary>
public static class ProjectsEventTypes
{
    /// <summary>All, in the order in which they came to be.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(ProjectOpened),
        typeof(ProjectClosed),
        typeof(MemberAdded),
        typeof(RolesChanged),
        typeof(MemberRemoved),
        typeof(QualificationsStated),
        typeof(RolesKept),
        typeof(EmergencyRightGiven),
        typeof(EmergencyRightTaken),
        typeof(EmergencyOpened),
        typeof(EmergencyLooked),
        typeof(EmergencyEnded),
        typeof(EmergencyReviewed),
    ];
}
