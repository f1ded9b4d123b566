using Overread.Quality.Agreement;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Agreement.Coverage;

/// <summary>
/// A population of items and readers of which every coefficient is known: class shares, and per reader the probability of each
/// answer given the class; answers are independent given the class.
/// </summary>
internal sealed class ReaderStudyModel
{
    private readonly double[] _shares;
    private readonly double[][,] _answers;

    private ReaderStudyModel(double[] shares, double[][,] answers) => (_shares, _answers) = (shares, answers);

    internal int Classes => _shares.Length;

    internal int Readers => _answers.Length;

    /// <summary>Class 0 is the common one; the others share the prevalence evenly.</summary>
    /// <param name="prevalence">Share of all classes but 0.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="right">For each reader the probability to know the class; else one of the classes at random.</param>
    internal static ReaderStudyModel Guessing(double prevalence, int classes, params double[] right)
    {
        double[] shares = new double[classes];
        Array.Fill(shares, prevalence / (classes - 1));
        shares[0] = 1 - prevalence;
        return new ReaderStudyModel(
            shares,
            [
                .. right.Select(known =>
                {
                    double[,] table = new double[classes, classes];
                    for (int c = 0; c < classes; c++)
                    {
                        for (int k = 0; k < classes; k++)
                        {
                            table[c, k] = ((1 - known) / classes) + (c == k ? known : 0);
                        }
                    }

                    return table;
                }),
            ]
        );
    }

    internal Ratings Draw(ref SeededRandom random, int items)
    {
        int[] table = new int[items * Readers];
        for (int item = 0; item < items; item++)
        {
            int truth = Pick(ref random, k => _shares[k]);
            for (int r = 0; r < Readers; r++)
            {
                double[,] answers = _answers[r];
                table[(item * Readers) + r] = Pick(ref random, k => answers[truth, k]);
            }
        }

        return Ratings.FromTable(table, Readers, Classes);
    }

    /// <summary>The coefficient of the population, weighted where weights are given.</summary>
    internal double Truth(string name, CategoryWeights? weights)
    {
        (double agreement, double own, int pairs) = (0, 0, 0);
        double light = 0;
        double[] pooled = new double[Classes];
        for (int r = 0; r < Readers; r++)
        {
            double[] first = Margin(r);
            for (int k = 0; k < Classes; k++)
            {
                pooled[k] += first[k] / Readers;
            }

            for (int s = 0; s < r; s++, pairs++)
            {
                double observed = Agreement(r, s, weights);
                double chance = Chance(first, Margin(s), weights);
                agreement += observed;
                own += chance;
                light += (observed - chance) / (1 - chance);
            }
        }

        (agreement, own, light) = (agreement / pairs, own / pairs, light / pairs);
        double total = weights?.Total ?? Classes;
        double expected = name switch
        {
            "percent" => 0,
            "conger-kappa" => own,
            "gwet-ac1" => total * pooled.Sum(p => p * (1 - p)) / (Classes * (Classes - 1.0)),
            "brennan-prediger" => total / (Classes * (double)Classes),
            _ => Chance(pooled, pooled, weights),
        };
        return name is "light-kappa" or "cohen-kappa" ? light : (agreement - expected) / (1 - expected);
    }

    private double Agreement(int first, int second, CategoryWeights? weights)
    {
        double sum = 0;
        for (int c = 0; c < Classes; c++)
        {
            for (int k = 0; k < Classes; k++)
            {
                for (int l = 0; l < Classes; l++)
                {
                    sum += _shares[c] * _answers[first][c, k] * _answers[second][c, l] * Credit(weights, k, l);
                }
            }
        }

        return sum;
    }

    private double Chance(double[] first, double[] second, CategoryWeights? weights)
    {
        double sum = 0;
        for (int k = 0; k < Classes; k++)
        {
            for (int l = 0; l < Classes; l++)
            {
                sum += first[k] * second[l] * Credit(weights, k, l);
            }
        }

        return sum;
    }

    private double[] Margin(int reader) =>
        [
            .. Enumerable
                .Range(0, Classes)
                .Select(k => Enumerable.Range(0, Classes).Sum(c => _shares[c] * _answers[reader][c, k])),
        ];

    private static double Credit(CategoryWeights? weights, int k, int l) =>
        weights is null ? (k == l ? 1 : 0) : weights[k, l];

    private int Pick(ref SeededRandom random, Func<int, double> probability)
    {
        double at = random.NextDouble();
        for (int k = 0; k + 1 < Classes; k++)
        {
            at -= probability(k);
            if (at < 0)
            {
                return k;
            }
        }

        return Classes - 1;
    }
}
