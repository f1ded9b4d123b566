using Overread.Cli.Quality.Files;

namespace Overread.Cli.Quality;

/// <summary>Gold labels by item, or by item and field.</summary>
internal sealed class GoldFile
{
    private readonly Dictionary<string, string> _values;

    private GoldFile(string path, Dictionary<string, string> values)
    {
        Path = path;
        _values = values;
    }

    internal string Path { get; }

    private int _matched;

    internal static GoldFile? Load(string? path, FileReading? reading = null) =>
        path is null
            ? null
            : new GoldFile(path, KeyedFile.Load(path, reading, "label", "answer", "gold", "truth", "category"));

    /// <summary>Says how much of the file met no item, since a join that fails looks like a small study.</summary>
    internal void Tell(FileReading reading)
    {
        if (_matched == 0)
        {
            reading.Note(Path, "no row matches an item of the labels; the truth says nothing.");
        }
        else if (_matched < _values.Count)
        {
            reading.Note(Path, $"{_values.Count - _matched} of {_values.Count} rows match no item that was read.");
        }
    }

    /// <summary>The gold category of each item; −1 where unknown, −2 where it is no category of the readers.</summary>
    internal int[] Of(IReadOnlyList<string> items, string? field, IReadOnlyList<string> categories)
    {
        Dictionary<string, int> codes = categories
            .Select((name, k) => (name, k))
            .ToDictionary(pair => pair.name, pair => pair.k);
        int[] gold = new int[items.Count];
        _matched = field is null ? 0 : _matched;
        for (int item = 0; item < gold.Length; item++)
        {
            gold[item] =
                !_values.TryGetValue(KeyedFile.Key(items[item], field), out string? name) ? -1
                : codes.TryGetValue(name, out int code) ? code
                : SameNumber(categories, name);
            _matched += gold[item] == -1 ? 0 : 1;
        }

        return gold;
    }

    private static int SameNumber(IReadOnlyList<string> categories, string name)
    {
        if (NumberText.TryParse(name, comma: false, out double value))
        {
            for (int k = 0; k < categories.Count; k++)
            {
                if (NumberText.TryParse(categories[k], comma: false, out double other) && other == value)
                {
                    return k;
                }
            }
        }

        return -2;
    }
}
