using Overread.Domain.Projects;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Domain.Tests;

public class PermissionsTests
{
    private static readonly HashSet<Action> Writing =
    [
        Action.ManagePeople,
        Action.OpenProject,
        Action.ManageMembers,
        Action.UseEmergency,
        Action.EditProtocol,
        Action.Receive,
        Action.StoreDicom,
        Action.DecideGate,
        Action.ManageKeys,
        Action.EraseSubjects,
        Action.ManageItems,
        Action.Read,
        Action.Converse,
        Action.ManageReads,
        Action.ManageTraining,
        Action.Compute,
        Action.Adjudicate,
        Action.Release,
        Action.ApproveRelease,
        Action.SetSigning,
        Action.ManageModels,
        Action.Suggest,
    ];

    [Fact]
    public void What_writes_needs_the_scope_to_write() =>
        Assert.Equal(Writing, Enum.GetValues<Action>().Where(Permissions.Changes).ToHashSet());

    [Fact]
    public void Five_actions_concern_the_installation() =>
        Assert.Equal(
            [Action.Anybody, Action.SignedIn, Action.ManagePeople, Action.SeeOperations, Action.OpenProject],
            Enum.GetValues<Action>()
                .Where(Permissions.IsGlobal)
                .OrderBy(a =>
                    a.ToString() switch
                    {
                        "Anybody" => 0,
                        "SignedIn" => 1,
                        "ManagePeople" => 2,
                        "SeeOperations" => 3,
                        _ => 4,
                    }
                )
        );

    [Fact]
    public void One_role_of_several_is_enough_and_none_is_not()
    {
        Assert.True(Permissions.Allow([], Action.Anybody));
        Assert.True(Permissions.Allow([], Action.SignedIn));
        Assert.False(Permissions.Allow([], Action.Read));
        Assert.True(Permissions.Allow([Role.Auditor, Role.Reader], Action.Read));
        Assert.False(Permissions.Allow([Role.Auditor, Role.Lead], Action.Read));
    }

    [Fact]
    public void A_reader_sees_no_other_read_and_no_comparison()
    {
        foreach (
            Action action in (Action[])[Action.SeeReads, Action.SeeComparison, Action.SeeDisputes, Action.SeeOverview]
        )
        {
            Assert.False(Permissions.Allow([Role.Reader], action));
        }

        // Who adjudicates is not who leads, and who decides at the gate is not who receives alone.
        Assert.False(Permissions.Allow([Role.Lead], Action.Adjudicate));
        Assert.False(Permissions.Allow([Role.Lead], Action.DecideGate));
        Assert.Equal([Role.Steward], Permissions.RolesFor(Action.DecideGate));
    }
}
