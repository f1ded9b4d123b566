using Overread.Quality.Agreement;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Agreement;

/// <summary>The coefficients straight from their definitions, label by label, on a table of items × readers.</summary>
internal sealed record NaiveAgreement(int[][] Rows, int Categories, Func<int, int, double> Credit)
{
    internal readonly record struct Answer(double Value, double Observed, double Expected);

    private int Readers => Rows[0].Length;

    internal Ratings Ratings => Ratings.FromTable([.. Rows.SelectMany(row => row)], Readers, Categories);

    /// <summary>A random table with missing labels, in which readers agree more often than not.</summary>
    internal static NaiveAgreement Random(ulong seed, int items, int readers, int categories, CategoryWeights? weights)
    {
        SeededRandom random = new(seed);
        int[][] rows = new int[items][];
        for (int item = 0; item < items; item++)
        {
            int truth = Math.Min(random.Next(categories), random.Next(categories + 1));
            rows[item] = new int[readers];
            for (int reader = 0; reader < readers; reader++)
            {
                double u = random.NextDouble();
                rows[item][reader] =
                    u < 0.15 ? -1
                    : u < 0.7 ? truth
                    : random.Next(categories);
            }
        }

        // One item nobody read and one with a single label, for they are easily mistreated.
        Array.Fill(rows[1], -1);
        Array.Fill(rows[2], -1);
        rows[2][1] = categories - 1;
        return new NaiveAgreement(
            rows,
            categories,
            (a, b) =>
                weights is not null ? weights[a, b]
                : a == b ? 1
                : 0
        );
    }

    internal NaiveAgreement Without(Func<int, bool> item) => this with { Rows = [.. Rows.Where((_, i) => !item(i))] };

    private static int[] Labels(int[] row) => [.. row.Where(label => label >= 0)];

    private double Observed()
    {
        List<double> items = [];
        foreach (int[] labels in Rows.Select(Labels).Where(labels => labels.Length > 1))
        {
            List<double> pairs = [];
            for (int i = 0; i < labels.Length; i++)
            {
                for (int j = 0; j < labels.Length; j++)
                {
                    if (i != j)
                    {
                        pairs.Add(Credit(labels[i], labels[j]));
                    }
                }
            }

            items.Add(pairs.Average());
        }

        return items.Average();
    }

    private double[] Shares() =>
        [
            .. Enumerable
                .Range(0, Categories)
                .Select(k =>
                    Rows.Select(Labels)
                        .Where(labels => labels.Length > 0)
                        .Average(labels => labels.Count(label => label == k) / (double)labels.Length)
                ),
        ];

    private double Credits() => Sum((k, l) => Credit(k, l));

    private double Sum(Func<int, int, double> term)
    {
        double sum = 0;
        for (int k = 0; k < Categories; k++)
        {
            for (int l = 0; l < Categories; l++)
            {
                sum += term(k, l);
            }
        }

        return sum;
    }

    private static Answer Beyond(double observed, double expected) =>
        new((observed - expected) / (1 - expected), observed, expected);

    internal Answer Percent() => new(Observed(), Observed(), 0);

    internal Answer Fleiss()
    {
        double[] shares = Shares();
        return Beyond(Observed(), Sum((k, l) => Credit(k, l) * shares[k] * shares[l]));
    }

    internal Answer Gwet() =>
        Beyond(Observed(), Credits() / (Categories * (Categories - 1.0)) * Shares().Sum(p => p * (1 - p)));

    internal Answer Uniform() => Beyond(Observed(), Credits() / (Categories * (double)Categories));

    internal Answer Conger()
    {
        double[][] own =
        [
            .. Enumerable
                .Range(0, Readers)
                .Select(r => Rows.Select(row => row[r]).Where(label => label >= 0).ToArray())
                .Where(labels => labels.Length > 0)
                .Select(labels =>
                    Enumerable
                        .Range(0, Categories)
                        .Select(k => labels.Count(label => label == k) / (double)labels.Length)
                        .ToArray()
                ),
        ];
        List<double> pairs = [];
        for (int r = 0; r < own.Length; r++)
        {
            for (int s = 0; s < own.Length; s++)
            {
                if (r != s)
                {
                    pairs.Add(Sum((k, l) => Credit(k, l) * own[r][k] * own[s][l]));
                }
            }
        }

        return Beyond(Observed(), pairs.Average());
    }

