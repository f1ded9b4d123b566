using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.Record;
using Overread.Server.Access;
using Overread.Server.Features.Projects;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Items;

/// <summary>What the lead does with many items at once; every step can be undone by another.</summary>
internal static class ManageItems
{
    internal sealed record BulkForm(IReadOnlyList<string> Items, string Action, string Reason);

    internal sealed record BulkResult(int Changed);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/projects/{project}/items/bulk", Bulk)
            .Needs(Action.ManageItems)
            .Says("change-items", "Changes many items at once: priority, withdrawal, return.")
            .Problems(409, "project.closed")
            .Problems(422, "items.action", "items.bulk", "reason.needed");

    private static Task<BulkResult> Bulk(string project, BulkForm form, Caller caller, IDatabase database)
    {
        if (string.IsNullOrWhiteSpace(form.Reason))
        {
            throw new RefusedException(new("reason.needed", "This needs a reason.") { Where = "reason" });
        }

        if (form.Items is not { Count: > 0 and <= 5000 })
        {
            throw new RefusedException(new("items.bulk", "Choose 1 to 5,000 items.") { Where = "items" });
        }

        return database.Write(
            caller.Actor,
            u =>
            {
                ListProjects.Open(u.Connection, project);
                int changed = 0;
                foreach (string item in form.Items.Distinct())
                {
                    (string State, bool Flagged)? held = u.Connection.One<(string, bool)?>(
                        "SELECT state, flagged FROM item WHERE id = @0 AND project = @1",
                        r => (r.GetString(0), r.GetInt32(1) == 1),
                        item,
                        project
                    );
                    if (held is { } found && Change(form, found.State, found.Flagged) is { } happened)
                    {
                        u.Append(new About(project, "item/" + item, item), happened);
                        changed++;
                    }
                }

                return new BulkResult(changed);
            }
        );
    }

    private static DomainEvent? Change(BulkForm form, string state, bool flagged) =>
        form.Action switch
        {
            "withdraw" => state == "withdrawn" ? null : new ItemWithdrawn(form.Reason),
            "restore" => state == "withdrawn" ? new ItemRestored(form.Reason) : null,
            "unflag" => flagged ? new ItemUnflagged(form.Reason) : null,
            "flag" => flagged ? null : new ItemFlagged(form.Reason),
            _ => throw new RefusedException(
                new("items.action", "The actions are withdraw, restore, flag and unflag.") { Where = "action" }
            ),
        };
}
