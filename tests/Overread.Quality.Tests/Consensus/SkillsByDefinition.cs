using Overread.Quality.Consensus;

namespace Overread.Quality.Tests.Consensus;

/// <summary>Methods with one skill per reader against plain loops.</summary>
public sealed class SkillsByDefinition
{
    public static TheoryData<int, int, int, bool> Tables =>
        new()
        {
            { 1, 2, 5, false },
            { 2, 3, 4, true },
            { 3, 4, 7, true },
            { 4, 2, 3, true },
        };

    internal static ConsensusOptions Options(Ratings ratings, bool known)
    {
        if (!known)
        {
            return new() { Tolerance = 0 };
        }

        int q = ratings.CategoryCount;
        double[,] prior = new double[q, q];
        for (int t = 0; t < q; t++)
        {
            for (int g = 0; g < q; g++)
            {
                prior[t, g] = t == g ? 4 : 0.5;
            }
        }

        return new()
        {
            Tolerance = 0,
            Gold = [.. Enumerable.Range(0, ratings.ItemCount).Select(i => i % 6 == 2 ? i % q : -1)],
            ReaderPriors = [.. Enumerable.Range(0, ratings.ReaderCount).Select(r => r % 2 == 1 ? prior : null)],
        };
    }

    internal static (double Right, double Labels) Earlier(ConsensusOptions options, int reader)
    {
        double[] table = options.ReaderPriors?[reader]?.Cast<double>().ToArray() ?? [];
        int q = (int)Math.Sqrt(table.Length);
        return (table.Where((_, cell) => cell / q == cell % q).Sum(), table.Sum());
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Weighted_votes(int seed, int categories, int readers, bool known)
    {
        Ratings ratings = NaiveConsensus.Random((ulong)seed, 30, readers, categories);
        ConsensusOptions options = Options(ratings, known);
        double[][] votes = NaiveConsensus.Votes(ratings, options);
        double[] skills = Agreement(votes);
        ConsensusResult wawa = WeightedMajority.Wawa(ratings, options);
        NaiveConsensus.Same(Weighted(skills), wawa, 1e-12);
        for (int r = 0; r < readers; r++)
        {
            Assert.Equal(skills[r], wawa.Readers[r].Skill!.Value, 1e-12);
        }

        double[] zbs = [.. Enumerable.Repeat(1.0 / categories, readers)];
        for (int round = 0; round < 6; round++)
        {
            double[] next = Agreement(Weighted(zbs));
            zbs = [.. zbs.Zip(next, (own, agreed) => own + (0.5 * (agreed - own)))];
        }

        ConsensusResult found = WeightedMajority.ZeroBasedSkill(ratings, options with { MaxIterations = 6 });
        NaiveConsensus.Same(Weighted(zbs), found, 1e-12);
        Assert.Equal((6, "zero-based-skill", "wawa"), (found.Trace.Iterations, found.Method, wawa.Method));
        Assert.InRange(WeightedMajority.ZeroBasedSkill(ratings, options).Trace.Iterations, 30, 100);

        double[] Agreement(double[][] shares)
        {
            double[] agreeing = new double[readers];
            double[] labels = new double[readers];
            foreach ((int item, int reader, int label) in NaiveConsensus.Rows(ratings))
            {
                double top = shares[item].Max();
                int leaders = shares[item].Count(s => s >= top - 1e-9);
                labels[reader]++;
                agreeing[reader] += shares[item][label] >= top - 1e-9 ? 1.0 / leaders : 0;
            }

            return
            [
                .. agreeing.Select(
                    (a, r) => (a + Earlier(options, r).Right) / Math.Max(1, labels[r] + Earlier(options, r).Labels)
                ),
            ];
        }

        double[][] Weighted(double[] weights)
        {
            double[][] shares = NaiveConsensus.Votes(ratings, options);
            for (int item = 0; item < shares.Length; item++)
            {
                var own = NaiveConsensus.Rows(ratings).Where(r => r.Item == item).ToArray();
                bool gold = options.Gold is not null && options.Gold[item] >= 0;
                if (own.Sum(r => weights[r.Reader]) > 0 && !gold)
                {
                    shares[item] =
                    [
                        .. Enumerable
                            .Range(0, categories)
                            .Select(k =>
                                own.Where(r => r.Label == k).Sum(r => weights[r.Reader])
                                / own.Sum(r => weights[r.Reader])
                            ),
                    ];
                }
            }

            return shares;
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void One_coin(int seed, int categories, int readers, bool known)
    {
        Ratings ratings = NaiveConsensus.Random((ulong)seed, 30, readers, categories);
        ConsensusOptions options = Options(ratings, known) with { MaxIterations = 4, Smoothing = 0.3 };
        var rows = NaiveConsensus.Rows(ratings).ToArray();
        double[][] posteriors = NaiveConsensus.Votes(ratings, options);
        double[] skills = [];
        double likelihood = 0;
        for (int iteration = 0; iteration < 4; iteration++)
        {
            skills =
            [
                .. Enumerable
                    .Range(0, readers)
                    .Select(r =>
                        (
                            rows.Where(x => x.Reader == r).Sum(x => posteriors[x.Item][x.Label])
                            + Earlier(options, r).Right
                            + 0.3
                        ) / (rows.Count(x => x.Reader == r) + Earlier(options, r).Labels + (categories * 0.3))
                    ),
            ];
            double[] balance = NaiveConsensus.Mean(posteriors);
            likelihood = 0;
            for (int item = 0; item < posteriors.Length; item++)
            {
                var own = rows.Where(r => r.Item == item).ToArray();
                if (own.Length > 0 && (options.Gold is null || options.Gold[item] < 0))
                {
                    (posteriors[item], double log) = NaiveConsensus.Normal([
                        .. Enumerable
                            .Range(0, categories)
                            .Select(k =>
                                Math.Log(balance[k])
                                + own.Sum(r =>
                                    Math.Log(
                                        r.Label == k ? skills[r.Reader] : (1 - skills[r.Reader]) / (categories - 1)
                                    )
                                )
                            ),
                    ]);
                    likelihood += log;
                }
            }
        }

        ConsensusResult found = OneCoin.Unguarded(ratings, options);
        NaiveConsensus.Same(posteriors, found, 1e-6);
        Assert.Equal(likelihood, found.Trace.LogLikelihood!.Value, 1e-4);
        Assert.Equal(4, found.Trace.Iterations);
        for (int r = 0; r < readers; r++)
        {
            Assert.Equal(skills[r], found.Readers[r].Skill!.Value, 1e-6);
        }

        Assert.True(OneCoin.Unguarded(ratings, options with { MaxIterations = 500, Tolerance = 1e-6 }).Trace.Converged);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Mace_knows_or_guesses(int seed, int categories, int readers, bool known)
    {
        Ratings ratings = NaiveConsensus.Random((ulong)seed, 30, readers, categories);
        ConsensusOptions options = Options(ratings, known) with { MaxIterations = 5 };
        var rows = NaiveConsensus.Rows(ratings).ToArray();
        double[][] posteriors = NaiveConsensus.Votes(ratings, options);
        double[] balance = NaiveConsensus.Mean(posteriors);
        List<double> changes = [];
        double[] knowing = [.. Enumerable.Repeat(0.5, readers)];
        double[][] habits =
        [
            .. Enumerable.Range(0, readers).Select(_ => Enumerable.Repeat(1.0 / categories, categories).ToArray()),
        ];
        for (int iteration = 0; iteration < 5; iteration++)
        {
            // P(label | truth) = knows · [label = truth] + (1 − knows) · habit(label).
            for (int item = 0; item < posteriors.Length && iteration > 0; item++)
            {
                var own = rows.Where(r => r.Item == item).ToArray();
                if (own.Length > 0 && (options.Gold is null || options.Gold[item] < 0))
                {
                    (posteriors[item], _) = NaiveConsensus.Normal([
                        .. Enumerable
                            .Range(0, categories)
                            .Select(k =>
                                Math.Log(balance[k])
                                + own.Sum(r =>
                                    Math.Log(
                                        (r.Label == k ? knowing[r.Reader] : 0)
                                            + ((1 - knowing[r.Reader]) * habits[r.Reader][r.Label])
                                    )
                                )
                            ),
                    ]);
                }
            }

            double Knew(int r, int k) => knowing[r] / (knowing[r] + ((1 - knowing[r]) * habits[r][k]));
            double[] nextKnowing = new double[readers];
            double[][] nextHabits = new double[readers][];
            for (int r = 0; r < readers; r++)
            {
                double[,]? prior = options.ReaderPriors?[r];
                double[] labels =
                [
                    .. Enumerable
                        .Range(0, categories)
                        .Select(k =>
                            rows.Count(x => x.Reader == r && x.Label == k)
                            + Enumerable.Range(0, categories).Sum(t => prior is null ? 0 : prior[t, k])
                        ),
                ];
                double[] mass =
                [
                    .. Enumerable
                        .Range(0, categories)
                        .Select(k =>
                            Knew(r, k)
                            * (
                                rows.Where(x => x.Reader == r && x.Label == k).Sum(x => posteriors[x.Item][k])
                                + (prior is null ? 0 : prior[k, k])
                            )
                        ),
                ];
                nextKnowing[r] = (0.5 + mass.Sum()) / (1 + labels.Sum());
                double[] guesses = [.. labels.Zip(mass, (l, m) => Math.Max(0, l - m) + (0.5 / categories))];
                nextHabits[r] = [.. guesses.Select(g => g / guesses.Sum())];
            }

            changes.Add(knowing.Zip(nextKnowing).Max(p => Math.Abs(p.First - p.Second)));
            (knowing, habits) = (nextKnowing, nextHabits);
            balance = NaiveConsensus.Mean(posteriors);
        }

        MaceFit fit = new(ratings, options);
        ConvergenceTrace trace = fit.Run();
        Assert.Equal((5, false), (trace.Iterations, trace.Converged));
        Assert.All(changes.Zip(trace.Objective), p => Assert.Equal(p.First, p.Second, 1e-9));
        ConvergenceTrace whole = new MaceFit(ratings, options with { MaxIterations = 2000, Tolerance = 1e-3 }).Run();
        Assert.True(whole.Converged && whole.Objective[^1] <= 1e-3 && whole.Objective[^2] > 1e-3);
        for (int r = 0; r < readers; r++)
        {
            Assert.Equal(knowing[r], fit.Knowing[r], 1e-9);
        }

        for (int i = 0; i < fit.Posteriors.Length; i++)
        {
            Assert.Equal(posteriors[i / categories][i % categories], fit.Posteriors[i], 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Glad_steps_on_abilities_and_ease(int seed, int categories, int readers, bool known)
    {
        Ratings ratings = NaiveConsensus.Random((ulong)seed, 25, readers, categories, repeats: true);
        ConsensusOptions options = Options(ratings, known) with { MaxIterations = 4 };
        var rows = NaiveConsensus.Rows(ratings).ToArray();
        double[][] posteriors = NaiveConsensus.Votes(ratings, options);
        double[] balance = NaiveConsensus.Mean(posteriors);
        double[] ability = [.. Enumerable.Repeat(1.0, readers)];
        double[] ease = [.. Enumerable.Repeat(1.0, 25)];
        static double Sigma(double x) => 1 / (1 + Math.Exp(-x));
        List<double> changes = [];
        for (int iteration = 0; iteration < 4; iteration++)
        {
            // P(right) = σ(α β); a wrong label is any other category alike.
            for (int item = 0; item < 25; item++)
            {
                var own = rows.Where(r => r.Item == item).ToArray();
                if (own.Length > 0 && (options.Gold is null || options.Gold[item] < 0))
                {
                    (posteriors[item], _) = NaiveConsensus.Normal([
                        .. Enumerable
                            .Range(0, categories)
                            .Select(k =>
                                Math.Log(balance[k])
                                + own.Sum(r =>
                                {
                                    double right = Sigma(ability[r.Reader] * ease[item]);
                                    return Math.Log(r.Label == k ? right : (1 - right) / (categories - 1));
                                })
                            ),
                    ]);
                }
            }

            // One Newton step for each, priors: α normal about 1, log β normal about 0.
            double Residual((int Item, int Reader, int Label) r) =>
                posteriors[r.Item][r.Label] - Sigma(ability[r.Reader] * ease[r.Item]);
            double Spread((int Item, int Reader, int Label) r)
            {
                double s = Sigma(ability[r.Reader] * ease[r.Item]);
                return s * (1 - s);
            }

            double[] nextEase =
            [
                .. ease.Select(
                    (b, item) =>
                    {
                        var own = rows.Where(r => r.Item == item).ToArray();
                        double slope = own.Sum(r => Residual(r) * ability[r.Reader] * b) - Math.Log(b);
                        double bend = own.Sum(r => Spread(r) * Math.Pow(ability[r.Reader] * b, 2)) + 1;
                        return own.Length == 0
                            ? b
                            : Math.Exp(Math.Clamp(Math.Log(b) + Math.Clamp(slope / bend, -0.5, 0.5), -4, 4));
                    }
                ),
            ];
            double[] before = ability;
            ability =
            [
                .. ability.Select(
                    (a, reader) =>
                    {
                        var own = rows.Where(r => r.Reader == reader).ToArray();
                        (double right, double labels) = Earlier(options, reader);
                        double slope = own.Sum(r => Residual(r) * ease[r.Item]) + right - (labels * Sigma(a)) - (a - 1);
                        double bend =
                            own.Sum(r => Spread(r) * ease[r.Item] * ease[r.Item])
                            + (labels * Sigma(a) * (1 - Sigma(a)))
                            + 1;
                        return a + Math.Clamp(slope / bend, -0.5, 0.5);
                    }
                ),
            ];
            changes.Add(
                Math.Max(
                    ability.Zip(before).Max(p => Math.Abs(p.First - p.Second)),
                    ease.Zip(nextEase).Max(p => Math.Abs(Math.Log(p.First / p.Second)))
                )
            );
            ease = nextEase;
            balance = NaiveConsensus.Mean(posteriors);
        }

        GladFit fit = new(ratings, options);
        ConvergenceTrace trace = fit.Run();
        Assert.Equal(4, trace.Iterations);
        Assert.All(changes.Zip(trace.Objective), p => Assert.Equal(p.First, p.Second, 1e-9));
        if (!known)
        {
            ConvergenceTrace whole = new GladFit(ratings, options with { MaxIterations = 2000 }).Run();
            Assert.True(whole.Converged && whole.Objective[^1] <= 1e-5 && whole.Objective[^2] > 1e-5);
            ConvergenceTrace early = new GladFit(
                ratings,
                options with
                {
                    MaxIterations = 2000,
                    Tolerance = 1e-2,
                }
            ).Run();
            Assert.True(early.Objective[^1] <= 1e-2 && early.Objective[^2] > 1e-2);
        }

        for (int r = 0; r < readers; r++)
        {
            Assert.Equal(ability[r], fit.Abilities[r], 1e-9);
        }

        for (int i = 0; i < fit.Posteriors.Length; i++)
        {
            Assert.Equal(posteriors[i / categories][i % categories], fit.Posteriors[i], 1e-9);
        }
    }
}
