namespace Overread.Dicom.Pixels.Codecs;

/// <summary>A Huffman table of JPEG (ISO/IEC 10918-1 annex C), looked up by the next 16 bits.</summary>
internal sealed class JpegHuffmanTable
{
    private readonly byte[] _values = new byte[1 << 16];
    private readonly byte[] _lengths = new byte[1 << 16];

    internal JpegHuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> values)
    {
        int code = 0;
        int next = 0;
        for (int length = 1; length <= 16; length++)
        {
            for (int i = 0; i < counts[length - 1]; i++)
            {
                int first = code << (16 - length);
                int span = 1 << (16 - length);
                if (first + span > 1 << 16)
                {
                    throw new FrameCodecException("a Huffman table with more codes than bits allow");
                }

                Array.Fill(_values, values[next], first, span);
                Array.Fill(_lengths, (byte)length, first, span);
                next++;
                code++;
            }

            code <<= 1;
        }
    }

    /// <summary>The value of the code with which 16 bits begin; a length of 0 where none does.</summary>
    internal int Decode(int bits, out int length)
    {
        length = _lengths[bits];
        return _values[bits];
    }
}
