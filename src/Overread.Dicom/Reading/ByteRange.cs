using System.Buffers.Binary;

namespace Overread.Dicom.Reading;

/// <summary>A value that stays where it is: a range of a source, by position and length in bytes.</summary>
/// <param name="Source">Where the bytes are. Must stay open as long as the value is used.</param>
/// <param name="Position">First byte.</param>
/// <param name="Length">Number of bytes.</param>
/// <param name="SwapUnit">
/// Bytes of one number where the source is big endian, so that readers get little endian; 1 where nothing is swapped.
/// </param>
public readonly record struct ByteRange(ByteSource Source, long Position, long Length, int SwapUnit)
{
    /// <summary>Reads from within the range, as little endian.</summary>
    /// <param name="offset">First byte, counted from the start of the range; a multiple of the swap unit.</param>
    /// <param name="target">Receives the bytes; a multiple of the swap unit.</param>
    /// <returns>Number of bytes read; fewer only at the end of the range or of the source.</returns>
    public int Read(long offset, Span<byte> target)
    {
        if (offset < 0 || offset >= Length)
        {
            return 0;
        }

        int count = (int)Math.Min(target.Length, Length - offset);
        int read = Source.Read(Position + offset, target[..count]);
        Swap(target[..read], SwapUnit);
        return read;
    }

    /// <summary>Copies the range to a stream, as little endian unless <paramref name="asStored"/>.</summary>
    /// <exception cref="EndOfStreamException">The source ends before the range does.</exception>
    public void CopyTo(Stream target, bool asStored = false)
    {
        if (SwapUnit == 1 || asStored)
        {
            Source.CopyTo(Position, Length, target);
            return;
        }

        byte[] buffer = new byte[(int)Math.Min(Length, 1 << 16)];
        for (long offset = 0; offset < Length; )
        {
            int read = Read(offset, buffer);
            if (read == 0)
            {
                throw new EndOfStreamException("the source ended inside a value");
            }

            target.Write(buffer, 0, read);
            offset += read;
        }
    }

    /// <summary>Exchanges the byte order of every number in place; a rest that is no whole number is left alone.</summary>
    internal static void Swap(Span<byte> bytes, int unit)
    {
        if (unit == 2)
        {
            Span<ushort> words = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(bytes);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
        else if (unit == 4)
        {
            Span<uint> words = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(bytes);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
        else if (unit == 8)
        {
            Span<ulong> words = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(bytes);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }
}
