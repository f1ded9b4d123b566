using Overread.Quality.Consensus;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Consensus;

/// <summary>Habits, near misses and items that mislead, with derivatives taken by finite differences.</summary>
public sealed class EffectsByDefinition
{
    [Theory]
    [InlineData(2, false, false)]
    [InlineData(3, false, true)]
    [InlineData(3, true, false)]
    [InlineData(4, true, true)]
    public void Habits_climb_their_penalised_likelihood(int q, bool ordered, bool known)
    {
        const int Readers = 4;
        Ratings ratings = NaiveConsensus.Random(3, 40, Readers, q);
        double[,] prior = new double[q, q];
        for (int cell = 0; cell < q * q; cell++)
        {
            prior[cell / q, cell % q] = cell / q == cell % q ? 3 : 0.5 + (cell % q);
        }

        ConsensusOptions options = new()
        {
            MaxIterations = 3,
            Tolerance = 0,
            Gold = known ? [.. Enumerable.Range(0, 40).Select(i => i % 7 == 3 ? i % q : -1)] : null,
            ReaderPriors = known ? [prior, null, null, prior] : null,
        };
        var rows = NaiveConsensus.Rows(ratings).ToArray();
        int width = q + 2;
        double[] mean = new double[width];
        mean[q] = 1.5;
        double[][] own = [.. Enumerable.Range(0, Readers).Select(_ => mean.ToArray())];
        double[][] posteriors = NaiveConsensus.Votes(ratings, options);
        double[] balance = [];
        double likelihood = 0;

        // Places of the categories with mean 0 and standard deviation 1.
        double middle = (q - 1) / 2.0;
        double deviation = Math.Sqrt(Enumerable.Range(0, q).Average(k => (k - middle) * (k - middle)));
        double Place(int k) => (k - middle) / deviation;
        double[] Row(double[] p, int truth) =>
            NaiveConsensus
                .Normal([
                    .. Enumerable
                        .Range(0, q)
                        .Select(g =>
                            p[g] + (g == truth ? p[q] : 0) + (ordered && q > 2 ? p[q + 1] * Place(truth) * Place(g) : 0)
                        ),
                ])
                .Shares;
        for (int iteration = 0; iteration < 3; iteration++)
        {
            double[][,] counts = [.. Enumerable.Range(0, Readers).Select(_ => new double[q, q])];
            foreach ((int item, int reader, int label) in rows)
            {
                for (int t = 0; t < q; t++)
                {
                    counts[reader][t, label] += posteriors[item][t];
                }
            }

            double[] before = [.. mean];
            for (int r = 0; r < Readers; r++)
            {
                double[,] table = counts[r];
                if (options.ReaderPriors?[r] is { } earlier)
                {
                    for (int cell = 0; cell < q * q; cell++)
                    {
                        table[cell / q, cell % q] += earlier[cell / q, cell % q];
                    }
                }

                double Objective(double[] p)
                {
                    double sum = -p.Zip(before, (x, m) => (x - m) * (x - m)).Sum() / 2;
                    for (int t = 0; t < q; t++)
                    {
                        double[] row = Row(p, t);
                        for (int g = 0; g < q; g++)
                        {
                            sum += table[t, g] * Math.Log(row[g]);
                        }
                    }

                    return sum;
                }

                for (int step = 0; step < 2; step++)
                {
                    double[] move = Newton(Objective, own[r]);
                    own[r] = [.. own[r].Zip(move, (x, m) => x + Math.Clamp(m, -1, 1))];
                }
            }

            balance = NaiveConsensus.Mean(posteriors);

            // What is lent by an earlier record counts as labels, too.
            double[] weights = [.. counts.Select(c => Math.Sqrt(c.Cast<double>().Sum()))];
            mean =
            [
                .. Enumerable
                    .Range(0, width)
                    .Select(i => Enumerable.Range(0, Readers).Sum(r => weights[r] * own[r][i]) / weights.Sum()),
            ];
            likelihood = 0;
            for (int item = 0; item < 40; item++)
            {
                var given = rows.Where(r => r.Item == item).ToArray();
                if (given.Length > 0 && (options.Gold is null || options.Gold[item] < 0))
                {
                    (posteriors[item], double log) = NaiveConsensus.Normal([
                        .. Enumerable
                            .Range(0, q)
                            .Select(t =>
                                Math.Log(balance[t]) + given.Sum(g => Math.Log(Row(own[g.Reader], t)[g.Label]))
                            ),
                    ]);
                    likelihood += log;
                }
            }
        }

        AssociationFit fit = AssociationFit.Run(ratings, options, ordered);
        Assert.Equal((3, false), (fit.Trace.Iterations, fit.Trace.Converged));
        Assert.Equal(likelihood, fit.Trace.LogLikelihood!.Value, 1e-3);
        for (int cell = 0; cell < fit.Confusion.Length; cell++)
        {
            Assert.Equal(Row(own[cell / (q * q)], cell / q % q)[cell % q], fit.Confusion[cell], 1e-4);
        }

        for (int i = 0; i < fit.Posteriors.Length; i++)
        {
            Assert.Equal(posteriors[i / q][i % q], fit.Posteriors[i], 1e-4);
            Assert.Equal(balance[i % q], fit.Balance[i % q], 1e-4);
        }

        ConsensusResult result = ordered
            ? OrdinalDawidSkene.Infer(ratings, options)
            : ReaderHabits.Infer(ratings, options);
        Assert.Equal(ordered ? "ordinal" : "habits", result.Method);
        Assert.Equal(fit.Confusion[1], result.Readers[0].Confusion![0, 1]);
        Assert.True(AssociationFit.Run(ratings, options with { MaxIterations = 1000 }, ordered).Trace.Converged);
    }

