using System.Buffers.Binary;

namespace Overread.Dicom.Pixels;

/// <summary>
/// One decoded frame: samples interleaved by pixel, rows from the top, little endian, as stored (not rescaled, not
/// windowed, unused bits as they were).
/// </summary>
/// <param name="Facts">
/// Facts of this frame. Photometric interpretation and planar configuration are those of the samples here, which
/// decoding may have changed.
/// </param>
/// <param name="Data">Rows × columns × samples × bytes per sample.</param>
public sealed record PixelFrame(ImageFacts Facts, ReadOnlyMemory<byte> Data)
{
    /// <summary>The value of a sample, sign-extended from the bits that count.</summary>
    /// <param name="index">(row × columns + column) × samples + sample.</param>
    public double Sample(int index)
    {
        ReadOnlySpan<byte> data = Data.Span;
        if (Facts.IsFloat)
        {
            return Facts.BitsAllocated == 32
                ? BinaryPrimitives.ReadSingleLittleEndian(data[(index * 4)..])
                : BinaryPrimitives.ReadDoubleLittleEndian(data[(index * 8)..]);
        }

        ulong raw = Facts.SampleBytes switch
        {
            1 => data[index],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(data[(index * 2)..]),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(data[(index * 4)..]),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(data[(index * 8)..]),
        };
        int unused = 64 - Facts.BitsStored;
        // Bits above the high bit (overlays of old) and below the stored ones do not count.
        ulong moved = raw >> (Facts.HighBit + 1 - Facts.BitsStored) << unused;
        return Facts.Signed ? (long)moved >> unused : moved >> unused;
    }

    /// <summary>Values of one row of a frame with one sample per pixel, sign-extended from the bits that count.</summary>
    /// <param name="row">From 0 at the top.</param>
    /// <param name="into">Receives as many values as there are columns.</param>
    internal void ReadRow(int row, Span<float> into)
    {
        int first = row * Facts.Columns;
        if (Facts.SampleBytes != 2 || Facts.IsFloat)
        {
            for (int column = 0; column < Facts.Columns; column++)
            {
                into[column] = (float)Sample(first + column);
            }

            return;
        }

        ReadOnlySpan<byte> bytes = Data.Span.Slice(first * 2, Facts.Columns * 2);
        int up = 31 - Facts.HighBit;
        int down = 32 - Facts.BitsStored;
        for (int column = 0; column < Facts.Columns; column++)
        {
            // Bits above the high bit and below the stored ones fall out at either end.
            uint moved = (uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(column * 2)..]) << up;
            into[column] = Facts.Signed ? (int)moved >> down : moved >> down;
        }
    }
}
