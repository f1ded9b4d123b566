namespace Overread.Cli.Quality.Weak;

/// <summary>Which labels move between two sets of functions or votes, and which functions differ.</summary>
/// <param name="Moved">Items whose label is another, with both labels and their probabilities; an empty label is none.</param>
/// <param name="Functions">What became of functions: added, removed, changed.</param>
/// <param name="Compared">Items that both have.</param>
internal sealed record WeakMoves(
    IReadOnlyList<(string? Field, string Item, string Before, double BeforeP, string After, double AfterP)> Moved,
    IReadOnlyList<(string? Field, string Function, string What)> Functions,
    int Compared
)
{
    internal static WeakMoves Of(
        IReadOnlyList<WeakField> before,
        IReadOnlyList<WeakField> after,
        IReadOnlyList<LabellingFunction>? functionsBefore,
        IReadOnlyList<LabellingFunction>? functionsAfter
    )
    {
        Dictionary<(string?, string), (string Label, double P)> was = Labels(before);
        Dictionary<(string?, string), (string Label, double P)> now = Labels(after);
        List<(string?, string, string, double, string, double)> moved = [];
        foreach ((string? field, string item) in was.Keys.Union(now.Keys))
        {
            (string label, double p) = was.GetValueOrDefault((field, item), ("", 0));
            (string next, double nextP) = now.GetValueOrDefault((field, item), ("", 0));
            if (label != next)
            {
                moved.Add((field, item, label, p, next, nextP));
            }
        }

        return new WeakMoves(moved, Differing(functionsBefore, functionsAfter), was.Keys.Intersect(now.Keys).Count());
    }

    private static Dictionary<(string?, string), (string Label, double P)> Labels(IReadOnlyList<WeakField> fields)
    {
        Dictionary<(string?, string), (string, double)> labels = [];
        foreach (FieldConsensus field in fields.Select(weak => weak.Labels))
        {
            for (int item = 0; item < field.Items.Count; item++)
            {
                labels[(field.Field, field.Items[item])] = (
                    WeakOutput.Label(field, item),
                    field.Result.ProbabilityOf(item)
                );
            }
        }

        return labels;
    }

    private static List<(string?, string, string)> Differing(
        IReadOnlyList<LabellingFunction>? before,
        IReadOnlyList<LabellingFunction>? after
    )
    {
        if (before is null || after is null)
        {
            return [];
        }

        Dictionary<(string?, string), LabellingFunction> was = before.ToDictionary(f => (f.Field, f.Name));
        Dictionary<(string?, string), LabellingFunction> now = after.ToDictionary(f => (f.Field, f.Name));
        return
        [
            .. was
                .Keys.Union(now.Keys)
                .Select(key => (key.Item1, key.Item2, What(was.GetValueOrDefault(key), now.GetValueOrDefault(key))))
                .Where(row => row.Item3.Length > 0),
        ];
    }

    private static string What(LabellingFunction? was, LabellingFunction? now) =>
        now is null ? "removed"
        : was is null ? "added"
        : was.Same(now) ? ""
        : "changed";
}
