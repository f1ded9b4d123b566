using Overread.Quality.Numerics;
using Overread.Quality.Suggestions;

namespace Overread.Quality.Tests.Suggestions;

public sealed class SuggestionTests
{
    [Fact]
    public void Figures_are_those_counted_by_hand()
    {
        // Suggestion, first, final, truth.
        SuggestedRead[] reads =
        [
            Read(1, 1, 1, 1, 10),
            Read(1, 0, 1, 1, 20),
            Read(0, 1, 0, 1, 40),
            Read(0, 1, 1, 1, 10),
            Read(1, 0, 0, -1, null),
            Read(-1, -1, 1, 1, 10),
            Read(-1, -1, 0, 1, 40),
        ];
        SuggestionFigures found = SuggestionFigures.Of(reads);
        Assert.Equal((7, 5), (found.Reads, found.Suggested));
        Assert.Equal((3, 5), (found.Accepted.Count, found.Accepted.Of));
        Assert.Equal((2, 4), (found.Persuaded.Count, found.Persuaded.Of));
        Assert.Equal((1, 4), (found.ToRight.Count, found.ToRight.Of));
        Assert.Equal((1, 4), (found.ToWrong.Count, found.ToWrong.Of));
        Assert.Equal((1, 2), (found.FollowsWrong.Count, found.FollowsWrong.Of));
        Assert.Equal((2, 2), (found.FollowsRight.Count, found.FollowsRight.Of));
        Assert.Equal((3, 4), (found.RightWith.Count, found.RightWith.Of));
        Assert.Equal((1, 2), (found.RightWithout.Count, found.RightWithout.Of));

        // Geometric means: (10 · 20 · 40 · 10)^¼ and (10 · 40)^½.
        Assert.Equal(Math.Pow(80_000, 0.25), found.Time.With!.Value, 1e-9);
        Assert.Equal(20, found.Time.Without!.Value, 1e-9);
        Assert.Equal(Math.Pow(80_000, 0.25) / 20, found.Time.Ratio!.Value, 1e-9);

        // Clopper and Pearson for 3 of 5: 0.1466 to 0.9473 (published tables).
        Assert.Equal(0.1466, found.Accepted.Interval!.Value.Low, 1e-4);
        Assert.Equal(0.9473, found.Accepted.Interval!.Value.High, 1e-4);
    }

    [Fact]
    public void Reads_of_readers_who_differ_have_a_wider_interval_than_as_many_of_one()
    {
        SuggestedRead[] one = [.. Enumerable.Range(0, 80).Select(i => Read(1, -1, i % 2, -1, null))];
        SuggestedRead[] four =
        [
            .. Enumerable.Range(0, 80).Select(i => Read(1, -1, i / 40, -1, null) with { Reader = i / 20 }),
        ];
        CountedShare alone = SuggestionFigures.Of(one).Accepted;
        CountedShare together = SuggestionFigures.Of(four).Accepted;
        Assert.Equal(alone.Value, together.Value);
        Assert.True(together.Interval!.Value.Width > 2 * alone.Interval!.Value.Width);
        Assert.Equal("readers", together.Interval!.Value.Method);
    }

    /// <summary>Welch's test of R (t.test) on the logarithms of 10, 20, 40 and 20, 40, 80, 160: df 4.96, t −2.0494.</summary>
    [Fact]
    public void The_interval_of_times_is_welchs()
    {
        double[] with = [10, 20, 40];
        double[] without = [20, 40, 80, 160];
        TimeRatio found = TimeRatio.Of([
            .. with.Select(seconds => Read(1, -1, 1, -1, seconds)),
            .. without.Select(seconds => Read(-1, -1, 1, -1, seconds)),
        ]);

        // In units of ln 2: means 1 and 2.5, variances 1/3 and (5/3)/4; degrees (0.75)² / ((1/9)/2 + (25/144)/3).
        double error = Math.Sqrt((1.0 / 3) + (5.0 / 12));
        double degrees = 0.75 * 0.75 / ((1.0 / 9 / 2) + (25.0 / 144 / 3));
        double t = SpecialFunctions.StudentQuantile(0.975, degrees);
        Assert.Equal(Math.Pow(2, -1.5), found.Ratio!.Value, 1e-9);
        Assert.Equal(Math.Pow(2, -1.5 - (t * error)), found.Interval!.Value.Low, 1e-9);
        Assert.Equal(Math.Pow(2, -1.5 + (t * error)), found.Interval!.Value.High, 1e-9);
    }

    [Fact]
    public void Without_first_answers_the_readers_own_errors_are_the_measure()
    {
        SuggestedRead[] reads =
        [
            .. Enumerable.Range(0, 12).Select(i => Read(0, -1, i < 9 ? 0 : 1, 1, null)),
            .. Enumerable.Range(0, 50).Select(i => Read(-1, -1, i < 5 ? 0 : 1, 1, null)),
        ];
        OverTrust found = OverTrust.Of(reads, tolerated: 0.1);
        Assert.Equal(("reads without suggestion", 9, 12), (found.Test, found.Followed, found.Wrong));

        // The share of errors at which five or fewer of fifty have the chance of 0.001, by halving; a tenth of the rest comes on top.
        (double low, double high) = (0.1, 0.9);
        for (int round = 0; round < 60; round++)
        {
            double middle = (low + high) / 2;
            double chance = Enumerable.Range(0, 6).Sum(k => Binomial(50, k, middle));
            (low, high) = chance > 0.001 ? (middle, high) : (low, middle);
        }

        double share = low + (0.1 * (1 - low));
        double p = Enumerable.Range(9, 4).Sum(k => Binomial(12, k, share)) + 0.001;
        Assert.Equal(p, found.P!.Value, 1e-7);
        Assert.InRange(p, 0.002, 0.05);
    }

