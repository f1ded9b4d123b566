using Overread.Quality.Consensus;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Consensus;

/// <summary>What a result says of items and readers, what is refused, and when a method gives way to the vote.</summary>
public sealed class ResultsAndGuards
{
    private static ConsensusResult Made(
        double[] posteriors,
        int categories,
        double acceptAt,
        ConsensusOptions? options = null
    )
    {
        int items = posteriors.Length / categories;
        Ratings ratings = Ratings.FromTable(
            [.. Enumerable.Range(0, items).Select(i => i == 3 ? -1 : 0)],
            1,
            categories
        );
        return new ConsensusResult("made", ratings, posteriors, acceptAt, options ?? new());
    }

    [Fact]
    public void Items_are_accepted_disputed_tied_unread_or_gold()
    {
        double[] posteriors =
        [
            0.2,
            0.7,
            0.1, // disputed
            0.1,
            0.1,
            0.8, // accepted at exactly the bar
            0.4,
            0.4,
            0.2, // tie of the first two
            1.0,
            0.0,
            0.0, // unread
            0.9,
            0.05,
            0.05, // gold says otherwise
            0.3,
            0.35,
            0.35, // tie of the last two
            0.35,
            0.3,
            0.35, // tie of first and last
            0.8,
            0.1,
            0.1, // accepted, first category
        ];
        ConsensusResult found = Made(posteriors, 3, 0.8, new() { Gold = [-1, -1, -1, -1, 2, -1, -1, -1], Seed = 7 });
        Assert.Equal([1, 2, -1, -1, 2, -1, -1, 0], found.Labels.ToArray());
        Assert.Equal(
            [
                ItemStatus.Disputed,
                ItemStatus.Accepted,
                ItemStatus.Tie,
                ItemStatus.Unread,
                ItemStatus.Gold,
                ItemStatus.Tie,
                ItemStatus.Tie,
                ItemStatus.Accepted,
            ],
            found.Statuses.ToArray()
        );
        Assert.Equal([0, 1], found.LeadersOf(2));
        Assert.Equal([1, 2], found.LeadersOf(5));
        Assert.Equal([0, 2], found.LeadersOf(6));
        Assert.Equal([1], found.LeadersOf(0));
        Assert.Equal([2], found.LeadersOf(4));
        Assert.Empty(found.LeadersOf(3));
        Assert.Equal((0.7, 0.9), (found.ProbabilityOf(0), found.ProbabilityOf(4)));
        Assert.Equal(
            (8, 3, 0.8, 7UL, "made"),
            (found.ItemCount, found.CategoryCount, found.AcceptAt, found.Seed, found.Method)
        );

        // A lead of one billionth is none.
        Assert.Equal(ItemStatus.Tie, Made([0.5 + 4e-10, 0.5 - 4e-10], 2, 0.5).Statuses[0]);
        Assert.Equal(ItemStatus.Accepted, Made([0.5 + 6e-10, 0.5 - 6e-10], 2, 0.5).Statuses[0]);
        Assert.Equal(ItemStatus.Accepted, Made([1.0], 1, 0.5).Statuses[0]);
    }

    [Fact]
    public void Readers_have_expected_accuracies_with_jeffreys_bounds()
    {
        Ratings ratings = Ratings.FromTriples([0, 0, 1, 1, 2], [0, 1, 0, 1, 0], [0, 1, 1, 1, 0], 3, 3, 2);
        double[] posteriors = [0.9, 0.1, 0.25, 0.75, 0.5, 0.5];
        ReaderEstimate[] found = ReaderEstimates.Of(ratings, posteriors, r => r + 0.25, r => new double[r, r]);
        Check(found[0], 3, 0.9 + 0.75 + 0.5);
        Check(found[1], 2, 0.1 + 0.75);
        Assert.Equal((0.25, 1.25, null), (found[0].Skill, found[1].Skill, found[2].Skill));
        Assert.Equal((2, 0), (found[2].Reader, found[2].Labels));
        Assert.Null(found[2].Accuracy);
        Assert.Null(found[2].AccuracyLow);
        Assert.Null(found[2].AccuracyHigh);
        Assert.Equal(2, found[2].Confusion!.GetLength(0));
        Assert.Null(ReaderEstimates.Of(ratings, posteriors)[0].Skill);
        static void Check(ReaderEstimate estimate, int labels, double right)
        {
            Assert.Equal(labels, estimate.Labels);
            Assert.Equal(right / labels, estimate.Accuracy!.Value, 1e-12);
            double Below(double x) => SpecialFunctions.IncompleteBeta(x, right + 0.5, labels - right + 0.5);
            Assert.Equal(0.025, Below(estimate.AccuracyLow!.Value), 1e-10);
            Assert.Equal(0.975, Below(estimate.AccuracyHigh!.Value), 1e-10);
        }
    }

