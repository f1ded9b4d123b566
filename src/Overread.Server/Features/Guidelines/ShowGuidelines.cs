using System.Data.Common;
using System.Globalization;
using Overread.Domain;
using Overread.Domain.Guidelines;
using Overread.Domain.Protocols;
using Overread.Domain.Record;
using Overread.Server.Access;
using Overread.Server.Features.Fitness.Contracts;
using Overread.Server.Features.Guidelines.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Guidelines;

/// <summary>The project's guideline: its versions, what each changes; published by the lead, acknowledged by readers.</summary>
internal static class ShowGuidelines
{
    /// <summary>A version in the list.</summary>
    internal sealed record GuidelineRow(
        int Version,
        string Hash,
        string Published,
        string PublishedBy,
        IReadOnlyList<GuidelineChange> Changes
    );

    /// <summary>An item that a guideline points to.</summary>
    internal sealed record PinnedItem(string Item, string Title, string Reason, string? Field);

    /// <param name="Changes">What it changes against the version that is compared with, those of versions between among them.</param>
    /// <param name="Since">The version that it is compared with; null where it is the first that the caller sees.</param>
    /// <param name="Diff">Line by line against that one; null where there is none.</param>
    /// <param name="Acknowledged">The newest version that the caller has acknowledged.</param>
    internal sealed record GuidelineView(
        int Version,
        string Hash,
        string Published,
        string PublishedBy,
        string Text,
        IReadOnlyList<PinnedItem> Examples,
        IReadOnlyList<GuidelineChange> Changes,
        int? Since,
        IReadOnlyList<DiffLine>? Diff,
        int? Acknowledged
    );

    /// <param name="Based">The version that it was written from; 0 for the first.</param>
    internal sealed record GuidelineForm(
        int Based,
        string Text,
        IReadOnlyList<GuidelineExample>? Examples = null,
        IReadOnlyList<GuidelineChange>? Changes = null
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/guidelines", List)
            .Needs(Action.SeeProtocol)
            .Says("list-guidelines", "Lists the versions of the project's guideline, the newest first.");
        api.MapGet("/projects/{project}/guidelines/{version}", Show)
            .Needs(Action.SeeProtocol)
            .Says(
                "show-guideline",
                "Shows a version (a number, or current) beside the one named by since, or the last that the caller acknowledged."
            )
            .Problems(404, "guideline.unknown");
        api.MapPost("/projects/{project}/guidelines", Publish)
            .Needs(Action.EditProtocol)
            .Says(
                "publish-guideline",
                "Puts a version of the guideline into force; readers acknowledge it before they go on."
            )
            .Problems(409, "guideline.same", "project.closed")
            .Problems(412, "guideline.stale")
            .Problems(422, "guideline.form");
        api.MapPost("/projects/{project}/guidelines/{version}/acknowledge", Acknowledge)
            .Needs(Action.Read)
            .WhoeverReads()
            .Says("acknowledge-guideline", "Says that the caller has read the version in force.")
            .Problems(404, "guideline.unknown")
            .Problems(409, "project.closed")
            .Problems(412, "guideline.stale");
    }

    private static List<GuidelineRow> List(string project, IDatabase database)
    {
        using ReadLease read = database.Read();
        Dictionary<string, string> names = MemberTable.Pseudonyms(read.Connection, project);
        return
        [
            .. GuidelineTable
                .Of(read.Connection, project)
                .AsEnumerable()
                .Reverse()
                .Select(g => new GuidelineRow(
                    g.Version,
                    g.Hash,
                    g.Published,
                    names.GetValueOrDefault(g.PublishedBy, ""),
                    g.Body.Changes
                )),
        ];
    }

    private static GuidelineView Show(
        string project,
        string version,
        int? since,
        Caller caller,
        IDatabase database,
        FitnessBook book
    )
    {
        using ReadLease read = database.Read();
        return View(read.Connection, project, version, since, book.Of(project).Acknowledged(caller.Person));
    }

    private static GuidelineView View(DbConnection c, string project, string version, int? since, int? acknowledged)
    {
        List<GuidelineTable.Row> all = GuidelineTable.Of(c, project);
        int? number =
            version == "current" ? all.LastOrDefault()?.Version
            : int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n
            : null;
        GuidelineTable.Row shown = all.Find(g => g.Version == number) ?? throw Unknown();
        // Whoever has acknowledged what is shown already wants to see what it changed.
        int? from = since ?? (acknowledged < shown.Version ? acknowledged : shown.Version - 1);
        GuidelineTable.Row? other = all.Find(g => g.Version == from && g.Version < shown.Version);
        if (since is not null && other is null)
        {
            throw Unknown();
        }

        return new(
            shown.Version,
            shown.Hash,
            shown.Published,
            MemberTable.Pseudonyms(c, project).GetValueOrDefault(shown.PublishedBy, ""),
            shown.Body.Text,
            [.. shown.Body.Examples.Select(e => new PinnedItem(e.Item, ItemTable.Title(c, e.Item), e.Reason, e.Field))],
            [
                .. all.Where(g => g.Version > (other?.Version ?? 0) && g.Version <= shown.Version)
                    .SelectMany(g => g.Body.Changes),
            ],
            other?.Version,
            other is null ? null : TextDiff.Lines(other.Body.Text, shown.Body.Text),
            acknowledged
        );
    }

    private static Task<GuidelineView> Publish(
        string project,
        GuidelineForm form,
        Caller caller,
        IDatabase database,
        FitnessBook book
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                GuidelineTable.Row? held = GuidelineTable.Of(u.Connection, project).LastOrDefault();
                ProtocolBody? protocol = ProtocolStore.Current(u.Connection, project) is { } version
                    ? ProtocolStore.Row(u.Connection, project, version)!.Body
                    : null;
                u.Append(
                    new About(project, "guideline/" + project),
                    GuidelineRules.Publish(
                        held?.Version ?? 0,
                        held?.Body,
                        form.Based,
                        new(form.Text, form.Examples ?? [], form.Changes ?? []),
                        protocol,
                        item => ItemTable.Find(u.Connection, project, item) is { State: not "withdrawn" }
                    )
                );
                return View(u.Connection, project, "current", null, book.Of(project).Acknowledged(caller.Person));
            }
        );

    private static Task<GuidelineView> Acknowledge(string project, int version, Caller caller, IDatabase database) =>
        database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                GuidelineTable.Row current =
                    GuidelineTable.Of(u.Connection, project).LastOrDefault() ?? throw Unknown();
                int? seen = GuidelineTable.SeenBy(u.Connection, project, caller.Person);
                u.Append(
                    new About(project, "guideline/" + project),
                    GuidelineRules.Acknowledge(current.Version, version, seen, caller.Person)
                );
                return View(u.Connection, project, "current", null, version);
            }
        );

    internal static RefusedException Unknown() =>
        new(
            new("guideline.unknown", "The project's guideline has no such version.", RefusalKind.NotFound)
            {
                Next = "List the versions that there are.",
            }
        );
}
