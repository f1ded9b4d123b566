using System.Data.Common;
using Overread.Storage;

namespace Overread.Server.Features.Reads.Contracts;

/// <summary>What other features ask of the table of reads.</summary>
internal static class ReadsTable
{
    /// <summary>A text that changes whenever a submitted read of the project comes, goes or is changed.</summary>
    public static string State(DbConnection connection, string project) =>
        connection.One(
            "SELECT COUNT(*), COALESCE(MAX(submitted), ''), COALESCE(SUM(revision), 0) FROM read WHERE project = @0 AND state = 'submitted'",
            r => $"{r.GetInt64(0)} {r.GetString(1)} {r.GetInt64(2)}",
            project
        )!;
}
