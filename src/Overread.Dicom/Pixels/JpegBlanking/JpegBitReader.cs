using Overread.Dicom.Pixels.Codecs;

namespace Overread.Dicom.Pixels.JpegBlanking;

/// <summary>Bits of an entropy-coded segment (ISO/IEC 10918-1 annex F.2.2.5), stuffed zeros taken out.</summary>
internal ref struct JpegBitReader(ReadOnlySpan<byte> stream, int at)
{
    private readonly ReadOnlySpan<byte> _stream = stream;
    private uint _bits;
    private int _count;
    private int _past;

    /// <summary>Where the next byte is read.</summary>
    internal int Position { get; private set; } = at;

    internal int Symbol(JpegHuffmanTable table)
    {
        Fill();
        int value = table.Decode((int)(_bits >> 16), out int length);
        if (length == 0)
        {
            throw new FrameCodecException("a Huffman code that no table has");
        }

        Drop(length);
        return value;
    }

    /// <summary>A number of so many bits, negative where its first bit is 0 (annex F.2.2.1, EXTEND).</summary>
    internal int Number(int bits)
    {
        if (bits == 0)
        {
            return 0;
        }

        Fill();
        int value = (int)(_bits >> (32 - bits));
        Drop(bits);
        return value < 1 << (bits - 1) ? value - (1 << bits) + 1 : value;
    }

    /// <summary>So many bits as they stand.</summary>
    internal int Raw(int bits)
    {
        if (bits == 0)
        {
            return 0;
        }

        Fill();
        int value = (int)(_bits >> (32 - bits));
        Drop(bits);
        return value;
    }

    /// <summary>Goes behind the next restart marker.</summary>
    internal void Restart()
    {
        (_bits, _count, _past) = (0, 0, 0);
        if (Position + 1 >= _stream.Length || _stream[Position] != 0xFF || _stream[Position + 1] is < 0xD0 or > 0xD7)
        {
            throw new FrameCodecException("a restart marker is missing");
        }

        Position += 2;
    }

    private void Drop(int bits)
    {
        _bits <<= bits;
        _count -= bits;
        if (_count < _past)
        {
            throw new FrameCodecException("a scan that ends too early");
        }
    }

    private void Fill()
    {
        while (_count <= 24)
        {
            uint next = 0;
            if (Position >= _stream.Length || (_stream[Position] == 0xFF && Next() != 0))
            {
                // Behind the end come zeros, which may be looked at but not used.
                _past += 8;
            }
            else
            {
                next = _stream[Position];
                Position += next == 0xFF ? 2 : 1;
            }

            _bits |= next << (24 - _count);
            _count += 8;
        }
    }

    private readonly int Next() => Position + 1 < _stream.Length ? _stream[Position + 1] : 0xD9;
}