    [Theory]
    [InlineData(2, 5, 0.4)]
    [InlineData(3, 1, 1.2)]
    [InlineData(4, 7, 0.8)]
    public void The_integral_over_an_effect_is_laplaces(int q, int labels, double spread)
    {
        SeededRandom random = new((ulong)(q + labels));
        double[] logits = [.. Enumerable.Range(0, 5 * q * q).Select(_ => random.NextNormal())];
        int[] readers = [.. Enumerable.Range(0, labels).Select(_ => random.Next(5))];
        int[] given = [.. Enumerable.Range(0, labels).Select(i => i % 3 == 0 ? random.Next(q) : 0)];
        double precision = 1 / (spread * spread);
        for (int truth = 0; truth < q; truth++)
        {
            double Log(double[] effect)
            {
                double sum = -precision * effect.Sum(e => e * e) / 2;
                for (int i = 0; i < labels; i++)
                {
                    double[] row =
                    [
                        .. Enumerable.Range(0, q).Select(k => logits[(((readers[i] * q) + truth) * q) + k] + effect[k]),
                    ];
                    sum += Math.Log(NaiveConsensus.Normal(row).Shares[given[i]]);
                }

                return sum;
            }

            double[] mode = new double[q];
            for (int step = 0; step < 30; step++)
            {
                mode = [.. mode.Zip(Newton(Log, mode), (e, m) => e + m)];
            }

            double[] effect = new double[q];
            double found = new ItemIntegral(q, precision).Laplace(readers, given, logits, truth, effect, 50);
            for (int k = 0; k < q; k++)
            {
                Assert.Equal(mode[k], effect[k], 1e-5);
            }

            // ∫ exp(f) N(0, spread²) ≈ exp f(mode) · spread^−q · |H|^−½, H by differences.
            double[] hessian = [.. Hessian(Log, mode).Select(h => -h)];
            double wanted = Log(mode) - (0.5 * Math.Log(Determinant(hessian, q))) - (q * Math.Log(spread));
            Assert.Equal(wanted, found, 1e-4);

            // One step is Newton's.
            double[] once = new double[q];
            new ItemIntegral(q, precision).Laplace(readers, given, logits, truth, once, 1);
            Assert.All(Newton(Log, new double[q]).Zip(once), p => Assert.Equal(p.First, p.Second, 1e-4));

            // No step: the value at the start, with the curvature there.
            double[] still = new double[q];
            double start = new ItemIntegral(q, precision).Laplace(readers, given, logits, truth, still, 0);
            Assert.All(still, e => Assert.Equal(0, e));
            double[] flat = [.. Hessian(Log, still).Select(h => -h)];
            Assert.Equal(Log(still) - (0.5 * Math.Log(Determinant(flat, q))) - (q * Math.Log(spread)), start, 1e-4);
        }
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void Misleading_items_are_fitted_as_written(int q, bool known)
    {
        const int Readers = 5;
        const double Spread = 0.8;
        Ratings ratings = NaiveConsensus.Random(9, 40, Readers, q, 0.9);
        double[,] prior = new double[q, q];
        for (int cell = 0; cell < q * q; cell++)
        {
            prior[cell / q, cell % q] = cell / q == cell % q ? 6 : 1;
        }

        ConsensusOptions options = new()
        {
            Gold = known ? [.. Enumerable.Range(0, 40).Select(i => i % 9 == 4 ? i % q : -1)] : null,
            ReaderPriors = known ? [null, prior, null, prior, null] : null,
            ClassBalance = known ? [.. Enumerable.Range(0, q).Select(k => (k + 1) * 2.0 / (q * (q + 1)))] : null,
        };
        DawidSkeneFit start = DawidSkeneFit.Run(ratings, options);
        ItemEffectsFit found = ItemEffectsFit.Run(ratings, start, Spread, options);
        double[] logits = [.. start.Confusion.Select(c => Math.Log(Math.Max(c, 1e-6)))];
        double[] balance = [.. start.Balance];
        double[][] posteriors = [.. Enumerable.Range(0, 40).Select(i => start.Posteriors[(i * q)..((i + 1) * q)])];
        double[][][] effects =
        [
            .. Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, q).Select(_ => new double[q]).ToArray()),
        ];
        ItemIntegral integral = new(q, 1 / (Spread * Spread));
        double evidence = 0;
        List<double> objective = [];
        double Expect(int steps)
        {
            evidence = 0;
            double change = 0;
            for (int item = 0; item < 40; item++)
            {
                if (ratings.ReadersOf(item).IsEmpty)
                {
                    continue;
                }

                double[] logs = new double[q];
                for (int t = 0; t < q; t++)
                {
                    logs[t] =
                        Math.Log(balance[t])
                        + integral.Laplace(
                            ratings.ReadersOf(item),
                            ratings.CategoriesOf(item),
                            logits,
                            t,
                            effects[item][t],
                            steps
                        );
                }

                if (options.Gold is { } gold && gold[item] >= 0)
                {
                    logs = [.. logs.Select((l, t) => t == gold[item] ? l : -1e9)];
                }

                (double[] row, double sum) = NaiveConsensus.Normal(logs);
                change = Math.Max(change, row.Zip(posteriors[item], (a, b) => Math.Abs(a - b)).Max());
                posteriors[item] = row;
                evidence += sum;
            }

            return change;
        }

