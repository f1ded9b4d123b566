using System.Data.Common;
using Overread.Deidentification.Pseudonyms;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Server.Access;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Keys.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Keys;

/// <summary>
/// The life of a project's keys: rotation, parts for custodians (escrow), restoring from them, destruction. Each is an
/// event; no answer but the one that hands out the parts, and no event at all, holds anything of a key but its fingerprint.
/// </summary>
internal static class ManageKeys
{
    /// <summary>A key.</summary>
    /// <param name="Fingerprint">Its name.</param>
    /// <param name="State">current, retired or destroyed.</param>
    /// <param name="Made">When it was made.</param>
    /// <param name="Ended">When it was retired or destroyed.</param>
    /// <param name="InVault">False where it has to be restored before it can be used.</param>
    /// <param name="Escrowed">When it was last divided among custodians.</param>
    /// <param name="Shares">Parts made then.</param>
    /// <param name="Needed">Parts that give it back.</param>
    internal sealed record KeyView(
        string Fingerprint,
        [Words("current", "retired", "destroyed")] string State,
        string Made,
        string? Ended,
        bool InVault,
        string? Escrowed,
        int? Shares,
        int? Needed
    );

    internal sealed record ReasonForm(string Reason);

    internal sealed record EscrowForm(int Shares, int Needed);

    internal sealed record EscrowView(string Fingerprint, int Needed, IReadOnlyList<string> Shares);

