using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Record;
using Overread.Domain.Releases;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Recipients;

/// <summary>Recipients, disclosures and notices as the tables have them.</summary>
internal static class RecipientTable
{
    /// <summary>One time that a bundle was given out.</summary>
    /// <param name="Recipient">For whom, by id; null where nobody was named.</param>
    /// <param name="Person">Who took it, by id.</param>
    internal sealed record Given(
        long Seq,
        string Release,
        string? Recipient,
        string Person,
        string Purpose,
        string? Despite,
        string At,
        string? Access
    );

    /// <summary>The recipients of a project by id, in order of their ids.</summary>
    public static Dictionary<string, RecipientFacts> Of(DbConnection c, string project) =>
        c.All(
                "SELECT id, stated FROM recipient WHERE project = @0 ORDER BY id",
                r => (r.GetString(0), r.GetString(1)),
                project
            )
            .ToDictionary(
                r => r.Item1,
                r => JsonSerializer.Deserialize<RecipientFacts>(r.Item2, EventJson.Options)!,
                StringComparer.Ordinal
            );

    /// <summary>How the project gives out bundles.</summary>
    public static DisclosurePolicy Policy(DbConnection c, string project) =>
        c.One("SELECT policy FROM disclosure_policy WHERE project = @0", r => r.GetString(0), project) is { } text
            ? JsonSerializer.Deserialize<DisclosurePolicy>(text, EventJson.Options)!
            : DisclosurePolicy.Open;

    /// <summary>Every time a bundle of the project was given out, the first first.</summary>
    public static List<Given> Disclosures(DbConnection c, string project) =>
        c.All(
            "SELECT seq, release, recipient, person, purpose, despite, at, access FROM disclosure WHERE project = @0 ORDER BY seq",
            r => new Given(
                r.GetInt64(0),
                r.GetString(1),
                r.Text(2),
                r.GetString(3),
                r.GetString(4),
                r.Text(5),
                r.GetString(6),
                r.Text(7)
            ),
            project
        );

    /// <summary>For whom files of a release are fetched under an id, by whom and what for; null where there is no such access.</summary>
    public static (string Person, string? Recipient, string Purpose)? Access(
        DbConnection c,
        string release,
        string access
    ) =>
        c.One<(string, string?, string)?>(
            "SELECT person, recipient, purpose FROM disclosure WHERE access = @0 AND release = @1",
            r => (r.GetString(0), r.Text(1), r.GetString(2)),
            access,
            release
        );

    /// <summary>What recipients were told: release, recipient, kind.</summary>
    public static HashSet<(string Release, string Recipient, string Kind)> Told(DbConnection c, string project) =>
        [
            .. c.All(
                    "SELECT release, recipient, kinds FROM recipient_notice WHERE project = @0",
                    r => (r.GetString(0), r.GetString(1), r.GetString(2)),
                    project
                )
                .SelectMany(r => r.Item3.Split(' ').Select(k => (r.Item1, r.Item2, k))),
        ];
}
