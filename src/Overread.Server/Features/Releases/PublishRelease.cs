using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Overread.Domain;
using Overread.Domain.Governance;
using Overread.Domain.Intake.Claims;
using Overread.Domain.Protocols;
using Overread.Domain.Record;
using Overread.Domain.Releases;
using Overread.Ledger.Bundles;
using Overread.Ledger.Timestamps;
using Overread.Server.Access;
using Overread.Server.Composition;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Releases.Bundle;
using Overread.Server.Features.Releases.Charter;
using Overread.Server.Features.Releases.Recipients;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Releases;

/// <summary>Publishing a release and looking at it.</summary>
internal static class PublishRelease
{
    internal sealed record Shares(double Train, double Tuning, double Test);

    internal sealed record NewRelease(
        string Name,
        string Version,
        string? Notes = null,
        Shares? Splits = null,
        long? Seed = null,
        string? Licence = null,
        IReadOnlyList<CitationAuthor>? Authors = null,
        SplitChange? SplitChange = null,
        bool CarryData = false,
        long? CarryLimit = null,
        bool SealTest = false,
        ReleaseDeclarations? Declared = null
    );

    internal record ReleaseRow(
        string Id,
        string Name,
        string Version,
        [property: Words("published", "recalled", "erased")] string State,
        int Items,
        int Subjects,
        int ProtocolVersion,
        string ManifestHash,
        string Published
    )
    {
        /// <summary>What stands against using it; empty where nothing does.</summary>
        public IReadOnlyList<ReleaseNotice> Notices { get; init; } = [];
    }

    internal sealed record ReleaseDetail(
        ReleaseRow Row,
        string Notes,
        IReadOnlyList<BundleFile> Files,
        string Checkpoint,
        TimestampStatement? Timestamp,
        string? Licence,
        IReadOnlyList<CitationAuthor> Authors
    )
        : ReleaseRow(
            Row.Id,
            Row.Name,
            Row.Version,
            Row.State,
            Row.Items,
            Row.Subjects,
            Row.ProtocolVersion,
            Row.ManifestHash,
            Row.Published
        )
    {
        [System.Text.Json.Serialization.JsonIgnore]
        public ReleaseRow Row { get; } = Row;

        /// <summary>Why subjects stand in another split than in an earlier version, and how many do; null where none does.</summary>
        public string? SplitReason { get; init; }
        public int SubjectsMoved { get; init; }

        /// <summary>The files that were labelled; null for a bundle of before, which lists none.</summary>
        public ReleasedData? Data { get; init; }
    }

    private sealed record Taken(string Id, string State);

