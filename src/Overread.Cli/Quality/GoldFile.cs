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

    internal static GoldFile? Load(string? path) =>
        path is null ? null : new GoldFile(path, KeyedFile.Load(path, "label", "answer", "gold", "truth", "category"));

    /// <summary>The gold category of each item; −1 where unknown, −2 where it is no category of the readers.</summary>
    internal int[] Of(IReadOnlyList<string> items, string? field, IReadOnlyList<string> categories)
    {
        Dictionary<string, int> codes = categories
            .Select((name, k) => (name, k))
            .ToDictionary(pair => pair.name, pair => pair.k);
        int[] gold = new int[items.Count];
        for (int item = 0; item < gold.Length; item++)
        {
            gold[item] =
                !_values.TryGetValue(KeyedFile.Key(items[item], field), out string? name) ? -1
                : codes.TryGetValue(name, out int code) ? code
                : -2;
        }

        return gold;
    }
}
