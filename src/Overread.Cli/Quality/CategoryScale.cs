using Overread.Cli.Quality.Files;

namespace Overread.Cli.Quality;

/// <summary>
/// The categories of one field and what is known of their order: declared by the caller, that of numbers, or none. The
/// alphabet is no order.
/// </summary>
internal sealed class CategoryScale
{
    private readonly string _path;
    private readonly string? _field;
    private readonly Func<string, long> _lineOf;
    private readonly Dictionary<string, int> _ranks = new(StringComparer.Ordinal);
    private readonly double[] _numbers;

    private CategoryScale(
        string path,
        string? field,
        Func<string, long> lineOf,
        List<string> names,
        double[] numbers,
        bool declared
    )
    {
        (_path, _field, _lineOf, Names, _numbers, IsDeclared) = (path, field, lineOf, names, numbers, declared);
        for (int k = 0; k < names.Count; k++)
        {
            _ranks[names[k]] = k;
        }
    }

    /// <summary>The categories, lowest first where they have an order.</summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>Whether the caller declared the categories and their order.</summary>
    internal bool IsDeclared { get; }

    /// <summary>Whether the order is known: declared, of numbers, or of two categories, which have only one up to direction.</summary>
    internal bool IsOrdered => IsDeclared || _numbers.Length > 0 || Names.Count <= 2;

    /// <summary>The index of a label's category.</summary>
    internal int RankOf(string label) => _ranks[label];

    /// <summary>What the categories of a field are.</summary>
    /// <param name="labels">The file.</param>
    /// <param name="field">The field's name; null where it has none.</param>
    /// <param name="used">The labels that were given.</param>
    internal static CategoryScale Of(LabelFile labels, string? field, IReadOnlyList<string> used)
    {
        Func<string, long> lineOf = labels.Labels.LineOf;
        double[] values = Numbers(used, labels.DecimalComma);
        if (labels.Order is { } order)
        {
            CategoryScale? declared = Declared(labels, field, used, order);
            if (declared is not null)
            {
                return declared;
            }
        }

        if (values.Length == 0)
        {
            return new CategoryScale(labels.Path, field, lineOf, [.. used.Order(StringComparer.Ordinal)], [], false);
        }

        List<string> names = [];
        List<double> numbers = [];
        List<(string Label, string Name)> aliases = [];
        foreach (int i in Enumerable.Range(0, used.Count).OrderBy(i => values[i]).ThenBy(i => used[i].Length))
        {
            if (numbers.Count > 0 && values[i] == numbers[^1])
            {
                aliases.Add((used[i], names[^1]));
                continue;
            }

            names.Add(used[i]);
            numbers.Add(values[i]);
        }

        CategoryScale scale = new(labels.Path, field, lineOf, names, [.. numbers], false);
        foreach ((string label, string name) in aliases)
        {
            scale._ranks[label] = scale._ranks[name];
            labels.Reading.Note(
                labels.Path,
                $"{Where(field)}'{label}' (first on line {lineOf(label)}) and '{name}' are the same number and are read as one category."
            );
        }

        return scale;
    }

    /// <summary>Refuses what needs an order where there is none.</summary>
    /// <param name="what">What needs it, such as <c>--weights quadratic</c>.</param>
    internal void NeedOrder(string what)
    {
        if (!IsOrdered)
        {
            throw new FileError(
                _path,
                0,
                $"{Where(_field)}{what} needs an order of the categories {string.Join(", ", Names)}, and the alphabet is none: "
                    + $"declare it, lowest first (--order {string.Join(' ', Names.Select(Quoted))} in their right order)."
            );
        }
    }

