using Overread.Quality;
using Overread.Quality.Agreement;

namespace Overread.Cli.Quality;

/// <summary>What a file's agreement is compared with: another file, or other readers of the same file.</summary>
internal sealed class AgreementContrast
{
    private readonly LabelFile _labels;
    private readonly Dictionary<string, string>? _clusters;
    private readonly string _first;
    private readonly string _second;

    private AgreementContrast(LabelFile labels, Dictionary<string, string>? clusters, string first, string second)
    {
        _labels = labels;
        _clusters = clusters;
        _first = first;
        _second = second;
    }

    /// <summary>Another file.</summary>
    internal static AgreementContrast File(LabelFile labels, Dictionary<string, string>? clusters, string first) =>
        new(labels, clusters, Path.GetFileName(first), Path.GetFileName(labels.Path));

    /// <summary>Other readers.</summary>
    internal static AgreementContrast Readers(
        LabelFile labels,
        Dictionary<string, string>? clusters,
        IEnumerable<string>? first,
        IEnumerable<string> second
    ) => new(labels, clusters, first is null ? "all readers" : string.Join("+", first), string.Join("+", second));

    /// <summary>The differences of one field: paired over the items that both have, else of different items.</summary>
    internal IEnumerable<DifferenceRow> Of(
        LabelFile labels,
        FieldRatings first,
        int field,
        RepeatPolicy policy,
        AgreementOptions options,
        Func<Ratings, AgreementOptions, Coefficient>[] measures
    )
    {
        int other =
            labels.FieldNames.Count == 1 && _labels.FieldNames.Count == 1
                ? 0
                : _labels.FieldNames.ToList().IndexOf(labels.FieldNames[field]);
        if (other < 0)
        {
            labels.Reading.Note(_labels.Path, $"no field '{labels.FieldNames[field]}': it is not compared.");
            yield break;
        }

        FieldRatings second = _labels.Field(other, policy);
        string[] shared = [.. first.Items.Intersect(second.Items, StringComparer.Ordinal)];
        string[] categories =
        [
            .. first.Categories,
            .. second.Categories.Except(first.Categories, StringComparer.Ordinal),
        ];
        if (categories.Length > first.Categories.Count && options.Weights is not null)
        {
            throw new ArgumentException(
                $"{_labels.Path} has categories that {labels.Path} has not; declare all of them with --order."
            );
        }

        if (shared.Length == 0)
        {
            Ratings here = Coded(first, [.. first.Items], categories);
            Ratings there = Coded(second, [.. second.Items], categories);
            foreach (Func<Ratings, AgreementOptions, Coefficient> measure in measures)
            {
                yield return new DifferenceRow(
                    _first,
                    _second,
                    AgreementDifference.Unpaired(
                        measure(here, options),
                        measure(there, options with { Clusters = Clusters(second.Items) })
                    ),
                    false
                );
            }

            yield break;
        }

        int apart = first.Items.Count + second.Items.Count - (2 * shared.Length);
        if (apart > 0)
        {
            labels.Reading.Note(
                _labels.Path,
                $"{shared.Length} items are in both; {apart} are in one only and left out of the difference."
            );
        }

        Ratings one = Coded(first, shared, categories);
        Ratings two = Coded(second, shared, categories);
        foreach (Func<Ratings, AgreementOptions, Coefficient> measure in measures)
        {
            yield return new DifferenceRow(
                _first,
                _second,
                AgreementDifference.Paired(one, two, measure, options with { Clusters = Clusters(shared) }),
                true
            );
        }
    }

    private int[]? Clusters(IReadOnlyList<string> items) =>
        _clusters is null ? null : FieldAgreement.Clusters(items, _clusters);

    /// <summary>Ratings of some items, with the categories of both sides.</summary>
    private static Ratings Coded(FieldRatings ratings, string[] items, string[] categories)
    {
        Dictionary<string, int> places = items
            .Select((name, i) => (name, i))
            .ToDictionary(pair => pair.name, pair => pair.i);
        int[] code = [.. ratings.Categories.Select(name => Array.IndexOf(categories, name))];
        List<int> item = [];
        List<int> reader = [];
        List<int> category = [];
        for (int at = 0; at < ratings.Items.Count; at++)
        {
            if (!places.TryGetValue(ratings.Items[at], out int place))
            {
                continue;
            }

            ReadOnlySpan<int> readers = ratings.Ratings.ReadersOf(at);
            for (int i = 0; i < readers.Length; i++)
            {
                item.Add(place);
                reader.Add(readers[i]);
                category.Add(code[ratings.Ratings.CategoriesOf(at)[i]]);
            }
        }

        return Ratings.FromTriples(
            [.. item],
            [.. reader],
            [.. category],
            items.Length,
            ratings.Ratings.ReaderCount,
            categories.Length
        );
    }
}
