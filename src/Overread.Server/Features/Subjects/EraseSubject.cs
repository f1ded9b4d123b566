using System.Data.Common;
using System.Text.Json;
using Overread.Domain;
using Overread.Domain.Governance;
using Overread.Domain.Intake;
using Overread.Domain.Record;
using Overread.Domain.Subjects;
using Overread.Server.Access;
using Overread.Server.Composition;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Releases.Contracts;
using Overread.Server.Modalities;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Subjects;

/// <summary>
/// Erases a subject for good, or records that it is retained: what its items said and what was read of them in the record, its
/// files, its rows everywhere, and who it was. The leaves of the record stay, so that every proof still holds.
/// </summary>
internal static class EraseSubject
{
    /// <param name="Subject">The subject, as items name it.</param>
    /// <param name="Reason">Why; it stays for ever and names nobody.</param>
    /// <param name="Decision">erase, or retain: then nothing is erased, and the record says why.</param>
    /// <param name="KeepReleases">Why bundles that hold the subject are kept; needed where there are any.</param>
    /// <param name="DespiteKeeping">Why the duty to keep the evidence of releases yields; needed where one runs.</param>
    /// <param name="Preview">True to be told what would be done, and nothing else.</param>
    internal sealed record ErasureForm(
        string Subject,
        string Reason,
        [Words("erase", "retain")] string Decision = "erase",
        string? KeepReleases = null,
        bool? Preview = null,
        string? DespiteKeeping = null
    );

    /// <summary>What was done, or would be.</summary>
    /// <param name="Decision">erased, retained or preview.</param>
    /// <param name="Items">Items of the subject.</param>
    /// <param name="Events">Events whose content goes.</param>
    /// <param name="Files">Files that go.</param>
    /// <param name="Releases">Releases that hold it.</param>
    internal sealed record Erasure(
        [Words("erased", "retained", "preview")] string Decision,
        int Items,
        int Events,
        int Files,
        IReadOnlyList<ReleasesHolding> Releases
    )
    {
        /// <summary>Releases among them that have to be kept as evidence, with their days where they are known: that needs <c>despiteKeeping</c>.</summary>
        public IReadOnlyList<string> Kept { get; init; } = [];

        /// <summary>Batches that are not decided; nothing is erased before they are.</summary>
        public long OpenBatches { get; init; }

        /// <summary>The place in the record of the event that says what was decided; null for a preview.</summary>
        public long? Event { get; init; }
    }

    private sealed record Found(
        IReadOnlyList<string> Items,
        IReadOnlyList<long> Events,
        IReadOnlyList<string> Files,
        List<ReleasesHolding> Releases
    );

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/projects/{project}/subjects/erase", Erase)
            .Needs(Action.EraseSubjects)
            .Says("erase-subject", "Erases a subject for good, or records that it is retained.")
            .AfterConfirming()
            .Problems(404, "subjects.unknown")
            .Problems(409, "erasure.batches-open", "erasure.kept", "erasure.released")
            .Problems(422, "reason.needed", "erasure.decision");

    private static Task<Erasure> Erase(
        string project,
        ErasureForm form,
        Caller caller,
        IDatabase database,
        ModalityList modalities,
        DataFolder folder
    )
    {
        if (string.IsNullOrWhiteSpace(form.Reason) && form.Preview != true)
        {
            throw new RefusedException(new("reason.needed", "Say why.") { Where = "reason" });
        }

        if (form.Decision is not ("erase" or "retain"))
        {
            throw new RefusedException(
                new("erasure.decision", "A subject is erased or retained: erase, retain.") { Where = "decision" }
            );
        }

        return database.Write(
            caller.Actor,
            u =>
            {
                Found found = Find(u, project, form.Subject, folder);
                About about = new(project, "project/" + project);
                List<string> releases = [.. found.Releases.Select(r => r.Id)];
                if (form.Preview == true)
                {
                    return View("preview", found) with
                    {
                        Kept = [.. Kept(u.Connection, project, found, Timestamps.Day(u.Now)).Select(Named)],
                        OpenBatches = BatchTable.Undecided(u.Connection, project),
                    };
                }

                if (form.Decision == "retain")
                {
                    Envelope kept = u.Append(
                        about,
                        new SubjectRetained(form.Subject, form.Reason, found.Items.Count, releases)
                    );
                    return View("retained", found) with { Event = kept.Seq };
                }

                Check(u.Connection, project, form, found, Timestamps.Day(u.Now));
                foreach (IModality modality in modalities.All)
                {
                    modality.Forget(u.Connection, found.Items);
                }

                u.Erase(found.Events, form.Reason);
                Envelope gone = u.Append(
                    about,
                    new SubjectErased(
                        form.Reason,
                        found.Items.Count,
                        found.Events.Count,
                        found.Files.Count,
                        releases,
                        releases.Count > 0 ? form.KeepReleases : null
                    )
                    {
                        DespiteKeeping = string.IsNullOrWhiteSpace(form.DespiteKeeping)
                            ? null
                            : form.DespiteKeeping.Trim(),
                    }
                );
                u.Leave(EraseFiles.Name, EraseFiles.Body(project, form.Subject, found.Files));
                return View("erased", found) with { Event = gone.Seq };
            }
        );
    }

