using System.Data.Common;
using Overread.Domain.Releases;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Sealed;

/// <summary>Requests and accesses as the tables have them.</summary>
internal static class SealedSetTable
{
    /// <summary>A request with when it was made, and what became of it.</summary>
    internal sealed record Asked(SealOpening Opening, string At, string? DecidedBy, string? Decided, string? Why);

    /// <summary>One time that opened labels were taken.</summary>
    internal sealed record Taken(long Seq, string Person, string Purpose, int Items, string? Recipient, string At);

    /// <summary>The requests about a release, the first first.</summary>
    public static List<Asked> Openings(DbConnection c, string release) =>
        c.All(
            "SELECT id, person, reason, state, at, decided_by, decided, why FROM seal_opening WHERE release = @0 ORDER BY seq",
            r => new Asked(
                new(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3)),
                r.GetString(4),
                r.Text(5),
                r.Text(6),
                r.Text(7)
            ),
            release
        );

    /// <summary>True where the set of a release was opened.</summary>
    public static bool IsOpen(DbConnection c, string release) =>
        c.Number("SELECT COUNT(*) FROM seal_opening WHERE release = @0 AND state = 'approved'", release) > 0;

    /// <summary>Every time that its labels were taken, the first first.</summary>
    public static List<Taken> Accesses(DbConnection c, string release) =>
        c.All(
            "SELECT seq, person, purpose, items, recipient, at FROM sealed_access WHERE release = @0 ORDER BY seq",
            r => new Taken(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetInt32(3), r.Text(4), r.GetString(5)),
            release
        );
}
