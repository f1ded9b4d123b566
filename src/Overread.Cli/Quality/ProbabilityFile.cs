using System.Globalization;
using Overread.Cli.Quality.Files;

namespace Overread.Cli.Quality;

/// <summary>A file of given labels with a model's probabilities: item, label, one column per category.</summary>
internal sealed class ProbabilityFile
{
    private ProbabilityFile(List<string> items, int[] labels, double[] probabilities, IReadOnlyList<string> categories)
    {
        Items = items;
        Labels = labels;
        Probabilities = probabilities;
        Categories = categories;
    }

    internal IReadOnlyList<string> Items { get; }

    internal int[] Labels { get; }

    internal double[] Probabilities { get; }

    internal IReadOnlyList<string> Categories { get; }

    internal static ProbabilityFile Load(string path, FileReading? reading = null)
    {
        using TableRows rows = TableRows.Open(path, reading);
        if (
            rows.Header.Count < 4
            || ColumnRoles.Find([rows.Header[0]], ColumnRoles.Item) < 0
            || rows.Header[1] != "label"
        )
        {
            throw new FileError(
                path,
                1,
                "the header must be item,label and then one column per category, two at least."
            );
        }

        string[] categories = [.. rows.Header.Skip(2)];
        List<string> items = [];
        List<int> labels = [];
        List<double> probabilities = [];
        while (rows.Next())
        {
            int label = Array.IndexOf(categories, rows.Cell(1).ToString());
            if (label < 0)
            {
                throw new FileError(path, rows.Line, $"the label '{rows[1]}' has no column of probabilities.");
            }

            double sum = 0;
            for (int i = 2; i < rows.Header.Count; i++)
            {
                if (!rows.Number(i, out double p) || !(p >= 0 && p <= 1))
                {
                    throw new FileError(path, rows.Line, $"'{rows[i]}' is no probability.");
                }

                sum += p;
                probabilities.Add(p);
            }

            if (Math.Abs(sum - 1) > 0.01)
            {
                throw new FileError(
                    path,
                    rows.Line,
                    string.Create(CultureInfo.InvariantCulture, $"the probabilities sum to {sum:F3}.")
                );
            }

            items.Add(rows.Cell(0).ToString());
            labels.Add(label);
        }

        return new ProbabilityFile(items, [.. labels], [.. probabilities], categories);
    }

    internal int Likeliest(int item)
    {
        ReadOnlySpan<double> row = Probabilities.AsSpan(item * Categories.Count, Categories.Count);
        int best = 0;
        for (int k = 1; k < row.Length; k++)
        {
            best = row[k] > row[best] ? k : best;
        }

        return best;
    }
}
