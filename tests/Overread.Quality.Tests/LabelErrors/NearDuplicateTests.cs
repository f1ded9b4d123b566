using Overread.Quality.LabelErrors;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.LabelErrors;

public sealed class NearDuplicateTests
{
    [Fact]
    public void Pairs_equal_those_by_brute_force_whatever_the_direction()
    {
        SeededRandom random = new(2);
        float[] features = [.. Enumerable.Range(0, 150 * 3).Select(_ => (float)random.NextDouble())];
        List<DuplicateConflict> brute = [];
        for (int i = 0; i < 150; i++)
        {
            for (int j = i + 1; j < 150; j++)
            {
                double distance = Math.Sqrt(
                    Enumerable.Range(0, 3).Sum(k => Math.Pow((double)features[(i * 3) + k] - features[(j * 3) + k], 2))
                );
                if (distance <= 0.15)
                {
                    brute.Add(new DuplicateConflict(i, j, distance));
                }
            }
        }

        Assert.True(brute.Count > 20);
        for (ulong seed = 1; seed < 6; seed++)
        {
            IReadOnlyList<DuplicateConflict> found = NearDuplicates.Pairs(features, 3, 0.15, seed);
            Assert.Equal(
                brute.Select(pair => (pair.First, pair.Second)),
                found.Select(pair => (pair.First, pair.Second))
            );
            Assert.Equal(brute[0].Distance, found[0].Distance, 1e-12);
        }
    }

    [Fact]
    public void Copies_with_different_labels_are_conflicts_nearest_first()
    {
        float[] features = [1, 1, 5, 5, 1, 1, 5, 5.5f, 1, 1, 9, 9];
        Assert.Equal(
            [new DuplicateConflict(0, 2, 0), new DuplicateConflict(1, 3, 0.5)],
            NearDuplicates.Conflicts(features, 2, [0, 1, 1, 0, -1, 1], 0.5)
        );
        Assert.Equal(3, NearDuplicates.Pairs(features, 2, 0).Count);
        Assert.Empty(NearDuplicates.Conflicts(features, 2, [0, 1, 0, 1, 0, 1], 0.5));
        Assert.Empty(NearDuplicates.Pairs([], 2, 1));
    }

    [Fact]
    public void What_is_no_table_of_numbers_is_refused()
    {
        Assert.Throws<ArgumentException>(() => NearDuplicates.Pairs([1, 2, 3], 2, 1));
        Assert.Throws<ArgumentException>(() => NearDuplicates.Pairs([1, 2], 2, -1));
        Assert.Throws<ArgumentException>(() => NearDuplicates.Pairs([1, 2], 0, 1));
        Assert.Throws<ArgumentException>(() => NearDuplicates.Pairs([1, float.NaN], 1, 1));
        Assert.Throws<ArgumentException>(() => NearDuplicates.Conflicts([1, 2], 1, [0], 1));
    }
}
