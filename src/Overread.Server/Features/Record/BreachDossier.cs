using System.Data.Common;
using System.Globalization;
using Overread.Domain;
using Overread.Domain.Models;
using Overread.Domain.People;
using Overread.Domain.Projects;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Domain.Releases;
using Overread.Domain.Work;
using Overread.Server.Access;
using Overread.Server.Composition;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Releases.Contracts;
using Overread.Server.Modalities;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Record;

/// <summary>
/// What the record says of a breach (GDPR 33): who was shown or took what in a span of time, whose data that were, who signed in, how long
/// there is to notify, and what the record cannot say.
/// </summary>
internal static class BreachDossier
{
    /// <summary>How long after it is known a breach is notified.</summary>
    public static readonly TimeSpan ToNotify = TimeSpan.FromHours(72);

    private const int MostRows = 20_000;

    // What shows or gives protected data, and what opens a door to it.
    private static readonly string[] Shows =
    [
        nameof(ItemViewed),
        nameof(AnswersSeen),
        nameof(EmergencyLooked),
        nameof(ReadAssigned),
        nameof(ReadOpened),
        nameof(SuggestionShown),
        nameof(ReleaseDownloaded),
        nameof(SealedLabelsTaken),
    ];

    private static readonly string[] Doors =
    [
        nameof(SignedIn),
        nameof(SignedInByProvider),
        nameof(SignInFailed),
        nameof(SignInsFailed),
        nameof(SessionEnded),
        nameof(SignInRestored),
        nameof(TokenIssued),
        nameof(PersonChanged),
    ];

    /// <summary>Something that was shown or given, or a sign-in.</summary>
    /// <param name="Seq">Where in the record it stands.</param>
    /// <param name="Kind">shown, taken, or door: a sign-in, a token, an account that was changed.</param>
    /// <param name="Who">Who did it.</param>
    /// <param name="Person">Their account; absent for the platform and for whoever was not recognised.</param>
    /// <param name="Subjects">Whose data; empty for a door, and for what is not known to be of certain patients.</param>
    internal sealed record BreachRow(
        long Seq,
        string At,
        [property: Words("shown", "taken", "door")] string Kind,
        string Who,
        string? Person,
        string What,
        IReadOnlyList<string> Subjects
    );

    /// <summary>A patient whose data were shown or taken, by pseudonym.</summary>
    internal sealed record BreachSubject(
        string Subject,
        int Shown,
        int Taken,
        string First,
        string Last,
        IReadOnlyList<string> By
    );

    /// <param name="Known">When it became known; absent where nobody said.</param>
    /// <param name="NotifyBy">72 hours later.</param>
    /// <param name="HoursLeft">Until then; negative where it is over.</param>
    /// <param name="Records">Items of the patients that are named.</param>
    /// <param name="Unknown">What the record cannot say, a sentence each.</param>
    internal sealed record Dossier(
        string Project,
        string Made,
        string? From,
        string? To,
        string? Known,
        string? NotifyBy,
        double? HoursLeft,
        int Records,
        IReadOnlyList<BreachSubject> Subjects,
        IReadOnlyList<BreachRow> Timeline,
        IReadOnlyList<string> Unknown
    );

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/projects/{project}/breach", Show)
            .Needs(Action.SeeRecord)
            .Says(
                "show-breach",
                "Says of a span of time who was shown or took what, whose data that were, and how long there is to notify."
            )
            .Problems(404, "people.unknown", "subjects.unknown")
            .Problems(422, "breach.time");

    private sealed record Asked(string? From, string? To, string? Person, string? Subject);