    private static Erasure View(string decision, Found found) =>
        new(decision, found.Items.Count, found.Events.Count, found.Files.Count, found.Releases);

    private static void Check(DbConnection c, string project, ErasureForm form, Found found, DateOnly today)
    {
        long open = BatchTable.Undecided(c, project);
        if (open > 0)
        {
            throw new RefusedException(
                new(
                    "erasure.batches-open",
                    $"{(open == 1 ? "One batch is" : $"{open} batches are")} not decided: what lies in quarantine may be the subject's.",
                    RefusalKind.Conflict
                )
                {
                    Next = "Approve or reject them at the gate first, or leave out the entries that are the subject's.",
                }
            );
        }

        if (found.Releases.Count > 0 && string.IsNullOrWhiteSpace(form.KeepReleases))
        {
            throw new RefusedException(
                new(
                    "erasure.released",
                    $"The subject is in {string.Join(", ", found.Releases.Select(r => $"{r.Name}:{r.Version}"))}. Bundles that were given out cannot be erased from here.",
                    RefusalKind.Conflict
                )
                {
                    Next =
                        "Say why they are kept (keepReleases), which the record keeps; or decide to retain the subject. Recall them, so that whoever has them learns of it.",
                    Where = "keepReleases",
                }
            );
        }

        if (CharterRules.EraseSubject(Kept(c, project, found, today), form.DespiteKeeping) is { } kept)
        {
            throw new RefusedException(kept);
        }
    }

    private static List<(string Named, DateOnly? Until)> Kept(
        DbConnection c,
        string project,
        Found found,
        DateOnly today
    ) => ReleaseTable.Kept(c, project, [.. found.Releases.Select(r => r.Id)], today);

    private static string Named((string Named, DateOnly? Until) kept) =>
        kept.Until is { } until ? $"{kept.Named} until {until:yyyy-MM-dd}" : kept.Named;

    private static Found Find(IUnitOfWork u, string project, string subject, DataFolder folder)
    {
        List<string> items = ItemTable.OfSubject(u.Connection, project, subject ?? "");
        if (items.Count == 0)
        {
            throw new RefusedException(
                new("subjects.unknown", "The project has no such subject.", RefusalKind.NotFound) { Where = "subject" }
            );
        }

        List<ItemFacts> facts = [.. items.Select(i => ItemTable.Facts(u.Connection, i)).OfType<ItemFacts>()];
        HashSet<string> own = [.. items];
        HashSet<string> names =
        [
            subject!,
            .. facts.Select(f => f.Title),
            .. facts.Select(f => f.Reference).OfType<string>(),
        ];
        List<FileFacts> files =
        [
            .. facts.SelectMany(f => f.Series).SelectMany(s => s.Files),
            .. facts.SelectMany(f => f.Companions ?? []),
        ];
        HashSet<string> hashes = [.. files.Select(f => f.Hash), .. files.Select(f => f.Thumbnail).OfType<string>()];
        names.UnionWith(hashes);
        List<long> events = [];
        foreach (Envelope e in u.Record.Events(new RecordQuery { Projects = [project] }))
        {
            // What a release holds stays with the release.
            if (
                (e.Item is { } item && own.Contains(item))
                || (e.Event is not Domain.Releases.ReleaseHolds && Mentions(EventJson.Write(e), names))
            )
            {
                events.Add(e.Seq);
            }
        }

        return new(
            items,
            events,
            [.. hashes.Order(StringComparer.Ordinal)],
            ReleasesHolding.Of(u.Connection, project, items, folder.Releases)
        );
    }

    private static bool Mentions(byte[] json, HashSet<string> names)
    {
        Utf8JsonReader reader = new(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String && names.Contains(reader.GetString()!))
            {
                return true;
            }
        }

        return false;
    }
}
