using CsCheck;
using Overread.Quality.Agreement;

namespace Overread.Quality.Tests.Agreement;

public sealed class AgreementProperties
{
    private static readonly AgreementOptions s_leftOut = new() { Method = IntervalMethod.Jackknife };

    private static readonly Gen<Ratings> s_ratings = Gen.Select(Gen.Int[3, 30], Gen.Int[2, 6], Gen.Int[2, 5], Gen.ULong)
        .Select(
            (items, readers, categories, seed) =>
            {
                double[] accuracies = [.. Enumerable.Range(0, readers).Select(i => 0.5 + (0.4 * i / readers))];
                return Simulate.Readers(seed, items, accuracies, categories, 0.8).Ratings;
            }
        );

    private static Coefficient[] All(Ratings ratings) =>
        [
            PercentAgreement.Of(ratings, s_leftOut),
            FleissKappa.Of(ratings, s_leftOut),
            GwetAc1.Of(ratings, s_leftOut),
            BrennanPrediger.Of(ratings, s_leftOut),
            KrippendorffAlpha.Of(ratings, options: s_leftOut),
            CongerKappa.Of(ratings, s_leftOut),
            LightKappa.Of(ratings, s_leftOut),
        ];

    [Fact]
    public void Renaming_moves_what_is_drawn_by_no_more_than_another_seed_does()
    {
        (Ratings ratings, _) = Simulate.Readers(6, 60, [0.9, 0.8, 0.7], 3);
        Coefficient there = FleissKappa.Of(ratings);
        foreach (
            Coefficient other in (Coefficient[])
                [FleissKappa.Of(Rename(ratings)), FleissKappa.Of(ratings, new() { Seed = 2 })]
        )
        {
            Assert.Equal("posterior", other.Interval!.Value.Method);
            Assert.Equal(there.Interval!.Value.Low, other.Interval.Value.Low, there.Interval.Value.Width / 20);
            Assert.Equal(there.Interval.Value.High, other.Interval.Value.High, there.Interval.Value.Width / 20);
        }

        Assert.Equal(there.Interval, FleissKappa.Of(Simulate.Shuffle(ratings, 4)).Interval);
    }

    [Fact]
    public void Renaming_readers_changes_nothing() =>
        s_ratings.Sample(ratings =>
            Same(All(ratings), All(ratings.OfReaders([.. Enumerable.Range(0, ratings.ReaderCount).Reverse()])))
        );

    [Fact]
    public void Renaming_categories_changes_no_nominal_coefficient() =>
        s_ratings.Sample(ratings => Same(All(ratings), All(Rename(ratings))));

    [Fact]
    public void Any_row_order_gives_the_same_bits() =>
        s_ratings.Sample(ratings =>
        {
            Coefficient[] first = All(ratings);
            Coefficient[] second = All(Simulate.Shuffle(ratings, 9));
            for (int i = 0; i < first.Length; i++)
            {
                Assert.Equal(first[i].Value, second[i].Value);
                Assert.Equal(first[i].Interval, second[i].Interval);
            }
        });

    [Fact]
    public void Doubling_the_items_changes_only_alpha_and_the_interval() =>
        s_ratings.Sample(ratings =>
        {
            Coefficient[] once = All(ratings);
            Coefficient[] twice = All(Twice(ratings));
            for (int i = 0; i < once.Length; i++)
            {
                if (once[i].Value is not { } value || once[i].Name.StartsWith("krippendorff", StringComparison.Ordinal))
                {
                    continue;
                }

                Assert.Equal(value, twice[i].Value!.Value, 1e-12);
            }
        });

    [Fact]
    public void Perfect_readers_have_agreement_one() =>
        s_ratings.Sample(ratings =>
        {
            (Ratings perfect, _) = Simulate.Readers(3, ratings.ItemCount + 20, [1, 1, 1], ratings.CategoryCount);
            foreach (Coefficient coefficient in All(perfect))
            {
                Assert.Equal(1, coefficient.Value!.Value, 1e-12);
            }
        });

    [Fact]
    public void With_two_readers_conger_and_light_are_cohen_and_fleiss_is_scott() =>
        s_ratings.Sample(ratings =>
        {
            (Ratings pair, _) = Simulate.Readers((ulong)ratings.Count, 40, [0.8, 0.7], 3);
            Assert.Equal(CohenKappa.Of(pair, 0, 1).Value!.Value, CongerKappa.Of(pair).Value!.Value, 1e-12);
            Assert.Equal(CohenKappa.Of(pair, 0, 1).Value!.Value, LightKappa.Of(pair).Value!.Value, 1e-12);
            Assert.Equal(ScottPi.Of(pair, 0, 1).Value!.Value, FleissKappa.Of(pair).Value!.Value, 1e-12);
        });

    [Fact]
    public void Adding_a_reader_who_copies_the_only_answer_never_lowers_raw_agreement() =>
        s_ratings.Sample(ratings =>
        {
            (Ratings agreed, _) = Simulate.Readers(5, 30, [1, 1], ratings.CategoryCount);
            Assert.Equal(1, PercentAgreement.Of(agreed).Value);
        });

