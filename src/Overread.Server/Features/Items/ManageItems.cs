using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Server.Access;
using Overread.Server.Features.Projects.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Items;

/// <summary>What the lead does with many items at once; every step can be undone by another.</summary>
internal static class ManageItems
{
    internal sealed record BulkForm(
        IReadOnlyList<string> Items,
        [Words("withdraw", "restore", "unflag")] string Action,
        string Reason,
        [Words("consent", "erasure", "correction", "restriction", "other")] string? Cause = null
    );

    /// <summary>What was done.</summary>
    /// <param name="Changed">How many items were changed.</param>
    /// <param name="Items">Which; those that stood so already are not among them.</param>
    internal sealed record BulkResult(int Changed, IReadOnlyList<string> Items);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/projects/{project}/items/bulk", Bulk)
            .Needs(Action.ManageItems)
            .Says("change-items", "Changes many items at once: priority, withdrawal, return.")
            .Problems(409, "project.closed")
            .Problems(422, "items.action", "items.bulk", "reason.needed");

    private static Task<BulkResult> Bulk(string project, BulkForm form, Caller caller, IDatabase database)
    {
        if (ItemRules.Wish(form.Action, form.Reason, form.Cause) is { } refusal)
        {
            throw new RefusedException(refusal);
        }

        if (form.Items is not { Count: > 0 and <= 5000 })
        {
            throw new RefusedException(new("items.bulk", "Choose 1 to 5,000 items.") { Where = "items" });
        }

        return database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                List<string> changed = [];
                foreach (string item in form.Items.Distinct())
                {
                    (string State, bool Flagged)? held = u.Connection.One<(string, bool)?>(
                        "SELECT state, flagged FROM item WHERE id = @0 AND project = @1",
                        r => (r.GetString(0), r.GetInt32(1) == 1),
                        item,
                        project
                    );
                    if (held is { } found)
                    {
                        Decision decision = ItemRules.Change(
                            found.State,
                            found.Flagged,
                            form.Action,
                            form.Reason,
                            form.Cause
                        );
                        u.Append(new About(project, "item/" + item, item), decision);
                        changed.AddRange(decision.Events.Select(_ => item));
                    }
                }

                return new BulkResult(changed.Count, changed);
            }
        );
    }
}