        bool converged = false;
        for (int iteration = 0; iteration < 40 && !converged; iteration++)
        {
            double change = Expect(iteration == 0 ? 4 : 2);
            objective.Add(evidence);
            converged = iteration > 2 && change < 1e-4;
            Maximise();
        }

        Expect(4);
        Assert.Equal(evidence, found.Evidence, 1e-6);
        Assert.Equal((objective.Count, converged), (found.Trace.Iterations, found.Trace.Converged));
        for (int i = 0; i < objective.Count; i++)
        {
            Assert.Equal(objective[i], found.Trace.Objective[i], 1e-6);
        }

        for (int i = 0; i < found.Posteriors.Length; i++)
        {
            Assert.Equal(posteriors[i / q][i % q], found.Posteriors[i], 1e-7);
            Assert.Equal(balance[i % q], found.Balance[i % q], 1e-9);
        }

        Assert.Equal(Spread, found.Spread);

        // One damped Newton step per cell on Σ posterior · log softmax(logit + effect), plus pseudo-labels.
        void Maximise()
        {
            double[] next = [.. logits];
            double pseudo = Math.Max(options.Smoothing, 0.1 * (q - 1));
            for (int r = 0; r < Readers; r++)
            {
                for (int t = 0; t < q; t++)
                {
                    int row = ((r * q) + t) * q;
                    double[] lent =
                    [
                        .. Enumerable.Range(0, q).Select(k => pseudo + (options.ReaderPriors?[r]?[t, k] ?? 0)),
                    ];
                    double[] plain = NaiveConsensus.Normal(logits[row..(row + q)]).Shares;
                    for (int k = 0; k < q; k++)
                    {
                        double slope = lent[k] - (lent.Sum() * plain[k]);
                        double bend = (lent.Sum() * plain[k] * (1 - plain[k])) + 1e-9;
                        foreach (
                            (int item, int reader, int label) in NaiveConsensus.Rows(ratings).Where(x => x.Reader == r)
                        )
                        {
                            double share = NaiveConsensus
                                .Normal([.. effects[item][t].Select((e, l) => e + logits[row + l])])
                                .Shares[k];
                            slope += posteriors[item][t] * ((label == k ? 1 : 0) - share);
                            bend += posteriors[item][t] * share * (1 - share);
                        }

                        next[row + k] += Math.Clamp(0.7 * slope / bend, -1, 1);
                    }
                }
            }

            logits = next;
            double[][] read = [.. posteriors.Where((_, i) => !ratings.ReadersOf(i).IsEmpty)];
            balance = options.ClassBalance is { } fixedShares ? [.. fixedShares] : NaiveConsensus.Mean(read);
        }
    }

    private static double[] Newton(Func<double[], double> f, double[] at)
    {
        int n = at.Length;
        const double H = 1e-4;
        double[] slope = [.. Enumerable.Range(0, n).Select(i => (f(Moved(at, i, H)) - f(Moved(at, i, -H))) / (2 * H))];
        double[] inverse = SquareMatrix.Inverse([.. Hessian(f, at).Select(h => -h)], n)!;
        return
        [
            .. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Sum(j => inverse[(i * n) + j] * slope[j])),
        ];
    }

    private static double[] Hessian(Func<double[], double> f, double[] at)
    {
        int n = at.Length;
        const double H = 1e-3;
        double[] second = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                second[(i * n) + j] =
                    (
                        f(Moved(Moved(at, i, H), j, H))
                        - f(Moved(Moved(at, i, H), j, -H))
                        - f(Moved(Moved(at, i, -H), j, H))
                        + f(Moved(Moved(at, i, -H), j, -H))
                    ) / (4 * H * H);
            }
        }

        return second;
    }

    private static double[] Moved(double[] at, int i, double by) => [.. at.Select((x, k) => k == i ? x + by : x)];

    private static double Determinant(double[] matrix, int n) =>
        n == 0
            ? 1
            : Enumerable
                .Range(0, n)
                .Sum(j =>
                    (j % 2 == 0 ? 1 : -1)
                    * matrix[j]
                    * Determinant([.. matrix.Where((_, cell) => cell / n > 0 && cell % n != j)], n - 1)
                );
}
