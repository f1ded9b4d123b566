using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Projects;
using Overread.Server.Access;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Releases.Contracts;
using Overread.Server.Features.Subjects.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Projects;

/// <summary>The pipeline as a funnel, what needs somebody, and how each reader does.</summary>
internal static class Overview
{
    internal sealed record Stage(string Name, long Count, long? Oldest)
    {
        [System.Text.Json.Serialization.JsonPropertyName("stage")]
        [Words("received", "gate", "ready", "reading", "disputed", "agreed", "adjudicated", "released")]
        public string Name { get; init; } = Name;
    }

    internal sealed record Attention(long Disputes, long HeldBatches, long Flagged, long Subjects);

    internal sealed record Interval(double Value, double Low, double High, long Items);

    internal sealed record ReaderRow(
        string Reader,
        string Name,
        long Done,
        long Open,
        long Skipped,
        double? SecondsMedian,
        Interval? Agreement
    );

    internal sealed record View(IReadOnlyList<Stage> Funnel, Attention Attention, IReadOnlyList<ReaderRow> Readers);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/projects/{project}/overview", Show)
            .Needs(Action.SeeOverview)
            .Says("show-overview", "Shows how far a project is, stage by stage and reader by reader.");

    private static View Show(
        string project,
        IDatabase database,
        Accounts accounts,
        ReaderAgreements agreements,
        ProjectSubjects subjects,
        TimeProvider time
    )
    {
        using ReadLease read = database.Read();
        DbConnection c = read.Connection;
        return new(
            Funnel(c, project, time.GetUtcNow()),
            AttentionOf(c, project, subjects),
            Readers(c, project, accounts, agreements.Of(c, project))
        );
    }

    private static List<Stage> Funnel(DbConnection c, string project, DateTimeOffset now)
    {
        Dictionary<string, ItemTable.StateCount> states = ItemTable.Counts(c, project);
        long received = BatchTable.FilesReceived(c, project);
        long gate = BatchTable.AtGate(c, project).Entries;
        long released = ReleaseTable.Largest(c, project);
        List<Stage> funnel = [new("received", received, null), new("gate", gate, null)];
        foreach (string state in new[] { "ready", "reading", "disputed", "agreed", "adjudicated" })
        {
            funnel.Add(
                states.TryGetValue(state, out ItemTable.StateCount? s)
                    ? new(state, s.Items, (long)(now - Timestamps.Parse(s.Oldest)).TotalSeconds)
                    : new(state, 0, null)
            );
        }

        funnel.Add(new("released", released, null));
        return funnel;
    }

    private static Attention AttentionOf(DbConnection c, string project, ProjectSubjects subjects) =>
        new(
            ComparisonTable.ItemsInDispute(c, project),
            BatchTable.AtGate(c, project).Batches,
            ItemTable.Flagged(c, project),
            subjects.Of(c, project).Groups.Open.Count
        );

    private static List<ReaderRow> Readers(
        DbConnection c,
        string project,
        Accounts accounts,
        IReadOnlyDictionary<string, ReaderAgreement> agreements
    )
    {
        List<(string Person, string Pseudonym)> readers =
        [
            .. c.All(
                    "SELECT person, pseudonym, roles FROM member WHERE project = @0 ORDER BY pseudonym",
                    r => (Person: r.GetString(0), Pseudonym: r.GetString(1), Roles: r.GetString(2)),
                    project
                )
                .Where(m => ProjectsProjection.ParseRoles(m.Roles).Contains(Role.Reader))
                .Select(m => (m.Person, m.Pseudonym)),
        ];
        List<ReaderRow> rows = [];
        foreach ((string person, string pseudonym) in readers)
        {
            Dictionary<string, long> counts = ReadTable.Counts(c, project, person);
            List<double> seconds = ReadTable.Seconds(c, project, person);
            rows.Add(
                new(
                    pseudonym,
                    accounts.Find(person)?.Name ?? "",
                    counts.GetValueOrDefault("submitted"),
                    counts.GetValueOrDefault("open"),
                    counts.GetValueOrDefault("skipped"),
                    seconds.Count == 0 ? null : seconds[seconds.Count / 2],
                    agreements.GetValueOrDefault(pseudonym) is { } a ? new(a.Value, a.Low, a.High, a.Items) : null
                )
            );
        }

        return rows;
    }
}
