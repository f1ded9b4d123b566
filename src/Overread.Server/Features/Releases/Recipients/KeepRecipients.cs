using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Releases;
using Overread.Server.Access;
using Overread.Server.Composition;
using Overread.Server.Features.Projects.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Releases.Recipients;

/// <summary>Who is given releases, under which agreement; what they have; what they have to be told.</summary>
internal static class KeepRecipients
{
    /// <param name="Holds">The agreement holds today.</param>
    /// <param name="Taken">How often a bundle was given out for them.</param>
    internal sealed record RecipientRow(string Id, RecipientFacts Stated, bool Holds, int Taken);

    /// <summary>A recipient has a release of which they have not been told something.</summary>
    /// <param name="Text">What can be sent to them as it stands.</param>
    internal sealed record NoticeDue(
        string Recipient,
        string Name,
        string Address,
        string Release,
        string Title,
        IReadOnlyList<string> Kinds,
        string Text
    );

    internal sealed record NoticeForm(string Release, string How);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/recipients", List)
            .Needs(Action.SeeReleases)
            .Says("list-recipients", "Lists who may be given releases.");
        api.MapPost("/projects/{project}/recipients", Add)
            .Needs(Action.Release)
            .Says("add-recipient", "Registers somebody to whom releases are given.")
            .Problems(409, "project.closed")
            .Problems(422, "recipient.form");
        api.MapPut("/projects/{project}/recipients/{recipient}", Change)
            .Needs(Action.Release)
            .Says("set-recipient", "States anew what is known of a recipient.")
            .Problems(404, "recipient.unknown")
            .Problems(409, "project.closed")
            .Problems(422, "recipient.form");
        api.MapGet("/projects/{project}/recipients/due", ListDue)
            .Needs(Action.SeeReleases)
            .Says("list-notices-due", "Lists which recipients have to be told what became of releases that they have.");
        api.MapPost("/projects/{project}/recipients/{recipient}/notices", Notify)
            .Needs(Action.Release)
            .Says("record-notice", "Records that a recipient was told, and how.")
            .Problems(404, "recipient.unknown")
            .Problems(409, "recipient.told")
            .Problems(422, "reason.needed");
        api.MapGet("/projects/{project}/disclosure-policy", Policy)
            .Needs(Action.SeeReleases)
            .Says("show-disclosure-policy", "Says how the project gives out bundles.");
        api.MapPut("/projects/{project}/disclosure-policy", Lay)
            .Needs(Action.Release)
            .Says("set-disclosure-policy", "Lays down how the project gives out bundles.")
            .Problems(409, "project.closed");
    }

    private static List<RecipientRow> List(string project, IDatabase database, TimeProvider time)
    {
        using ReadLease read = database.Read();
        return Rows(read.Connection, project, time);
    }

    private static List<RecipientRow> Rows(DbConnection c, string project, TimeProvider time)
    {
        ILookup<string?, RecipientTable.Given> given = RecipientTable
            .Disclosures(c, project)
            .ToLookup(d => d.Recipient);
        DateOnly today = Timestamps.Day(time.GetUtcNow());
        return
        [
            .. RecipientTable
                .Of(c, project)
                .Select(r => new RecipientRow(r.Key, r.Value, r.Value.HoldsOn(today), given[r.Key].Count())),
        ];
    }

    private static Task<List<RecipientRow>> Add(
        string project,
        RecipientFacts form,
        Caller caller,
        IDatabase database,
        TimeProvider time
    ) => State(project, null, form, caller, database, time);

    private static Task<List<RecipientRow>> Change(
        string project,
        string recipient,
        RecipientFacts form,
        Caller caller,
        IDatabase database,
        TimeProvider time
    ) => State(project, recipient, form, caller, database, time);

    private static Task<List<RecipientRow>> State(
        string project,
        string? recipient,
        RecipientFacts form,
        Caller caller,
        IDatabase database,
        TimeProvider time
    )
    {
        if (form.Fault() is { } fault)
        {
            throw new RefusedException(fault);
        }

        return database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                if (recipient is not null)
                {
                    Find(u.Connection, project, recipient);
                }

                string id = recipient ?? u.NewId();
                u.Append(new About(project, "recipient/" + id), new RecipientStated(id, form));
                return Rows(u.Connection, project, time);
            }
        );
    }

    private static RecipientFacts Find(DbConnection c, string project, string recipient) =>
        RecipientTable.Of(c, project).GetValueOrDefault(recipient)
        ?? throw new RefusedException(
            new("recipient.unknown", "There is no such recipient.", RefusalKind.NotFound) { Where = "recipient" }
        );

    private static List<NoticeDue> ListDue(string project, IDatabase database, DataFolder folder)
    {
        using ReadLease read = database.Read();
        return Due(read, project, folder.Releases);
    }

    private static List<NoticeDue> Due(ReadLease read, string project, string bundles)
    {
        DbConnection c = read.Connection;
        Dictionary<string, RecipientFacts> recipients = RecipientTable.Of(c, project);
        HashSet<(string, string, string)> told = RecipientTable.Told(c, project);
        Dictionary<string, List<ReleaseNotice>> notices = ReleaseNotices.Of(read, project, bundles);
        Dictionary<string, string> titles = ReleaseMembers
            .All(c, project)
            .ToDictionary(r => r.Id, r => $"{r.Name}:{r.Version}", StringComparer.Ordinal);
        List<NoticeDue> due = [];
        foreach (
            (string release, string recipient) in RecipientTable
                .Disclosures(c, project)
                .Where(d => d.Recipient is not null)
                .Select(d => (d.Release, d.Recipient!))
                .Distinct()
        )
        {
            List<ReleaseNotice> open =
            [
                .. notices.GetValueOrDefault(release, []).Where(n => !told.Contains((release, recipient, n.Kind))),
            ];
            if (open.Count > 0)
            {
                RecipientFacts facts = recipients[recipient];
                due.Add(
                    new(
                        recipient,
                        facts.Name,
                        facts.Address,
                        release,
                        titles[release],
                        [.. open.Select(n => n.Kind).Distinct()],
                        $"To {facts.Name}, under {facts.Agreement}: about {titles[release]}, which you were given. {string.Join(" ", open.Select(n => n.Text))}"
                    )
                );
            }
        }

        return due;
    }

    private static async Task<List<NoticeDue>> Notify(
        string project,
        string recipient,
        NoticeForm form,
        Caller caller,
        IDatabase database,
        DataFolder folder
    )
    {
        if (FreeText.Reason(form.How, "Say how they were told.", where: "how") is { } missing)
        {
            throw new RefusedException(missing);
        }

        NoticeDue due;
        using (ReadLease read = database.Read())
        {
            Find(read.Connection, project, recipient);
            due =
                Due(read, project, folder.Releases).Find(d => d.Recipient == recipient && d.Release == form.Release)
                ?? throw new RefusedException(
                    new(
                        "recipient.told",
                        "There is nothing about that release that this recipient has not been told.",
                        RefusalKind.Conflict
                    )
                );
        }

        await database.Write(
            caller.Actor,
            u =>
                u.Append(
                    new About(project, "recipient/" + recipient),
                    new RecipientNotified(recipient, form.Release, due.Kinds, form.How.Trim())
                )
        );
        return ListDue(project, database, folder);
    }

    private static DisclosurePolicy Policy(string project, IDatabase database)
    {
        using ReadLease read = database.Read();
        return RecipientTable.Policy(read.Connection, project);
    }

    private static Task<DisclosurePolicy> Lay(
        string project,
        DisclosurePolicy form,
        Caller caller,
        IDatabase database
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                u.Append(new About(project, "disclosure/" + project), new DisclosurePolicySet(form));
                return RecipientTable.Policy(u.Connection, project);
            }
        );
}
