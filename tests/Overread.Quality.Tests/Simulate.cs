using Overread.Quality.Numerics;

namespace Overread.Quality.Tests;

/// <summary>Ratings with a known truth.</summary>
internal static class Simulate
{
    /// <summary>Readers of the given accuracies who err evenly, each reading an item with the given probability.</summary>
    internal static (Ratings Ratings, int[] Truth) Readers(
        ulong seed,
        int items,
        double[] accuracies,
        int categories,
        double coverage = 1,
        double[]? balance = null
    )
    {
        SeededRandom random = new(seed);
        int[] truth = new int[items];
        List<int> item = [];
        List<int> reader = [];
        List<int> label = [];
        for (int i = 0; i < items; i++)
        {
            truth[i] = Draw(ref random, balance, categories);
            for (int r = 0; r < accuracies.Length; r++)
            {
                if (random.NextDouble() >= coverage)
                {
                    continue;
                }

                item.Add(i);
                reader.Add(r);
                int wrong = categories < 2 ? truth[i] : (truth[i] + 1 + random.Next(categories - 1)) % categories;
                label.Add(random.NextDouble() < accuracies[r] ? truth[i] : wrong);
            }
        }

        Ratings ratings = Ratings.FromTriples([.. item], [.. reader], [.. label], items, accuracies.Length, categories);
        return (ratings, truth);
    }

    internal static int Draw(ref SeededRandom random, double[]? balance, int categories)
    {
        if (balance is null)
        {
            return random.Next(categories);
        }

        double left = random.NextDouble();
        for (int k = 0; k < categories - 1; k++)
        {
            left -= balance[k];
            if (left < 0)
            {
                return k;
            }
        }

        return categories - 1;
    }

    /// <summary>Expected accuracy against the known truth: a tie counts by its share of right leaders.</summary>
    internal static double Accuracy(Overread.Quality.Consensus.ConsensusResult result, int[] truth)
    {
        double right = 0;
        int known = 0;
        for (int i = 0; i < truth.Length; i++)
        {
            if (truth[i] < 0)
            {
                continue;
            }

            known++;
            int[] leaders = result.LeadersOf(i);
            right += leaders.Contains(truth[i]) ? 1.0 / leaders.Length : 0;
        }

        return right / known;
    }

    /// <summary>The same labels in another order of rows.</summary>
    internal static Ratings Shuffle(Ratings ratings, ulong seed)
    {
        int[] items = new int[ratings.Count];
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            items.AsSpan(ratings.Offsets[item]..ratings.Offsets[item + 1]).Fill(item);
        }

        int[] readers = ratings.Readers.ToArray();
        int[] categories = ratings.Categories.ToArray();
        SeededRandom random = new(seed);
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
            (readers[i], readers[j]) = (readers[j], readers[i]);
            (categories[i], categories[j]) = (categories[j], categories[i]);
        }

        return Ratings.FromTriples(
            items,
            readers,
            categories,
            ratings.ItemCount,
            ratings.ReaderCount,
            ratings.CategoryCount
        );
    }
}
