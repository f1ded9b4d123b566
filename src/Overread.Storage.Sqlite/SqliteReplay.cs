using System.Data.Common;
using Overread.Domain.Record;

namespace Overread.Storage.Sqlite;

/// <summary>Folds the record into projections again.</summary>
internal static class SqliteReplay
{
    /// <summary>Empties the projections on the connection and fills them from its record.</summary>
    public static void Rebuild(DbConnection connection, SqliteOptions options)
    {
        foreach (string table in options.Projections.SelectMany(p => p.Tables))
        {
            connection.Run($"DELETE FROM {table}");
        }

        Fill(connection, connection, options, null, CancellationToken.None);
    }

    /// <summary>Applies every event of one connection's record to the projections on another.</summary>
    public static void Fill(
        DbConnection from,
        DbConnection to,
        SqliteOptions options,
        Action<long>? progress,
        CancellationToken cancel
    )
    {
        const int Page = 2000;
        for (long next = 0; ; next += Page)
        {
            cancel.ThrowIfCancellationRequested();
            List<(long Seq, byte[]? Payload)> rows = from.All(
                "SELECT seq, payload FROM event WHERE seq >= @0 AND seq < @1 ORDER BY seq",
                r => (r.GetInt64(0), r.Bytes(1)),
                next,
                next + Page
            );
            if (rows.Count == 0)
            {
                return;
            }

            Apply(
                to,
                options,
                [.. rows.Where(r => r.Payload is not null).Select(r => EventJson.Read(r.Payload) with { Seq = r.Seq })]
            );

            progress?.Invoke(next + rows.Count);
        }
    }

    // Runs of one stream go together, as they did when they were appended.
    private static void Apply(DbConnection to, SqliteOptions options, List<Envelope> envelopes)
    {
        for (int start = 0, end; start < envelopes.Count; start = end)
        {
            end = start + 1;
            while (end < envelopes.Count && envelopes[end].Stream == envelopes[start].Stream)
            {
                end++;
            }

            List<Envelope> run = envelopes[start..end];
            foreach (IProjection projection in options.Projections)
            {
                projection.ApplyAll(to, run);
            }
        }
    }
}
