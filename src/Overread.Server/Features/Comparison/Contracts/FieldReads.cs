using Overread.Domain.Marks;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Quality;
using Overread.Quality.Geometry;
using Overread.Server.Features.Reads.Contracts;

namespace Overread.Server.Features.Comparison.Contracts;

/// <summary>One field of all reads, in the forms that the quality library takes.</summary>
internal sealed class FieldReads
{
    private readonly RatingsTable _table;
    private readonly Dictionary<string, int> _readers;
    private readonly List<(int Item, int Reader, LabelKey Key)> _answers = [];
    private readonly bool[]? _only;

    // Each form is asked for by several coefficients, and by every pair of readers.
    private (Ratings, IReadOnlyList<LabelKey>)? _categories;
    private (Ratings, IReadOnlyList<LabelKey>)? _onScale;
    private IReadOnlyList<IReadOnlyList<(int, IReadOnlyList<Mark>)>>? _marks;

    public FieldReads(RatingsTable table, Field field)
    {
        _table = table;
        Field = field;
        _readers = table.Readers.Select((id, i) => (id, i)).ToDictionary(p => p.id, p => p.i, StringComparer.Ordinal);
        for (int item = 0; item < table.Items.Count; item++)
        {
            _answers.AddRange(
                table
                    .AnsweredOf(table.Items[item], field)
                    .Select(r => (item, _readers[r.Reader], field.KeyOf(r.Read.Answers[field.Id])))
            );
        }
    }

    private FieldReads(FieldReads all, bool[] only)
    {
        _table = all._table;
        Field = all.Field;
        _readers = all._readers;
        _only = only;
        _answers.AddRange(all._answers.Where(a => only[a.Item]));
    }

    public Field Field { get; }

    /// <summary>Pseudonyms, in the order of all figures.</summary>
    public IReadOnlyList<string> ReaderNames => _table.Readers;

    public int ItemCount => _table.Items.Count;

    /// <summary>The rule by which two answers are the same; null where only equal ones are.</summary>
    public MatchRule? Rule => Field.Kind.RuleOf(Field, _table.Protocol.Policy);

    /// <summary>The same field over some of the items.</summary>
    /// <param name="take">One per item of the table.</param>
    public FieldReads OfItems(bool[] take) => new(this, take);

    /// <summary>Every answer as a category; categories in the order of the options, numbers by size, states last.</summary>
    public (Ratings Ratings, IReadOnlyList<LabelKey> Keys) Categories() => _categories ??= MakeCategories();

    private (Ratings, IReadOnlyList<LabelKey>) MakeCategories()
    {
        List<LabelKey> keys = [.. OrderKeys(_answers.Select(a => a.Key))];
        return (RatingsOf(_answers, keys), keys);
    }

    /// <summary>
    /// Answers that have a place on the field's scale; the others (uncertain, not assessed) count as missing. All options of
    /// an ordered list are categories, given or not, since the steps between them are.
    /// </summary>
    public (Ratings Ratings, IReadOnlyList<LabelKey> Keys) OnScale() => _onScale ??= MakeOnScale();

    private (Ratings, IReadOnlyList<LabelKey>) MakeOnScale()
    {
        List<(int Item, int Reader, LabelKey Key)> placed = [.. _answers.Where(a => a.Key is OptionKey or NumberKey)];
        List<LabelKey> keys =
            Field.Kind.Scale == Scale.Ordinal
                ? [.. (Field.Options ?? []).Select(o => new OptionKey(o.Id))]
                : [.. placed.Select(a => a.Key).Distinct().OrderBy(k => ((NumberKey)k).Value)];
        return (RatingsOf(placed, keys), keys);
    }

    /// <summary>Numbers as items × readers, NaN where there is none.</summary>
    public double[,] Numbers()
    {
        double[,] numbers = new double[ItemCount, ReaderNames.Count];
        for (int i = 0; i < ItemCount; i++)
        {
            for (int r = 0; r < ReaderNames.Count; r++)
            {
                numbers[i, r] = double.NaN;
            }
        }

        foreach ((int item, int reader, LabelKey key) in _answers)
        {
            if (key is NumberKey number)
            {
                numbers[item, reader] = number.Value;
            }
        }

        return numbers;
    }

    /// <summary>The marks of each reader who answered, per item; a reader who looked and drew nothing has an empty list.</summary>
    public IReadOnlyList<IReadOnlyList<(int Reader, IReadOnlyList<Mark> Marks)>> Marks() =>
        _marks ??= [
            .. _table.Items.Select(
                (id, i) =>
                    _only is null || _only[i]
                        ? (IReadOnlyList<(int, IReadOnlyList<Mark>)>)
                            [
                                .. _table
                                    .AnsweredOf(id, Field)
                                    .Select(r => (_readers[r.Reader], (IReadOnlyList<Mark>)MarksIn(r))),
                            ]
                        : []
            ),
        ];

    /// <summary>Pairs the marks of two readers by the field's rule; marks of other classes are never the same.</summary>
    public MarkMatching Match(IReadOnlyList<Mark> first, IReadOnlyList<Mark> second) =>
        MarkMatching.Of(first.Count, second.Count, (a, b) => Likeness(first[a], second[b]), double.Epsilon);

    /// <summary>How near two matched marks are in the rule's measure; null where that cannot be measured.</summary>
    public double? Nearness(Mark first, Mark second) =>
        Field.Kind.Region!.Measure(first.Region, second.Region, Rule!, ContentOf(first));

    /// <summary>What the file of a mark holds; null where the file is gone.</summary>
    public FileContent? ContentOf(Mark mark) => _table.Contents.GetValueOrDefault(mark.Region.File);

    private double Likeness(Mark first, Mark second) =>
        first.Class == second.Class
            ? Field.Kind.Region!.Likeness(first.Region, second.Region, Rule!, ContentOf(first))
            : 0;

    private List<Mark> MarksIn(ReadRow row) => [.. row.Read.Marks.Where(m => m.Field == Field.Id)];

    private Ratings RatingsOf(List<(int Item, int Reader, LabelKey Key)> answers, List<LabelKey> keys)
    {
        Dictionary<LabelKey, int> categories = keys.Select((k, i) => (k, i)).ToDictionary(p => p.k, p => p.i);
        return Ratings.FromTriples(
            [.. answers.Select(r => r.Item)],
            [.. answers.Select(r => r.Reader)],
            [.. answers.Select(r => categories[r.Key])],
            ItemCount,
            ReaderNames.Count,
            Math.Max(keys.Count, 1)
        );
    }

    private IEnumerable<LabelKey> OrderKeys(IEnumerable<LabelKey> keys)
    {
        List<string> order = [.. (Field.Options ?? []).Select(o => o.Id)];
        int Place(LabelKey key) =>
            key switch
            {
                OptionKey o when order.IndexOf(o.Id) is var i and >= 0 => i,
                NumberKey => order.Count,
                _ => int.MaxValue,
            };
        return keys.Distinct()
            .OrderBy(Place)
            .ThenBy(k => (k as NumberKey)?.Value ?? 0)
            .ThenBy(k => k.Text(Field), StringComparer.Ordinal);
    }
}
