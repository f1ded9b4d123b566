using Overread.Quality.Numerics;

namespace Overread.Quality.Tests;

/// <summary>Ratings of random labels in random order against lists that are sorted and filtered in the plainest way.</summary>
public sealed class RatingsByDefinition
{
    private sealed record Label(int Item, int Reader, int Category);

    [Theory]
    [InlineData(RepeatPolicy.KeepAll, 30)]
    [InlineData(RepeatPolicy.KeepFirst, 30)]
    [InlineData(RepeatPolicy.KeepLast, 30)]
    [InlineData(RepeatPolicy.KeepAll, 400)]
    [InlineData(RepeatPolicy.KeepFirst, 400)]
    [InlineData(RepeatPolicy.KeepLast, 400)]
    public void Rows_are_ordered_and_repeats_follow_the_policy(RepeatPolicy policy, int labels)
    {
        // 400 labels on 5 items: rows longer than 48 are sorted another way.
        List<Label> input = Random(labels, 5, 40, 3);
        Ratings found = Build(input, 5, 40, 3, policy);
        IEnumerable<Label> present = input.Where(l => l.Category >= 0);
        Label[] wanted =
        [
            .. present
                .GroupBy(l => (l.Item, l.Reader))
                .OrderBy(g => g.Key)
                .SelectMany(g =>
                    policy switch
                    {
                        RepeatPolicy.KeepFirst => g.Take(1),
                        RepeatPolicy.KeepLast => g.TakeLast(1),
                        _ => g.OrderBy(l => l.Category),
                    }
                ),
        ];
        Same(wanted, found);
        Assert.Equal(wanted.Length, found.Count);
    }