    [Fact]
    public void First_answers_decide_where_they_are_known_and_planted_suggestions_where_there_are_any()
    {
        SuggestedRead[] reads =
        [
            Read(0, 1, 0, 1, null) with
            {
                Planted = true,
            },
            Read(0, 1, 0, 1, null) with
            {
                Planted = true,
            },
            Read(0, 0, 0, 1, null) with
            {
                Planted = true,
            },
            Read(0, 1, 1, 1, null),
        ];
        OverTrust found = OverTrust.Of(reads, tolerated: 0.2);
        Assert.Equal(("first answers", 2, 2), (found.Test, found.Followed, found.Wrong));
        Assert.Equal(0.04, found.P!.Value, 1e-12);
        found = OverTrust.Of([.. reads.Skip(1).Select(read => read with { Planted = false })], 0.2);
        Assert.Equal((1, 2), (found.Followed, found.Wrong));
        Assert.Null(OverTrust.Of([Read(1, 1, 1, 1, null)]).P);
        Assert.Equal(OverTrustVerdict.Unknown, OverTrust.Verdicts([OverTrust.Of([Read(1, 1, 1, 1, null)])])[0]);

        // One wrong suggestion that is followed has p 0.1 at best: too little to know.
        Assert.Equal(OverTrustVerdict.Unknown, OverTrust.Verdicts([OverTrust.Of([Read(0, 1, 0, 1, null)])])[0]);
    }

    /// <summary>
    /// 200 reads with a suggestion, 20 of them planted wrong ones; a reader who is right in 85 % alone. The careful one follows 5 % of
    /// wrong suggestions, the trusting one 80 %.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_reader_who_follows_four_fifths_is_found_and_a_careful_one_is_not(bool firstAnswers)
    {
        const int studies = 1000;
        int found = 0;
        int accused = 0;
        SeededRandom random = new(21);
        for (int study = 0; study < studies; study++)
        {
            found += Verdict(Reads(ref random, 0.8, firstAnswers)) == OverTrustVerdict.OverTrusts ? 1 : 0;
            accused += Verdict(Reads(ref random, 0.05, firstAnswers)) == OverTrustVerdict.OverTrusts ? 1 : 0;
        }

        Assert.True(found >= 0.9 * studies, $"power {found} of {studies}");
        Assert.True(accused <= 0.05 * studies, $"{accused} false alarms of {studies}");
    }

    [Fact]
    public void Eight_careful_readers_are_all_left_in_peace_nineteen_times_of_twenty()
    {
        const int studies = 500;
        int alarms = 0;
        SeededRandom random = new(22);
        for (int study = 0; study < studies; study++)
        {
            // At the very limit of what is tolerated.
            OverTrust[] tests = new OverTrust[8];
            for (int reader = 0; reader < tests.Length; reader++)
            {
                tests[reader] = OverTrust.Of(Reads(ref random, 0.1, firstAnswers: true));
            }

            alarms += OverTrust.Verdicts(tests).Contains(OverTrustVerdict.OverTrusts) ? 1 : 0;
        }

        Assert.InRange(alarms, 1, 0.05 * studies);
    }

    private static double Binomial(int n, int k, double p)
    {
        double choose = 1;
        for (int i = 1; i <= k; i++)
        {
            choose *= (n - k + i) / (double)i;
        }

        return choose * Math.Pow(p, k) * Math.Pow(1 - p, n - k);
    }

    private static OverTrustVerdict Verdict(SuggestedRead[] reads) => OverTrust.Verdicts([OverTrust.Of(reads)])[0];

    private static SuggestedRead[] Reads(ref SeededRandom random, double follows, bool firstAnswers)
    {
        SuggestedRead[] reads = new SuggestedRead[300];
        for (int i = 0; i < reads.Length; i++)
        {
            // 200 with a suggestion, every tenth planted; 100 without.
            bool shown = i < 200;
            bool planted = shown && i % 10 == 0;
            int own = random.NextDouble() < 0.85 ? 1 : 0;
            int suggestion = planted ? 0 : 1;
            int final = shown && own != suggestion && random.NextDouble() < follows ? suggestion : own;
            reads[i] = new SuggestedRead(
                0,
                shown ? suggestion : -1,
                shown && firstAnswers ? own : -1,
                final,
                1,
                planted,
                null
            );
        }

        return reads;
    }

    private static SuggestedRead Read(int suggestion, int first, int final, int truth, double? seconds) =>
        new(0, suggestion, first, final, truth, Planted: false, seconds);
}
