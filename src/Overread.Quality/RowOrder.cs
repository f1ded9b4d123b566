using System.Diagnostics.CodeAnalysis;

namespace Overread.Quality;

/// <summary>Brings the labels of each item into their one order, and treats repeats.</summary>
internal static class RowOrder
{
    /// <summary>Rows up to this length are sorted by insertion: quicker, stable, no allocation.</summary>
    private const int InsertionLimit = 48;

    /// <summary>Sorts each item's labels by reader; labels of one reader keep their input order.</summary>
    internal static void Sort(ReadOnlySpan<int> offsets, int[] readers, int[] categories)
    {
        for (int item = 0; item + 1 < offsets.Length; item++)
        {
            int start = offsets[item];
            int end = offsets[item + 1];
            if (end - start <= InsertionLimit)
            {
                InsertionSort(readers, categories, start, end);
            }
            else
            {
                LongRow(readers, categories, start, end);
            }
        }
    }

    /// <summary>Applies the policy on repeats; <paramref name="offsets"/> is adjusted in place.</summary>
    internal static (int[] Readers, int[] Categories) Repeats(
        int[] offsets,
        int[] readers,
        int[] categories,
        RepeatPolicy policy
    )
    {
        if (policy == RepeatPolicy.KeepAll)
        {
            SortRepeats(offsets, readers, categories);
            return (readers, categories);
        }

        int write = 0;
        for (int item = 0; item + 1 < offsets.Length; item++)
        {
            int start = offsets[item];
            int end = offsets[item + 1];
            offsets[item] = write;
            int rowStart = write;
            for (int at = start; at < end; at++)
            {
                if (write == rowStart || readers[write - 1] != readers[at])
                {
                    readers[write] = readers[at];
                    categories[write++] = categories[at];
                }
                else if (policy == RepeatPolicy.KeepLast)
                {
                    categories[write - 1] = categories[at];
                }
                else if (policy == RepeatPolicy.Refuse && categories[write - 1] != categories[at])
                {
                    ThrowRepeat(item, readers[at]);
                }
            }

            // The last offset moves only when its item has been compacted.
            if (item + 2 == offsets.Length)
            {
                offsets[item + 1] = write;
            }
        }

        return write == readers.Length ? (readers, categories) : (readers[..write], categories[..write]);
    }

    [DoesNotReturn]
    private static void ThrowRepeat(int item, int reader) =>
        throw new ArgumentException($"Reader {reader} gave item {item} two different labels.");

    private static void InsertionSort(int[] readers, int[] categories, int start, int end)
    {
        for (int i = start + 1; i < end; i++)
        {
            int reader = readers[i];
            int category = categories[i];
            int j = i - 1;
            while (j >= start && readers[j] > reader)
            {
                readers[j + 1] = readers[j];
                categories[j + 1] = categories[j];
                j--;
            }

            readers[j + 1] = reader;
            categories[j + 1] = category;
        }
    }

    private static void LongRow(int[] readers, int[] categories, int start, int end)
    {
        // The position breaks ties, which makes an unstable sort stable.
        long[] keys = new long[end - start];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = ((long)readers[start + i] << 32) | (uint)i;
        }

        int[] values = categories[start..end];
        Array.Sort(keys, values);
        for (int i = 0; i < keys.Length; i++)
        {
            readers[start + i] = (int)(keys[i] >> 32);
            categories[start + i] = values[i];
        }
    }

    private static void SortRepeats(int[] offsets, int[] readers, int[] categories)
    {
        for (int item = 0; item + 1 < offsets.Length; item++)
        {
            int end = offsets[item + 1];
            for (int at = offsets[item]; at < end; )
            {
                int run = at + 1;
                while (run < end && readers[run] == readers[at])
                {
                    run++;
                }

                if (run - at > 1)
                {
                    Array.Sort(categories, at, run - at);
                }

                at = run;
            }
        }
    }
}
