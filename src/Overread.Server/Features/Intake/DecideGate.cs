using System.Data.Common;
using System.Text.Json;
using Overread.Deidentification;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.People;
using Overread.Domain.Record;
using Overread.Server.Access;
using Overread.Server.Features.Projects;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Intake;

/// <summary>The gate: what a steward sees before and after, and the decision. Only what is approved becomes an item.</summary>
internal static class DecideGate
{
    internal sealed record Actions(long Kept, long Changed, long Removed);

    internal sealed record PlanView(string Id, string Hash, string Title, string Claim);

    internal sealed record Entry(
        string Id,
        string Title,
        string Kind,
        string? Modality,
        int Files,
        double Risk,
        IReadOnlyList<string> RiskReasons,
        string? Decision
    );

    internal sealed record EntryDetail(
        string Id,
        string Title,
        string Kind,
        string? Modality,
        int Files,
        double Risk,
        IReadOnlyList<string> RiskReasons,
        string? Decision,
        IReadOnlyList<string> Previews,
        IReadOnlyList<GateElement> Elements
    );

    internal sealed record Detail(
        string Id,
        string Name,
        string State,
        long Files,
        long Bytes,
        long Refused,
        long Duplicates,
        long Entries,
        string Received,
        string? Job,
        IReadOnlyList<IntakeProblem> Problems,
        IReadOnlyList<Entry> Gate,
        Actions Actions,
        PlanView Plan
    );

