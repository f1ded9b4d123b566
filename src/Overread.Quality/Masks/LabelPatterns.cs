using System.Runtime.ExceptionServices;

namespace Overread.Quality.Masks;

/// <summary>The distinct patterns of labels over all voxels, four bits per reader, in order of first occurrence.</summary>
internal sealed class LabelPatterns
{
    private const int Block = 1024;

    private readonly Dictionary<ulong, int> _index = [];

    internal List<ulong> Keys { get; } = [];

    internal List<long> Counts { get; } = [];

    /// <summary>One more than the largest label.</summary>
    internal int LabelCount { get; private set; } = 1;

    internal static LabelPatterns Count(IReadOnlyList<ReadOnlyMemory<byte>> masks, int threads = 1)
    {
        if (masks.Count is < 1 or > 16)
        {
            throw new ArgumentException($"{masks.Count} masks: 1 to 16 can be fused.");
        }

        int voxels = masks[0].Length;
        foreach (ReadOnlyMemory<byte> mask in masks)
        {
            if (mask.Length != voxels)
            {
                throw new ArgumentException($"The masks have {voxels} and {mask.Length} voxels: one grid is needed.");
            }
        }

        LabelPatterns[] parts = new LabelPatterns[Math.Max(1, threads)];
        InParts(
            voxels,
            parts.Length,
            (part, from, to) =>
            {
                parts[part] = new();
                parts[part].Walk(masks, from, to, null);
            }
        );
        foreach (LabelPatterns later in parts.Skip(1))
        {
            parts[0].Take(later);
        }

        return parts[0];
    }

    // Part after part: the order of first occurrence is the same however many there are.
    private void Take(LabelPatterns later)
    {
        LabelCount = Math.Max(LabelCount, later.LabelCount);
        for (int i = 0; i < later.Keys.Count; i++)
        {
            Counts[Find(later.Keys[i])] += later.Counts[i];
        }
    }

    /// <summary>Does parts of the voxels at once; what the first of them met is thrown, as it would be one after the other.</summary>
    private static void InParts(int voxels, int parts, Action<int, int, int> work)
    {
        int blocks = (voxels + Block - 1) / Block;
        Exception?[] met = new Exception?[parts];
        Parallel.For(
            0,
            parts,
            new ParallelOptions { MaxDegreeOfParallelism = parts },
            part =>
            {
                try
                {
                    int from = (int)((long)blocks * part / parts) * Block;
                    int to = Math.Min(voxels, (int)((long)blocks * (part + 1) / parts) * Block);
                    work(part, from, to);
                }
                catch (ArgumentException e)
                {
                    met[part] = e;
                }
            }
        );
        if (met.FirstOrDefault(e => e is not null) is { } first)
        {
            ExceptionDispatchInfo.Throw(first);
        }
    }

    internal bool Unanimous(int pattern, int readers)
    {
        ulong label = Keys[pattern] & 15;
        for (int r = 1; r < readers; r++)
        {
            if (((Keys[pattern] >> (4 * r)) & 15) != label)
            {
                return false;
            }
        }

        return true;
    }

    internal byte[] Apply(IReadOnlyList<ReadOnlyMemory<byte>> masks, byte[] values, int threads = 1)
    {
        byte[] output = new byte[masks[0].Length];
        // Every pattern is known by now, so that nothing is written but the output.
        InParts(
            output.Length,
            Math.Max(1, threads),
            (_, from, to) =>
            {
                Walk(masks, from, to, (values, output));
            }
        );
        return output;
    }

    /// <summary>Counts the patterns, or writes each voxel's value when a target is given.</summary>
    private void Walk(
        IReadOnlyList<ReadOnlyMemory<byte>> masks,
        int from,
        int to,
        (byte[] Values, byte[] Output)? target
    )
    {
        ulong[] keys = new ulong[Block];
        ulong lastKey = 0;
        int last = -1;
        for (int start = from; start < to; start += Block)
        {
            int length = Math.Min(Block, to - start);
            if (Background(masks, start, length))
            {
                (lastKey, last) = (0, Find(0));
                if (target is null)
                {
                    Counts[last] += length;
                }

                target?.Output.AsSpan(start, length).Fill(target.Value.Values[last]);
                continue;
            }

            Keyed(masks, start, keys.AsSpan(0, length));
            for (int i = 0; i < length; i++)
            {
                // Neighbours mostly share their pattern.
                if (keys[i] != lastKey || last < 0)
                {
                    lastKey = keys[i];
                    last = Find(lastKey);
                }

                if (target is null)
                {
                    Counts[last]++;
                }
                else
                {
                    target.Value.Output[start + i] = target.Value.Values[last];
                }
            }
        }
    }

    private static bool Background(IReadOnlyList<ReadOnlyMemory<byte>> masks, int start, int length)
    {
        foreach (ReadOnlyMemory<byte> mask in masks)
        {
            if (mask.Span.Slice(start, length).ContainsAnyExcept((byte)0))
            {
                return false;
            }
        }

        return true;
    }

    private void Keyed(IReadOnlyList<ReadOnlyMemory<byte>> masks, int start, Span<ulong> keys)
    {
        keys.Clear();
        for (int r = 0; r < masks.Count; r++)
        {
            ReadOnlySpan<byte> labels = masks[r].Span.Slice(start, keys.Length);
            byte largest = 0;
            for (int i = 0; i < keys.Length; i++)
            {
                largest = Math.Max(largest, labels[i]);
                keys[i] |= (ulong)labels[i] << (4 * r);
            }

            if (largest > 15)
            {
                throw new ArgumentException($"Mask {r} has the label {largest}; 0 to 15 can be fused.");
            }

            if (largest >= LabelCount)
            {
                LabelCount = largest + 1;
            }
        }
    }

    private int Find(ulong key)
    {
        if (!_index.TryGetValue(key, out int pattern))
        {
            pattern = Keys.Count;
            _index[key] = pattern;
            Keys.Add(key);
            Counts.Add(0);
        }

        return pattern;
    }
}
