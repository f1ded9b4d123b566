using Overread.Quality.Agreement;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Agreement;

/// <summary>Score, bootstrap and open intervals, and the planning formula behind the score interval.</summary>
public sealed class IntervalsByHand
{
    [Theory]
    [InlineData(0.0, 0.5, 2)]
    [InlineData(0.0, 0.2, 3)]
    [InlineData(0.3, 0.5, 2)]
    [InlineData(0.6, 0.1, 2)]
    [InlineData(0.45, 0.3, 4)]
    [InlineData(0.8, 0.7, 5)]
    public void Variance_of_an_item_is_that_of_its_influence(double kappa, double prevalence, int readers)
    {
        Assert.Equal(
            ItemVariance(kappa, prevalence, readers),
            SampleSize.ItemVariance(kappa, prevalence, readers),
            1e-6
        );

        // n = 4 z² σ² / width², at least 3.
        double needed =
            4 * 1.959963984540054 * 1.959963984540054 * SampleSize.ItemVariance(kappa, prevalence, readers) / 0.04;
        Assert.Equal((int)Math.Max(3, Math.Ceiling(needed)), SampleSize.ForKappa(kappa, prevalence, readers, 0.2));
    }

    [Fact]
    public void Plans_without_sense_are_refused()
    {
        Assert.Equal(3, SampleSize.ForKappa(0.9, 0.5, 4, 50));
        Assert.Equal(int.MaxValue, SampleSize.ForKappa(0.5, 0.5, 2, 1e-9));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleSize.ForKappa(-0.1, 0.5, 2, 0.2));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleSize.ForKappa(1, 0.5, 2, 0.2));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleSize.ForKappa(0.5, 0, 2, 0.2));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleSize.ForKappa(0.5, 1, 2, 0.2));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleSize.ForKappa(0.5, 0.5, 1, 0.2));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleSize.ForKappa(0.5, 0.5, 2, 0));
    }

    [Theory]
    [InlineData(0.5, 0.3, 20, 2, 0.95)]
    [InlineData(0.2, 0.1, 12, 3, 0.9)]
    [InlineData(-0.4, 0.5, 40, 2, 0.95)]
    [InlineData(0.97, 0.5, 60, 4, 0.99)]
    public void Score_limits_are_where_kappa_is_just_not_contradicted(
        double value,
        double prevalence,
        int items,
        int readers,
        double level
    )
    {
        (double low, double high) = KappaScore.Interval(value, prevalence, items, readers, level);
        double shrunk = ((prevalence * items * readers) + 1) / ((items * readers) + 2);
        double t = SpecialFunctions.StudentQuantile(1 - ((1 - level) / 2), items - 1);
        double Excess(double kappa) =>
            Math.Abs(value - kappa)
            - (t * Math.Sqrt(ItemVariance(Math.Clamp(kappa, 0, 0.9999), shrunk, readers) / items));
        Assert.InRange(low, -1, value);
        Assert.InRange(high, value, 1);
        Assert.True(low == -1 ? Excess(-1) <= 0 : Math.Abs(Excess(low)) < 1e-5, $"{low}");
        Assert.True(high == 1 ? Excess(1) <= 0 : Math.Abs(Excess(high)) < 1e-5, $"{high}");
    }

    [Fact]
    public void Two_categories_widen_the_jackknife_to_the_score_interval()
    {
        NaiveAgreement naive = NaiveAgreement.Random(5, 25, 3, 2, null);
        Ratings ratings = naive.Ratings;
        AgreementOptions leftOut = new() { Method = IntervalMethod.Jackknife };
        Coefficient fleiss = FleissKappa.Of(ratings, leftOut);
        double[] left = [.. Enumerable.Range(0, 25).Select(i => naive.Without(j => j == i).Fleiss().Value)];
        (double low, double high) = NaiveAgreement.Jackknife(fleiss.Value!.Value, left, true, -1, 0.95);
        int shared = naive.Rows.Count(row => row.Count(l => l >= 0) > 1);
        int labels = naive.Rows.Where(row => row.Count(l => l >= 0) > 1).Sum(row => row.Count(l => l >= 0));
        double prevalence = naive.Rows.Sum(row => row.Count(l => l == 1)) / (double)ratings.Count;
        (double scoreLow, double scoreHigh) = KappaScore.Interval(
            fleiss.Value.Value,
            prevalence,
            shared,
            (int)Math.Round(labels / (double)shared),
            0.95
        );
        Assert.Equal("jackknife and score", fleiss.Interval!.Value.Method);
        Assert.Equal(Math.Min(low, scoreLow), fleiss.Interval.Value.Low, 1e-10);
        Assert.Equal(Math.Max(high, scoreHigh), fleiss.Interval.Value.High, 1e-10);

        // AC1 is no κ, and clusters are not items: neither is widened.
        Assert.Equal("jackknife", GwetAc1.Of(ratings, leftOut).Interval!.Value.Method);
        AgreementOptions clustered = leftOut with { Clusters = [.. Enumerable.Range(0, 25)] };
        Assert.Equal("jackknife", FleissKappa.Of(ratings, clustered).Interval!.Value.Method);
        Assert.Equal(low, FleissKappa.Of(ratings, clustered).Interval!.Value.Low, 1e-10);
    }

    [Fact]
    public void Bootstrap_of_raw_agreement_has_binomial_quantiles()
    {
        // 12 of 20 items agree: a sample's agreement is binomial(20, 0.6)/20.
        int[] table = [.. Enumerable.Range(0, 20).SelectMany(i => (int[])[0, i < 12 ? 0 : 1])];
        Ratings ratings = Ratings.FromTable(table, 2, 2);
        AgreementOptions options = new()
        {
            Method = IntervalMethod.Bootstrap,
            Replicates = 4000,
            Level = 0.9,
            Threads = 2,
        };
        ConfidenceInterval found = PercentAgreement.Of(ratings, options).Interval!.Value;
        Assert.Equal((BinomialQuantile(20, 0.6, 0.05) / 20.0, "bootstrap"), (found.Low, found.Method));
        Assert.Equal(BinomialQuantile(20, 0.6, 0.95) / 20.0, found.High);
        Assert.Equal(found, PercentAgreement.Of(ratings, options with { Threads = 1 }).Interval);
        Assert.NotEqual(
            FleissKappa.Of(ratings, options).Interval,
            FleissKappa.Of(ratings, options with { Seed = 2 }).Interval
        );
    }

    [Fact]
    public void Bootstrap_needs_two_items_and_a_replicate_and_names_what_it_cannot_bound()
    {
        AgreementOptions one = new() { Method = IntervalMethod.Bootstrap, Replicates = 1 };
        Ratings two = Ratings.FromTable([0, 0, 1, 0], 2, 3);
        Assert.NotNull(PercentAgreement.Of(two, one).Interval);
        Assert.Null(PercentAgreement.Of(two, one with { Replicates = 0 }).Interval);
        Assert.Null(PercentAgreement.Of(Ratings.FromTable([0, 0], 2, 3), one).Interval);

        // Half of the samples of two items hold one item twice; of one like item κ does not exist.
        Ratings opposite = Ratings.FromTable([0, 0, 1, 1], 2, 3);
        ConfidenceInterval open = FleissKappa.Of(opposite, one with { Replicates = 400 }).Interval!.Value;
        Assert.Equal((-1.0, 1.0, "undetermined"), (open.Low, open.High, open.Method));

        // Of ten items, one in 500 samples misses both kinds: the rest bound it.
        Ratings ten = Ratings.FromTable([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], 2, 3);
        ConfidenceInterval bound = FleissKappa.Of(ten, one with { Replicates = 4000 }).Interval!.Value;
        Assert.Equal("bootstrap", bound.Method);
        Assert.InRange(bound.Low, -0.2, 0.9);
        Assert.Equal(1, bound.High, 1e-9);
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(0.125, 1.5)]
    [InlineData(0.25, 2.0)]
    [InlineData(0.8, 6.0)]
    [InlineData(1.0, 11.0)]
    public void Quantiles_lie_between_neighbours(double p, double expected) =>
        Assert.Equal(expected, Bootstrap.Quantile([1, 2, 3, 4.75, 11], p), 1e-12);

    [Fact]
    public void Too_few_items_have_no_interval_and_undefined_rests_an_open_one()
    {
        AgreementOptions none = new() { Method = IntervalMethod.None };
        Assert.Null(FleissKappa.Of(Ratings.FromTable([0, 0, 1, 1, 0, 1], 2, 3), none).Interval);
        AgreementOptions left = new() { Method = IntervalMethod.Jackknife };
        Assert.Null(FleissKappa.Of(Ratings.FromTable([0, 1, 1, 1], 2, 3), left).Interval);
        Assert.Equal(
            "jackknife",
            FleissKappa.Of(Ratings.FromTable([0, 1, 1, 1, 0, 0], 2, 3), left).Interval!.Value.Method
        );
        ConfidenceInterval open = FleissKappa
            .Of(Ratings.FromTable([0, 0, 0, 0, 0, 0, 1, 1], 2, 3), left)
            .Interval!.Value;
        Assert.Equal((-1.0, 1.0, "undetermined"), (open.Low, open.High, open.Method));
        foreach (double level in (double[])[0, 1, -0.1, double.NaN])
        {
            Ratings ratings = Ratings.FromTable([0, 0, 1, 1, 0, 1], 2, 3);
            Assert.Contains(
                "level",
                Assert.Throws<ArgumentException>(() => FleissKappa.Of(ratings, new() { Level = level })).Message,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void An_interval_contains_its_limits()
    {
        ConfidenceInterval interval = new(0.2, 0.5, 0.95, "analytic");
        Assert.Equal(0.3, interval.Width, 1e-15);
        Assert.True(interval.Contains(0.2) && interval.Contains(0.5) && interval.Contains(0.3));
        Assert.False(interval.Contains(0.19) || interval.Contains(0.51));
    }

    // The number of positive labels is beta-binomial; κ as a function of mean agreement and share, differentiated by steps.
    private static double ItemVariance(double kappa, double p, int n)
    {
        double expected = (p * p) + ((1 - p) * (1 - p));
        double mean = kappa + ((1 - kappa) * expected);
        double Kappa(double agreement, double share)
        {
            double chance = (share * share) + ((1 - share) * (1 - share));
            return (agreement - chance) / (1 - chance);
        }

        const double H = 1e-5;
        double byAgreement = (Kappa(mean + H, p) - Kappa(mean - H, p)) / (2 * H);
        double byShare = (Kappa(mean, p + H) - Kappa(mean, p - H)) / (2 * H);
        double variance = 0;
        for (int x = 0; x <= n; x++)
        {
            double mass = 1;
            for (int i = 0; i < n; i++)
            {
                mass *= i < x ? (n - i) / (i + 1.0) : 1;
            }

            // Pólya's urn: each label raises the share of its own kind.
            double grow = kappa / (1 - kappa);
            for (int i = 0; i < n; i++)
            {
                double own = i < x ? p + (i * grow) : 1 - p + ((i - x) * grow);
                mass *= own / (1 + (i * grow));
            }

            double agreement = ((x * (x - 1.0)) + ((n - x) * (n - x - 1.0))) / (n * (n - 1.0));
            double influence = (byAgreement * (agreement - mean)) + (byShare * (((double)x / n) - p));
            variance += mass * influence * influence;
        }

        return variance;
    }

    private static int BinomialQuantile(int n, double p, double tail)
    {
        double mass = Math.Pow(1 - p, n);
        double sum = mass;
        int k = 0;
        while (sum < tail)
        {
            mass *= (n - k) / (k + 1.0) * p / (1 - p);
            sum += mass;
            k++;
        }

        return k;
    }
}
