using Overread.Quality.Consensus;
using Overread.Quality.Numerics;
using static Overread.Quality.Tests.Consensus.SkillsByDefinition;

namespace Overread.Quality.Tests.Consensus;

/// <summary>Skills from agreements of pairs, and messages between readers and items, against plain loops.</summary>
public sealed class AgreementSkillsByDefinition
{
    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(2, 3, 0)]
    [InlineData(3, 4, 2)]
    public void Skills_from_agreements_without_the_extremes(int seed, int categories, int trimmed)
    {
        const int Readers = 6;
        Ratings ratings = NaiveConsensus.Random((ulong)seed, 50, Readers, categories);
        ConsensusOptions options = Options(ratings, seed > 1) with { Tolerance = 1e-10 };
        if (options.Gold is not null)
        {
            // Gold that agrees with most votes, or the guard would step in.
            double[][] votes = NaiveConsensus.Votes(ratings, new());
            options = options with { Gold = [.. votes.Select((v, i) => i % 6 == 2 ? Array.IndexOf(v, v.Max()) : -1)] };
        }

        var rows = NaiveConsensus.Rows(ratings).ToArray();
        double[,] agreement = new double[Readers, Readers];
        double[,] shared = new double[Readers, Readers];
        foreach (var a in rows)
        {
            foreach (var b in rows.Where(b => b.Item == a.Item && b.Reader != a.Reader))
            {
                shared[a.Reader, b.Reader]++;
                agreement[a.Reader, b.Reader] += a.Label == b.Label ? 1 : 0;
            }
        }

        double q = categories;
        double[] skills = [.. Enumerable.Repeat(0.5, Readers)];
        for (int round = 0; round < 499; round++)
        {
            skills =
            [
                .. skills.Select(
                    (own, r) =>
                    {
                        (double Value, double Weight)[] estimates =
                        [
                            .. Enumerable
                                .Range(0, Readers)
                                .Where(s => s != r && shared[r, s] > 0 && Math.Abs(skills[s]) > 1e-3)
                                .Select(s =>
                                    (
                                        ((q * agreement[r, s] / shared[r, s]) - 1) / (q - 1) / skills[s],
                                        shared[r, s] * skills[s] * skills[s]
                                    )
                                )
                                .OrderBy(e => e.Item1),
                        ];
                        int cut = Math.Min(trimmed, (estimates.Length - 1) / 2);
                        (double Value, double Weight)[] kept = estimates[cut..(estimates.Length - cut)];
                        (double right, double labels) = Earlier(options, r);
                        foreach (
                            var row in rows.Where(x =>
                                x.Reader == r && options.Gold is not null && options.Gold[x.Item] >= 0
                            )
                        )
                        {
                            labels++;
                            right += row.Label == options.Gold![row.Item] ? 1 : 0;
                        }

                        double sum = kept.Sum(e => e.Value * e.Weight) + (((q * right) - labels) / (q - 1));
                        double weight = kept.Sum(e => e.Weight) + labels;
                        return 0.5 * (own + (weight > 0 ? Math.Clamp(sum / weight, -1, 1) : 0));
                    }
                ),
            ];
        }

        double[][] posteriors = NaiveConsensus.Votes(ratings, options);
        for (int item = 0; item < 50; item++)
        {
            if (options.Gold is null || options.Gold[item] < 0)
            {
                (posteriors[item], _) = NaiveConsensus.Normal([
                    .. Enumerable
                        .Range(0, categories)
                        .Select(k =>
                            rows.Where(r => r.Item == item)
                                .Sum(r =>
                                {
                                    double skill = Math.Clamp(skills[r.Reader], -0.95 / (q - 1), 0.95);
                                    double right = (((q - 1) * skill) + 1) / q;
                                    return Math.Log(r.Label == k ? right : (1 - right) / (q - 1));
                                })
                        ),
                ]);
            }
        }

        ConsensusResult found = MMsr.Infer(ratings, options, trimmed);
        Assert.Null(found.FallbackFrom);
        Assert.True(found.Trace.Converged);
        NaiveConsensus.Same(posteriors, found, 1e-6);
        for (int r = 0; r < Readers; r++)
        {
            Assert.Equal(skills[r], found.Readers[r].Skill!.Value, 1e-7);
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Belief_propagation_for_two_categories(int seed, bool known)
    {
        Ratings ratings = NaiveConsensus.Random((ulong)seed, 30, 6, 2);
        ConsensusOptions options = Options(ratings, known) with { Seed = 4 };
        var rows = NaiveConsensus.Rows(ratings).ToArray();
        SeededRandom random = new(4);
        double[] sign = [.. rows.Select(r => r.Label == 1 ? 1.0 : -1)];
        double[] y = [.. rows.Select(_ => 1 + random.NextNormal())];
        double Score(int item) => rows.Select((r, e) => r.Item == item ? sign[e] * y[e] : 0).Sum();
        for (int round = 0; round < 100; round++)
        {
            double[] scores = [.. Enumerable.Range(0, 30).Select(Score)];
            double typical = scores.Average(Math.Abs);
            double[] x =
            [
                .. rows.Select(
                    (r, e) =>
                        options.Gold is { } gold && gold[r.Item] >= 0
                            ? (gold[r.Item] == 1 ? typical : -typical)
                            : scores[r.Item] - (sign[e] * y[e])
                ),
            ];
            double[] next =
            [
                .. rows.Select(
                    (r, e) =>
                    {
                        (double right, double labels) = Earlier(options, r.Reader);
                        double others = rows.Select((o, f) => o.Reader == r.Reader && f != e ? sign[f] * x[f] : 0)
                            .Sum();
                        return (((2 * right) - labels) * typical) + others;
                    }
                ),
            ];
            double norm = Math.Sqrt(next.Average(v => v * v));
            y = [.. next.Select(v => v / norm)];
        }

        double[] final = [.. Enumerable.Range(0, 30).Select(Score)];
        double scale = final.Average(Math.Abs);
        ConsensusResult found = KargerOhShah.Infer(ratings, options);
        Assert.Null(found.FallbackFrom);
        for (int item = 0; item < 30; item++)
        {
            double wanted =
                options.Gold is { } gold && gold[item] >= 0 ? gold[item] : 1 / (1 + Math.Exp(-2 * final[item] / scale));
            Assert.Equal(wanted, found.PosteriorOf(item)[1], 1e-9);
            Assert.Equal(1 - wanted, found.PosteriorOf(item)[0], 1e-9);
        }

        Assert.Equal("kos", KargerOhShah.Infer(NaiveConsensus.Random(1, 9, 3, 3)).FallbackFrom);
    }
}
