using Overread.Quality.Agreement;

namespace Overread.Quality.Tests.Agreement;

/// <summary>Every coefficient on random tables with missing labels against its definition, computed label by label.</summary>
public sealed class AgainstDefinitions
{
    private static readonly double[] Values = [0, 1.5, 2, 7];

    public static TheoryData<ulong, string> Tables
    {
        get
        {
            TheoryData<ulong, string> tables = [];
            foreach (string weights in (string[])["", "none", "linear", "quadratic", "custom"])
            {
                for (ulong seed = 1; seed <= 3; seed++)
                {
                    tables.Add(seed, weights);
                }
            }

            return tables;
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Value_observed_expected_and_interval(ulong seed, string weighting)
    {
        int categories = 3 + (int)(seed % 2);
        CategoryWeights? weights = Weights(weighting, categories);
        NaiveAgreement naive = NaiveAgreement.Random(seed, 24, 2 + (int)seed, categories, weights);
        AgreementOptions options = new()
        {
            Weights = weights,
            Level = 0.9,
            Method = IntervalMethod.Jackknife,
        };
        Check(naive, PercentAgreement.Of(naive.Ratings, options), n => n.Percent(), false, 0);
        Check(naive, FleissKappa.Of(naive.Ratings, options), n => n.Fleiss(), true);
        Check(naive, GwetAc1.Of(naive.Ratings, options), n => n.Gwet(), false);
        Check(naive, BrennanPrediger.Of(naive.Ratings, options), n => n.Uniform(), false);
        Check(naive, CongerKappa.Of(naive.Ratings, options), n => n.Conger(), true);
        Check(naive, LightKappa.Of(naive.Ratings, options), n => n.Light(), true);
        NaiveAgreement both = naive.Without(i => naive.Rows[i][0] < 0 || naive.Rows[i][1] < 0);
        Check(both, CohenKappa.Of(naive.Ratings, 0, 1, options), n => n.Cohen(0, 1)!.Value, true);
        NaiveAgreement pair = both with { Rows = [.. both.Rows.Select(row => row[..2])] };
        Check(pair, ScottPi.Of(naive.Ratings, 0, 1, options), n => n.Fleiss(), true);
    }

    [Theory]
    [InlineData(AlphaMetric.Nominal)]
    [InlineData(AlphaMetric.Ordinal)]
    [InlineData(AlphaMetric.Interval)]
    [InlineData(AlphaMetric.Ratio)]
    public void Alpha_in_each_metric(AlphaMetric metric)
    {
        for (ulong seed = 11; seed < 15; seed++)
        {
            NaiveAgreement naive = NaiveAgreement.Random(seed, 20, 4, 4, null);
            Coefficient alpha = KrippendorffAlpha.Of(
                naive.Ratings,
                metric,
                Values,
                new() { Level = 0.9, Method = IntervalMethod.Jackknife }
            );
            NaiveAgreement.Answer wanted = naive.Alpha(metric, Values);
            if (metric == AlphaMetric.Ordinal)
            {
                // Ordinal distances have no scale: observed agreement is given relative to chance.
                Assert.Equal(wanted.Value, alpha.Observed!.Value, 1e-12);
                Assert.Equal(0, alpha.Expected);
                wanted = new NaiveAgreement.Answer(wanted.Value, alpha.Observed.Value, 0);
            }

            Check(
                naive,
                alpha,
                n => n == naive ? wanted : n.Alpha(metric, Values),
                metric == AlphaMetric.Nominal,
                checkItems: false
            );
        }
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void Clusters_are_left_out_whole(int seed)
    {
        // Cluster 2 has no item: it must not count as one.
        NaiveAgreement naive = NaiveAgreement.Random((ulong)seed, 26, 3, 3, null);
        int[] clusters = [.. Enumerable.Range(0, 26).Select(i => (i * 7 % 8) is 2 ? 3 : i * 7 % 8)];
        AgreementOptions options = new() { Clusters = clusters, Method = IntervalMethod.Jackknife };
        (Coefficient Found, Func<NaiveAgreement, NaiveAgreement.Answer> Naive, bool Kappa)[] all =
        [
            (FleissKappa.Of(naive.Ratings, options), n => n.Fleiss(), true),
            (GwetAc1.Of(naive.Ratings, options), n => n.Gwet(), false),
            (CongerKappa.Of(naive.Ratings, options), n => n.Conger(), true),
            (LightKappa.Of(naive.Ratings, options), n => n.Light(), true),
            (CohenKappa.Of(naive.Ratings, 0, 1, options), n => n.Cohen(0, 1)!.Value, true),
            (KrippendorffAlpha.Of(naive.Ratings, options: options), n => n.Alpha(AlphaMetric.Nominal, Values), true),
        ];
        foreach ((Coefficient found, Func<NaiveAgreement, NaiveAgreement.Answer> of, bool kappa) in all)
        {
            double[] left =
            [
                .. clusters.Distinct().Order().Select(c => of(naive.Without(i => clusters[i] == c)).Value),
            ];
            Assert.Equal(7, left.Length);
            (double low, double high) = NaiveAgreement.Jackknife(of(naive).Value, left, kappa, -1, 0.95);
            Assert.Equal(of(naive).Value, found.Value!.Value, 1e-12);
            Assert.Equal(low, found.Interval!.Value.Low, 1e-10);
            Assert.Equal(high, found.Interval.Value.High, 1e-10);
        }
    }

    [Fact]
    public void Scott_pi_keeps_the_clusters_of_the_items_both_read()
    {
        NaiveAgreement naive = NaiveAgreement.Random(31, 30, 2, 3, null);
        int[] clusters = [.. Enumerable.Range(0, 30).Select(i => i / 4)];
        bool[] both = [.. naive.Rows.Select(row => row[0] >= 0 && row[1] >= 0)];
        Coefficient all = ScottPi.Of(naive.Ratings, 0, 1, new() { Clusters = clusters });
        Coefficient shared = FleissKappa.Of(
            naive.Ratings.OfItems(both),
            new() { Clusters = [.. clusters.Where((_, i) => both[i])] }
        );
        Assert.Equal(shared.Interval, all.Interval);
        Assert.Equal(both.Count(b => b), all.Items);
    }

    private static void Check(
        NaiveAgreement naive,
        Coefficient found,
        Func<NaiveAgreement, NaiveAgreement.Answer> of,
        bool kappa,
        double lowest = -1,
        bool checkItems = true
    )
    {
        NaiveAgreement.Answer wanted = of(naive);
        Assert.Equal(AgreementState.Computed, found.State);
        Assert.Equal(wanted.Value, found.Value!.Value, 1e-12);
        Assert.Equal(wanted.Observed, found.Observed!.Value, 1e-12);
        Assert.Equal(wanted.Expected, found.Expected!.Value, 1e-12);
        if (checkItems)
        {
            Assert.Equal(naive.Rows.Count(row => row.Count(label => label >= 0) > 1), found.Items);
        }

        double[] left = [.. Enumerable.Range(0, naive.Rows.Length).Select(i => of(naive.Without(j => j == i)).Value)];
        (double low, double high) = NaiveAgreement.Jackknife(
            wanted.Value,
            left,
            kappa,
            lowest,
            found.Interval!.Value.Level
        );
        Assert.Equal("jackknife", found.Interval.Value.Method);
        Assert.Equal(low, found.Interval.Value.Low, 1e-10);
        Assert.Equal(high, found.Interval.Value.High, 1e-10);
    }

    private static CategoryWeights? Weights(string name, int categories)
    {
        switch (name)
        {
            case "none":
                return CategoryWeights.None(categories);
            case "linear":
                return CategoryWeights.Linear(categories);
            case "quadratic":
                return CategoryWeights.Quadratic(categories);
            case "custom":
                double[,] credits = new double[categories, categories];
                for (int k = 0; k < categories; k++)
                {
                    for (int l = 0; l < categories; l++)
                    {
                        credits[k, l] = k == l ? 1 : 0.1 * ((k + l) % 4);
                    }
                }

                return CategoryWeights.Custom(credits);
            default:
                return null;
        }
    }
}
