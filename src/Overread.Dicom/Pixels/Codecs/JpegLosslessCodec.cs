using System.Buffers.Binary;

namespace Overread.Dicom.Pixels.Codecs;

/// <summary>
/// JPEG process 14, lossless with Huffman codes (ISO/IEC 10918-1 annex H): all seven predictors, 2 to 16 bits, point
/// transform, restart intervals, components interleaved or in scans of their own.
/// </summary>
internal sealed class JpegLosslessCodec
{
    private readonly byte[] _stream;
    private readonly ImageFacts _facts;
    private readonly JpegHuffmanTable?[] _tables = new JpegHuffmanTable?[4];
    private readonly int[] _componentIds = new int[4];
    private readonly int[][] _planes = new int[4][];
    private int _precision;
    private int _rows;
    private int _columns;
    private int _components;
    private int _restart;
    private int _at;
    private uint _bits;
    private int _bitCount;

    private JpegLosslessCodec(byte[] stream, ImageFacts facts)
    {
        _stream = stream;
        _facts = facts;
    }

    internal static PixelFrame Decode(byte[] stream, ImageFacts facts)
    {
        JpegLosslessCodec codec = new(stream, facts);
        try
        {
            codec.ReadMarkers();
        }
        catch (Exception exception) when (exception is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw new FrameCodecException("a lossless JPEG stream that ends too early", exception);
        }

        return new PixelFrame(facts with { Planar = false }, codec.Interleave());
    }

    private void ReadMarkers()
    {
        _at = 2;
        bool scanned = false;
        while (_at + 4 <= _stream.Length)
        {
            if (_stream[_at] != 0xFF || _stream[_at + 1] is 0xFF or 0x00)
            {
                _at++;
                continue;
            }

            int marker = _stream[_at + 1];
            if (marker == 0xD9)
            {
                break;
            }

            if (marker is >= 0xD0 and <= 0xD8)
            {
                _at += 2;
                continue;
            }

            int length = Word(_at + 2);
            int body = _at + 4;
            int end = _at + 2 + length;
            if (length < 2 || end > _stream.Length)
            {
                throw new FrameCodecException("a JPEG segment beyond the stream");
            }

            switch (marker)
            {
                case 0xC3:
                    JpegStreamFacts.MustHold(length >= 8 && length >= 8 + (3 * _stream[body + 5]));
                    ReadFrame(body);
                    break;
                case 0xC4:
                    ReadTables(body, end);
                    break;
                case 0xDD:
                    _restart = Word(body);
                    break;
                case 0xDA:
                    JpegStreamFacts.MustHold(length >= 6 && length >= 6 + (2 * _stream[body]));
                    _at = end;
                    ReadScan(body);
                    scanned = true;
                    continue;
                default:
                    break;
            }

            _at = end;
        }

        if (!scanned)
        {
            throw new FrameCodecException("a lossless JPEG without a scan");
        }
    }

    private void ReadFrame(int body)
    {
        _precision = _stream[body];
        _rows = Word(body + 1);
        _columns = Word(body + 3);
        _components = _stream[body + 5];
        bool fits =
            _rows == _facts.Rows
            && _columns == _facts.Columns
            && _components == _facts.Samples
            && _precision is >= 2 and <= 16
            && _precision <= _facts.BitsAllocated;
        if (!fits)
        {
            throw new FrameCodecException("a lossless JPEG of another size or depth than the object says");
        }

        for (int i = 0; i < _components; i++)
        {
            _componentIds[i] = _stream[body + 6 + (i * 3)];
            if (_stream[body + 7 + (i * 3)] != 0x11)
            {
                throw new FrameCodecException("a lossless JPEG with subsampled components");
            }

            _planes[i] = new int[_rows * _columns];
        }
    }

    private void ReadTables(int body, int end)
    {
        while (body + 17 <= end)
        {
            int number = _stream[body] & 15;
            ReadOnlySpan<byte> counts = _stream.AsSpan(body + 1, 16);
            int values = 0;
            foreach (byte count in counts)
            {
                values += count;
            }

            if (number > 3 || body + 17 + values > end)
            {
                throw new FrameCodecException("a damaged Huffman table");
            }

            _tables[number] = new JpegHuffmanTable(counts, _stream.AsSpan(body + 17, values));
            body += 17 + values;
        }
    }

