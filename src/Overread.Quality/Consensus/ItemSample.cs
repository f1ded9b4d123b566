using Overread.Quality.Numerics;

namespace Overread.Quality.Consensus;

/// <summary>
/// The items from which the model of item effects learns its readers: all of them, or, where that would take minutes, as many drawn at
/// random as it can take. The rest get their posteriors from what was learnt.
/// </summary>
internal sealed class ItemSample
{
    /// <summary>Labels × categories² that are learnt from: seconds, and thousands of labels per table.</summary>
    private const long MostWork = 3_000_000;

    private readonly int[]? _rank;

    private ItemSample(Ratings ratings, ConsensusOptions options, int[]? rank)
    {
        Ratings = ratings;
        Options = options;
        _rank = rank;
    }

    /// <summary>The labels of the items that were drawn.</summary>
    internal Ratings Ratings { get; }

    /// <summary>The settings, with the gold of the items that were drawn.</summary>
    internal ConsensusOptions Options { get; }

    /// <summary>Whether nothing was left out.</summary>
    internal bool IsWhole => _rank is null;

    /// <summary>The number that an item has in the sample; −1 when it was not drawn.</summary>
    internal int RankOf(int item) => _rank is null ? item : _rank[item];

    /// <summary>Draws by the seed of the settings.</summary>
    internal static ItemSample Of(Ratings ratings, ConsensusOptions options, long mostWork = MostWork)
    {
        long work = (long)ratings.Count * ratings.CategoryCount * ratings.CategoryCount;
        if (work <= mostWork)
        {
            return new ItemSample(ratings, options, null);
        }

        SeededRandom random = SeededRandom.ForPart(options.Seed, 0x1E);
        double share = (double)mostWork / work;
        bool[] keep = new bool[ratings.ItemCount];
        int[] rank = new int[ratings.ItemCount];
        int drawn = 0;
        for (int item = 0; item < keep.Length; item++)
        {
            keep[item] = random.NextDouble() < share;
            rank[item] = keep[item] ? drawn++ : -1;
        }

        int[]? gold = options.Gold is null ? null : [.. options.Gold.Where((_, item) => keep[item])];
        return new ItemSample(ratings.OfItems(keep), options with { Gold = gold }, rank);
    }
}
