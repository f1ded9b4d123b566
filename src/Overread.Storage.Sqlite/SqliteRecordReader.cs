using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Overread.Domain.Record;

namespace Overread.Storage.Sqlite;

/// <summary>The record as one connection sees it.</summary>
internal sealed class SqliteRecordReader(DbConnection connection) : IRecordReader
{
    private const string HeadColumns = "seq, id, type, at, actor, project, stream, revision, item, payload IS NULL";

    public long Size => connection.Number("SELECT COALESCE(MAX(seq) + 1, 0) FROM event");

    public long Sealed => connection.Number("SELECT COALESCE(MAX(size), 0) FROM checkpoint");

    public IEnumerable<Envelope> Events(RecordQuery query) =>
        Select(
            "seq, payload",
            query,
            " AND payload IS NOT NULL",
            r => EventJson.Read(r.Bytes(1)!) with { Seq = r.GetInt64(0) }
        );

    public IEnumerable<RecordEntry> Entries(RecordQuery query) =>
        Select(HeadColumns + ", payload, secret, entry, leaf", query, "", Entry);

    public IEnumerable<RecordHead> Heads(RecordQuery query) => Select(HeadColumns, query, "", Head);

    public long Count(RecordQuery query)
    {
        (string where, List<object?> arguments) = Where(query);
        return connection.Number($"SELECT COUNT(*) FROM event WHERE {where}", [.. arguments]);
    }

    public RecordEntry? At(long seq) => Entries(new RecordQuery { From = seq, Before = seq + 1 }).FirstOrDefault();

    public IEnumerable<byte[]> Leaves(long size) =>
        connection.Each("SELECT leaf FROM event WHERE seq < @0 ORDER BY seq", r => r.Bytes(0)!, size);

    private IEnumerable<T> Select<T>(string columns, RecordQuery query, string more, Func<DbDataReader, T> row)
    {
        (string where, List<object?> arguments) = Where(query);
        string limit = "";
        if (query.Take is { } take)
        {
            limit = " LIMIT @" + arguments.Count.ToString(CultureInfo.InvariantCulture);
            arguments.Add(take);
        }

        return connection.Each(
            $"SELECT {columns} FROM event WHERE {where}{more} ORDER BY seq{(query.NewestFirst ? " DESC" : "")}{limit}",
            row,
            arguments
        );
    }

    // Streams are few and lead straight to their events: the plus keeps SQLite from walking the whole project instead.
    private static (string Where, List<object?> Arguments) Where(RecordQuery query)
    {
        StringBuilder where = new("seq >= @0 AND seq < @1");
        List<object?> arguments = [query.From, query.Before ?? long.MaxValue];
        void And(string condition, object? value, string close = "")
        {
            if (value is not null)
            {
                where.Append(CultureInfo.InvariantCulture, $" AND {condition} @{arguments.Count}{close}");
                arguments.Add(value);
            }
        }

        void Among(string column, IReadOnlyList<string>? values)
        {
            if (values?.Count == 1)
            {
                And(column + " =", values[0]);
            }
            else if (values is not null)
            {
                And(column + " IN (SELECT value FROM json_each(", JsonSerializer.Serialize(values), "))");
            }
        }

        Among("stream", query.Streams);
        string project = query.Streams is null ? "project" : "+project";
        And(project + " =", query.Project);
        Among(project, query.Projects);
        Among("type", query.Types);
        And("item =", query.Item);
        Among("item", query.Items);
        And("actor LIKE '%' ||", query.Actor);
        if (query.Actors is { } actors)
        {
            And(
                "EXISTS (SELECT 1 FROM json_each(",
                JsonSerializer.Serialize(actors.Select(a => new[] { a.Actor, a.Project })),
                ") WHERE substr(actor, -length(value ->> 0)) = value ->> 0 AND (value ->> 1 IS NULL OR value ->> 1 = project))"
            );
        }

        And("at >=", query.Since);
        And("at <=", query.Until);
        return (where.ToString(), arguments);
    }

    private static RecordEntry Entry(DbDataReader r) =>
        new(Head(r), r.Bytes(10), r.Bytes(11), r.Bytes(12)!, r.Bytes(13)!);

    private static RecordHead Head(DbDataReader r) =>
        new(
            r.GetInt64(0),
            r.GetString(1),
            r.GetString(2),
            r.GetString(3),
            r.Text(4),
            r.Text(5),
            r.GetString(6),
            r.GetInt64(7),
            r.Text(8),
            r.GetInt64(9) == 1
        );
}
