using Overread.Quality.Suggestions;

namespace Overread.Quality.Tests.Suggestions;

/// <summary>Tests of over-trust and ratios of times at their edges, by hand.</summary>
public sealed class TrustByHand
{
    private static SuggestedRead Read(int suggestion, int first, int final, int truth, double? seconds = null) =>
        new(0, suggestion, first, final, truth, false, seconds);

    [Fact]
    public void A_tolerated_share_lies_between_none_and_all()
    {
        foreach (double share in (double[])[0, 1, -0.1, 1.1, double.NaN])
        {
            Assert.Throws<ArgumentException>(() => OverTrust.Of([Read(0, 1, 0, 1)], share));
        }
    }

    [Fact]
    public void The_first_category_counts_as_an_answer_and_a_truth()
    {
        // First answer 0, wrongly told 1 and followed twice of three: p = 3 · .1² · .9 + .1³.
        OverTrust found = OverTrust.Of([Read(1, 0, 1, 0), Read(1, 0, 1, 0), Read(1, 0, 0, 0)]);
        Assert.Equal(("first answers", 2, 3), (found.Test, found.Followed, found.Wrong));
        Assert.Equal(0.028, found.P!.Value, 1e-12);
        Assert.Equal(0.001, found.LeastP!.Value, 1e-12);
        // None followed: what happened is as likely as can be.
        Assert.Equal(1, OverTrust.Of([Read(1, 0, 0, 0)]).P);
        // A first answer that is the wrong suggestion itself is no case of following, nor a read without a first answer.
        Assert.Equal(("none", 0, 0), Of(OverTrust.Of([Read(0, 0, 0, 1), Read(-1, -1, 0, 0)])));
        // Reads without a suggestion whose truth is 0 are the measure.
        Assert.Equal(("reads without suggestion", 1, 1), Of(OverTrust.Of([Read(1, -1, 1, 0), Read(-1, -1, 0, 0)])));
        // Without such reads nothing can be held against what was followed; without a truth they are none.
        Assert.Equal(("none", 1, 2), Of(OverTrust.Of([Read(1, -1, 1, 0), Read(1, -1, 0, 0)])));
        Assert.Equal(("none", 1, 1), Of(OverTrust.Of([Read(1, -1, 1, 0), Read(-1, -1, 0, -1)])));
        Assert.Null(OverTrust.Of([Read(1, -1, 1, 0)]).P);

        static (string, int, int) Of(OverTrust found) => (found.Test, found.Followed, found.Wrong);
    }

    [Fact]
    public void Right_answers_without_a_suggestion_are_counted_apart()
    {
        SuggestionFigures found = SuggestionFigures.Of([
            Read(-1, -1, 0, 0),
            Read(-1, -1, 1, 1),
            Read(-1, -1, 1, 0),
            Read(0, -1, 1, 0),
        ]);
        Assert.Equal((2, 3), (found.RightWithout.Count, found.RightWithout.Of));
        Assert.Equal((0, 1), (found.RightWith.Count, found.RightWith.Of));
    }

    [Fact]
    public void Verdicts_step_down_as_Holm_says()
    {
        // Four that can be tested at .05: .0125, .05/3, .025 and .05 in the order of their p.
        Assert.Equal(
            [
                OverTrustVerdict.OverTrusts,
                OverTrustVerdict.Unknown,
                OverTrustVerdict.NotShown,
                OverTrustVerdict.OverTrusts,
                OverTrustVerdict.Unknown,
            ],
            Verdicts((0.016, 0.001), (null, null), (0.026, 0.001), (0.0125, 0.001), (0.04, 0.013))
        );
        // The second fails, so the third does not hold though it is below its own level.
        Assert.Equal(
            [OverTrustVerdict.NotShown, OverTrustVerdict.OverTrusts, OverTrustVerdict.NotShown],
            Verdicts((0.03, 0.0125), (0.01, 0.001), (0.045, 0.05 / 3))
        );
        Assert.Equal([OverTrustVerdict.OverTrusts], Verdicts((0.05, 0.001)));
        Assert.Empty(OverTrust.Verdicts([]));

        static OverTrustVerdict[] Verdicts(params (double? P, double? Least)[] tests) =>
            OverTrust.Verdicts([.. tests.Select(t => new OverTrust("x", 1, 2, t.P, t.Least))]);
    }

    [Fact]
    public void Times_need_two_on_both_sides_that_vary()
    {
        Assert.Null(Of([10], [20, 30]).Interval);
        Assert.Null(Of([10, 20], [30]).Interval);
        Assert.Null(Of([10, 10], [20, 20]).Interval);
        Assert.NotNull(Of([10, 10], [20, 30]).Interval);
        // A time of nothing has no logarithm and counts for none.
        Assert.Equal(10, Of([10, 0], [20]).With!.Value, 1e-9);
        Assert.Equal(0.5, Of([10, 0], [20, 0]).Ratio!.Value, 1e-9);
        Assert.Equal(new TimeRatio(null, null, null, null), TimeRatio.Of([Read(1, -1, 1, 1)]));

        static TimeRatio Of(double[] with, double[] without) =>
            TimeRatio.Of([
                .. with.Select(seconds => Read(1, -1, 1, -1, seconds)),
                .. without.Select(seconds => Read(-1, -1, 1, -1, seconds)),
            ]);
    }
}
