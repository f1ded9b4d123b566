using Overread.Domain.Guidelines;
using Overread.Domain.People;
using Overread.Domain.Projects;
using Overread.Domain.Protocols;
using Overread.Domain.Record;
using Overread.Domain.Training;

namespace Overread.Domain.Fitness;

/// <summary>
/// The events by which somebody may read, may read no more, or is held to other demands. Each is a person's: the store takes none of them
/// from the platform itself (GDPR 22; AI Act, Annex III 4(b)).
/// </summary>
public static class StandingEvents
{
    /// <summary>All of them.</summary>
    public static IReadOnlySet<Type> All { get; } =
        new HashSet<Type>
        {
            typeof(MemberAdded),
            typeof(RolesChanged),
            typeof(MemberRemoved),
            typeof(QualificationsStated),
            typeof(FitnessRulesSet),
            typeof(GuidelinePublished),
            typeof(GuidelineAcknowledged),
            typeof(ProtocolPublished),
            typeof(PersonChanged),
            typeof(ReaderFindingDecided),
            typeof(QualificationPassed),
            typeof(TrainingSetKept),
        };

    /// <summary>Refuses such an event where no person stands behind it; null where one does, or where it is none.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="byPerson">
    /// True where a person acts, themselves or through a token of theirs, or whoever keeps the organisation's groups by its sign-in; false
    /// where the platform acts by itself.
    /// </param>
    public static Refusal? Fault(DomainEvent happened, bool byPerson) =>
        // Of an account only that it is closed keeps anybody from reading.
        byPerson
        || !All.Contains(happened.GetType())
        || happened is PersonChanged { What: { } what } && !what.Contains("disabled")
            ? null
            : new(
                "standing.person",
                $"{happened.GetType().Name} changes who may read, and no program does that by itself.",
                RefusalKind.Forbidden
            )
            {
                Next = "Let it propose, and have a person decide.",
            };
}