    /// <summary>The state of a release that was destroyed after the end of its keeping.</summary>
    public const string Erased = "erased";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/releases", List)
            .Needs(Action.SeeReleases)
            .Says("list-releases", "Lists the releases, the newest first.");
        api.MapPost("/projects/{project}/releases", Publish)
            .Needs(Action.Release)
            .Says("publish-release", "Starts the job that makes a release: frozen, split by subject, signed.")
            .TakesRoom()
            .Problems(
                409,
                "project.closed",
                "release.attestation",
                "release.charter",
                "release.claim",
                "release.impact-assessment",
                "release.meanings",
                "release.taken",
                "release.waits"
            )
            .Problems(
                422,
                "release.author",
                "release.data-limit",
                "release.declared",
                "release.licence",
                "release.name",
                "release.notes",
                "release.orcid",
                "release.split-reason",
                "release.splits"
            );
        api.MapGet("/projects/{project}/releases/{release}", Show)
            .Needs(Action.SeeReleases)
            .Says("show-release", "Shows a release, its files and its checkpoint.")
            .Problems(404, "release.unknown")
            .Problems(409, "release.damaged", "release.erased", "release.preparing");
    }

    private static List<ReleaseRow> List(string project, IDatabase database, DataFolder folder)
    {
        using ReadLease read = database.Read();
        Dictionary<string, List<ReleaseNotice>> notices = ReleaseNotices.Of(read, project, folder.Releases);
        return
        [
            .. read
                .Connection.All($"SELECT {Columns} FROM release WHERE project = @0 ORDER BY seq DESC", Row, project)
                .Select(r => r with { Notices = notices[r.Id] }),
        ];
    }

    private static Task<JobView> Publish(
        string project,
        NewRelease form,
        Caller caller,
        IDatabase database,
        DataFolder folder,
        JobRunner jobs,
        ProtocolStore protocols,
        TimeProvider time
    )
    {
        Shares shares = form.Splits ?? new(0.7, 0.15, 0.15);
        ReleaseTerms terms = new(form.Licence, form.Authors ?? []);
        SplitPlan split = new(shares.Train, shares.Tuning, shares.Test, form.Seed ?? 1);
        if (
            (
                ReleaseRules.Form(form.Name, form.Version, split, terms, form.Notes, form.SplitChange)
                ?? ReleaseRules.CarryLimit(form.CarryLimit, BundleData.Most)
                ?? form.Declared?.Fault()
            ) is
            { } fault
        )
        {
            throw new RefusedException(fault);
        }

        using (ReadLease read = database.Read())
        {
            ProjectTable.Open(read.Connection, project);
            ProjectClaim claim = ChosenPlans.Of(read.Connection, project).Claim;
            if (
                (
                    ClaimRules.Release(claim, Timestamps.Day(time.GetUtcNow()))
                    ?? ReleaseRules.Attested(claim.Claim == ClaimRules.SafeHarbor, form.Declared)
                    ?? CharterRules.Release(
                        CharterTable.Of(read.Connection, project)?.Charter,
                        RecipientTable.Policy(read.Connection, project).NeedsCharter == true
                    )
                ) is
                { } ended
            )
            {
                throw new RefusedException(ended);
            }

            if (
                ProtocolStore.Current(read.Connection, project) is { } protocol
                && LabelMeanings.Release(
                    MeaningDemand.Of(read.Record, project).Demanded,
                    protocols.Published(read.Connection, project, protocol),
                    protocol
                )
                    is { } unsaid
            )
            {
                throw new RefusedException(unsaid);
            }

            // One that was cut off before it was sealed has no bundle yet: publishing it again finishes it.
            if (
                read.Connection.One(
                    "SELECT id, state FROM release WHERE project = @0 AND name = @1 AND version = @2",
                    r => new Taken(r.GetString(0), r.GetString(1)),
                    project,
                    form.Name,
                    form.Version
                )
                    is { } taken
                && (taken.State == Erased || Directory.Exists(Path.Combine(folder.Releases, taken.Id)))
            )
            {
                throw new RefusedException(ReleaseRules.Taken(form.Name, form.Version));
            }

            if (ReleaseDrafts.Waiting(read.Connection, project, form.Name, form.Version) is not null)
            {
                throw new RefusedException(ReleaseRules.Waits(form.Name, form.Version));
            }
        }

        JsonObject arguments = new()
        {
            ["name"] = form.Name,
            ["version"] = form.Version,
            ["notes"] = form.Notes ?? "",
            ["train"] = shares.Train,
            ["tuning"] = shares.Tuning,
            ["test"] = shares.Test,
            ["seed"] = form.Seed ?? 1,
            ["licence"] = terms.Licence,
            ["authors"] = JsonSerializer.SerializeToNode(terms.Authors, EventJson.Options),
            ["carry"] = form.CarryData ? form.CarryLimit ?? BundleData.Most : null,
            ["seal"] = form.SealTest,
            ["declared"] = JsonSerializer.SerializeToNode(form.Declared, EventJson.Options),
            ["splitChange"] = JsonSerializer.SerializeToNode(form.SplitChange, EventJson.Options),
        };
        return jobs.Start("release", $"Release {form.Name}:{form.Version}", caller, project, arguments);
    }

    private static ReleaseDetail Show(string project, string release, IDatabase database, DataFolder folder)
    {
        using ReadLease read = database.Read();
        ReleaseRow row = Standing(read, project, release);
        (string notes, ReleaseTerms terms, string? splitReason, int moved) = read.Connection.One(
            "SELECT notes, licence, authors, split_reason, moved FROM release WHERE id = @0",
            r =>
                (
                    r.GetString(0),
                    new ReleaseTerms(
                        r.Text(1),
                        r.Text(2) is { } authors
                            ? JsonSerializer.Deserialize<List<CitationAuthor>>(authors, EventJson.Options)!
                            : []
                    ),
                    r.Text(3),
                    r.GetInt32(4)
                ),
            release
        );
        string path = Bundle(folder, release);
        using BundleFolder bundle = new(path);
        // What it carries is listed in data/files.csv; to hash that too would take as long as to read it.
        List<BundleFile> files =
        [
            .. bundle
                .Paths.Where(p => !p.StartsWith("data/sub-", StringComparison.Ordinal))
                .Select(p => BundleManifest.Hash(bundle, p)),
        ];
        return new ReleaseDetail(
            row,
            notes,
            files,
            File.ReadAllText(Path.Combine(path, BundleManifest.CheckpointName)),
            Timestamp(bundle),
            terms.Licence,
            terms.Authors
        )
        {
            Notices = ReleaseNotices.Of(read, project, folder.Releases)[release],
            SplitReason = splitReason,
            SubjectsMoved = moved,
            Data = BundleData.Read(path),
        };
    }

    private static TimestampStatement? Timestamp(BundleFolder bundle)
    {
        try
        {
            return BundleTimestamp.IsIn(bundle) ? BundleTimestamp.Read(bundle) : null;
        }
        catch (FormatException e)
        {
            throw new RefusedException(
                new("release.damaged", "The bundle's time stamp does not hold: " + e.Message, RefusalKind.Conflict)
                {
                    Where = BundleManifest.TimestampName,
                }
            );
        }
    }

    internal static string Bundle(DataFolder folder, string release)
    {
        string path = Path.Combine(folder.Releases, release);
        return Directory.Exists(path)
            ? path
            : throw new RefusedException(
                new("release.preparing", "The bundle is not finished.", RefusalKind.Conflict)
                {
                    Next =
                        "Try again in a moment. Where no job is at work on it, publish the same name and version again: it is finished, not made anew.",
                }
            );
    }

    private const string Columns =
        "id, name, version, state, items, subjects, protocol_version, content_hash, published";

    /// <summary>Every release of a project, the earliest first, without notices.</summary>
    internal static List<ReleaseRow> All(DbConnection c, string project) =>
        c.All($"SELECT {Columns} FROM release WHERE project = @0 ORDER BY seq", Row, project);

    /// <summary>One that still has its bundle.</summary>
    /// <exception cref="RefusedException">There is none, or it was destroyed.</exception>
    internal static ReleaseRow Standing(ReadLease read, string project, string release) =>
        Find(read, project, release) is var row && row.State == Erased
            ? throw new RefusedException(ReleaseRules.Erased(row.Name, row.Version))
            : row;

    internal static ReleaseRow Find(ReadLease read, string project, string release) =>
        Find(read.Connection, project, release);

    internal static ReleaseRow Find(DbConnection c, string project, string release) =>
        c.One($"SELECT {Columns} FROM release WHERE project = @0 AND id = @1", Row, project, release)
        ?? throw new RefusedException(new("release.unknown", "There is no such release.", RefusalKind.NotFound));

    private static ReleaseRow Row(System.Data.Common.DbDataReader r) =>
        new(
            r.GetString(0),
            r.GetString(1),
            r.GetString(2),
            r.GetString(3),
            r.GetInt32(4),
            r.GetInt32(5),
            r.GetInt32(6),
            r.GetString(7),
            r.GetString(8)
        );
}
