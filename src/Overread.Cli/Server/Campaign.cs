using System.Globalization;
using Overread.Cli.Quality;
using Overread.Cli.Quality.Files;

namespace Overread.Cli.Server;

/// <summary>What a rehearsal plays: who answered what to which item, and the truth where it is known.</summary>
internal sealed record Campaign(
    IReadOnlyList<string> Items,
    IReadOnlyList<string> Readers,
    IReadOnlyList<CampaignField> Fields
)
{
    private static readonly string[] States = ["present", "absent", "uncertain", "notAssessed", "not-assessed"];

    /// <summary>(reader, item) → field → answer.</summary>
    public required IReadOnlyDictionary<
        (string Reader, string Item),
        IReadOnlyDictionary<string, string>
    > Reads { get; init; }

    /// <summary>(reader, item) → seconds of work.</summary>
    public required IReadOnlyDictionary<(string Reader, string Item), double> Seconds { get; init; }

    /// <summary>(item, field) → true answer.</summary>
    public required IReadOnlyDictionary<(string Item, string Field), string> Truth { get; init; }

    /// <summary>Reads recorded reads.</summary>
    /// <exception cref="CommandFailedException">The file and line that cannot be read are named.</exception>
    public static Campaign Read(string reads, string? truth)
    {
        Dictionary<(string, string), Dictionary<string, string>> answers = [];
        Dictionary<(string, string), double> seconds = [];
        HashSet<string> items = [];
        HashSet<string> readers = [];
        Dictionary<string, HashSet<string>> fields = [];
        foreach (
            (IReadOnlyDictionary<string, string> row, int line) in Rows(reads, ["item", "reader", "field", "answer"])
        )
        {
            (string, string) key = (row["reader"], row["item"]);
            items.Add(row["item"]);
            readers.Add(row["reader"]);
            fields.TryAdd(row["field"], []);
            fields[row["field"]].Add(row["answer"]);
            if (
                !answers.TryAdd(key, new() { [row["field"]] = row["answer"] })
                && !answers[key].TryAdd(row["field"], row["answer"])
            )
            {
                throw new CommandFailedException(
                    $"{reads}, line {line}: reader {row["reader"]} answers {row["field"]} of {row["item"]} twice."
                );
            }

            if (
                row.TryGetValue("seconds", out string? s)
                && double.TryParse(s, NumberStyles.Float, CultureInfo.InvariantCulture, out double spent)
            )
            {
                seconds[key] = seconds.GetValueOrDefault(key) + spent;
            }
        }

        Dictionary<(string, string), string> known = [];
        if (truth is not null)
        {
            foreach ((IReadOnlyDictionary<string, string> row, _) in Rows(truth, ["item", "field", "answer"]))
            {
                known[(row["item"], row["field"])] = row["answer"];
                fields.GetValueOrDefault(row["field"])?.Add(row["answer"]);
            }
        }

        return new(
            [.. items],
            [.. readers],
            [.. fields.Select((f, i) => CampaignField.Of(f.Key, i, f.Value, f.Value.All(States.Contains)))]
        )
        {
            Reads = answers.ToDictionary(a => a.Key, a => (IReadOnlyDictionary<string, string>)a.Value),
            Seconds = seconds,
            Truth = known,
        };
    }

    /// <summary>Draws readers of given sensitivity and specificity over items with and without one finding.</summary>
    public static Campaign Simulate(
        int readers,
        int items,
        double sensitivity,
        double specificity,
        double prevalence,
        ulong seed
    )
    {
        if (
            readers is < 1 or > 20
            || items is < 1 or > 1_000_000
            || !Share(sensitivity)
            || !Share(specificity)
            || !Share(prevalence)
        )
        {
            throw new CommandFailedException(
                "Simulate 1 to 20 readers, 1 to 1,000,000 items, and shares between 0 and 1."
            );
        }

        Random random = new((int)(seed % int.MaxValue));
        Dictionary<(string, string), IReadOnlyDictionary<string, string>> reads = [];
        Dictionary<string, string> yes = new() { ["Finding"] = "present" };
        Dictionary<string, string> no = new() { ["Finding"] = "absent" };
        Dictionary<(string, string), string> truth = [];
        List<string> names = [.. Enumerable.Range(1, readers).Select(r => $"simulated-{r}")];
        List<string> ids = [.. Enumerable.Range(1, items).Select(i => $"item-{i:000000}")];
        foreach (string item in ids)
        {
            bool present = random.NextDouble() < prevalence;
            truth[(item, "Finding")] = present ? "present" : "absent";
            foreach (string reader in names)
            {
                bool right = random.NextDouble() < (present ? sensitivity : specificity);
                reads[(reader, item)] = present == right ? yes : no;
            }
        }

        return new(ids, names, [CampaignField.Of("Finding", 0, ["present", "absent"], finding: true)])
        {
            Reads = reads,
            Seconds = new Dictionary<(string, string), double>(),
            Truth = truth,
        };
    }

    private static bool Share(double value) => value is >= 0 and <= 1;

    private static IEnumerable<(IReadOnlyDictionary<string, string> Row, int Line)> Rows(string path, string[] needed)
    {
        if (!File.Exists(path))
        {
            throw new CommandFailedException($"There is no file {path}.");
        }

        using TableRows csv = TableRows.Open(path);
        string[] header = [.. csv.Header.Select(h => h.ToLowerInvariant())];
        if (needed.Except(header).Any())
        {
            throw new CommandFailedException($"{path}, line 1: the columns {string.Join(", ", needed)} are needed.");
        }

        while (csv.Next())
        {
            Dictionary<string, string> row = [];
            for (int i = 0; i < header.Length; i++)
            {
                row[header[i]] = csv[i].Trim().ToString();
            }

            yield return (row, (int)csv.Line);
        }
    }
}
