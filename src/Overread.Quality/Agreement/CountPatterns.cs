using System.Runtime.CompilerServices;

namespace Overread.Quality.Agreement;

/// <summary>
/// Items grouped by how often each category was given. A million items of five readers have a few thousand groups at
/// most, on which coefficients and their intervals cost nothing.
/// </summary>
internal sealed class CountPatterns
{
    // Labels of an item up to which all are looked at alike.
    private const int LongestEven = 8;
    private readonly List<int> _counts = [];
    private readonly List<long> _weights = [];
    private int[] _patternOfItem = [];

    private CountPatterns(int categories) => Categories = categories;

    internal int Categories { get; }

    internal int Count => _weights.Count;

    /// <summary>The mean number of labels, rounded, of an item that has two or more; at least 2.</summary>
    internal int TypicalReads
    {
        get
        {
            (long items, long labels) = (0, 0);
            for (int pattern = 0; pattern < Count; pattern++)
            {
                int reads = 0;
                foreach (int count in CountsOf(pattern))
                {
                    reads += count;
                }

                items += reads > 1 ? _weights[pattern] : 0;
                labels += reads > 1 ? _weights[pattern] * reads : 0;
            }

            return items == 0 ? 2 : (int)Math.Max(2, Math.Round((double)labels / items));
        }
    }

    internal ReadOnlySpan<int> CountsOf(int pattern) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_counts).Slice(pattern * Categories, Categories);

    internal long WeightOf(int pattern) => _weights[pattern];

    internal int PatternOf(int item) => _patternOfItem[item];

    internal static CountPatterns From(Ratings ratings, bool keepItems)
    {
        int longest = 0;
        ReadOnlySpan<int> offsets = ratings.Offsets;
        for (int item = 0; item + 1 < offsets.Length; item++)
        {
            longest = Math.Max(longest, offsets[item + 1] - offsets[item]);
        }

        CountPatterns patterns = new(ratings.CategoryCount);
        if (keepItems)
        {
            patterns._patternOfItem = new int[ratings.ItemCount];
        }

        int bits = 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)longest);
        if (bits * ratings.CategoryCount <= 64)
        {
            patterns.GroupByKey(ratings, bits, longest);
        }
        else
        {
            patterns.GroupByCounts(ratings);
        }

        return patterns;
    }

    /// <summary>All counts of an item fit into one word, which is then its key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GroupByKey(Ratings ratings, int bits, int longest)
    {
        ReadOnlySpan<int> offsets = ratings.Offsets;
        ReadOnlySpan<int> categories = ratings.Categories;
        int[] shifts = new int[Categories];
        for (int k = 0; k < Categories; k++)
        {
            shifts[k] = k * bits;
        }

        List<ulong> keys = [];
        ulong[] slotKeys = new ulong[1024];
        int[] slots = new int[1024];
        long[] weights = new long[512];
        int shift = 54;
        bool keepItems = _patternOfItem.Length > 0;
        int start = offsets.Length > 0 ? offsets[0] : 0;
        // Where items have a few labels, not all equally many, to look at as many of each costs less than a wrong guess of where it
        // ends: what belongs to the next counts for nothing.
        int evenly = longest <= LongestEven ? categories.Length - longest : -1;
        for (int item = 0; item + 1 < offsets.Length; item++)
        {
            int end = offsets[item + 1];
            ulong key = 0;
            if (start <= evenly)
            {
                ReadOnlySpan<int> labels = categories.Slice(start, longest);
                for (int j = 0; j < labels.Length; j++)
                {
                    ulong counts = (uint)(start + j - end) >> 31;
                    key += counts << (labels[j] * bits);
                }
            }
            else
            {
                for (int at = start; at < end; at++)
                {
                    key += 1UL << (categories[at] * bits);
                }
            }

            start = end;
            int slot = (int)((key * 0x9E3779B97F4A7C15) >> shift);
            while (slotKeys[slot] != key || slots[slot] == 0)
            {
                if (slots[slot] == 0)
                {
                    keys.Add(key);
                    if (keys.Count * 2 > slots.Length)
                    {
                        shift -= 2;
                        (slots, slotKeys) = Grow(keys, slots.Length * 4, shift);
                        Array.Resize(ref weights, slots.Length / 2);
                        slot = Array.IndexOf(slots, keys.Count);
                    }
                    else
                    {
                        slots[slot] = keys.Count;
                        slotKeys[slot] = key;
                    }

                    break;
                }

                slot = (slot + 1) & (slots.Length - 1);
            }

            int pattern = slots[slot] - 1;
            weights[pattern]++;
            if (keepItems)
            {
                _patternOfItem[item] = pattern;
            }
        }

        int found = keys.Count;
        _weights.AddRange(weights.AsSpan(0, found));
        ulong low = (1UL << bits) - 1;
        foreach (ulong key in keys)
        {
            for (int k = 0; k < Categories; k++)
            {
                _counts.Add((int)((key >> shifts[k]) & low));
            }
        }
    }

    private static (int[] Slots, ulong[] SlotKeys) Grow(List<ulong> keys, int size, int shift)
    {
        int[] slots = new int[size];
        ulong[] slotKeys = new ulong[size];
        for (int i = 0; i < keys.Count; i++)
        {
            int slot = (int)((keys[i] * 0x9E3779B97F4A7C15) >> shift);
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & (size - 1);
            }

            slots[slot] = i + 1;
            slotKeys[slot] = keys[i];
        }

        return (slots, slotKeys);
    }

    private void GroupByCounts(Ratings ratings)
    {
        int[] scratch = new int[Categories];
        Dictionary<ulong, List<int>> byHash = [];
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            Array.Clear(scratch);
            foreach (int category in ratings.CategoriesOf(item))
            {
                scratch[category]++;
            }

            ulong hash = 14695981039346656037;
            foreach (int count in scratch)
            {
                hash = (hash ^ (uint)count) * 1099511628211;
            }

            if (!byHash.TryGetValue(hash, out List<int>? candidates))
            {
                byHash[hash] = candidates = [];
            }

            int pattern = candidates.FindIndex(p => CountsOf(p).SequenceEqual(scratch));
            if (pattern >= 0)
            {
                pattern = candidates[pattern];
            }
            else
            {
                pattern = Count;
                candidates.Add(pattern);
                _counts.AddRange(scratch);
                _weights.Add(0);
            }

            _weights[pattern]++;
            if (_patternOfItem.Length > 0)
            {
                _patternOfItem[item] = pattern;
            }
        }
    }
}
