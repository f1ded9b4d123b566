using System.Data.Common;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Contracts;

/// <summary>What other rooms ask about releases.</summary>
internal static class ReleaseTable
{
    /// <summary>
    /// Every release of every project that was not destroyed after its keeping, with the hash of its content; its bundle's folder has
    /// its id as name.
    /// </summary>
    public static List<(string Release, string ContentHash)> All(DbConnection c) =>
        c.All(
            "SELECT id, content_hash FROM release WHERE state != 'erased' ORDER BY id",
            r => (r.GetString(0), r.GetString(1))
        );

    /// <summary>True where a project has published a release, named as name:version.</summary>
    public static bool Has(DbConnection c, string project, string release) =>
        release.Split(':') is [var name, var version]
        && c.Number(
            "SELECT COUNT(*) FROM release WHERE project = @0 AND name = @1 AND version = @2 AND state = 'published'",
            project,
            name,
            version
        ) > 0;

    /// <summary>Items of the largest published release; 0 before the first.</summary>
    public static long Largest(DbConnection c, string project) =>
        c.Number("SELECT COALESCE(MAX(items), 0) FROM release WHERE project = @0 AND state = 'published'", project);

    /// <summary>Of some releases, those that the project's charter has to keep, with the last day of each; null where it has no end yet.</summary>
    public static List<(string Named, DateOnly? Until)> Kept(
        DbConnection c,
        string project,
        IReadOnlyCollection<string> releases,
        DateOnly today
    ) => Charter.KeepReleases.Kept(c, project, releases, today);
}