    internal sealed record DecisionForm(string Decision, string? Reason = null);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/batches/{batch}", Show).Needs(Action.SeeGate);
        api.MapGet("/projects/{project}/batches/{batch}/entries/{entry}", ShowEntry).Needs(Action.SeeGate);
        api.MapGet("/projects/{project}/batches/{batch}/entries/{entry}/previews/{n:int}", Preview)
            .Needs(Action.SeeGate);
        api.MapPost("/projects/{project}/batches/{batch}/entries/{entry}/decision", DecideEntry)
            .Needs(Action.DecideGate);
        api.MapPost("/projects/{project}/batches/{batch}/decision", HandleBatch).Needs(Action.DecideGate);
    }

    private static async Task<Detail> Show(
        string project,
        string batch,
        Caller caller,
        IDatabase database,
        Batches batches
    )
    {
        await database.Write(
            caller.Actor,
            u => u.Append(new About(project, "batch/" + batch), new ItemViewed("batch", batch))
        );
        using ReadLease read = database.Read();
        Batches.Batch b = Batches.Find(read.Connection, project, batch);
        string problems = Path.Combine(batches.Details(batch), "problems.json");
        (Actions actions, string? hash) = read.Connection.One(
            "SELECT kept, changed, removed, plan_hash FROM batch WHERE id = @0",
            r => (new Actions(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)), r.Text(3)),
            batch
        );
        DeidentificationPlan plan = DeidentificationPlan.Gate;
        return new(
            b.Id,
            b.Name,
            b.State,
            b.Files,
            b.Bytes,
            b.Refused,
            b.Duplicates,
            b.Entries,
            b.Received,
            b.Job,
            File.Exists(problems)
                ? JsonSerializer.Deserialize<List<IntakeProblem>>(
                    await File.ReadAllTextAsync(problems),
                    EventJson.Options
                )!
                : [],
            Entries(read.Connection, batch),
            actions,
            new(
                "gate",
                hash ?? plan.Hash,
                $"{plan.Profile}, PS3.15 {DeidentificationPlan.Edition}",
                string.Join(", ", plan.Claims.Where(c => c.Possible).Select(c => c.Claim.ToString()))
            )
        );
    }

    private static List<Entry> Entries(DbConnection c, string batch) =>
        c.All(
            "SELECT id, title, kind, modality, files, risk, reasons, decision FROM gate_entry WHERE batch = @0 ORDER BY risk DESC, title",
            r => new Entry(
                r.GetString(0),
                r.GetString(1),
                r.GetString(2),
                r.Text(3),
                r.GetInt32(4),
                r.GetDouble(5),
                JsonSerializer.Deserialize<List<string>>(r.GetString(6))!,
                r.Text(7)
            ),
            batch
        );

    private static async Task<EntryDetail> ShowEntry(
        string project,
        string batch,
        string entry,
        Caller caller,
        IDatabase database,
        Batches batches
    )
    {
        (Entry found, int previews) = Find(database, project, batch, entry);
        await database.Write(
            caller.Actor,
            u =>
            {
                u.Connection.Run(
                    "UPDATE gate_entry SET looked = @1 WHERE id = @0 AND looked IS NULL",
                    entry,
                    caller.Person
                );
                return u.Append(new About(project, "batch/" + batch), new ItemViewed("gate-entry", entry));
            }
        );
        string details = Path.Combine(batches.Details(batch), entry + ".json");
        return new(
            found.Id,
            found.Title,
            found.Kind,
            found.Modality,
            found.Files,
            found.Risk,
            found.RiskReasons,
            found.Decision,
            [
                .. Enumerable
                    .Range(0, previews)
                    .Select(n => $"/api/projects/{project}/batches/{batch}/entries/{entry}/previews/{n}"),
            ],
            File.Exists(details)
                ? JsonSerializer.Deserialize<List<GateElement>>(
                    await File.ReadAllTextAsync(details),
                    EventJson.Options
                )!
                : []
        );
    }

    private static IResult Preview(
        string project,
        string batch,
        string entry,
        int n,
        IDatabase database,
        Batches batches
    )
    {
        (_, int previews) = Find(database, project, batch, entry);
        string path = Path.Combine(batches.Clean(batch), $"{entry}.{n}.png");
        return n >= 0 && n < previews && File.Exists(path)
            ? Results.File(path, "image/png")
            : throw new RefusedException(new("gate.no-preview", "There is no such preview.", RefusalKind.NotFound));
    }

    private static (Entry Entry, int Previews) Find(IDatabase database, string project, string batch, string entry)
    {
        using ReadLease read = database.Read();
        Batches.Find(read.Connection, project, batch);
        Entry found =
            Entries(read.Connection, batch).FirstOrDefault(e => e.Id == entry)
            ?? throw new RefusedException(
                new("gate.unknown", "There is no such entry at the gate.", RefusalKind.NotFound)
            );
        return (found, (int)read.Connection.Number("SELECT previews FROM gate_entry WHERE id = @0", entry));
    }

    private static async Task<EntryDetail> DecideEntry(
        string project,
        string batch,
        string entry,
        DecisionForm form,
        Caller caller,
        IDatabase database,
        Batches batches
    )
    {
        Check(form);
        await database.Write(
            caller.Actor,
            u =>
            {
                AtGate(u.Connection, project, batch);
                if (
                    u.Connection.Run(
                        "UPDATE gate_entry SET decision = @2 WHERE id = @0 AND batch = @1",
                        entry,
                        batch,
                        form.Decision
                    ) == 0
                )
                {
                    throw new RefusedException(
                        new("gate.unknown", "There is no such entry at the gate.", RefusalKind.NotFound)
                    );
                }

                return u.Append(
                    new About(project, "batch/" + batch),
                    new EntryDecided(entry, form.Decision, form.Reason)
                );
            }
        );
        return await ShowEntry(project, batch, entry, caller, database, batches);
    }

    private static Task<Batches.Batch> HandleBatch(
        string project,
        string batch,
        DecisionForm form,
        Caller caller,
        IDatabase database,
        Batches batches,
        IBlobStore blobs
    ) => DecideBatch(database, batches, blobs, caller.Actor, project, batch, form);

    public static async Task<Batches.Batch> DecideBatch(
        IDatabase database,
        Batches batches,
        IBlobStore blobs,
        Actor actor,
        string project,
        string batch,
        DecisionForm form
    )
    {
        Check(form);
        List<(string Id, EntryFacts Facts, string? Decision, double Risk)> entries;
        using (ReadLease read = database.Read())
        {
            AtGate(read.Connection, project, batch);
            entries = read.Connection.All(
                "SELECT id, facts, decision, risk FROM gate_entry WHERE batch = @0 ORDER BY title",
                r =>
                    (
                        r.GetString(0),
                        JsonSerializer.Deserialize<EntryFacts>(r.GetString(1), EventJson.Options)!,
                        r.Text(2),
                        r.GetDouble(3)
                    ),
                batch
            );
        }

        bool approved = form.Decision == "approve";
        if (approved)
        {
            RefuseTraces(entries.Where(e => e.Risk >= 1 && e.Decision is null).Select(e => e.Facts.Item.Title));
        }

        List<ItemFacts> passed = [];
        foreach ((_, EntryFacts facts, string? decision, _) in entries.Where(_ => approved))
        {
            if (decision is null or "approve")
            {
                passed.Add(await Store(facts, batches.Clean(batch), blobs));
            }
        }

        bool held = entries.Exists(e => e.Decision == "hold");
        Batches.Batch decided = await database.Write(
            actor,
            u => Decide(u, project, batch, form, entries, passed, approved && held)
        );
        if (form.Decision != "hold" && !(approved && held))
        {
            batches.Purge(batch);
        }

        return decided;
    }

    private static Batches.Batch Decide(
        IUnitOfWork u,
        string project,
        string batch,
        DecisionForm form,
        List<(string Id, EntryFacts Facts, string? Decision, double Risk)> entries,
        List<ItemFacts> passed,
        bool someHeld
    )
    {
        AtGate(u.Connection, project, batch);
        List<string> looked = u.Connection.All(
            "SELECT id FROM gate_entry WHERE batch = @0 AND looked IS NOT NULL ORDER BY id",
            r => r.GetString(0),
            batch
        );
        Envelope decision = u.Append(
            new About(project, "batch/" + batch),
            new BatchDecided(form.Decision, form.Reason, looked)
        );
        HashSet<string> ids = [.. passed.Select(p => p.Id)];
        foreach (ItemFacts item in passed)
        {
            u.Append(
                new About(project, "item/" + item.Id, item.Id, decision.Id),
                new ItemReady(item with { Batch = batch })
            );
            u.Connection.Run("DELETE FROM gate_entry WHERE id = @0", item.Id);
        }

        foreach (string digest in entries.Where(e => ids.Contains(e.Facts.Item.Id)).SelectMany(e => e.Facts.Digests))
        {
            u.Connection.Run(
                "INSERT INTO seen_content(project, digest) VALUES (@0, @1) ON CONFLICT DO NOTHING",
                project,
                Convert.FromHexString(digest)
            );
        }

        string state = form.Decision switch
        {
            "approve" => someHeld ? "held" : "approved",
            "hold" => "held",
            _ => "rejected",
        };
        u.Connection.Run("UPDATE batch SET state = @1 WHERE id = @0", batch, state);
        if (state is "approved" or "rejected")
        {
            u.Connection.Run("DELETE FROM gate_entry WHERE batch = @0", batch);
        }

        return Batches.Find(u.Connection, project, batch);
    }

    private static async Task<ItemFacts> Store(EntryFacts facts, string clean, IBlobStore blobs)
    {
        Dictionary<string, string> hashes = [];
        foreach ((string file, string path) in facts.Thumbnails)
        {
            if (!hashes.TryGetValue(path, out _))
            {
                await using FileStream stream = File.OpenRead(Path.Combine(clean, path));
                hashes[path] = (await blobs.Put(stream)).Hash;
            }
        }

        foreach (string path in facts.Paths.Values)
        {
            await using FileStream stream = File.OpenRead(Path.Combine(clean, path));
            await blobs.Put(stream);
        }

        return facts.Item with
        {
            Series =
            [
                .. facts.Item.Series.Select(s =>
                    s with
                    {
                        Files =
                        [
                            .. s.Files.Select(f =>
                                f with
                                {
                                    Thumbnail = facts.Thumbnails.TryGetValue(f.Id, out string? thumb)
                                        ? hashes[thumb]
                                        : null,
                                }
                            ),
                        ],
                    }
                ),
            ],
        };
    }

    private static void RefuseTraces(IEnumerable<string> titles)
    {
        List<string> undecided = [.. titles];
        if (undecided.Count > 0)
        {
            throw new RefusedException(
                new(
                    "gate.traces",
                    $"{undecided.Count} entries still hold a value of their source and need a decision of their own.",
                    RefusalKind.Conflict
                )
                {
                    Next = "Open each, look, and approve, hold or reject it.",
                    Facts = new Dictionary<string, object?> { ["entries"] = undecided },
                }
            );
        }
    }

    private static void AtGate(DbConnection c, string project, string batch)
    {
        ListProjects.Open(c, project);
        if (Batches.Find(c, project, batch).State is not ("gate" or "held"))
        {
            throw new RefusedException(new("batch.not-at-gate", "The batch is not at the gate.", RefusalKind.Conflict));
        }
    }

    private static void Check(DecisionForm form)
    {
        if (form.Decision is not ("approve" or "hold" or "reject"))
        {
            throw new RefusedException(
                new("gate.decision", "A decision is approve, hold or reject.") { Where = "decision" }
            );
        }

        if (form.Decision != "approve" && string.IsNullOrWhiteSpace(form.Reason))
        {
            throw new RefusedException(
                new("reason.needed", "Holding and rejecting need a reason.") { Where = "reason" }
            );
        }
    }
}