    [Theory]
    [InlineData(48)]
    [InlineData(49)]
    [InlineData(300)]
    public void Merged_repeats_that_say_the_same(int readers)
    {
        List<Label> input = [.. Enumerable.Range(0, readers).Select(r => new Label(1, (r * 11) % readers, r % 2))];
        input.AddRange([.. input.Take(5), new Label(2, 0, 1)]);
        Ratings found = Build(input, 4, readers, 2, RepeatPolicy.Refuse);
        Assert.Equal(
            (readers + 1, 0, readers, 1, 0),
            (
                found.Count,
                found.ReadersOf(0).Length,
                found.ReadersOf(1).Length,
                found.ReadersOf(2).Length,
                found.ReadersOf(3).Length
            )
        );
        input.Add(input[3] with { Category = 1 - input[3].Category });
        string message = Assert
            .Throws<ArgumentException>(() => Build(input, 4, readers, 2, RepeatPolicy.Refuse))
            .Message;
        Assert.Contains($"Reader {input[3].Reader} gave item 1", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_is_its_triples()
    {
        SeededRandom random = new(2);
        int[] table = [.. Enumerable.Range(0, 60).Select(_ => random.Next(4) - 1)];
        List<Label> labels = [.. table.Select((c, i) => new Label(i / 6, i % 6, c))];
        Ratings found = Ratings.FromTable(table, 6, 3);
        Same([.. labels.Where(l => l.Category >= 0)], found);
        Assert.Equal((10, 6, 3), (found.ItemCount, found.ReaderCount, found.CategoryCount));
        for (int k = 0; k < 3; k++)
        {
            Assert.Equal(table.Count(c => c == k) / (double)table.Count(c => c >= 0), found.Prevalence()[k], 1e-15);
        }

        Assert.Equal([0.0, 0.0], Ratings.FromTable([-1, -1], 2, 2).Prevalence());
        Ratings some = found.OfReaders(4, 1);
        Same(
            [
                .. labels
                    .Where(l => l.Category >= 0 && l.Reader is 4 or 1 && l.Category >= 0)
                    .Select(l => l with { Reader = l.Reader == 4 ? 0 : 1 })
                    .OrderBy(l => (l.Item, l.Reader)),
            ],
            some
        );
        Assert.Equal((10, 2, 3), (some.ItemCount, some.ReaderCount, some.CategoryCount));
        bool[] keep = [.. Enumerable.Range(0, 10).Select(i => i % 3 != 1)];
        int[] rank = [.. Enumerable.Range(0, 10).Select(i => keep.Take(i).Count(k => k))];
        Ratings few = found.OfItems(keep);
        Same([.. labels.Where(l => l.Category >= 0 && keep[l.Item]).Select(l => l with { Item = rank[l.Item] })], few);
        Assert.Equal((7, 6), (few.ItemCount, few.ReaderCount));
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        Assert.Contains(
            "Items (1), readers (2)",
            Refusal(() => Ratings.FromTriples([0], [0, 0], [0], 1, 1, 1)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "categories (2)",
            Refusal(() => Ratings.FromTriples([0], [0], [0, 0], 1, 1, 1)),
            StringComparison.Ordinal
        );
        (int Item, int Reader, int Category)[] outside =
        [
            (2, 0, 0),
            (-1, 0, 0),
            (0, 3, 0),
            (0, -1, 0),
            (0, 0, 4),
            (0, 0, -2),
        ];
        foreach ((int item, int reader, int category) in outside)
        {
            string message = Refusal(() => Ratings.FromTriples([0, item], [0, reader], [0, category], 2, 3, 4));
            Assert.StartsWith(
                $"Label 1: item {item}, reader {reader}, category {category} ",
                message,
                StringComparison.Ordinal
            );
        }

        Assert.Equal(2, Ratings.FromTriples([0, 1], [0, 2], [0, 3], 2, 3, 4).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => Ratings.FromTriples([], [], [], -1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ratings.FromTriples([], [], [], 1, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ratings.FromTriples([], [], [], 1, 1, -1));
        Assert.Contains("3 cells", Refusal(() => Ratings.FromTable([0, 0, 0], 2, 1)), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Ratings.FromTable([], 0, 1));
        Assert.Contains(
            "Item 1, reader 0: category 2",
            Refusal(() => Ratings.FromTable([0, 1, 2, 0], 2, 2)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Item 0, reader 1: category -2",
            Refusal(() => Ratings.FromTable([0, -2, 1, 0], 2, 2)),
            StringComparison.Ordinal
        );
        Ratings ratings = Ratings.FromTable([0, 1, 1, 0], 2, 2);
        Assert.Contains("Reader 2", Refusal(() => ratings.OfReaders(0, 2)), StringComparison.Ordinal);
        Assert.Contains("Reader -1", Refusal(() => ratings.OfReaders(-1)), StringComparison.Ordinal);
        Assert.Contains("Reader 1", Refusal(() => ratings.OfReaders(1, 1)), StringComparison.Ordinal);
        Assert.Contains(
            "3 entries for 2 items",
            Refusal(() => ratings.OfItems([true, true, true])),
            StringComparison.Ordinal
        );
        static string Refusal(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }

    [Fact]
    public void Conditions_name_what_is_unusual()
    {
        const RatingsConditions Missing = RatingsConditions.Missing;
        Check(RatingsConditions.None, [0, 1, 1, 1], 2, 2);
        Check(RatingsConditions.UnseenCategory | RatingsConditions.SingleCategory, [1, 1, 1, 1], 2, 2);
        Check(RatingsConditions.SingleCategory, [0, 0, 0, 0], 2, 1);
        Check(Missing, [0, 1, 1, -1], 2, 2);
        Check(Missing | RatingsConditions.UnreadItems, [0, 1, -1, -1], 2, 2);
        Check(Missing | RatingsConditions.NoOverlap, [0, -1, -1, 1], 2, 2);
        Check(Missing | RatingsConditions.NoOverlap | RatingsConditions.SingleReader, [0, -1, 1, -1], 2, 2);
        Check(
            Missing
                | RatingsConditions.NoOverlap
                | RatingsConditions.UnreadItems
                | RatingsConditions.Empty
                | RatingsConditions.UnseenCategory,
            [-1, -1],
            2,
            2
        );
        Ratings repeated = Ratings.FromTriples([0, 0, 1, 1], [0, 0, 0, 1], [0, 1, 1, 1], 2, 2, 2);
        Assert.Equal(RatingsConditions.Repeats | Missing, repeated.Conditions);
        Ratings twice = Ratings.FromTriples([0, 0], [0, 0], [0, 1], 1, 1, 2);
        Assert.Equal(
            RatingsConditions.Repeats | RatingsConditions.NoOverlap | RatingsConditions.SingleReader,
            twice.Conditions
        );
        Assert.Equal((2, 1), (repeated.Inspection.ActiveReaders, twice.Inspection.ActiveReaders));
        static void Check(RatingsConditions wanted, int[] table, int readers, int categories) =>
            Assert.Equal(wanted, Ratings.FromTable(table, readers, categories).Conditions);
    }

    [Theory]
    [InlineData(new[] { 0, -1, -1, -1, -1, -1 }, 6, 2)]
    [InlineData(new[] { 0, 0, 0, 0, -1, 0 }, 3, 2)]
    [InlineData(new[] { 0, 0, 0, 0, 0, 0, 0, 0, -1 }, 3, 3)]
    [InlineData(new[] { 0, 0, 0, 0, 0, 0 }, 6, 6)]
    public void A_typical_item_has_so_many_reads(int[] table, int readers, int typical) =>
        Assert.Equal(typical, Ratings.FromTable(table, readers, 1).Inspection.ReadsPerItem);

    private static List<Label> Random(int count, int items, int readers, int categories)
    {
        SeededRandom random = new(7);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => new Label(random.Next(items), random.Next(readers), random.Next(categories + 1) - 1)),
        ];
    }

    private static Ratings Build(List<Label> labels, int items, int readers, int categories, RepeatPolicy policy) =>
        Ratings.FromTriples(
            [.. labels.Select(l => l.Item)],
            [.. labels.Select(l => l.Reader)],
            [.. labels.Select(l => l.Category)],
            items,
            readers,
            categories,
            policy
        );

    private static void Same(Label[] wanted, Ratings found)
    {
        List<Label> all = [];
        for (int item = 0; item < found.ItemCount; item++)
        {
            Assert.Equal(found.ReadersOf(item).Length, found.Offsets[item + 1] - found.Offsets[item]);
            for (int i = 0; i < found.ReadersOf(item).Length; i++)
            {
                all.Add(new Label(item, found.ReadersOf(item)[i], found.CategoriesOf(item)[i]));
            }
        }

        Assert.Equal(wanted, all);
    }
}
