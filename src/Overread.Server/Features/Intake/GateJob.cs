using System.Text.Json;
using System.Text.Json.Nodes;
using Overread.Domain.Intake;
using Overread.Domain.Intake.Claims;
using Overread.Domain.Record;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Intake.Patients;
using Overread.Server.Features.Intake.Plans;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Server.Features.Keys.Contracts;
using Overread.Server.Modalities;
using Overread.Storage;

namespace Overread.Server.Features.Intake;

/// <summary>
/// Carries out the decision about a batch: cleans as was approved, stores, makes items, destroys what was rejected. Doubtful entries that
/// nobody has decided stay at the gate. Run again after a crash it does the same: nothing is an item before one commit.
/// </summary>
internal sealed class GateJob(
    IDatabase database,
    ModalityList modalities,
    Batches batches,
    IBlobStore blobs,
    PatientDesk desk,
    ClaimDesk claims,
    PatientVault vault
) : IJobKind
{
    private const string CannotBlank = "blanking";
    private const string Gone = "What it belongs to is not among the items any more.";

    public string Kind => "gate";

    private sealed record Passed(GateEntry Entry, CleanedEntry Clean, ItemFacts Item);

    public async Task<JsonObject> Run(JobContext job, CancellationToken cancel)
    {
        string project = job.Project!;
        string batch = job.Arguments["batch"]!.GetValue<string>();
        string decision = job.Arguments["decision"]!.GetValue<string>();
        try
        {
            // A job that was cut off begins anew; what it had committed is no longer among the entries.
            GateOutcome? outcome = IsOpen(project, batch, out List<GateEntry> entries, out PatientQuestions? who)
                ? await Decide(job, project, batch, decision, entries, who, cancel)
                : null;
            Clear(project, batch);
            return outcome is null ? [] : JsonSerializer.SerializeToNode(outcome, EventJson.Options)!.AsObject();
        }
        catch
        {
            // Whatever stopped it (a full disk, a cancellation): the batch waits at the gate as before, and nothing has passed.
            await database.Write(
                job.Actor,
                u => u.Connection.Run("UPDATE batch SET state = 'gate' WHERE id = @0 AND state = 'deciding'", batch)
            );
            throw;
        }
    }

    private bool IsOpen(string project, string batch, out List<GateEntry> entries, out PatientQuestions? who)
    {
        using ReadLease read = database.Read();
        bool open = Batches.Find(read.Connection, project, batch).State is "deciding" or "gate" or "held";
        List<GateEntry> waiting = open
            ? claims.Of(read.Connection, project).Mark(GateEntry.Of(read.Connection, modalities, batch))
            : [];
        PatientQuestions? asked = open ? desk.Of(read.Connection, project, batch, waiting.Select(e => e.Id)) : null;
        // Anew, for another batch may have passed since the decision: the pseudonyms of the two must not be of one patient.
        entries = [.. waiting.Select(e => e with { Patient = asked?.Of(e.Id) ?? PatientStand.Settled })];
        who = asked;
        return open;
    }

    private async Task<GateOutcome> Decide(
        JobContext job,
        string project,
        string batch,
        string decision,
        List<GateEntry> entries,
        PatientQuestions? who,
        CancellationToken cancel
    )
    {
        List<Passed> passed = [];
        Dictionary<string, string> stuck = [];
        List<GateEntry> passing = decision == "approve" ? [.. entries.Where(e => e.State.Passes)] : [];
        for (int i = 0; i < passing.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            job.Progress(i, passing.Count);
            CleanedEntry clean = modalities
                .Of(passing[i].Kind)
                .Gate.Clean(passing[i], batches.Clean(batch), batches.Details(batch));
            if (clean.Problem is { } problem)
            {
                stuck[passing[i].Id] = problem;
                continue;
            }

            ItemFacts item = await Store(clean.Facts, batches.Clean(batch), cancel);
            passed.Add(new(passing[i], clean, item));
        }

        job.Progress(passing.Count, passing.Count);
        // Before the commit: a patient noted whose entry then does not pass keeps the pseudonym that he would have anyway.
        if (passed.Count > 0 && who is not null)
        {
            vault.Release(project, who.Key, who.GivenOut(passed.Select(p => p.Entry.Id)));
        }

        return await database.Write(
            job.Actor,
            u =>
                Commit(u, project, batch, decision, job.Arguments["reason"]?.GetValue<string>(), entries, passed, stuck)
        );
    }

    private GateOutcome Commit(
        IUnitOfWork u,
        string project,
        string batch,
        string decision,
        string? reason,
        List<GateEntry> entries,
        List<Passed> passed,
        Dictionary<string, string> stuck
    )
    {
        About about = new(project, "batch/" + batch);
        Dictionary<Passed, string?> joined = passed
            .Where(p => p.Entry.Facts.IsAddition)
            .ToDictionary(p => p, p => modalities.Of(p.Entry.Kind).Gate.ItemOf(u.Connection, project, p.Entry));
        foreach ((Passed one, string? item) in joined.Where(j => j.Value is null))
        {
            // It was there at the decision, and was withdrawn since.
            passed.Remove(one);
            stuck[one.Entry.Id] = Gone;
        }

        foreach ((string entry, string problem) in stuck)
        {
            u.Append(about, new EntryDecided(entry, "hold", problem) { Rule = CannotBlank });
            DecideGate.SetDecision(u.Connection, entry, "hold");
        }

        List<GateEntry> gone =
        [
            .. passed.Select(p => p.Entry),
            .. entries.Where(e => decision == "reject" || (decision == "approve" && e.Decision == "reject")),
        ];
        List<GateEntry> rest = [.. entries.Except(gone)];
        int held = rest.Count(e => e.Decision == "hold" || stuck.ContainsKey(e.Id));
        GateOutcome outcome = new(passed.Count, gone.Count - passed.Count, held, rest.Count - held, 0, 0, 1);
        // Entries that stay are counted when they are decided.
        BatchReport report = BatchReport.Of(u.Connection, modalities, batches, project, batch, gone, outcome);
        report.Keep(u.Connection, batch);
        outcome = outcome with
        {
            Reviewed = report.Review.Reviewed,
            Leaks = report.Review.Leaks,
            LeakBound = report.Review.Bound,
        };
        List<string> looked = [.. entries.Where(e => e.Looked).Select(e => e.Id).Order(StringComparer.Ordinal)];
        Envelope decided = u.Append(about, new BatchDecided(decision, reason, looked) { Outcome = outcome });
        ProjectClaim claim = ChosenPlans.Of(u.Connection, project).Claim;
        if (passed.Count > 0 && claim != ProjectClaim.None)
        {
            u.Append(
                about with
                {
                    Cause = decided.Id,
                },
                new ClaimMade(
                    claim,
                    [.. passed.Select(p => p.Entry.Plan).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
                    [.. passed.Select(p => p.Entry.Id).Order(StringComparer.Ordinal)]
                )
            );
        }

        foreach (Passed one in passed)
        {
            MakeItem(u, project, batch, decided.Id, one, joined.GetValueOrDefault(one));
        }

        foreach (GateEntry entry in gone)
        {
            EntryTable.Remove(u, modalities, entry);
        }

        string state = GateRules.After(decision, rest.Count, held);
        u.Connection.Run("UPDATE batch SET state = @1 WHERE id = @0", batch, state);
        return outcome;
    }

    private static void MakeItem(
        IUnitOfWork u,
        string project,
        string batch,
        string cause,
        Passed passed,
        string? joined
    )
    {
        About about = new(project, "batch/" + batch, Cause: cause);
        foreach (DomainEvent happened in passed.Clean.Events)
        {
            u.Append(about, happened);
        }

        string item = joined ?? passed.Item.Id;
        u.Append(
            new About(project, "item/" + item, item, cause),
            joined is null
                ? new ItemReady(passed.Item with { Batch = batch })
                : new CompanionsJoined(batch, passed.Item.Companions ?? [])
        );
        if (joined is null && passed.Clean.Facts.Traits is { Count: > 0 } traits)
        {
            u.Append(new About(project, "item/" + item, item, cause), new ItemDescribed(traits));
        }

        foreach (string digest in passed.Clean.Facts.Digests)
        {
            u.Connection.Run(
                "INSERT INTO seen_content(project, digest) VALUES (@0, @1) ON CONFLICT DO NOTHING",
                project,
                Convert.FromHexString(digest)
            );
        }
    }

    private async Task<ItemFacts> Store(EntryFacts facts, string clean, CancellationToken cancel)
    {
        Dictionary<string, string> hashes = [];
        Dictionary<string, string?> likenesses = [];
        foreach (string path in facts.Thumbnails.Values.Distinct())
        {
            await using FileStream stream = File.OpenRead(Path.Combine(clean, path));
            hashes[path] = (await blobs.Put(stream, cancel)).Hash;
            likenesses[path] = PictureLikeness.Of(await File.ReadAllBytesAsync(Path.Combine(clean, path), cancel));
        }

        foreach (string path in facts.Paths.Values)
        {
            await using FileStream stream = File.OpenRead(Path.Combine(clean, path));
            await blobs.Put(stream, cancel);
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
                                    Likeness = thumb is null ? null : likenesses[thumb],
                                }
                            ),
                        ],
                    }
                ),
            ],
        };
    }

    // Of a batch that is done everything goes; else what nothing waits for any more.
    private void Clear(string project, string batch)
    {
        HashSet<string> kept;
        using (ReadLease read = database.Read())
        {
            if (Batches.Find(read.Connection, project, batch).State is "approved" or "rejected")
            {
                batches.Purge(batch);
                return;
            }

            kept = [.. GateEntry.Of(read.Connection, modalities, batch).SelectMany(NamesOf)];
        }

        foreach (string folder in new[] { batches.Clean(batch), batches.Details(batch) }.Where(Directory.Exists))
        {
            foreach (string file in Directory.EnumerateFiles(folder))
            {
                string name = Path.GetFileName(file);
                // Files of the whole batch, such as its report's counts, have names that are no ids.
                if (!kept.Contains(name.Split('.')[0]) && !IsOfBatch(name))
                {
                    File.Delete(file);
                }
            }
        }
    }

    private static bool IsOfBatch(string name) =>
        name.EndsWith(".json", StringComparison.Ordinal) && name.All(c => char.IsAsciiLetterLower(c) || c == '.');

    private static IEnumerable<string> NamesOf(GateEntry entry) => entry.Facts.Paths.Values.Append(entry.Id);
}