    private static async Task<Dossier> Show(
        string project,
        string? from,
        string? to,
        string? known,
        string? person,
        string? subject,
        Caller caller,
        IDatabase database,
        DataFolder folder,
        Accounts accounts,
        ModalityList modalities,
        TimeProvider time
    )
    {
        DateTimeOffset now = time.GetUtcNow();
        Dossier dossier;
        using (ReadLease read = database.Snapshot())
        {
            Asked asked = new(
                Moment(from, "from"),
                Moment(to, "to"),
                PersonOf(accounts, person),
                Known(read.Connection, project, subject)
            );
            DateTimeOffset? since = Moment(known, "known") is { } text ? Timestamps.Parse(text) : null;
            dossier = Make(read, project, asked, folder.Releases, accounts, modalities) with
            {
                Made = Timestamps.Text(now),
                Known = since is { } at ? Timestamps.Text(at) : null,
                NotifyBy = since is { } begun ? Timestamps.Text(begun + ToNotify) : null,
                HoursLeft = since is { } start ? Math.Round((start + ToNotify - now).TotalHours, 1) : null,
            };
        }

        await database.Write(
            caller.Actor,
            u => u.Append(new About(project, "project/" + project), new ItemViewed("breach", project))
        );
        return dossier;
    }

    private static Dossier Make(
        ReadLease read,
        string project,
        Asked asked,
        string bundles,
        Accounts accounts,
        ModalityList modalities
    )
    {
        DbConnection c = read.Connection;
        Dictionary<string, string> subjects = ItemTable
            .Subjects(c, project)
            .ToDictionary(i => i.Item, i => i.Subject, StringComparer.Ordinal);
        RecordQuery query = new()
        {
            Project = project,
            Types = Shows,
            Since = asked.From,
            Until = asked.To,
            Actor = asked.Person,
            Take = MostRows + 1,
        };
        List<BreachRow> rows = [];
        int found = 0;
        int lost = read.Record.Heads(query with { Actor = null }).Count(h => h.Erased);
        foreach (Envelope e in read.Record.Events(query).Where(e => !IsOwnWork(e)))
        {
            found++;
            IReadOnlyList<string> whose = Whose(c, e, subjects, bundles);
            if (asked.Subject is not null && !whose.Contains(asked.Subject))
            {
                continue;
            }

            string by = Actor.PersonOf(e.Actor);
            rows.Add(
                new(
                    e.Seq,
                    e.At,
                    e.Event is ReleaseDownloaded or SealedLabelsTaken ? "taken" : "shown",
                    NameOf(accounts, by),
                    by == "system" ? null : by,
                    Sentence(modalities, e),
                    whose
                )
            );
        }

        HashSet<string?> people = [.. rows.Select(r => r.Person), asked.Person];
        rows.AddRange(DoorsOf(read, asked, people, accounts, modalities));
        List<BreachRow> timeline = [.. rows.OrderBy(r => r.Seq).Take(MostRows)];
        List<BreachSubject> concerned = [.. Concerned(timeline)];
        HashSet<string> named = [.. concerned.Select(s => s.Subject)];
        return new(
            ProjectTable.Name(c, project),
            "",
            asked.From,
            asked.To,
            null,
            null,
            null,
            subjects.Count(s => named.Contains(s.Value)),
            concerned,
            timeline,
            [.. Unknown(timeline, found, lost)]
        );
    }

    // The dossier's own looks are no part of it.
    private static bool IsOwnWork(Envelope e) => e.Event is ItemViewed { What: "breach" };

    private static IReadOnlyList<string> Whose(
        DbConnection c,
        Envelope e,
        Dictionary<string, string> subjects,
        string bundles
    )
    {
        IEnumerable<string> items = e.Event switch
        {
            AnswersSeen seen when seen.Projects.Contains(e.Project!) => subjects.Keys,
            AnswersSeen seen => seen.Items,
            EmergencyLooked looked => looked
                .Values.Where(v => v.StartsWith("item=", StringComparison.Ordinal))
                .Select(v => v["item=".Length..]),
            _ => e.Item is { } item ? [item] : [],
        };
        return e.Event is ReleaseDownloaded or SealedLabelsTaken
            ? Disclosures.SubjectsOf(c, e.Stream["release/".Length..], bundles)
            :
            [
                .. items
                    .Select(i => subjects.GetValueOrDefault(i))
                    .OfType<string>()
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ];
    }

