using Overread.Quality.Consensus;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Consensus;

/// <summary>Models beside readers, and findings that lend to one another.</summary>
public sealed class FusionByDefinition
{
    [Theory]
    [InlineData(1, 2, 2)]
    [InlineData(2, 3, 1)]
    [InlineData(3, 3, 0)]
    public void Fusion_weighs_by_agreement_and_error(int seed, int q, int count)
    {
        const int Items = 30;
        Ratings ratings = NaiveConsensus.Random((ulong)seed, Items, 4, q, 0.6);
        SeededRandom random = new((ulong)seed + 9);
        double[][] votes = NaiveConsensus.Votes(ratings, new());
        double[][] models = new double[count][];
        for (int m = 0; m < count; m++)
        {
            double[] raw =
            [
                .. Enumerable.Range(0, Items * q).Select(i => random.NextDouble() + (m * 2 * votes[i / q][i % q])),
            ];
            models[m] = [.. raw.Select((v, i) => v / raw[(i / q * q)..((i / q * q) + q)].Sum())];
        }

        int[] gold = [.. Enumerable.Range(0, Items).Select(i => i == 7 ? 1 : -1)];
        ConsensusResult found = ModelFusion.Infer(ratings, models, new() { Gold = gold, AcceptAt = 0.9 });
        var rows = NaiveConsensus.Rows(ratings).ToArray();
        int[] reads = [.. Enumerable.Range(0, Items).Select(i => rows.Count(r => r.Item == i))];

        // The vote, ties and unread items by the models' sum.
        int[] consensus =
        [
            .. Enumerable
                .Range(0, Items)
                .Select(i =>
                {
                    int[] leaders =
                    [
                        .. Enumerable.Range(0, q).Where(k => reads[i] == 0 || votes[i][k] > votes[i].Max() - 1e-10),
                    ];
                    return leaders.OrderByDescending(k => models.Sum(m => m[(i * q) + k])).First();
                }),
        ];
        int[] shared = [.. Enumerable.Range(0, Items).Where(i => reads[i] > 1)];
        double baseline =
            1 - (Enumerable.Range(0, q).Max(k => shared.Count(i => consensus[i] == k)) / (double)shared.Length);
        (double Agreeing, double Pairs) Pairs(Func<int, bool> reader)
        {
            double agreeing = 0;
            double pairs = 0;
            foreach (var a in rows.Where(r => reader(r.Reader)))
            {
                foreach (var b in rows.Where(b => b.Item == a.Item && b != a))
                {
                    pairs++;
                    agreeing += a.Label == b.Label ? 1 : 0;
                }
            }

            return (agreeing, pairs);
        }

        (double all, double total) = Pairs(_ => true);
        double agreement = Math.Clamp(all / total, 1.0 / q, 1 - 1e-6);
        double[] readerWeights =
        [
            .. Enumerable
                .Range(0, 4)
                .Select(r =>
                    Math.Max(1e-6, 1 - ((1 - (Pairs(x => x == r).Agreeing / Pairs(x => x == r).Pairs)) / baseline))
                ),
        ];
        double[] modelWeights =
        [
            .. models.Select(m =>
            {
                double wrong = shared.Count(i =>
                    Array.IndexOf(m, m[(i * q)..((i + 1) * q)].Max(), i * q) - (i * q) != consensus[i]
                );
                return Math.Max(1e-6, 1 - (wrong / shared.Length / baseline)) * Math.Sqrt(rows.Length / (double)Items);
            }),
        ];
        for (int i = 0; i < Items; i++)
        {
            double[] row = new double[q];
            for (int k = 0; k < q; k++)
            {
                row[k] =
                    rows.Where(r => r.Item == i)
                        .Sum(r => readerWeights[r.Reader] * (r.Label == k ? agreement : (1 - agreement) / (q - 1)))
                    + models.Zip(modelWeights, (m, w) => w * m[(i * q) + k]).Sum();
            }

            double sum = row.Sum();
            for (int k = 0; k < q; k++)
            {
                double wanted =
                    i == 7 ? (k == 1 ? 1 : 0)
                    : sum > 0 ? row[k] / sum
                    : 1.0 / q;
                Assert.Equal(wanted, found.PosteriorOf(i)[k], 1e-12);
            }
        }

        Assert.Equal(readerWeights[2], found.Readers[2].Skill!.Value, 1e-12);
        Assert.Equal(
            "model weights "
                + string.Join(
                    ", ",
                    modelWeights.Select(w => w.ToString("F3", System.Globalization.CultureInfo.InvariantCulture))
                ),
            found.Notice
        );
        Assert.Equal(("model-fusion", 0.9), (found.Method, found.AcceptAt));
    }

