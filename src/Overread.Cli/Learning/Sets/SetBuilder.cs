using Overread.Cli.Quality.Files;
using Overread.Learning;
using Overread.Learning.Features;

namespace Overread.Cli.Learning.Sets;

/// <summary>Gathers items one by one; classes are in the order of their names, so that no order of a file matters.</summary>
internal sealed class SetBuilder(string path)
{
    private readonly List<string> _items = [];
    private readonly List<string> _groups = [];
    private readonly List<string> _labels = [];
    private readonly List<double[]> _rows = [];

    internal int Count => _items.Count;

    internal void Add(string item, string group, string label, double[] row)
    {
        _items.Add(item);
        _groups.Add(group);
        _labels.Add(label);
        _rows.Add(row);
    }

    internal LearningSet Build(FeatureScaling scaling)
    {
        if (_items.Count == 0)
        {
            throw new FileError(path, 0, "there is no item with a label in it.");
        }

        string[] classes = [.. _labels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Dictionary<string, int> numbers = classes.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i);
        Dictionary<string, int> groups = new(StringComparer.Ordinal);
        foreach (string group in _groups)
        {
            groups.TryAdd(group, groups.Count);
        }

        if (classes.Length < 2)
        {
            throw new FileError(
                path,
                0,
                $"all {_items.Count} items have the label '{classes[0]}': there is nothing to learn. Two classes are needed."
            );
        }

        return new LearningSet(
            _items,
            [.. _groups.Select(group => groups[group])],
            [.. _labels.Select(label => numbers[label])],
            classes,
            [.. _rows.SelectMany(row => row)],
            _rows[0].Length,
            scaling
        );
    }
}
