using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Quality;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Reads.Contracts;

namespace Overread.Server.Features.Releases.Bundle;

/// <summary>The reads from which the labels of a release come, as ratings: those of its items under its protocol version.</summary>
internal sealed class ReleasedRatings
{
    private readonly BundleContent _content;
    private readonly bool[] _released;
    private IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? _settled;

    public ReleasedRatings(BundleContent content)
    {
        _content = content;
        HashSet<string> items = [.. content.Items.Select(i => i.Id)];
        _released = [.. content.Ratings.Items.Select(items.Contains)];
        Items = [.. content.Ratings.Items.Where(items.Contains)];
        Reads =
        [
            .. content
                .Ratings.Reads.Where(r => items.Contains(r.Read.Item))
                .OrderBy(r => r.Read.Item, StringComparer.Ordinal)
                .ThenBy(r => r.Reader, StringComparer.Ordinal),
        ];
    }

    /// <summary>Released items that were read, in the order of the ratings.</summary>
    public IReadOnlyList<string> Items { get; }

    public IReadOnlyList<ReadRow> Reads { get; }

    /// <summary>Pseudonyms, in the order of the ratings.</summary>
    public IReadOnlyList<string> Readers => _content.Ratings.Readers;

    public IEnumerable<Field> Fields => _content.Ratings.Fields;

    /// <summary>The answers to a field of the released items.</summary>
    public FieldReads ReadsOf(Field field) =>
        Array.TrueForAll(_released, r => r)
            ? _content.Ratings.Of(field)
            : _content.Ratings.Of(field).OfItems(_released);

    /// <summary>The answers to a field of those released items that stand in a group.</summary>
    /// <param name="inside">True for an item of the group.</param>
    public FieldReads ReadsOf(Field field, Func<string, bool> inside) =>
        _content
            .Ratings.Of(field)
            .OfItems([.. _content.Ratings.Items.Select((item, i) => _released[i] && inside(item))]);

    /// <summary>The answers to a field as categories, over <see cref="Items"/>, with their names.</summary>
    public (Ratings Ratings, IReadOnlyList<string> Labels) Of(Field field)
    {
        (Ratings ratings, IReadOnlyList<LabelKey> keys) = _content.Ratings.Of(field).Categories();
        return (
            Array.TrueForAll(_released, r => r) ? ratings : ratings.OfItems(_released),
            [.. keys.Select(k => k.Text(field))]
        );
    }

    /// <summary>The settled label of each item, -1 where there is none, with the names of all labels that occur.</summary>
    public (int[] Settled, IReadOnlyList<string> Labels) SettledOf(Field field, IReadOnlyList<string> labels)
    {
        IReadOnlyDictionary<string, string> settled = (_settled ??= SettledByField(_content)).GetValueOrDefault(
            field.Id,
            NoLabels
        );
        // An adjudicator may have given an answer that no reader gave.
        List<string> all =
        [
            .. labels,
            .. settled.Values.Distinct().Except(labels, StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        return ([.. Items.Select(i => settled.TryGetValue(i, out string? l) ? all.IndexOf(l) : -1)], all);
    }

    /// <summary>The settled label of each item of which there is one, by field.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> SettledByField(
        BundleContent content
    ) =>
        content
            .Labels.Where(l => l.Label is not null && IsSettled(l.Status))
            .GroupBy(l => l.Field, StringComparer.Ordinal)
            .ToDictionary(
                g => g.Key,
                g =>
                    (IReadOnlyDictionary<string, string>)
                        g.ToDictionary(l => l.Item, l => l.Label!, StringComparer.Ordinal),
                StringComparer.Ordinal
            );

    /// <summary>What a field has of which no label is settled.</summary>
    public static IReadOnlyDictionary<string, string> NoLabels { get; } = new Dictionary<string, string>();

    public static bool IsSettled(string status) => status is "accepted" or "adjudicated";
}
