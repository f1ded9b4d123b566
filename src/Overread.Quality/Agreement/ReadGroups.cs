using System.Runtime.InteropServices;

namespace Overread.Quality.Agreement;

/// <summary>Items grouped by who said what: items of one group are alike for every coefficient.</summary>
internal sealed class ReadGroups
{
    private readonly int[] _groupOfItem;
    private readonly List<int> _first = [];
    private readonly List<long> _weights = [];

    internal ReadGroups(Ratings ratings)
    {
        _groupOfItem = new int[ratings.ItemCount];
        Dictionary<ulong, int> byHash = [];
        List<int> next = [];
        for (int item = 0; item < _groupOfItem.Length; item++)
        {
            ref int head = ref CollectionsMarshal.GetValueRefOrAddDefault(byHash, Hash(ratings, item), out bool known);
            int group = known ? head : -1;
            while (group >= 0 && !Alike(ratings, _first[group], item))
            {
                group = next[group];
            }

            if (group < 0)
            {
                group = _first.Count;
                _first.Add(item);
                _weights.Add(0);
                next.Add(known ? head : -1);
                head = group;
            }

            _weights[group]++;
            _groupOfItem[item] = group;
        }
    }

    internal int Count => _first.Count;

    /// <summary>An item of the group.</summary>
    internal int ItemOf(int group) => _first[group];

    internal long WeightOf(int group) => _weights[group];

    internal int GroupOf(int item) => _groupOfItem[item];

    private static ulong Hash(Ratings ratings, int item)
    {
        ulong hash = 14695981039346656037;
        ReadOnlySpan<int> readers = ratings.ReadersOf(item);
        ReadOnlySpan<int> categories = ratings.CategoriesOf(item);
        for (int i = 0; i < readers.Length; i++)
        {
            hash = (hash ^ ((ulong)(uint)readers[i] << 32) ^ (uint)categories[i]) * 0x9E3779B97F4A7C15;
            hash ^= hash >> 29;
        }

        return hash;
    }

    private static bool Alike(Ratings ratings, int first, int second) =>
        ratings.ReadersOf(first).SequenceEqual(ratings.ReadersOf(second))
        && ratings.CategoriesOf(first).SequenceEqual(ratings.CategoriesOf(second));
}