    private static IEnumerable<BreachRow> DoorsOf(
        ReadLease read,
        Asked asked,
        HashSet<string?> people,
        Accounts accounts,
        ModalityList modalities
    ) =>
        read
            .Record.Events(
                new RecordQuery
                {
                    Types = Doors,
                    Since = asked.From,
                    Until = asked.To,
                    Take = MostRows,
                }
            )
            .Select(e => (Event: e, Person: Concerns(e.Event)))
            .Where(d =>
                d.Event.Event is SignInsFailed f
                    ? f.Tallies.Any(t => t.Person is { } one && people.Contains(one))
                    : d.Person is { } one && people.Contains(one)
            )
            .Select(d => new BreachRow(
                d.Event.Seq,
                d.Event.At,
                "door",
                NameOf(accounts, Actor.PersonOf(d.Event.Actor)),
                d.Person,
                Sentence(modalities, d.Event),
                []
            ));

    private static string? Concerns(DomainEvent e) =>
        e switch
        {
            SignedIn s => s.Person,
            SignedInByProvider s => s.Person,
            SignInFailed s => s.Person,
            SessionEnded s => s.Person,
            SignInRestored s => s.Person,
            TokenIssued s => s.Person,
            PersonChanged s => s.Person,
            _ => null,
        };

    private static IEnumerable<BreachSubject> Concerned(List<BreachRow> timeline) =>
        timeline
            .SelectMany(r => r.Subjects.Select(s => (Subject: s, Row: r)))
            .GroupBy(r => r.Subject, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new BreachSubject(
                g.Key,
                g.Count(r => r.Row.Kind == "shown"),
                g.Count(r => r.Row.Kind == "taken"),
                g.First().Row.At,
                g.Last().Row.At,
                [.. g.Select(r => r.Row.Who).Distinct().Order(StringComparer.Ordinal)]
            ));

    private static IEnumerable<string> Unknown(List<BreachRow> timeline, int found, int lost)
    {
        if (lost > 0)
        {
            yield return Text(
                $"What {lost} events of that time said: their content was erased with a subject's. That they happened is in the record."
            );
        }

        if (found > MostRows)
        {
            yield return Text($"What came after the first {MostRows} events: ask for a shorter span.");
        }

        int gate = timeline.Count(r => r.Kind == "shown" && r.Subjects.Count == 0);
        if (gate > 0)
        {
            yield return Text(
                $"Whose data {gate} of the looks showed: they were at the gate or in lists, where the record names a batch and no patients."
            );
        }

        if (timeline.Exists(r => r.Kind == "taken"))
        {
            yield return "What became of what was taken, once it had left the server.";
        }

        yield return "What was read past the server: a copied disk, a screen, a backup whose key was known.";
        yield return "The likely consequences, and what was done about it (33(3)(c) and (d)): people say that.";
    }

    private static string Sentence(ModalityList modalities, Envelope e)
    {
        System.Text.Json.JsonElement json = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(
            EventJson.Write(e)
        );
        return EventSentence.Of(modalities, "They", e.Event.GetType().Name, json);
    }

    private static string NameOf(Accounts accounts, string person) =>
        person == "system" ? "Overread" : accounts.Find(person)?.Name ?? "a former colleague";

    private static string? PersonOf(Accounts accounts, string? person) =>
        string.IsNullOrWhiteSpace(person)
            ? null
            : (accounts.Find(person) ?? accounts.FindByEmail(person))?.Id
                ?? throw new RefusedException(
                    new("people.unknown", "There is no such account.", RefusalKind.NotFound)
                    {
                        Where = "person",
                        Next = "Name it by its id or its e-mail address.",
                    }
                );

    private static string? Known(DbConnection c, string project, string? subject) =>
        string.IsNullOrWhiteSpace(subject) ? null
        : ItemTable.OfSubject(c, project, subject).Count > 0 ? subject
        : throw new RefusedException(
            new("subjects.unknown", "The project has no such subject.", RefusalKind.NotFound) { Where = "subject" }
        );

    private static string? Moment(string? text, string where) =>
        string.IsNullOrWhiteSpace(text) ? null
        : DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset at
        )
            ? Timestamps.Text(at)
        : throw new RefusedException(
            new("breach.time", $"“{text}” is no time.")
            {
                Where = where,
                Next = "Write it as 2026-11-30T14:00:00Z, or as a day.",
            }
        );

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
