using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Overread.Quality.Agreement;

/// <summary>Counts pairs of categories at nearly the speed of memory.</summary>
internal static class PairCounting
{
    /// <summary>Counts how often (first, second) occur together; row-major, first reader in rows.</summary>
    /// <exception cref="ArgumentException">A category is out of range.</exception>
    internal static long[] Count(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, int categories)
    {
        // Four tables in turn: the same cell hit twice in a row would otherwise wait for its own last store.
        int[] tables = new int[4 * 65536];
        long[] cells = new long[categories * categories];
        int chunk = 1 << 30;
        for (int start = 0; start < first.Length; start += chunk)
        {
            int length = Math.Min(chunk, first.Length - start);
            CountChunk(first.Slice(start, length), second.Slice(start, length), tables);
        }

        for (int pair = 0; pair < 65536; pair++)
        {
            long sum = (long)tables[pair] + tables[65536 + pair] + tables[131072 + pair] + tables[196608 + pair];
            if (sum == 0)
            {
                continue;
            }

            int a = pair & 255;
            int b = pair >> 8;
            if (a >= categories || b >= categories)
            {
                throw new ArgumentException($"Categories ({a}, {b}) are outside 0 to {categories - 1}.");
            }

            cells[(a * categories) + b] = sum;
        }

        return cells;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CountChunk(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, int[] tables)
    {
        ref byte a = ref MemoryMarshal.GetReference(first);
        ref byte b = ref MemoryMarshal.GetReference(second);
        ref int table = ref MemoryMarshal.GetArrayDataReference(tables);
        int i = 0;
        for (; i + 8 <= first.Length; i += 8)
        {
            ulong x = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref a, i));
            ulong y = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref b, i));
            for (int lane = 0; lane < 8; lane += 4)
            {
                Unsafe.Add(ref table, (nint)((x & 255) | ((y & 255) << 8)))++;
                Unsafe.Add(ref table, (nint)(65536 + (((x >> 8) & 255) | (y & 0xFF00))))++;
                Unsafe.Add(ref table, (nint)(131072 + (((x >> 16) & 255) | ((y >> 8) & 0xFF00))))++;
                Unsafe.Add(ref table, (nint)(196608 + (((x >> 24) & 255) | ((y >> 16) & 0xFF00))))++;
                x >>= 32;
                y >>= 32;
            }
        }

        for (; i < first.Length; i++)
        {
            Unsafe.Add(ref table, first[i] | (second[i] << 8))++;
        }
    }
}
