using Overread.Quality.Agreement;
using Overread.Quality.LabelErrors;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.LabelErrors;

/// <summary>Suspect labels and conspicuous readers by plain counting.</summary>
public sealed class ErrorsByDefinition
{
    [Theory]
    [InlineData(1, 2, 60)]
    [InlineData(2, 4, 200)]
    [InlineData(3, 3, 7)]
    [InlineData(4, 3, 140_000)]
    public void Confident_learning(int seed, int q, int items)
    {
        (int[] labels, double[] p, _) = LabelErrorTests.Planted((ulong)seed, items, q, 0.3);

        // No item of the last category: its bar cannot be reached.
        labels = [.. labels.Select(l => seed == 2 && l == q - 1 ? 0 : l)];
        LabelIssues found = LabelIssues.Find(labels, p, q, threads: 2);
        int[][] of =
        [
            .. Enumerable.Range(0, q).Select(k => Enumerable.Range(0, items).Where(i => labels[i] == k).ToArray()),
        ];
        double[] bars =
        [
            .. of.Select((own, k) => own.Length == 0 ? double.MaxValue : own.Average(i => p[(i * q) + k])),
        ];
        long[,] joint = new long[q, q];
        for (int i = 0; i < items; i++)
        {
            int[] sure = [.. Enumerable.Range(0, q).Where(k => p[(i * q) + k] >= bars[k] - 1e-12)];
            if (sure.Length > 0)
            {
                joint[labels[i], sure.MaxBy(k => p[(i * q) + k])]++;
            }
        }

        bool[] suspect = new bool[items];
        for (int from = 0; from < q; from++)
        {
            double confident = Enumerable.Range(0, q).Sum(k => joint[from, k]);
            for (int to = 0; to < q && confident > 0; to++)
            {
                int many = (int)Math.Round(joint[from, to] / confident * of[from].Length);
                IEnumerable<int> worst = of[from]
                    .Where(i => p[(i * q) + to] > p[(i * q) + from])
                    .OrderBy(i => p[(i * q) + from] - p[(i * q) + to])
                    .Take(many);
                foreach (int i in from == to ? [] : worst)
                {
                    suspect[i] = true;
                }
            }
        }

        for (int k = 0; k < q; k++)
        {
            Assert.Equal(bars[k], found.Thresholds[k], 1e-12 * bars[k]);
        }

        Assert.Equal(joint, found.Joint);
        Assert.Equal(suspect, found.Suspect);
        Assert.Equal(suspect.Count(s => s), found.Count);
        int[] ranked =
        [
            .. Enumerable
                .Range(0, items)
                .Where(i => suspect[i])
                .OrderBy(i => (float)p[(i * q) + labels[i]])
                .ThenBy(i => i),
        ];
        Assert.Equal(ranked, found.Ranked());
        Assert.All(
            Enumerable.Range(0, Math.Min(items, 300)),
            i => Assert.Equal((float)p[(i * q) + labels[i]], found.Quality[i])
        );
    }

    [Fact]
    public void Labels_that_cannot_be_judged_are_refused()
    {
        Assert.Contains("3 probabilities for 2 items", Refusal([0, 1], [1, 0, 0], 2), StringComparison.Ordinal);
        Assert.Contains("0 probabilities for 0 items", Refusal([], [], 0), StringComparison.Ordinal);
        Assert.Contains("outside 0 to 1", Refusal([0, 2], [1, 0, 0, 1], 2), StringComparison.Ordinal);
        Assert.Contains("outside 0 to 1", Refusal([-1, 1], [1, 0, 0, 1], 2), StringComparison.Ordinal);
        Assert.Empty(LabelIssues.Find(Array.Empty<int>(), Array.Empty<double>(), 1).Ranked());
        static string Refusal(int[] labels, double[] p, int q) =>
            Assert.Throws<ArgumentException>(() => LabelIssues.Find(labels, p, q)).Message;
    }

    [Theory]
    [InlineData(10, 49, 1, true)]
    [InlineData(10, 48, 2, false)]
    [InlineData(10, 50, 0, true)]
    [InlineData(9, 0, 0, false)]
    public void Straight_lining_needs_ten_labels_and_98_in_100_of_one(int least, int same, int other, bool named)
    {
        // Two honest readers split evenly; the third gives one category nearly always.
        int items = Math.Max(50, same + other);
        List<(int Item, int Reader, int Label)> rows = [];
        for (int i = 0; i < items; i++)
        {
            rows.Add((i, 0, i % 2));
            rows.Add((i, 1, i % 2));
            if (least == 9 ? i < 9 : i < same + other)
            {
                rows.Add((i, 2, least == 9 || i < same ? 1 : 0));
            }
        }

        ReaderSuspicion? found = Find(rows, items, 3).FirstOrDefault(s => s.Kind == SuspicionKind.StraightLining);
        Assert.Equal(named, found is not null);
        if (named)
        {
            Assert.Equal((2, same / 50.0, -1), (found!.Reader, found.Value, found.Partner));
        }
    }

    [Fact]
    public void A_common_category_is_no_straight_line()
    {
        // 60 labels of a category that makes up 90 %: 0.9^60 is not below one in a thousand; of 70 it is.
        Assert.DoesNotContain(Common(60), s => s.Kind == SuspicionKind.StraightLining);
        Assert.Contains(Common(80), s => s.Kind == SuspicionKind.StraightLining);
        static IReadOnlyList<ReaderSuspicion> Common(int labels)
        {
            List<(int, int, int)> rows = [];
            for (int i = 0; i < 400; i++)
            {
                rows.Add((i, 0, i % 8 == 0 ? 1 : 0));
                if (i < labels)
                {
                    rows.Add((i, 1, 0));
                }
            }

            return Find(rows, 400, 2);
        }
    }

