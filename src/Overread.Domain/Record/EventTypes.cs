using Overread.Domain.Comparison;
using Overread.Domain.Conversations;
using Overread.Domain.Fitness;
using Overread.Domain.Governance;
using Overread.Domain.Guidelines;
using Overread.Domain.Intake;
using Overread.Domain.Modalities;
using Overread.Domain.Models;
using Overread.Domain.Notices;
using Overread.Domain.People;
using Overread.Domain.Projects;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;
using Overread.Domain.Releases;
using Overread.Domain.Signing;
using Overread.Domain.Subjects;
using Overread.Domain.Training;
using Overread.Domain.Views;
using Overread.Domain.Work;

namespace Overread.Domain.Record;

/// <summary>Every kind of event, collected from the streams and the modalities.</summary>
public static class EventTypes
{
    /// <summary>The member that names the kind in JSON; it stands first.</summary>
    public const string Discriminator = "type";

    /// <summary>All kinds; each is known by the name of its type.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [
        .. RecordEventTypes.All,
        .. PeopleEventTypes.All,
        .. ProjectsEventTypes.All,
        .. ProtocolsEventTypes.All,
        .. IntakeEventTypes.All,
        .. WorkEventTypes.All,
        .. ReadsEventTypes.All,
        .. ComparisonEventTypes.All,
        .. ReleasesEventTypes.All,
        .. SubjectsEventTypes.All,
        .. SigningEventTypes.All,
        .. FitnessEventTypes.All,
        .. GuidelinesEventTypes.All,
        .. ModelsEventTypes.All,
        .. GovernanceEventTypes.All,
        .. ConversationsEventTypes.All,
        .. NoticesEventTypes.All,
        .. ViewsEventTypes.All,
        .. TrainingEventTypes.All,
        .. DomainModalities.All.SelectMany(m => m.Events),
    ];
}