    [Fact]
    public void Bytes_and_ratings_give_the_same_cohen()
    {
        (Ratings pair, _) = Simulate.Readers(21, 1003, [0.8, 0.6], 4);
        byte[] first = [.. Enumerable.Range(0, 1003).Select(i => (byte)pair.CategoriesOf(i)[0])];
        byte[] second = [.. Enumerable.Range(0, 1003).Select(i => (byte)pair.CategoriesOf(i)[1])];
        Coefficient bytes = CohenKappa.Of(first, second, 4);
        Assert.Equal(CohenKappa.Of(pair, 0, 1).Value, bytes.Value);
        Assert.Equal(1003, bytes.Items);
        Assert.Throws<ArgumentException>(() => CohenKappa.Of(first, second, 3));
    }

    [Fact]
    public void Bootstrap_is_the_same_on_two_threads_and_close_to_the_jackknife()
    {
        (Ratings ratings, _) = Simulate.Readers(2, 300, [0.9, 0.8, 0.8], 3);
        AgreementOptions options = new() { Method = IntervalMethod.Bootstrap, Replicates = 2000 };
        ConfidenceInterval one = FleissKappa.Of(ratings, options).Interval!.Value;
        ConfidenceInterval two = FleissKappa.Of(ratings, options with { Threads = 2 }).Interval!.Value;
        ConfidenceInterval jackknife = FleissKappa.Of(ratings, s_leftOut).Interval!.Value;
        Assert.Equal(one, two);
        Assert.Equal(jackknife.Low, one.Low, 0.02);
        Assert.Equal(jackknife.High, one.High, 0.02);
    }

    [Fact]
    public void Clusters_of_copies_widen_the_interval_to_what_the_originals_say()
    {
        (Ratings ratings, _) = Simulate.Readers(4, 80, [0.85, 0.8, 0.9], 3);
        Ratings doubled = Twice(ratings);
        int[] patients = [.. Enumerable.Range(0, 160).Select(i => i % 80)];
        ConfidenceInterval honest = FleissKappa.Of(doubled, s_leftOut with { Clusters = patients }).Interval!.Value;
        ConfidenceInterval original = FleissKappa.Of(ratings, s_leftOut).Interval!.Value;
        ConfidenceInterval naive = FleissKappa.Of(doubled, s_leftOut).Interval!.Value;
        Assert.Equal(original.Width, honest.Width, 1e-9);
        Assert.True(naive.Width < honest.Width * 0.8);
    }

    [Fact]
    public void Grouping_by_word_and_by_counts_agree_when_patterns_are_many()
    {
        // Eight categories and seven labels fill 24 bits and thousands of patterns; fourteen readers need the other way.
        (Ratings many, _) = Simulate.Readers(3, 6000, [.. Enumerable.Repeat(0.3, 7)], 8, 0.9);
        CountPatterns patterns = CountPatterns.From(many, keepItems: true);
        Assert.True(patterns.Count > 1500);
        Dictionary<string, long> expected = [];
        for (int item = 0; item < many.ItemCount; item++)
        {
            int[] counts = new int[8];
            foreach (int category in many.CategoriesOf(item))
            {
                counts[category]++;
            }

            Assert.Equal(counts, patterns.CountsOf(patterns.PatternOf(item)).ToArray());
            string key = string.Join(',', counts);
            expected[key] = expected.GetValueOrDefault(key) + 1;
        }

        Assert.Equal(expected.Count, patterns.Count);
        for (int pattern = 0; pattern < patterns.Count; pattern++)
        {
            Assert.Equal(expected[string.Join(',', patterns.CountsOf(pattern).ToArray())], patterns.WeightOf(pattern));
        }
    }

    private static void Same(Coefficient[] first, Coefficient[] second)
    {
        for (int i = 0; i < first.Length; i++)
        {
            Assert.Equal(first[i].State, second[i].State);
            Assert.Equal(first[i].Value ?? 0, second[i].Value ?? 0, 1e-12);
            Assert.Equal(first[i].Interval?.Low ?? 0, second[i].Interval?.Low ?? 0, 1e-9);
        }
    }

    private static Ratings Rename(Ratings ratings)
    {
        int q = ratings.CategoryCount;
        return Rebuild(ratings, 1, category => q - 1 - category);
    }

    private static Ratings Twice(Ratings ratings) => Rebuild(ratings, 2, category => category);

    private static Ratings Rebuild(Ratings ratings, int copies, Func<int, int> rename)
    {
        List<int> items = [];
        List<int> readers = [];
        List<int> categories = [];
        for (int copy = 0; copy < copies; copy++)
        {
            for (int item = 0; item < ratings.ItemCount; item++)
            {
                foreach (int reader in ratings.ReadersOf(item))
                {
                    items.Add((copy * ratings.ItemCount) + item);
                    readers.Add(reader);
                }

                foreach (int category in ratings.CategoriesOf(item))
                {
                    categories.Add(rename(category));
                }
            }
        }

        return Ratings.FromTriples(
            [.. items],
            [.. readers],
            [.. categories],
            ratings.ItemCount * copies,
            ratings.ReaderCount,
            ratings.CategoryCount
        );
    }
}
