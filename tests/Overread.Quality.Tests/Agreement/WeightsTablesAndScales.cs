using Overread.Quality.Agreement;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Agreement;

public sealed class WeightsTablesAndScales
{
    [Fact]
    public void Weights_have_the_published_credits()
    {
        CategoryWeights none = CategoryWeights.None(3);
        CategoryWeights linear = CategoryWeights.Linear(4);
        CategoryWeights quadratic = CategoryWeights.Quadratic(4);
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                Assert.Equal(i == j ? 1 : 0, none[i, j]);
                Assert.Equal(1 - (Math.Abs(i - j) / 3.0), linear[i, j], 1e-15);
                Assert.Equal(1 - (Math.Pow(i - j, 2) / 9.0), quadratic[i, j], 1e-15);
            }
        }

        Assert.Equal(3, none.Total);
        Assert.Equal(4 + (6 * 2 / 3.0) + (4 / 3.0), linear.Total, 1e-14);
        Assert.Equal(
            (4, "linear", "quadratic", "none"),
            (linear.CategoryCount, linear.Name, quadratic.Name, none.Name)
        );
        Assert.Equal(1, CategoryWeights.Linear(1)[0, 0]);
        Assert.Equal(1, CategoryWeights.Quadratic(1)[0, 0]);
    }

    [Fact]
    public void Own_credits_are_symmetric_between_0_and_1_and_whole_for_agreement()
    {
        CategoryWeights own = CategoryWeights.Custom(
            new[,]
            {
                { 1, 0.25, 0 },
                { 0.25, 1, 1 },
                { 0, 1, 1 },
            }
        );
        Assert.Equal((0.25, 0.0, 1.0, "custom"), (own[1, 0], own[2, 0], own[1, 2], own.Name));
        Assert.Contains("square", Refusal(new double[2, 3]), StringComparison.Ordinal);
        Assert.Contains(
            "(0, 1)",
            Refusal(
                new[,]
                {
                    { 1, 0.2 },
                    { 0.3, 1 },
                }
            ),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "(0, 1)",
            Refusal(
                new[,]
                {
                    { 1, -0.2 },
                    { -0.2, 1 },
                }
            ),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "(0, 1)",
            Refusal(
                new[,]
                {
                    { 1, 1.2 },
                    { 1.2, 1 },
                }
            ),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "(0, 1)",
            Refusal(
                new[,]
                {
                    { 1, double.NaN },
                    { double.NaN, 1 },
                }
            ),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "(1, 1)",
            Refusal(
                new[,]
                {
                    { 1, 0.2 },
                    { 0.2, 0.9 },
                }
            ),
            StringComparison.Ordinal
        );
        static string Refusal(double[,] credits) =>
            Assert.Throws<ArgumentException>(() => CategoryWeights.Custom(credits)).Message;
    }

    [Theory]
    [InlineData(-0.01, "poor")]
    [InlineData(0, "slight")]
    [InlineData(0.20, "slight")]
    [InlineData(0.201, "fair")]
    [InlineData(0.40, "fair")]
    [InlineData(0.401, "moderate")]
    [InlineData(0.60, "moderate")]
    [InlineData(0.601, "substantial")]
    [InlineData(0.80, "substantial")]
    [InlineData(0.801, "almost perfect")]
    public void Landis_and_koch(double value, string word) => Assert.Equal(word, Interpretation.LandisKoch(value).Word);

    [Theory]
    [InlineData(0.20, "none")]
    [InlineData(0.21, "minimal")]
    [InlineData(0.399, "minimal")]
    [InlineData(0.40, "weak")]
    [InlineData(0.599, "weak")]
    [InlineData(0.60, "moderate")]
    [InlineData(0.799, "moderate")]
    [InlineData(0.80, "strong")]
    [InlineData(0.90, "strong")]
    [InlineData(0.901, "almost perfect")]
    public void Mchugh(double value, string word) => Assert.Equal(word, Interpretation.McHugh(value).Word);

    [Theory]
    [InlineData(0.499, "poor")]
    [InlineData(0.5, "moderate")]
    [InlineData(0.749, "moderate")]
    [InlineData(0.75, "good")]
    [InlineData(0.899, "good")]
    [InlineData(0.9, "excellent")]
    public void Koo_and_li(double value, string word) => Assert.Equal(word, Interpretation.KooLi(value).Word);

    [Theory]
    [InlineData(0.666, "unreliable")]
    [InlineData(0.667, "tentative")]
    [InlineData(0.799, "tentative")]
    [InlineData(0.8, "reliable")]
    public void Krippendorff(double value, string word) => Assert.Equal(word, Interpretation.Krippendorff(value).Word);

    [Theory]
    [InlineData("percent", null)]
    [InlineData("krippendorff-alpha-ordinal", "Krippendorff 2004")]
    [InlineData("icc-a-1", "Koo and Li 2016")]
    [InlineData("kendall-w", "Landis and Koch 1977")]
    public void Every_coefficient_has_its_scale(string name, string? scale)
    {
        Coefficient coefficient = new()
        {
            Name = name,
            State = AgreementState.Computed,
            Value = 0.5,
        };
        Assert.Equal(scale, coefficient.Reading?.Scale);
        Assert.Null((coefficient with { Value = null }).Reading);
    }

    [Fact]
    public void Tables_split_readers_and_groups()
    {
        NaiveAgreement naive = NaiveAgreement.Random(8, 40, 4, 3, null);
        Ratings ratings = naive.Ratings;
        Coefficient?[,] pairs = AgreementTables.Pairwise(ratings);
        Coefficient[] without = AgreementTables.LeaveOneReaderOut(ratings, r => FleissKappa.Of(r));
        for (int i = 0; i < 4; i++)
        {
            Assert.Null(pairs[i, i]);
            for (int j = 0; j < 4; j++)
            {
                if (i != j)
                {
                    Assert.Equal(naive.Cohen(i, j)!.Value.Value, pairs[i, j]!.Value!.Value, 1e-12);
                }
            }

            NaiveAgreement others = naive with
            {
                Rows = [.. naive.Rows.Select(row => row.Where((_, r) => r != i).ToArray())],
            };
            Assert.Equal(others.Fleiss().Value, without[i].Value!.Value, 1e-12);
        }

        int[] groups = [.. Enumerable.Range(0, 40).Select(i => i % 3 == 0 ? 0 : 2)];
        Coefficient[] byGroup = AgreementTables.ByGroup(ratings, groups, r => FleissKappa.Of(r));
        Assert.Equal(3, byGroup.Length);
        Assert.Equal(naive.Without(i => i % 3 != 0).Fleiss().Value, byGroup[0].Value!.Value, 1e-12);
        Assert.Equal(AgreementState.NoLabels, byGroup[1].State);
        Assert.Equal(naive.Without(i => i % 3 == 0).Fleiss().Value, byGroup[2].Value!.Value, 1e-12);
        Assert.Empty(AgreementTables.ByGroup(Ratings.FromTable([], 2, 2), [], r => FleissKappa.Of(r)));
        Assert.Contains(
            "39 groups for 40",
            Assert
                .Throws<ArgumentException>(() => AgreementTables.ByGroup(ratings, groups[1..], r => FleissKappa.Of(r)))
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Readers_repeat_themselves()
    {
        // Reader 0 reads three items twice (one differs), reader 1 only once, reader 2 nothing.
        int[] items = [0, 0, 1, 1, 2, 2, 0, 1];
        int[] readers = [0, 0, 0, 0, 0, 0, 1, 1];
        int[] labels = [0, 0, 1, 1, 0, 1, 1, 1];
        Coefficient[] own = AgreementTables.Repeats(Ratings.FromTriples(items, readers, labels, 3, 3, 2));
        Assert.Equal(("intra-reader-kappa", 1, 3), (own[0].Name, own[0].Readers, own[0].Items));

        // Agreement 2/3; shares 1/2 and 1/2: κ = 1/3.
        Assert.Equal(1 / 3.0, own[0].Value!.Value, 1e-12);
        Assert.Equal(AgreementState.NoOverlap, own[1].State);
        Assert.Equal(AgreementState.NoLabels, own[2].State);
        Coefficient[] same = AgreementTables.Repeats(Ratings.FromTriples([0, 0], [0, 0], [1, 1], 1, 1, 2));
        Assert.Equal(AgreementState.SingleCategory, same[0].State);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(39)]
    public void Bytes_are_counted_pair_by_pair(int length)
    {
        SeededRandom random = new((ulong)length);
        byte[] first = [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(3))];
        byte[] second = [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(3))];
        long[] cells = PairCounting.Count(first, second, 3);
        for (int a = 0; a < 3; a++)
        {
            for (int b = 0; b < 3; b++)
            {
                Assert.Equal(first.Zip(second).Count(p => p == ((byte)a, (byte)b)), cells[(a * 3) + b]);
            }
        }
    }

    [Fact]
    public void Tables_of_pairs_refuse_what_is_none()
    {
        byte[] zeros = new byte[9];
        Assert.Contains(
            "(0, 3)",
            Refusal(() => CohenKappa.Of(zeros, [0, 0, 0, 0, 0, 0, 0, 0, 3], 3)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "(3, 0)",
            Refusal(() => CohenKappa.Of([3, 0, 0, 0, 0, 0, 0, 0, 0], zeros, 3)),
            StringComparison.Ordinal
        );
        Assert.Contains("9 and 8", Refusal(() => CohenKappa.Of(zeros, zeros.AsSpan(1), 3)), StringComparison.Ordinal);
        Assert.Contains("0 categories", Refusal(() => CohenKappa.Of(zeros, zeros, 0)), StringComparison.Ordinal);
        Assert.Contains("257 categories", Refusal(() => CohenKappa.Of(zeros, zeros, 257)), StringComparison.Ordinal);
        Assert.Equal(AgreementState.SingleCategory, CohenKappa.Of(zeros, zeros, 256).State);
        Assert.Equal(AgreementState.SingleCategory, CohenKappa.Of(zeros, zeros, 1).State);
        Assert.Equal(AgreementState.NoLabels, CohenKappa.Of([], [], 2).State);
        Assert.Contains("square", Refusal(() => CohenKappa.Of(new long[2, 3])), StringComparison.Ordinal);
        Assert.Equal(AgreementState.NoLabels, CohenKappa.Of(new long[2, 2]).State);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            CohenKappa.Of(
                new long[,]
                {
                    { 1, -1 },
                    { 0, 2 },
                }
            )
        );
        Ratings ratings = Ratings.FromTable([0, 1, 1, 0, 0, -1], 2, 2);
        Assert.Contains("Reader 1", Refusal(() => CohenKappa.Of(ratings, 1, 1)), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => CohenKappa.Of(ratings, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => CohenKappa.Of(ratings, 0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => CohenKappa.Of(ratings, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => CohenKappa.Of(ratings, 0, 2));
        Assert.Throws<InvalidOperationException>(() => PairTable.From(ratings, 0, 1, keepItems: false).CellOf(0));
        PairTable kept = PairTable.From(ratings, 0, 1, keepItems: true);
        Assert.Equal((1, 2, -1), (kept.CellOf(0), kept.CellOf(1), kept.CellOf(2)));
        static string Refusal(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }

    [Fact]
    public void Counts_bytes_and_ratings_say_the_same()
    {
        // Po = 0.7, Pe = 0.5·0.6 + 0.5·0.4 = 0.5: κ = 0.4, prevalence of the second category 0.45.
        long[,] counts =
        {
            { 20, 5 },
            { 10, 15 },
        };
        Coefficient kappa = CohenKappa.Of(counts);
        Assert.Equal(0.4, kappa.Value!.Value, 1e-12);
        Assert.Equal([0.55, 0.45], kappa.Prevalence.Select(p => Math.Round(p, 12)));
        Assert.Equal((50, 2), (kappa.Items, kappa.Readers));
        AgreementOptions narrow = new() { Level = 0.5, Clusters = [0, 1] };
        Assert.True(CohenKappa.Of(counts, narrow).Interval!.Value.Width < kappa.Interval!.Value.Width);
        Assert.Equal(
            AgreementState.RepeatedReads,
            CohenKappa.Of(Ratings.FromTriples([0, 0, 0], [0, 1, 1], [0, 0, 1], 1, 2, 2), 0, 1).State
        );
        Assert.Equal(
            AgreementState.RepeatedReads,
            CohenKappa.Of(Ratings.FromTriples([0, 0, 0], [0, 0, 1], [0, 0, 1], 1, 2, 2), 0, 1).State
        );
        Assert.Equal(AgreementState.NoOverlap, CohenKappa.Of(Ratings.FromTable([0, -1, -1, 1], 2, 2), 0, 1).State);
        Assert.Equal(AgreementState.NoLabels, CohenKappa.Of(Ratings.FromTable([-1, -1], 2, 2), 0, 1).State);
    }
}