    [Fact]
    public void Chance_is_judged_by_kappa_with_the_majority_of_the_others()
    {
        SeededRandom random = new(12);
        List<(int Item, int Reader, int Label)> rows = [];
        for (int i = 0; i < 120; i++)
        {
            int truth = random.Next(2);
            for (int r = 0; r < 3; r++)
            {
                rows.Add((i, r, random.NextDouble() < 0.9 ? truth : 1 - truth));
            }

            rows.Add((i, 3, random.Next(2)));
            if (i < 9)
            {
                rows.Add((i, 4, 1 - truth));
            }
        }

        ReaderSuspicion[] found = [.. Find(rows, 120, 5).Where(s => s.Kind == SuspicionKind.NoBetterThanChance)];
        long[,] table = new long[2, 2];
        for (int i = 0; i < 120; i++)
        {
            int own = rows.Single(r => r.Item == i && r.Reader == 3).Label;
            int[] others = [.. rows.Where(r => r.Item == i && r.Reader != 3).Select(r => r.Label)];
            int ones = others.Sum();
            if (2 * ones != others.Length)
            {
                table[own, 2 * ones > others.Length ? 1 : 0]++;
            }
        }

        ReaderSuspicion only = Assert.Single(found);
        Assert.Equal((3, CohenKappa.Of(table).Value!.Value), (only.Reader, only.Value));
    }

    [Fact]
    public void Copies_share_their_errors()
    {
        SeededRandom random = new(3);
        const int Items = 200;
        List<(int Item, int Reader, int Label)> rows = [];
        for (int i = 0; i < Items; i++)
        {
            int truth = random.Next(4);
            int copied = random.NextDouble() < 0.6 ? truth : random.Next(4);
            for (int r = 0; r < 6; r++)
            {
                int own = random.NextDouble() < 0.75 ? truth : random.Next(4);
                rows.Add((i, r, r == 1 || (r == 4 && random.NextDouble() < 0.93) ? copied : own));
            }
        }

        ReaderSuspicion only = Assert.Single(Find(rows, Items, 6), s => s.Kind == SuspicionKind.Copying);
        int errors = 0;
        int shared = 0;
        for (int i = 0; i < Items; i++)
        {
            int[] labels = [.. rows.Where(r => r.Item == i).OrderBy(r => r.Reader).Select(r => r.Label)];
            bool Wrong(int reader)
            {
                int[] votes =
                [
                    .. Enumerable.Range(0, 4).Select(k => labels.Where((l, r) => r != reader && l == k).Count()),
                ];
                int[] leaders = [.. Enumerable.Range(0, 4).Where(k => votes[k] == votes.Max())];
                return leaders.Length == 1 && leaders[0] != labels[reader];
            }

            if (Wrong(1) || Wrong(4))
            {
                errors++;
                shared += labels[1] == labels[4] ? 1 : 0;
            }
        }

        Assert.Equal((1, 4, (double)shared / errors), (only.Reader, only.Partner, only.Value));

        // With fewer than three pairs to compare with nobody is accused.
        List<(int, int, int)> two = [.. rows.Where(r => r.Reader is 1 or 4 or 5 && (r.Reader != 5 || r.Item < 5))];
        Assert.DoesNotContain(Find(two, Items, 6), s => s.Kind == SuspicionKind.Copying);
    }

    [Fact]
    public void Haste_is_a_median_below_three_tenths_of_that_of_all()
    {
        List<(int Item, int Reader, int Label)> rows = [];
        List<double> seconds = [];
        for (int i = 0; i < 20; i++)
        {
            foreach (
                (int reader, double time) in (ValueTuple<int, double>[])
                    [(0, 10), (1, 10 + (i % 3)), (2, 2.9), (3, 3.1), (4, 1), (5, 10)]
            )
            {
                if (reader != 4 || i < 9)
                {
                    rows.Add((i, reader, i % 2));
                    seconds.Add(time);
                }
            }
        }

        Ratings ratings = Build(rows, 20, 6);
        ReaderSuspicion[] found =
        [
            .. OutlierReaders.Find(ratings, [.. seconds]).Where(s => s.Kind == SuspicionKind.TooFast),
        ];

        // 109 times, the one in the middle is 10.
        double[] sorted = [.. seconds.Order()];
        Assert.Equal((109, 10.0), (sorted.Length, sorted[54]));
        ReaderSuspicion only = Assert.Single(found);
        Assert.Equal((2, 0.29), (only.Reader, Math.Round(only.Value, 12)));
        Assert.DoesNotContain(OutlierReaders.Find(ratings), s => s.Kind == SuspicionKind.TooFast);
        Assert.DoesNotContain(
            OutlierReaders.Find(ratings, new double[seconds.Count]),
            s => s.Kind == SuspicionKind.TooFast
        );
        Assert.Contains(
            "3 times for 109",
            Assert.Throws<ArgumentException>(() => OutlierReaders.Find(ratings, [1, 2, 3])).Message,
            StringComparison.Ordinal
        );
    }

    private static IReadOnlyList<ReaderSuspicion> Find(
        List<(int Item, int Reader, int Label)> rows,
        int items,
        int readers
    ) => OutlierReaders.Find(Build(rows, items, readers));

    private static Ratings Build(List<(int Item, int Reader, int Label)> rows, int items, int readers) =>
        Ratings.FromTriples(
            [.. rows.Select(r => r.Item)],
            [.. rows.Select(r => r.Reader)],
            [.. rows.Select(r => r.Label)],
            items,
            readers,
            4
        );
}