    private void ReadScan(int body)
    {
        int count = _stream[body];
        if (count is < 1 or > 4 || _components == 0)
        {
            throw new FrameCodecException("a scan without components");
        }

        int[] planes = new int[count];
        JpegHuffmanTable[] tables = new JpegHuffmanTable[count];
        for (int i = 0; i < count; i++)
        {
            planes[i] = Array.IndexOf(_componentIds, _stream[body + 1 + (i * 2)], 0, _components);
            JpegHuffmanTable? table = _tables[(_stream[body + 2 + (i * 2)] >> 4) & 3];
            if (planes[i] < 0 || table is null)
            {
                throw new FrameCodecException("a scan of an unknown component or table");
            }

            tables[i] = table;
        }

        int predictor = _stream[body + 1 + (count * 2)];
        int shift = _stream[body + 3 + (count * 2)] & 15;
        if (predictor is < 1 or > 7 || shift >= _precision)
        {
            throw new FrameCodecException($"predictor {predictor}");
        }

        DecodeScan(planes, tables, predictor, shift);
    }

    private void DecodeScan(int[] planes, JpegHuffmanTable[] tables, int predictor, int shift)
    {
        _bits = 0;
        _bitCount = 0;
        int start = 1 << (_precision - shift - 1);
        int untilRestart = _restart;
        bool fresh = true;
        int freshRow = 0;
        for (int y = 0; y < _rows; y++)
        {
            for (int x = 0; x < _columns; x++)
            {
                if (_restart > 0 && untilRestart == 0)
                {
                    SkipRestart();
                    untilRestart = _restart;
                    fresh = true;
                    freshRow = y;
                }

                untilRestart--;
                for (int i = 0; i < planes.Length; i++)
                {
                    int[] plane = _planes[planes[i]];
                    int at = (y * _columns) + x;
                    int predicted =
                        fresh ? start
                        : y == freshRow ? plane[at - 1]
                        : x == 0 ? plane[at - _columns]
                        : Predict(plane, at, predictor);
                    plane[at] = (predicted + Difference(tables[i])) & 0xFFFF;
                }

                fresh = false;
            }
        }

        if (shift > 0)
        {
            foreach (int i in planes)
            {
                for (int k = 0; k < _planes[i].Length; k++)
                {
                    _planes[i][k] <<= shift;
                }
            }
        }
    }

    private int Predict(int[] plane, int at, int predictor)
    {
        int a = plane[at - 1];
        int b = plane[at - _columns];
        int c = plane[at - _columns - 1];
        return predictor switch
        {
            1 => a,
            2 => b,
            3 => c,
            4 => a + b - c,
            5 => a + ((b - c) >> 1),
            6 => b + ((a - c) >> 1),
            _ => (a + b) >> 1,
        };
    }

    private int Difference(JpegHuffmanTable table)
    {
        int category = table.Decode(Peek16(), out int length);
        if (length == 0)
        {
            throw new FrameCodecException("a Huffman code that is in no table");
        }

        Skip(length);
        if (category == 0)
        {
            return 0;
        }

        if (category == 16)
        {
            return 32768;
        }

        if (category > 16)
        {
            throw new FrameCodecException("a difference of more than 16 bits");
        }

        int value = Peek16() >> (16 - category);
        Skip(category);
        return value < 1 << (category - 1) ? value - (1 << category) + 1 : value;
    }

    /// <summary>The next 16 bits; behind the end of the scan, zeros, as many decoders do for the last byte's rest.</summary>
    private int Peek16()
    {
        while (_bitCount < 16)
        {
            uint next = 0;
            if (_at < _stream.Length && !(_stream[_at] == 0xFF && _at + 1 < _stream.Length && _stream[_at + 1] != 0))
            {
                next = _stream[_at++];
                if (next == 0xFF)
                {
                    _at++;
                }
            }
            else if (++_missing > 64)
            {
                throw new FrameCodecException("a scan that ends too early");
            }

            _bits = (_bits << 8) | next;
            _bitCount += 8;
        }

        return (int)(_bits >> (_bitCount - 16)) & 0xFFFF;
    }

    private int _missing;

    private void Skip(int count) => _bitCount -= count;

    private void SkipRestart()
    {
        _bits = 0;
        _bitCount = 0;
        _missing = 0;
        while (_at + 1 < _stream.Length)
        {
            if (_stream[_at] == 0xFF && _stream[_at + 1] is >= 0xD0 and <= 0xD7)
            {
                _at += 2;
                return;
            }

            _at++;
        }

        throw new FrameCodecException("a restart marker is missing");
    }

    private byte[] Interleave()
    {
        byte[] samples = new byte[_facts.FrameBytes];
        int bytes = _facts.SampleBytes;
        int count = _rows * _columns;
        for (int i = 0; i < _components; i++)
        {
            int[] plane = _planes[i];
            for (int k = 0; k < count; k++)
            {
                int at = ((k * _components) + i) * bytes;
                samples[at] = (byte)plane[k];
                if (bytes > 1)
                {
                    samples[at + 1] = (byte)(plane[k] >> 8);
                }
            }
        }

        return samples;
    }

    private int Word(int at) => BinaryPrimitives.ReadUInt16BigEndian(_stream.AsSpan(at, 2));
}
