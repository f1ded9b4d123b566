using Overread.Quality.Agreement;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Agreement;

/// <summary>Differences of coefficients: published limits, the shape of the method, and coverage over simulated studies.</summary>
public sealed class DifferenceTests
{
    [Fact]
    public void Unpaired_shares_are_Newcombes_published_interval()
    {
        // Newcombe 1998, Stat. Med. 17:873, Table II, example (a), method 10 (square-and-add Wilson): 56/70 − 48/80, .0524 to .3339.
        Coefficient first = Share(48, 80);
        Coefficient second = Share(56, 70);
        AgreementDifference found = AgreementDifference.Unpaired(first, second);
        Assert.Equal(0.2, found.Value!.Value, 12);
        Assert.Equal(0.0524, found.Interval!.Value.Low, 0.00005);
        Assert.Equal(0.3339, found.Interval.Value.High, 0.00005);

        // Example (d), 5/56 − 0/29: −.0381 to .1926.
        AgreementDifference rare = AgreementDifference.Unpaired(Share(0, 29), Share(5, 56));
        Assert.Equal(-0.0381, rare.Interval!.Value.Low, 0.00005);
        Assert.Equal(0.1926, rare.Interval.Value.High, 0.00005);
    }

    [Fact]
    public void The_same_ratings_have_no_difference_and_an_interval_of_the_correlation()
    {
        SeededRandom random = new(3);
        Ratings ratings = Study(ref random, 60, [0.8, 0.8, 0.8], 0.4);
        AgreementDifference same = AgreementDifference.Paired(ratings, ratings, FleissKappa.Of);
        Assert.Equal(0, same.Value);
        Assert.Equal(1, same.Correlation, 9);
        AgreementDifference swapped = AgreementDifference.Paired(
            ratings.OfReaders(0, 1),
            ratings.OfReaders(1, 2),
            FleissKappa.Of
        );
        AgreementDifference back = AgreementDifference.Paired(
            ratings.OfReaders(1, 2),
            ratings.OfReaders(0, 1),
            FleissKappa.Of
        );
        Assert.Equal(swapped.Value!.Value, -back.Value!.Value, 12);
        Assert.Equal(swapped.Interval!.Value.Low, -back.Interval!.Value.High, 9);
        Assert.InRange(swapped.Correlation, 0.1, 0.9);
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_or_has_no_value()
    {
        SeededRandom random = new(4);
        Ratings ratings = Study(ref random, 20, [0.8, 0.8], 0.4);
        Assert.Throws<ArgumentException>(() =>
            AgreementDifference.Unpaired(FleissKappa.Of(ratings), GwetAc1.Of(ratings))
        );
        Assert.Throws<ArgumentException>(() =>
            AgreementDifference.Unpaired(
                FleissKappa.Of(ratings),
                FleissKappa.Of(ratings, new AgreementOptions { Level = 0.9 })
            )
        );
        Ratings one = ratings.OfReaders(0);
        AgreementDifference none = AgreementDifference.Paired(ratings, one, FleissKappa.Of);
        Assert.Null(none.Value);
        Assert.Null(none.Interval);
        Assert.Throws<ArgumentException>(() =>
            AgreementDifference.Paired(
                ratings,
                ratings.OfItems([.. Enumerable.Range(0, 20).Select(i => i < 10)]),
                FleissKappa.Of
            )
        );
    }

    [Theory]
    [InlineData(40, 0.1, true)]
    [InlineData(40, 0.1, false)]
    [InlineData(100, 0.4, true)]
    [InlineData(100, 0.4, false)]
    public void Intervals_hold_their_coverage(int items, double prevalence, bool paired)
    {
        double[] good = [0.9, 0.9, 0.9];
        double[] fair = [0.8, 0.8, 0.8];
        SeededRandom large = new(99);
        (Ratings all1, Ratings all2) = Pair(ref large, 200_000, good, fair, prevalence);
        AgreementOptions plain = new() { Method = IntervalMethod.None };
        double truth = FleissKappa.Of(all2, plain).Value!.Value - FleissKappa.Of(all1, plain).Value!.Value;
        double truthAc1 = GwetAc1.Of(all2, plain).Value!.Value - GwetAc1.Of(all1, plain).Value!.Value;
        int runs = Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1" ? 2000 : 250;
        int kappa = 0;
        int ac1 = 0;
        int defined = 0;
        for (int run = 0; run < runs; run++)
        {
            SeededRandom random = SeededRandom.ForPart(17, (ulong)run);
            (Ratings first, Ratings second) = Pair(ref random, items, good, fair, prevalence);
            if (!paired)
            {
                second = Study(ref random, items, fair, prevalence);
            }

            AgreementDifference ofKappa = paired
                ? AgreementDifference.Paired(first, second, FleissKappa.Of)
                : AgreementDifference.Unpaired(FleissKappa.Of(first), FleissKappa.Of(second));
            AgreementDifference ofAc1 = paired
                ? AgreementDifference.Paired(first, second, GwetAc1.Of)
                : AgreementDifference.Unpaired(GwetAc1.Of(first), GwetAc1.Of(second));
            if (ofKappa.Interval is { } inside)
            {
                defined++;
                kappa += inside.Contains(truth) ? 1 : 0;
            }

            ac1 += ofAc1.Interval!.Value.Contains(truthAc1) ? 1 : 0;
        }

        Assert.True(defined > 0.9 * runs);
        Assert.InRange((double)kappa / defined, 0.925, 1);
        Assert.InRange((double)ac1 / runs, 0.925, 1);
    }

    private static Coefficient Share(int yes, int items) =>
        new()
        {
            Name = "percent",
            State = AgreementState.Computed,
            Value = (double)yes / items,
            Interval = ScoreInterval.OfShare((double)yes / items, items),
        };

    /// <summary>Two panels read the same items.</summary>
    private static (Ratings First, Ratings Second) Pair(
        ref SeededRandom random,
        int items,
        double[] good,
        double[] fair,
        double prevalence
    )
    {
        Ratings all = Study(ref random, items, [.. good, .. fair], prevalence);
        return (all.OfReaders(0, 1, 2), all.OfReaders(3, 4, 5));
    }

    private static Ratings Study(ref SeededRandom random, int items, double[] accuracy, double prevalence)
    {
        int[] table = new int[items * accuracy.Length];
        for (int item = 0; item < items; item++)
        {
            int truth = random.NextDouble() < prevalence ? 1 : 0;

            // Some items are harder for everybody, so that paired panels are correlated beyond the truth.
            double ease = random.NextDouble() < 0.3 ? 0.7 : 1;
            for (int r = 0; r < accuracy.Length; r++)
            {
                table[(item * accuracy.Length) + r] = random.NextDouble() < accuracy[r] * ease ? truth : 1 - truth;
            }
        }

        return Ratings.FromTable(table, accuracy.Length, 2);
    }
}
