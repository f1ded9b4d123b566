namespace Overread.Imaging.Marks;

/// <summary>What a target cannot hold or what could not be carried over, counted by kind, with examples.</summary>
public sealed class LossReport
{
    private const int MostExamples = 5;
    private readonly Dictionary<string, (long Count, string Because, List<string> Examples)> _losses = [];

    /// <summary>Kinds of loss in the order met.</summary>
    public IEnumerable<(string What, long Count, string Because, IReadOnlyList<string> Examples)> All =>
        _losses.Select(loss =>
            (loss.Key, loss.Value.Count, loss.Value.Because, (IReadOnlyList<string>)loss.Value.Examples)
        );

    /// <summary>True where nothing is lost.</summary>
    public bool IsEmpty => _losses.Count == 0;

    /// <summary>Counts a loss.</summary>
    /// <param name="what">Kind, in the plural: "overlapping voxels".</param>
    /// <param name="because">Why, as a clause.</param>
    /// <param name="example">Where; a few are kept.</param>
    /// <param name="count">How many.</param>
    public void Add(string what, string because, string example, long count = 1)
    {
        if (count <= 0)
        {
            return;
        }

        (long had, _, List<string> examples) = _losses.TryGetValue(what, out var known) ? known : (0, because, []);
        if (examples.Count < MostExamples && !examples.Contains(example))
        {
            examples.Add(example);
        }

        _losses[what] = (had + count, because, examples);
    }
}
