using static Overread.Domain.Projects.Action;
using static Overread.Domain.Projects.Role;

namespace Overread.Domain.Projects;

/// <summary>
/// The role × action matrix: the one place that says who may do what. The server enforces it on every route, the
/// documentation prints it, and a test walks every route with every role.
/// </summary>
public static class Permissions
{
    private static readonly Dictionary<Action, Role[]> Matrix = new()
    {
        [ManagePeople] = [Administrator],
        [SeeOperations] = [Administrator],
        [OpenProject] = [Administrator, Lead],
        [SeeProject] = [Administrator, Lead, Steward, Reader, Adjudicator, Auditor],
        [ManageMembers] = [Administrator, Lead],
        [UseEmergency] = [Administrator],
        [SeeMembers] = [Administrator, Lead, Auditor],
        [SeeOverview] = [Lead, Auditor],
        [SeeProtocol] = [Lead, Steward, Reader, Adjudicator, Auditor],
        [EditProtocol] = [Lead],
        [Receive] = [Lead, Steward],
        [SeeBatches] = [Lead, Steward, Auditor],
        [SeeGate] = [Steward, Auditor],
        [DecideGate] = [Steward],
        [ManageKeys] = [Administrator],
        [EraseSubjects] = [Steward],
        [SeeItems] = [Lead, Steward, Adjudicator, Auditor],
        [ManageItems] = [Lead],
        [Read] = [Reader],
        [SeeFiles] = [Lead, Steward, Reader, Adjudicator, Auditor],
        [StoreDicom] = [Lead, Steward],
        [QueryDicom] = [Lead, Steward, Reader, Adjudicator, Auditor],
        [SeeReads] = [Lead, Auditor],
        [SeeRemarks] = [Lead, Adjudicator, Auditor],
        [SeeThreads] = [Lead, Steward, Reader, Adjudicator, Auditor],
        [Converse] = [Lead, Steward, Reader, Adjudicator],
        [ManageReads] = [Lead],
        [SeeTraining] = [Lead, Auditor],
        [ManageTraining] = [Lead],
        [SeeComparison] = [Lead, Adjudicator, Auditor],
        [Compute] = [Lead],
        [SeeDisputes] = [Lead, Adjudicator, Auditor],
        [Adjudicate] = [Adjudicator],
        [SeeReleases] = [Lead, Auditor],
        [Action.Release] = [Lead],
        [ApproveRelease] = [Lead, Auditor],
        [SeeSignatures] = [Administrator, Lead, Steward, Adjudicator, Auditor],
        [SetSigning] = [Lead],
        [SeeModels] = [Lead, Auditor],
        [ManageModels] = [Lead],
        [Suggest] = [Lead],
        [SeeRecord] = [Administrator, Lead, Auditor],
    };

    /// <summary>The roles that have an action; empty for <see cref="Anybody"/> and <see cref="Action.SignedIn"/>, which need none.</summary>
    public static IReadOnlyList<Role> RolesFor(Action action) => Matrix.GetValueOrDefault(action, []);

    /// <summary>True when one of the roles has the action.</summary>
    public static bool Allow(IEnumerable<Role> roles, Action action) =>
        action is Anybody or Action.SignedIn || roles.Any(r => RolesFor(action).Contains(r));

    /// <summary>Actions that change something: refused to tokens without the scope <c>write</c>.</summary>
    public static bool Changes(Action action) =>
        action
            is ManagePeople
                or OpenProject
                or ManageMembers
                or UseEmergency
                or EditProtocol
                or Receive
                or StoreDicom
                or DecideGate
                or ManageKeys
                or EraseSubjects
                or ManageItems
                or Read
                or Converse
                or ManageReads
                or ManageTraining
                or Compute
                or Adjudicate
                or ApproveRelease
                or SetSigning
                or ManageModels
                or Suggest
                or Action.Release;

    /// <summary>Actions by which a reader comes to items or hands in answers: only for whoever is fit to read.</summary>
    public static bool IsReading(Action action) => action is Read or SeeFiles or QueryDicom;

    /// <summary>Actions that concern the installation, not one project.</summary>
    public static bool IsGlobal(Action action) =>
        action is Anybody or Action.SignedIn or ManagePeople or SeeOperations or OpenProject;
}
