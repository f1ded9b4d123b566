namespace Overread.Dicom.Pixels.Codecs;

/// <summary>Bits of JPEG-LS coded data: behind a byte of 0xFF the next has seven (ISO/IEC 14495-1 A.1).</summary>
internal sealed class JpegLsBits(byte[] stream, int from)
{
    private readonly int _from = from;
    private int _at = from;
    private uint _bits;
    private int _count;
    private int _missing;

    /// <summary>Byte at which the coded data ended.</summary>
    internal int Position => _at;

    internal int Bit()
    {
        Need(1);
        _count--;
        return (int)(_bits >> _count) & 1;
    }

    internal int Bits(int count)
    {
        if (count == 0)
        {
            return 0;
        }

        Need(count);
        _count -= count;
        return (int)(_bits >> _count) & ((1 << count) - 1);
    }

    /// <summary>A limited Golomb code (A.5.3).</summary>
    internal int Golomb(int k, int limit, int fullBits)
    {
        int zeros = 0;
        while (Bit() == 0)
        {
            if (++zeros > limit)
            {
                throw new FrameCodecException("a damaged JPEG-LS code");
            }
        }

        return zeros < limit - fullBits - 1 ? (zeros << k) | Bits(k) : Bits(fullBits) + 1;
    }

    private void Need(int count)
    {
        while (_count < count)
        {
            if (_at < stream.Length && (stream[_at] != 0xFF || (_at + 1 < stream.Length && stream[_at + 1] < 0x80)))
            {
                byte value = stream[_at];
                bool stuffed = _at > _from && stream[_at - 1] == 0xFF;
                _at++;
                _bits = stuffed ? (_bits << 7) | (uint)(value & 0x7F) : (_bits << 8) | value;
                _count += stuffed ? 7 : 8;
                continue;
            }

            // The last code may be read a little beyond the end; a stream that was cut may not be made up.
            if (++_missing > 8)
            {
                throw new FrameCodecException("a JPEG-LS stream that ends too early");
            }

            _bits <<= 8;
            _count += 8;
        }
    }
}