    /// <summary>The number of each category.</summary>
    /// <param name="what">What needs numbers, such as <c>--metric interval</c>.</param>
    /// <param name="negative">Whether numbers below zero make sense.</param>
    /// <exception cref="FileError">A category is no number.</exception>
    internal double[] NeedNumbers(string what, bool negative = true)
    {
        if (_numbers.Length < Names.Count)
        {
            string word = Names.First(name => !NumberText.TryParse(name, comma: true, out _) || IsDeclared);
            throw new FileError(
                _path,
                _lineOf(word),
                $"{Where(_field)}{what} needs numbers, and '{word}' is no number. Words have distances only by their order (--metric ordinal, --order)."
            );
        }

        if (!negative && Array.FindIndex(_numbers, number => number < 0) is >= 0 and var below)
        {
            throw new FileError(
                _path,
                _lineOf(Names[below]),
                $"{Where(_field)}{what} needs numbers from 0 on, and {Names[below]} is below."
            );
        }

        return _numbers;
    }

    /// <summary>Whole numbers of which some between the lowest and the highest were never given.</summary>
    internal string? Gap()
    {
        if (IsDeclared || _numbers.Length < 2 || _numbers.Any(number => number != Math.Floor(number)))
        {
            return null;
        }

        for (int k = 1; k < _numbers.Length; k++)
        {
            if (_numbers[k] - _numbers[k - 1] is > 1 and < 20)
            {
                return $"{Where(_field)}nobody gave a number between {Names[k - 1]} and {Names[k]}; they count as neighbours unless --order declares what lies between.";
            }
        }

        return null;
    }

    private static CategoryScale? Declared(
        LabelFile labels,
        string? field,
        IReadOnlyList<string> used,
        IReadOnlyList<string> order
    )
    {
        double[] orderValues = Numbers(order, comma: true);
        Dictionary<string, int> ranks = new(StringComparer.Ordinal);
        List<string> strangers = [];
        foreach (string label in used)
        {
            int rank = order.ToList().IndexOf(label);
            if (rank < 0 && orderValues.Length > 0 && NumberText.TryParse(label, labels.DecimalComma, out double value))
            {
                rank = Array.IndexOf(orderValues, value);
            }

            if (rank >= 0)
            {
                ranks[label] = rank;
            }
            else
            {
                strangers.Add(label);
            }
        }

        if (strangers.Count == 0)
        {
            CategoryScale scale = new(labels.Path, field, labels.Labels.LineOf, [.. order], orderValues, true);
            foreach ((string label, int rank) in ranks)
            {
                scale._ranks[label] = rank;
            }

            return scale;
        }

        if (ranks.Count == 0 && labels.FieldNames.Count > 1)
        {
            labels.Reading.Note(
                labels.Path,
                $"{Where(field)}--order names none of its categories and is not applied to it."
            );
            return null;
        }

        long line = labels.Labels.LineOf(strangers[0]);
        throw new FileError(
            labels.Path,
            line,
            $"{Where(field)}--order {string.Join(' ', order.Select(Quoted))} leaves out {string.Join(", ", strangers.Select(label => $"'{label}'"))}; it must name every category."
        );
    }

    /// <summary>The labels as numbers; empty when one of them is a word.</summary>
    private static double[] Numbers(IReadOnlyList<string> labels, bool comma)
    {
        double[] values = new double[labels.Count];
        for (int i = 0; i < values.Length; i++)
        {
            if (!NumberText.TryParse(labels[i], comma, out values[i]))
            {
                return [];
            }
        }

        return values;
    }

    /// <summary>Labels that a person would take for one: the same but for case or blanks inside (accents are composed when a file is read).</summary>
    internal static IEnumerable<string[]> Alike(IReadOnlyList<string> labels) =>
        labels
            .GroupBy(label => string.Concat(label.ToUpperInvariant().Where(c => !char.IsWhiteSpace(c))))
            .Where(group => group.Count() > 1)
            .Select(group => group.ToArray());

    private static string Where(string? field) => field is null ? string.Empty : $"field {field}: ";

    private static string Quoted(string name) => name.Contains(' ', StringComparison.Ordinal) ? $"\"{name}\"" : name;
}