    internal Answer? Cohen(int first, int second)
    {
        int[][] both = [.. Rows.Where(row => row[first] >= 0 && row[second] >= 0)];
        if (both.Length == 0)
        {
            return null;
        }

        double Share(int reader, int k) => both.Count(row => row[reader] == k) / (double)both.Length;
        double expected = Sum((k, l) => Credit(k, l) * Share(first, k) * Share(second, l));
        return expected > 1 - 1e-14 ? null : Beyond(both.Average(row => Credit(row[first], row[second])), expected);
    }

    internal Answer Light()
    {
        List<Answer> pairs = [];
        for (int r = 0; r < Readers; r++)
        {
            for (int s = r + 1; s < Readers; s++)
            {
                if (Cohen(r, s) is { } pair)
                {
                    pairs.Add(pair);
                }
            }
        }

        return new Answer(pairs.Average(p => p.Value), pairs.Average(p => p.Observed), pairs.Average(p => p.Expected));
    }

    /// <summary>Krippendorff's α from its coincidence matrix.</summary>
    internal Answer Alpha(AlphaMetric metric, double[] values)
    {
        double[,] coincidences = new double[Categories, Categories];
        foreach (int[] labels in Rows.Select(Labels).Where(labels => labels.Length > 1))
        {
            for (int i = 0; i < labels.Length; i++)
            {
                for (int j = 0; j < labels.Length; j++)
                {
                    coincidences[labels[i], labels[j]] += i == j ? 0 : 1.0 / (labels.Length - 1);
                }
            }
        }

        double[] totals =
        [
            .. Enumerable
                .Range(0, Categories)
                .Select(k => Enumerable.Range(0, Categories).Sum(l => coincidences[k, l])),
        ];
        double n = totals.Sum();
        double Distance(int c, int k)
        {
            switch (metric)
            {
                case AlphaMetric.Nominal:
                    return c == k ? 0 : 1;
                case AlphaMetric.Ordinal:
                    (int low, int high) = (Math.Min(c, k), Math.Max(c, k));
                    double between = -(totals[low] + totals[high]) / 2;
                    for (int g = low; g <= high; g++)
                    {
                        between += totals[g];
                    }

                    return c == k ? 0 : between * between;
                case AlphaMetric.Interval:
                    return Math.Pow(values[c] - values[k], 2);
                default:
                    return c == k ? 0 : Math.Pow((values[c] - values[k]) / (values[c] + values[k]), 2);
            }
        }

        double observed = Sum((c, k) => coincidences[c, k] * Distance(c, k)) / n;
        double expected = Sum((c, k) => totals[c] * totals[k] * Distance(c, k)) / (n * (n - 1));
        return new Answer(1 - (observed / expected), 1 - observed, 1 - expected);
    }

    /// <summary>Leaves out each unit in turn; on Fisher's scale for a κ (Tukey 1958).</summary>
    internal static (double Low, double High) Jackknife(
        double value,
        double[] left,
        bool kappa,
        double lowest,
        double level
    )
    {
        int n = left.Length;
        double mean = left.Average();
        double error = Math.Sqrt((n - 1.0) / n * left.Sum(v => (v - mean) * (v - mean)));
        double reach = SpecialFunctions.StudentQuantile(1 - ((1 - level) / 2), n - 1) * error;
        if (!kappa)
        {
            return (Math.Max(lowest, value - reach), Math.Min(1, value + reach));
        }

        double z = 0.5 * Math.Log((1 + value) / (1 - value));
        double wide = reach / (1 - (value * value));
        return (Math.Tanh(z - wide), Math.Tanh(z + wide));
    }
}