    [Fact]
    public void Scores_become_probabilities_by_the_curve_of_most_likelihood()
    {
        (Ratings ratings, int[] truth) = Simulate.Readers(4, 80, [0.8, 0.7, 0.75], 2, 0.8, [0.7, 0.3]);
        SeededRandom random = new(3);
        double[] scores = [.. truth.Select(t => 50 + (20 * (t + random.NextNormal())))];
        double[] found = ScoreCalibration.Logistic(scores, ratings);
        double mean = scores.Average();
        double spread = Math.Sqrt(scores.Average(s => (s - mean) * (s - mean)));
        double[] x = [.. scores.Select(s => (s - mean) / spread)];

        // Logits are one line in the scores; its slope is where the penalised likelihood stands still.
        double[] logit = [.. Enumerable.Range(0, 80).Select(i => Math.Log(found[(i * 2) + 1] / found[i * 2]))];
        double slope = (logit[1] - logit[0]) / (x[1] - x[0]);
        double shift = logit[0] - (slope * x[0]);
        for (int i = 0; i < 80; i++)
        {
            Assert.Equal(shift + (slope * x[i]), logit[i], 1e-9);
            Assert.Equal(1, found[i * 2] + found[(i * 2) + 1], 1e-12);
        }

        int[] read = [.. Enumerable.Range(0, 80).Where(i => !ratings.ReadersOf(i).IsEmpty)];
        double[] share =
        [
            .. Enumerable
                .Range(0, 80)
                .Select(i => ratings.CategoriesOf(i).Length == 0 ? 0 : ratings.CategoriesOf(i).ToArray().Average()),
        ];
        double offset = 0;
        for (double step = 4; step > 1e-13; step /= 2)
        {
            offset += read.Sum(i => share[i] - P(i)) > 0 ? step : -step;
        }

        double P(int i) => 1 / (1 + Math.Exp(-(offset + (slope * x[i]))));
        Assert.Equal(0, read.Sum(i => (share[i] - P(i)) * x[i]) - (1e-3 * slope), 1e-6);

        // As many above one half as readers call positive.
        int positive = 80 - (int)Math.Round((1 - ratings.Prevalence()[1]) * 80);
        Assert.Equal(positive, Enumerable.Range(0, 80).Count(i => found[(i * 2) + 1] > 0.5));
        double[] sorted = [.. logit.Order()];
        Assert.Equal(-sorted[79 - positive], sorted[80 - positive], 1e-9);
    }

    [Fact]
    public void Scores_at_the_edge()
    {
        Ratings none = Ratings.FromTable([0, 0, 0, 0], 2, 2);
        double[] below = ScoreCalibration.Logistic([1, 2], none);
        Assert.True(below[1] < 0.5 || below[3] <= 0.5);
        Ratings all = Ratings.FromTable([1, 1, 1, 1], 2, 2);
        double[] above = ScoreCalibration.Logistic([1, 2], all);
        Assert.True(above[1] >= 0.5 && above[3] >= 0.5);
        Assert.Empty(ScoreCalibration.Logistic([], Ratings.FromTable([], 2, 2)));
        Assert.All(
            ScoreCalibration.Logistic([3, 3], Ratings.FromTable([0, 1, 1, 0], 2, 2)),
            p => Assert.Equal(0.5, p, 1e-12)
        );
        Assert.Contains(
            "NaN",
            Assert.Throws<ArgumentException>(() => ScoreCalibration.Logistic([double.NaN, 1], all)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => ScoreCalibration.Logistic([1], all));
        Assert.Throws<ArgumentException>(() =>
            ScoreCalibration.Logistic([1, 2], Ratings.FromTable([0, 1, 1, 0], 2, 3))
        );
        foreach (double bad in (double[])[-0.1, 1.1, double.NaN])
        {
            Assert.Contains(
                "[0, 1]",
                Assert
                    .Throws<ArgumentException>(() =>
                        ModelFusion.Infer(
                            none,
                            [
                                [bad, 0.5, 0.5, 0.5],
                            ]
                        )
                    )
                    .Message,
                StringComparison.Ordinal
            );
        }

        Assert.Contains(
            "3 probabilities",
            Assert
                .Throws<ArgumentException>(() =>
                    ModelFusion.Infer(
                        none,
                        [
                            [0.5, 0.5, 1],
                        ]
                    )
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Equal(
            0,
            ModelFusion
                .Infer(
                    none,
                    [
                        [1, 0, 0, 1 + 5e-10],
                    ]
                )
                .Labels[0]
        );
    }

    [Theory]
    [InlineData(4.0)]
    [InlineData(1000.0)]
    public void Findings_lend_their_tables(double strength)
    {
        Ratings[] labels = [.. Enumerable.Range(0, 3).Select(l => NaiveConsensus.Random((ulong)l + 3, 40, 4, 2, 0.5))];
        ConsensusOptions options = new() { MaxIterations = 3, Tolerance = 0 };
        NaiveConsensus.Fit[] alone = [.. labels.Select(r => NaiveConsensus.DawidSkene(r, options, 3))];
        IReadOnlyList<ConsensusResult> found = MultiLabel.Infer(labels, strength, options);
        for (int label = 0; label < 3; label++)
        {
            double[,]?[] priors = new double[,]?[4];
            for (int reader = 0; reader < 4; reader++)
            {
                double[,] table = new double[2, 2];
                for (int other = 0; other < 3; other++)
                {
                    foreach (
                        (int item, int r, int given) in NaiveConsensus
                            .Rows(labels[other])
                            .Where(x => x.Reader == reader && other != label)
                    )
                    {
                        table[0, given] += alone[other].Posteriors[item][0];
                        table[1, given] += alone[other].Posteriors[item][1];
                    }
                }

                double[,] lent = new double[2, 2];
                for (int t = 0; t < 2; t++)
                {
                    double total = table[t, 0] + table[t, 1];
                    for (int g = 0; g < 2; g++)
                    {
                        lent[t, g] = total > 0 ? Math.Min(strength, total) * table[t, g] / total : 0;
                    }
                }

                priors[reader] = lent;
            }

            NaiveConsensus.Same(
                NaiveConsensus.DawidSkene(labels[label], options with { ReaderPriors = priors }, 3).Posteriors,
                found[label],
                1e-9
            );
        }
    }
}