    [Fact]
    public void Accuracy_counts_a_tie_by_its_share()
    {
        // Labels 0, 1, tie of 0 and 1, unread; truth 0, 0, 1, 1 and one unknown.
        ConsensusResult result = Made([1, 0, 0, 1, 0.5, 0.5, 1, 0, 0, 1], 2, 0.6);
        ConsensusAccuracy found = ConsensusAccuracy.Of(result, [0, 0, 1, 1, -1])!;

        // Given: 1.5 and 1.5; real: 2 and 1; hits: 1 and 0.5.
        Assert.Equal(3, found.Items);
        Assert.Equal(0.5, found.Accuracy, 1e-12);
        Assert.Equal(((2 / 3.5) + (1 / 2.5)) / 2, found.MacroF1, 1e-12);
        Assert.Equal(1 / 2.5, found.PositiveF1!.Value, 1e-12);
        Assert.Null(ConsensusAccuracy.Of(result, [-1, -1, -1, 0, -1]));

        // A category that neither is nor was given is no class; of three categories none is positive.
        ConsensusAccuracy three = ConsensusAccuracy.Of(Made([1, 0, 0, 1, 0, 0], 3, 0.6), [0, 1])!;
        Assert.Equal(2 / 3.0 / 2, three.MacroF1, 1e-12);
        Assert.Null(three.PositiveF1);
        Assert.Null(ConsensusAccuracy.Of(Made([1, 0, 1, 0], 2, 0.6), [0, 0])!.PositiveF1);
        Assert.Contains(
            "2 truths for 5",
            Assert.Throws<ArgumentException>(() => ConsensusAccuracy.Of(result, [0, 0])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_area_under_the_curve_is_the_share_of_right_pairs()
    {
        SeededRandom random = new(4);
        double[] scores = [.. Enumerable.Range(0, 60).Select(_ => (double)random.Next(12))];
        bool[] positive = [.. scores.Select(s => random.NextDouble() < (s + 2) / 20)];
        double pairs = 0;
        double right = 0;
        for (int i = 0; i < 60; i++)
        {
            for (int j = 0; j < 60; j++)
            {
                if (positive[i] && !positive[j])
                {
                    pairs++;
                    right +=
                        scores[i] > scores[j] ? 1
                        : scores[i] == scores[j] ? 0.5
                        : 0;
                }
            }
        }

        Assert.Equal(right / pairs, RankingScore.AreaUnderRoc(scores, positive)!.Value, 1e-12);
        Assert.Null(RankingScore.AreaUnderRoc([1, 2], [false, false]));
        Assert.Contains(
            "2 scores for 1",
            Assert.Throws<ArgumentException>(() => RankingScore.AreaUnderRoc([1, 2], [true])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_is_known_must_fit_the_ratings()
    {
        Ratings ratings = Ratings.FromTable([0, 1, 1, 1], 2, 2);
        Refused("1 gold entries for 2", new() { Gold = [0] });
        Refused("Gold of item 1 is 2", new() { Gold = [0, 2] });
        Refused("Gold of item 0 is -2", new() { Gold = [-2, 0] });
        Refused("negative", new() { Smoothing = -0.1 });
        Refused("negative", new() { Tolerance = double.NaN });
        Refused("negative", new() { Tolerance = -1e-9 });
        Refused("2 shares", new() { ClassBalance = [1] });
        Refused("2 shares", new() { ClassBalance = [1.5, -0.5] });
        Refused("2 shares", new() { ClassBalance = [0.5, 0.5 + 2e-6] });
        Refused("2 shares", new() { ClassBalance = [0.5, 0.5 - 2e-6] });
        Refused("1 reader priors for 2", new() { ReaderPriors = [null] });
        Refused("2 × 2", new() { ReaderPriors = [null, new double[2, 3]] });
        Refused("2 × 2", new() { ReaderPriors = [null, new double[3, 2]] });
        Refused(
            "2 × 2",
            new()
            {
                ReaderPriors =
                [
                    new double[,]
                    {
                        { 1, 0 },
                        { -1, 1 },
                    },
                    null,
                ],
            }
        );
        ConsensusInput.Check(
            ratings,
            new()
            {
                Gold = [-1, 1],
                Smoothing = 0,
                Tolerance = 0,
                ClassBalance = [0.5, 0.5 + 5e-7],
                ReaderPriors = [null, new double[2, 2]],
            }
        );
        void Refused(string because, ConsensusOptions options) =>
            Assert.Contains(
                because,
                Assert.Throws<ArgumentException>(() => ConsensusInput.Check(ratings, options)).Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void A_model_that_leaves_clear_majorities_gives_way()
    {
        // Twenty clear items: 18 followed are enough, 17 are not. Weak majorities do not count.
        Assert.Null(Guarded(followed: 18).FallbackFrom);
        ConsensusResult left = Guarded(followed: 17);
        Assert.Equal(("made", "wawa"), (left.FallbackFrom, left.Method));
        Assert.Contains("85 %", left.Notice, StringComparison.Ordinal);
        Assert.Equal(left.Posteriors, WeightedMajority.Wawa(Clear()).Posteriors);
        Ratings weak = Ratings.FromTable(
            [.. Enumerable.Range(0, 20).SelectMany(i => (int[])[i % 2, i % 2, i % 2, 1 - (i % 2), 1 - (i % 2)])],
            5,
            2
        );
        double[] turned = [.. Enumerable.Range(0, 20).SelectMany(i => (double[])[i % 2, 1 - (i % 2)])];
        Assert.Null(CollapseGuard.Check(new("made", weak, turned, 0.8, new()), weak, new()).FallbackFrom);

        static Ratings Clear() =>
            Ratings.FromTable([.. Enumerable.Range(0, 20).SelectMany(i => (int[])[i % 2, i % 2, i % 2])], 3, 2);
        static ConsensusResult Guarded(int followed)
        {
            double[] posteriors =
            [
                .. Enumerable
                    .Range(0, 20)
                    .SelectMany(i =>
                        (double[])[i < followed == (i % 2 == 0) ? 1 : 0, i < followed == (i % 2 == 0) ? 0 : 1]
                    ),
            ];
            Ratings clear = Clear();
            return CollapseGuard.Check(new("made", clear, posteriors, 0.8, new()), clear, new());
        }
    }

    [Fact]
    public void A_model_of_one_category_gives_way_unless_the_votes_say_the_same()
    {
        // 40 % of items lead with category 1, by two of three and hence not clearly... two thirds are clear: make it a weak lead.
        Assert.Contains("one category", Guarded(rare: 8, weak: true).Notice, StringComparison.Ordinal);
        Assert.Null(Guarded(rare: 0, weak: true).FallbackFrom);
        static ConsensusResult Guarded(int rare, bool weak)
        {
            int[] table =
            [
                .. Enumerable
                    .Range(0, 200)
                    .SelectMany(i => i < rare ? (int[])[1, 1, 1, 0, 0] : [0, 0, 0, weak ? 1 : 0, 1]),
            ];
            Ratings ratings = Ratings.FromTable(table, 5, 2);
            double[] posteriors = [.. Enumerable.Range(0, 200).SelectMany(_ => (double[])[1, 0])];
            return CollapseGuard.Check(new("made", ratings, posteriors, 0.8, new()), ratings, new());
        }
    }

    [Fact]
    public void Even_errors_are_assumed_until_their_price_is_paid()
    {
        // Readers who call a third of the ones zeros, and never a zero one: one coin cannot say that.
        SeededRandom random = new(6);
        int[] table =
        [
            .. Enumerable
                .Range(0, 600)
                .SelectMany(i =>
                    Enumerable
                        .Range(0, 5)
                        .Select(_ =>
                            i % 2 == 0 ? 0
                            : random.NextDouble() < 0.33 ? 0
                            : 1
                        )
                ),
        ];
        Ratings lopsided = Ratings.FromTable(table, 5, 2);
        ConsensusResult found = OneCoin.Infer(lopsided);
        Assert.Equal("one-coin", found.FallbackFrom);
        Assert.Contains("even errors", found.Notice, StringComparison.Ordinal);
        (Ratings even, _) = Simulate.Readers(3, 300, [0.9, 0.8, 0.75, 0.7], 2);
        ConsensusResult plain = OneCoin.Unguarded(even, new());
        double gain = DawidSkene.Infer(even).Trace.LogLikelihood!.Value - plain.Trace.LogLikelihood!.Value;
        double price = 0.5 * 4 * Math.Log(300);
        Assert.InRange(gain, 0, price);
        Assert.Null(OneCoin.Infer(even).FallbackFrom);
        (Ratings three, _) = Simulate.Readers(3, 300, [0.9, 0.8, 0.75, 0.7], 3);
        ConsensusResult coin = OneCoin.Unguarded(three, new());
        double tables = DawidSkene.Infer(three).Trace.LogLikelihood!.Value;
        double dear = 0.5 * 4 * 5 * Math.Log(300);
        Assert.Null(CollapseGuard.CheckEvenErrors(coin, tables - dear + 0.01, three, new()).FallbackFrom);
        Assert.NotNull(CollapseGuard.CheckEvenErrors(coin, tables - dear - 0.01, three, new()).FallbackFrom);
        double far = plain.Trace.LogLikelihood.Value + gain;
        Assert.Null(CollapseGuard.CheckEvenErrors(plain, far - price + 0.01, even, new()).FallbackFrom);
        Assert.NotNull(CollapseGuard.CheckEvenErrors(plain, far - price - 0.01, even, new()).FallbackFrom);
    }

    [Fact]
    public void Methods_are_found_by_name()
    {
        Assert.All(ConsensusMethod.All, method => Assert.Same(method, ConsensusMethod.Named(method.Name)));
        string message = Assert.Throws<ArgumentException>(() => ConsensusMethod.Named("nobody")).Message;
        Assert.Contains("'nobody'", message, StringComparison.Ordinal);
        Assert.Contains("majority, wawa", message, StringComparison.Ordinal);
        Ratings ratings = NaiveConsensus.Random(1, 30, 4, 2);
        foreach (ConsensusMethod method in ConsensusMethod.All)
        {
            ConsensusResult found = method.Infer(ratings, new());
            Assert.Equal(method.Name, found.FallbackFrom ?? found.Method);
            Assert.Equal(0.93, method.Infer(ratings, new() { AcceptAt = 0.93 }).AcceptAt);
            Assert.Equal(found.FallbackFrom is not null || found.AcceptAt < 0.8 ? 0.5 + 1e-9 : 0.8, found.AcceptAt);
            Assert.Contains(
                "1 gold entries for 30",
                Assert.Throws<ArgumentException>(() => method.Infer(ratings, new() { Gold = [0] })).Message,
                StringComparison.Ordinal
            );

            // Nothing read, or nothing to choose: an answer without numbers that are none.
            foreach (
                Ratings bare in (Ratings[])
                    [Ratings.FromTriples([], [], [], 2, 2, 2), Ratings.FromTable([0, 0, 0, -1], 2, 1)]
            )
            {
                ConsensusResult little = method.Infer(bare, new());
                Assert.All(little.Posteriors.ToArray(), p => Assert.InRange(p, 0, 1));
                Assert.Equal(bare.Count == 0 ? ItemStatus.Unread : ItemStatus.Accepted, little.Statuses[0]);
            }
        }
    }

    [Fact]
    public void Averaged_posteriors_are_means()
    {
        (Ratings ratings, _) = Simulate.Readers(3, 60, [0.9, 0.8, 0.7], 3);
        ConsensusResult plain = DawidSkene.Infer(ratings);
        ConsensusResult vote = MajorityVote.Infer(ratings);
        ConsensusResult found = AveragedModels.Of(ratings, plain, vote.With("told"), new() { AcceptAt = 0.7 });
        for (int i = 0; i < found.Posteriors.Length; i++)
        {
            Assert.Equal((plain.Posteriors[i] + vote.Posteriors[i]) / 2, found.Posteriors[i], 1e-15);
        }

        Assert.Equal(("averaged", "told", 0.7), (found.Method, found.Notice, found.AcceptAt));
        Assert.Same(plain.Readers[1].Confusion, found.Readers[1].Confusion);
        Assert.Null(vote.Notice);
    }
}