    internal sealed record RestoreForm(IReadOnlyList<string> Shares);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/keys", List)
            .Needs(Action.ManageKeys)
            .Says("list-keys", "Lists the project's keys by fingerprint.");
        api.MapPost("/projects/{project}/keys/rotate", Rotate)
            .Needs(Action.ManageKeys)
            .Says("rotate-key", "Makes a new key; the former one is retired.")
            .AfterConfirming()
            .Problems(409, "project.closed")
            .Problems(422, "reason.needed");
        api.MapPost("/projects/{project}/keys/restore", Restore)
            .Needs(Action.ManageKeys)
            .Says("restore-key", "Puts a key back into the vault from its parts.")
            .AfterConfirming()
            .Problems(404, "key.unknown")
            .Problems(409, "key.destroyed")
            .Problems(422, "key.parts");
        api.MapPost("/projects/{project}/keys/{fingerprint}/escrow", Escrow)
            .Needs(Action.ManageKeys)
            .Says("escrow-key", "Divides a key among custodians. The parts are in this answer and nowhere else.")
            .AfterConfirming()
            .Problems(404, "key.unknown")
            .Problems(409, "key.destroyed", "key.missing", "project.closed")
            .Problems(422, "key.shares");
        api.MapPost("/projects/{project}/keys/{fingerprint}/destroy", Destroy)
            .Needs(Action.ManageKeys)
            .Says("destroy-key", "Destroys a key: pseudonyms can no longer be led back.")
            .AfterConfirming()
            .Problems(404, "key.unknown")
            .Problems(409, "key.batches-open", "key.destroyed")
            .Problems(422, "reason.needed");
    }

    private static List<KeyView> List(string project, IDatabase database, KeyVault vault, ProjectKeys keys)
    {
        keys.Sweep(project);
        using ReadLease read = database.Read();
        return read.Connection.All(
            """
            SELECT fingerprint, state, made, ended, escrowed, shares, needed FROM project_key WHERE project = @0
            ORDER BY made DESC
            """,
            r => new KeyView(
                r.GetString(0),
                r.GetString(1),
                r.GetString(2),
                r.Text(3),
                vault.Find(project, r.GetString(0)) is not null,
                r.Text(4),
                r.IsDBNull(5) ? null : r.GetInt32(5),
                r.IsDBNull(6) ? null : r.GetInt32(6)
            ),
            project
        );
    }

    private static async Task<List<KeyView>> Rotate(
        string project,
        ReasonForm form,
        Caller caller,
        IDatabase database,
        KeyVault vault,
        ProjectKeys keys
    )
    {
        CheckReason(form.Reason);
        ProjectKey fresh = keys.Fresh(project);
        await database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                return ProjectKeys.CurrentOf(u.Connection, project) is { } former
                    ? u.Append(ProjectKeys.Of(project), new KeyRotated(fresh.Fingerprint, former, form.Reason))
                    : u.Append(ProjectKeys.Of(project), new KeyMade(fresh.Fingerprint));
            }
        );
        return List(project, database, vault, keys);
    }

    private static async Task<EscrowView> Escrow(
        string project,
        string fingerprint,
        EscrowForm form,
        Caller caller,
        IDatabase database,
        ProjectKeys keys
    )
    {
        if (form.Needed < 2 || form.Needed > form.Shares || form.Shares > KeyShares.Most)
        {
            throw new RefusedException(
                new("key.shares", $"A key has 2 to {KeyShares.Most} parts, of which 2 or more are needed.")
                {
                    Where = "needed",
                }
            );
        }

        IReadOnlyList<string> shares = [];
        await database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                Living(u.Connection, project, fingerprint);
                shares = KeyShares.Split(keys.Held(project, fingerprint), form.Shares, form.Needed);
                return u.Append(ProjectKeys.Of(project), new KeyEscrowed(fingerprint, form.Shares, form.Needed));
            }
        );
        return new EscrowView(fingerprint, form.Needed, shares);
    }

    private static async Task<List<KeyView>> Restore(
        string project,
        RestoreForm form,
        Caller caller,
        IDatabase database,
        KeyVault vault,
        ProjectKeys keys
    )
    {
        ProjectKey key;
        try
        {
            key = KeyShares.Join([.. form.Shares.Where(s => !string.IsNullOrWhiteSpace(s))]);
        }
        catch (FormatException e)
        {
            throw new RefusedException(
                new("key.parts", $"These parts do not give a key: {e.Message}.") { Where = "shares" }
            );
        }

        await database.Write(
            caller.Actor,
            u =>
            {
                Living(u.Connection, project, key.Fingerprint);
                vault.Keep(project, key);
                return u.Append(ProjectKeys.Of(project), new KeyRestored(key.Fingerprint));
            }
        );
        return List(project, database, vault, keys);
    }

    private static async Task<List<KeyView>> Destroy(
        string project,
        string fingerprint,
        ReasonForm form,
        Caller caller,
        IDatabase database,
        KeyVault vault,
        ProjectKeys keys,
        OutboxDrain outbox
    )
    {
        CheckReason(form.Reason);
        await database.Write(
            caller.Actor,
            u =>
            {
                Living(u.Connection, project, fingerprint);
                long open = BatchTable.Undecided(u.Connection, project);
                if (open > 0)
                {
                    throw new RefusedException(
                        new(
                            "key.batches-open",
                            $"{(open == 1 ? "One batch is" : $"{open} batches are")} not decided: what lies in quarantine still names the patients.",
                            RefusalKind.Conflict
                        )
                        {
                            Next = "Approve or reject them at the gate first.",
                        }
                    );
                }

                // The record first: whatever happens now, the file goes.
                u.Leave(EraseKey.Name, EraseKey.Body(project, fingerprint));
                return u.Append(ProjectKeys.Of(project), new MappingDestroyed(fingerprint, form.Reason));
            }
        );
        // The answer says what the vault holds, so it waits for the erasing.
        await outbox.Drain(CancellationToken.None);
        return List(project, database, vault, keys);
    }

    private static void Living(DbConnection connection, string project, string fingerprint)
    {
        string? state = connection.One(
            "SELECT state FROM project_key WHERE project = @0 AND fingerprint = @1",
            r => r.GetString(0),
            project,
            fingerprint
        );
        if (state is null)
        {
            throw new RefusedException(
                new("key.unknown", $"The project never had a key {fingerprint}.", RefusalKind.NotFound)
            );
        }

        if (state == "destroyed")
        {
            throw new RefusedException(
                new(
                    "key.destroyed",
                    $"The key {fingerprint} was destroyed; it does not come back.",
                    RefusalKind.Conflict
                )
            );
        }
    }

    private static void CheckReason(string reason)
    {
        if (FreeText.Reason(reason) is { } refusal)
        {
            throw new RefusedException(refusal);
        }
    }
}
