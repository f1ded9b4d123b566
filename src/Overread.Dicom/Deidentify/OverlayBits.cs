using System.Runtime.InteropServices;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Deidentify;

/// <summary>
/// Overlays that lie in the unused bits of pixel words (PS3.5 section 8.1.2, retired 2004, still met): once the overlay's
/// attributes are gone nobody sees them, but they are there. Clears them without reading the pixels into memory.
/// </summary>
internal static class OverlayBits
{
    /// <summary>Puts masked pixel data into an output whose overlays were removed; else changes nothing.</summary>
    internal static void Mask(Dataset source, Dataset output)
    {
        int allocated = source.GetInt(Tags.BitsAllocated) ?? 0;
        int stored = source.GetInt(Tags.BitsStored) ?? allocated;
        int high = source.GetInt(Tags.HighBit) ?? (stored - 1);
        bool possible =
            allocated is 8 or 16
            && stored > 0
            && stored < allocated
            && high >= stored - 1
            && high < allocated
            && output.TryGet(Tags.PixelData, out Element? pixels)
            && pixels.Fragments is null;
        if (!possible || !HasBits(source, high, stored) || HasBits(output, high, stored))
        {
            return;
        }

        output.TryGet(Tags.PixelData, out pixels);
        ushort mask = (ushort)(((1 << stored) - 1) << (high - stored + 1));
        ByteSource inner = pixels!.Range is { } range
            ? new MaskedSource(range, mask, allocated / 8)
            : Masked(pixels, mask, allocated / 8);
        output.Set(new Element(Tags.PixelData, pixels.Vr, new ByteRange(inner, 0, pixels.Length, 1)));
    }

    private static bool HasBits(Dataset dataset, int high, int stored)
    {
        for (ushort group = 0x6000; group <= 0x601E; group += 2)
        {
            if (dataset.GetInt(new Tag(group, 0x0102)) is { } bit && (bit > high || bit < high - stored + 1))
            {
                return true;
            }
        }

        return false;
    }

    private static ByteSource Masked(Element pixels, ushort mask, int unit)
    {
        byte[] bytes = pixels.ReadBytes().ToArray();
        Apply(bytes, mask, unit);
        return ByteSource.FromMemory(bytes);
    }

    private static void Apply(Span<byte> bytes, ushort mask, int unit)
    {
        if (unit == 1)
        {
            foreach (ref byte value in bytes)
            {
                value &= (byte)mask;
            }

            return;
        }

        foreach (ref ushort word in MemoryMarshal.Cast<byte, ushort>(bytes))
        {
            word &= mask;
        }
    }

    /// <summary>Masks words while they are read.</summary>
    private sealed class MaskedSource(ByteRange inner, ushort mask, int unit) : ByteSource
    {
        public override long Length => inner.Length;

        public override int Read(long position, Span<byte> target)
        {
            // Whole words only: a read that begins or ends inside one is widened by a byte and cut again.
            int before = (int)(position % unit);
            int after = (int)((position + target.Length) % unit);
            if (before == 0 && after == 0)
            {
                int read = inner.Read(position, target);
                Apply(target[..read], mask, unit);
                return read;
            }

            byte[] wide = new byte[before + target.Length + (after == 0 ? 0 : unit - after)];
            int got = inner.Read(position - before, wide);
            Apply(wide.AsSpan(0, got), mask, unit);
            int count = Math.Clamp(got - before, 0, target.Length);
            wide.AsSpan(before, count).CopyTo(target);
            return count;
        }
    }
}
