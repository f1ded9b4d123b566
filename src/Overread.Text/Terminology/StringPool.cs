using System.Runtime.InteropServices;
using System.Text;

namespace Overread.Text.Terminology;

/// <summary>Many short texts in one piece of memory: UTF-8 bytes and where each begins.</summary>
internal readonly struct StringPool(ReadOnlyMemory<byte> starts, ReadOnlyMemory<byte> bytes)
{
    internal int Count => (starts.Length / 4) - 1;

    internal ReadOnlySpan<byte> this[int index]
    {
        get
        {
            ReadOnlySpan<int> at = MemoryMarshal.Cast<byte, int>(starts.Span);
            return bytes.Span[at[index]..at[index + 1]];
        }
    }

    internal string Text(int index) => Encoding.UTF8.GetString(this[index]);

    /// <summary>The first text that is not below a key in the order of bytes.</summary>
    internal int LowerBound(ReadOnlySpan<byte> key)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = this[middle].SequenceCompareTo(key) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The texts that begin with a key.</summary>
    internal (int From, int To) Prefixed(ReadOnlySpan<byte> key, int from = 0)
    {
        int low = Math.Max(from, LowerBound(key));
        int start = low;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            bool begins = this[middle].StartsWith(key);
            (low, high) = begins ? (middle + 1, high) : (low, middle);
        }

        return (start, low);
    }
}
