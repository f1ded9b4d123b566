using System.Runtime.InteropServices;

namespace Overread.Dicom.Pixels;

/// <summary>
/// The first sample of each pixel of a frame as a number that tables can be looked up with: integers of up to 16 bits counted
/// from their least possible value, all others by what values occur.
/// </summary>
internal sealed class StoredValues
{
    private readonly int _first;
    private readonly double[]? _values;

    private StoredValues(int[] ids, int count, int first, double[]? values)
    {
        Ids = ids;
        Count = count;
        _first = first;
        _values = values;
    }

    /// <summary>For each pixel the number of its value; -1 of one that is no finite number.</summary>
    internal int[] Ids { get; }

    /// <summary>How many numbers there may be: all lie below.</summary>
    internal int Count { get; }

    /// <summary>Reads a frame whose possible values are few; null for one of others, which <see cref="Met"/> reads.</summary>
    internal static StoredValues? Counted(PixelFrame frame) =>
        frame.Facts is { IsFloat: false, SampleBytes: 1 or 2 } ? Count16(frame) : null;

    /// <summary>The stored value of a number.</summary>
    internal double Value(int id) => _values is null ? _first + id : _values[id];

    private static StoredValues Count16(PixelFrame frame)
    {
        ImageFacts facts = frame.Facts;
        int[] ids = new int[facts.Pixels];
        ReadOnlySpan<byte> bytes = frame.Data.Span;
        // Bits above the high bit and below the stored ones fall out; the sign's bit is turned so that the least comes first.
        int down = facts.HighBit + 1 - facts.BitsStored;
        int mask = (1 << facts.BitsStored) - 1;
        int sign = facts.Signed ? 1 << (facts.BitsStored - 1) : 0;
        if (facts.SampleBytes == 1)
        {
            for (int i = 0; i < ids.Length; i++)
            {
                ids[i] = ((bytes[i * facts.Samples] >> down) & mask) ^ sign;
            }
        }
        else
        {
            ReadOnlySpan<ushort> samples = MemoryMarshal.Cast<byte, ushort>(bytes);
            for (int i = 0; i < ids.Length; i++)
            {
                ids[i] = ((samples[i * facts.Samples] >> down) & mask) ^ sign;
            }
        }

        return new StoredValues(ids, mask + 1, -sign, null);
    }

    /// <summary>Reads a frame by what values occur in it.</summary>
    internal static StoredValues Met(PixelFrame frame)
    {
        Dictionary<double, int> numbers = [];
        List<double> values = [];
        int[] ids = new int[frame.Facts.Pixels];
        for (int i = 0; i < ids.Length; i++)
        {
            double stored = frame.Sample(i * frame.Facts.Samples);
            if (!double.IsFinite(stored))
            {
                ids[i] = -1;
            }
            else if (!numbers.TryGetValue(stored, out ids[i]))
            {
                ids[i] = values.Count;
                numbers.Add(stored, values.Count);
                values.Add(stored);
            }
        }

        return new StoredValues(ids, values.Count, 0, [.. values]);
    }
}
