using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Reads;
using Overread.Quality;
using Overread.Server.Features.Items;
using Overread.Server.Features.Reads;

namespace Overread.Server.Features.Comparison;

/// <summary>
/// The submitted reads of one protocol version, flattened field by field to integers: what the quality library takes.
/// Items are sorted by id, readers by pseudonym, labels by name, so the same reads give the same figures.
/// </summary>
internal sealed class RatingsTable
{
    private RatingsTable(
        ProtocolBody protocol,
        int version,
        IReadOnlyList<string> items,
        IReadOnlyList<string> readers,
        List<ReadRow> reads,
        string hash
    )
    {
        Protocol = protocol;
        Version = version;
        Items = items;
        Readers = readers;
        Reads = reads;
        InputHash = hash;
    }

    public ProtocolBody Protocol { get; }
    public int Version { get; }
    public IReadOnlyList<string> Items { get; }

    /// <summary>Pseudonyms.</summary>
    public IReadOnlyList<string> Readers { get; }
    public List<ReadRow> Reads { get; }
    public string InputHash { get; }

    public static RatingsTable Load(DbConnection connection, string project, int version, ProtocolBody protocol)
    {
        Dictionary<string, string> names = ListItems.Pseudonyms(connection, project);
        HashSet<string> withdrawn =
        [
            .. Storage.Sql.All(
                connection,
                "SELECT id FROM item WHERE project = @0 AND state = 'withdrawn'",
                r => r.GetString(0),
                project
            ),
        ];
        List<ReadRow> reads =
        [
            .. ReadRow
                .Submitted(connection, project, version)
                .Where(r => !withdrawn.Contains(r.Read.Item))
                .Select(r => r with { Reader = names[r.Reader] }),
        ];
        List<string> items = [.. reads.Select(r => r.Read.Item).Distinct().Order(StringComparer.Ordinal)];
        List<string> readers = [.. reads.Select(r => r.Reader).Distinct().Order(StringComparer.Ordinal)];
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (
            ReadRow row in reads
                .OrderBy(r => r.Read.Item, StringComparer.Ordinal)
                .ThenBy(r => r.Reader, StringComparer.Ordinal)
        )
        {
            foreach ((string field, Answer answer) in row.Read.Answers.OrderBy(a => a.Key, StringComparer.Ordinal))
            {
                hash.AppendData(
                    Encoding.UTF8.GetBytes(
                        $"{row.Read.Item}\t{row.Reader}\t{field}\t{LabelOf(protocol, field, answer)}\n"
                    )
                );
            }
        }

        return new(protocol, version, items, readers, reads, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Fields that have labels to compare: all but free text.</summary>
    public IEnumerable<Field> Fields => Protocol.Fields.Where(f => f.Kind.Scale != Scale.None);

    /// <summary>One field as ratings, with the names of its categories.</summary>
    public (Ratings Ratings, IReadOnlyList<string> Labels) Of(Field field)
    {
        Dictionary<string, int> items = Items.Select((id, i) => (id, i)).ToDictionary(p => p.id, p => p.i);
        Dictionary<string, int> readers = Readers.Select((id, i) => (id, i)).ToDictionary(p => p.id, p => p.i);
        List<(int Item, int Reader, string Label)> rows =
        [
            .. Reads
                .Where(r => r.Read.Answers.ContainsKey(field.Id) && ReadRules.IsAsked(r.Read, Protocol, field))
                .Select(r => (items[r.Read.Item], readers[r.Reader], field.LabelOf(r.Read.Answers[field.Id]))),
        ];
        List<string> labels = OrderLabels(field, rows.Select(r => r.Label));
        Dictionary<string, int> categories = labels.Select((l, i) => (l, i)).ToDictionary(p => p.l, p => p.i);
        Ratings ratings = Ratings.FromTriples(
            [.. rows.Select(r => r.Item)],
            [.. rows.Select(r => r.Reader)],
            [.. rows.Select(r => categories[r.Label])],
            Items.Count,
            Readers.Count,
            Math.Max(labels.Count, 1)
        );
        return (ratings, labels);
    }

    private static string LabelOf(ProtocolBody protocol, string field, Answer answer) =>
        protocol.Field(field) is { } asked ? asked.LabelOf(answer) : Answer.StateName(answer.State);

    private static List<string> OrderLabels(Field field, IEnumerable<string> labels)
    {
        List<string> order = [.. (field.Options ?? []).Select(o => o.Id)];
        return
        [
            .. labels
                .Distinct()
                .OrderBy(l => order.IndexOf(l) is var i && i < 0 ? int.MaxValue : i)
                .ThenBy(l => l, StringComparer.Ordinal),
        ];
    }
}
