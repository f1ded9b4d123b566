using Overread.Quality.LabelErrors;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.LabelErrors;

public sealed class LabelErrorTests
{
    [Fact]
    public void Finds_planted_errors()
    {
        (int[] labels, double[] probabilities, bool[] planted) = Planted(3, 20_000, 10, 0.05);
        LabelIssues issues = LabelIssues.Find(labels, probabilities, 10);
        int[] found = issues.Ranked();
        double hits = found.Count(item => planted[item]);
        Assert.True(hits / found.Length > 0.75, $"precision {hits / found.Length:F3}");
        Assert.True(hits / planted.Count(p => p) > 0.85, $"recall {hits / planted.Count(p => p):F3}");
        LabelIssues two = LabelIssues.Find(labels, probabilities, 10, threads: 2);
        Assert.Equal(issues.Suspect, two.Suspect);
        Assert.Equal(issues.Thresholds, two.Thresholds);
    }

    [Fact]
    public void The_bar_is_the_mean_self_confidence()
    {
        LabelIssues issues = LabelIssues.Find(
            new[] { 0, 0, 1, 1 },
            new[] { 0.9, 0.1, 0.1, 0.9, 0.2, 0.8, 0.6, 0.4 },
            2
        );

        // Bars: (0.9 + 0.1)/2 and (0.8 + 0.4)/2. Item 1 is confidently 1, item 3 confidently 0.
        Assert.Equal([0.5, 0.6000000000000001], issues.Thresholds);
        Assert.Equal([false, true, false, true], issues.Suspect);
        Assert.Equal([1, 3], issues.Ranked());
        Assert.Equal(1, issues.Joint[0, 1]);
        Assert.Throws<ArgumentException>(() => LabelIssues.Find(new[] { 2 }, new[] { 0.5, 0.5 }, 2));
    }

    [Fact]
    public void Conspicuous_readers_are_named()
    {
        const int Items = 300;
        (Ratings honest, _) = Simulate.Readers(5, Items, [0.85, 0.85, 0.85, 0.8, 0.8], 3);
        SeededRandom random = new(2);
        List<(int Item, int Reader, int Label)> rows = [];
        List<double> times = [];
        for (int item = 0; item < Items; item++)
        {
            ReadOnlySpan<int> labels = honest.CategoriesOf(item);
            for (int r = 0; r < 5; r++)
            {
                rows.Add((item, r, labels[r]));
                times.Add(20 + random.NextDouble());
            }

            rows.Add((item, 5, 0));
            times.Add(20);
            rows.Add((item, 6, random.Next(3)));
            times.Add(2);
            rows.Add((item, 7, labels[4]));
            times.Add(20);
        }

        Ratings ratings = Ratings.FromTriples(
            [.. rows.Select(row => row.Item)],
            [.. rows.Select(row => row.Reader)],
            [.. rows.Select(row => row.Label)],
            Items,
            8,
            3
        );
        HashSet<(int, SuspicionKind, int)> found =
        [
            .. OutlierReaders
                .Find(ratings, [.. times])
                .Select(suspicion => (suspicion.Reader, suspicion.Kind, suspicion.Partner)),
        ];
        Assert.Contains((5, SuspicionKind.StraightLining, -1), found);
        Assert.Contains((6, SuspicionKind.NoBetterThanChance, -1), found);
        Assert.Contains((6, SuspicionKind.TooFast, -1), found);
        Assert.Contains((4, SuspicionKind.Copying, 7), found);
        Assert.DoesNotContain(found, suspicion => suspicion.Item1 < 4);
    }

    internal static (int[] Labels, double[] Probabilities, bool[] Planted) Planted(
        ulong seed,
        int items,
        int categories,
        double share
    )
    {
        SeededRandom random = new(seed);
        int[] labels = new int[items];
        bool[] planted = new bool[items];
        double[] probabilities = new double[items * categories];
        for (int item = 0; item < items; item++)
        {
            int truth = random.Next(categories);
            planted[item] = random.NextDouble() < share;
            labels[item] = planted[item] ? (truth + 1 + random.Next(categories - 1)) % categories : truth;
            double total = 0;
            for (int k = 0; k < categories; k++)
            {
                double weight = Math.Exp((k == truth ? 4 : 0) + random.NextNormal());
                probabilities[(item * categories) + k] = weight;
                total += weight;
            }

            for (int k = 0; k < categories; k++)
            {
                probabilities[(item * categories) + k] /= total;
            }
        }

        return (labels, probabilities, planted);
    }

    // The mean of equal probabilities lies a rounding above or below them: no suspect may hang on that.
    [Theory]
    [InlineData(0.9, 10, 3)]
    [InlineData(0.7, 33, 5)]
    [InlineData(0.8, 101, 7)]
    [InlineData(0.65, 7, 2)]
    public void Equal_probabilities_reach_their_own_mean(double sure, int each, int wrong)
    {
        int[] labels = [.. Enumerable.Range(0, (2 * each) + wrong).Select(i => i < each || i >= 2 * each ? 0 : 1)];
        double[] probabilities =
        [
            .. labels.SelectMany(
                (label, i) => (label == 0) == (i < 2 * each) ? new[] { sure, 1 - sure } : [1 - sure, sure]
            ),
        ];
        LabelIssues found = LabelIssues.Find(labels, probabilities, 2);
        Assert.Equal(Enumerable.Range(2 * each, wrong), found.Ranked());
    }
}
