using System.Globalization;
using Overread.Quality;
using Overread.Quality.Consensus;

namespace Overread.Cli.Quality;

/// <summary>Every method side by side; the items on which they differ are the disputes.</summary>
internal static class ConsensusComparisonTable
{
    private const int ShownItems = 20;

    internal static void Print(
        TextWriter output,
        LabelFile labels,
        RepeatPolicy policy,
        ConsensusOptions options,
        GoldFile? truths,
        GoldFile? golds
    )
    {
        for (int field = 0; field < labels.FieldNames.Count; field++)
        {
            List<FieldConsensus> found = [];
            foreach (ConsensusMethod method in ConsensusMethod.All)
            {
                found.Add(FieldConsensus.Infer(labels, field, method.Name, policy, options, truths, golds));
            }

            output.WriteLine(labels.FieldNames[field] ?? labels.Path);
            TextTable table = new(
                "method",
                "ran as",
                "disputed",
                "tie",
                "differs from majority",
                "accuracy",
                "macroF1"
            );
            foreach ((ConsensusMethod method, FieldConsensus result) in ConsensusMethod.All.Zip(found))
            {
                table.Add(
                    method.Name,
                    result.Result.Method,
                    result.Result.Statuses.Count(ItemStatus.Disputed).ToString(CultureInfo.InvariantCulture),
                    result.Result.Statuses.Count(ItemStatus.Tie).ToString(CultureInfo.InvariantCulture),
                    Differences(found[0].Result, result.Result).ToString(CultureInfo.InvariantCulture),
                    TextTable.Short(result.Score?.Accuracy, 4),
                    TextTable.Short(result.Score?.MacroF1, 4)
                );
            }

            table.Write(output);
            PrintDisputes(output, found);
            output.WriteLine();
        }
    }

    private static void PrintDisputes(TextWriter output, List<FieldConsensus> found)
    {
        int[] disputes =
        [
            .. Enumerable
                .Range(0, found[0].Items.Count)
                .Where(item =>
                    found.Select(result => result.Result.Labels[item]).Where(label => label >= 0).Distinct().Count() > 1
                ),
        ];
        output.WriteLine(
            $"{disputes.Length} items on which methods differ{(disputes.Length > ShownItems ? $", the first {ShownItems}:" : ":")}"
        );
        foreach (int item in disputes.Take(ShownItems))
        {
            IEnumerable<string> votes = found
                .GroupBy(result => ConsensusFile.Label(result, item), StringComparer.Ordinal)
                .Select(group =>
                    $"{(group.Key.Length == 0 ? "tie" : group.Key)}: {string.Join(' ', group.Select(result => result.Result.Method).Distinct())}"
                );
            output.WriteLine($"  {found[0].Items[item]}  {string.Join("; ", votes)}");
        }
    }

    private static int Differences(ConsensusResult first, ConsensusResult second)
    {
        int count = 0;
        for (int item = 0; item < first.ItemCount; item++)
        {
            count += first.Labels[item] != second.Labels[item] ? 1 : 0;
        }

        return count;
    }
}
