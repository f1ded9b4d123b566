using System.Buffers.Binary;
using Overread.Dicom.Pixels.JpegBlanking;

namespace Overread.Dicom.Pixels.Codecs;

/// <summary>
/// Progressive JPEG with Huffman codes, 8 and 12 bit (ISO/IEC 10918-1 annex G; processes 6, 8, 10 and 12): spectral selection, successive
/// approximation, restart intervals, any sampling. JpegLibrary loses its way in those of several components and in restarts.
/// </summary>
internal sealed class JpegProgressiveCodec
{
    // More visits of blocks than any picture needs, and fewer than would stop a server.
    private const long MostVisits = 200_000_000;
    private const int LongestRun = 1 << 15;

    private readonly byte[] _stream;
    private readonly JpegStreamFacts _header;
    private readonly JpegHuffmanTable?[] _tables = new JpegHuffmanTable?[8];
    private readonly ushort[][] _quantisation = new ushort[4][];
    private readonly int[] _predictions = new int[4];
    private JpegComponent[] _components = [];
    private int _restart;
    private int _run;
    private long _visits;

    private JpegProgressiveCodec(byte[] stream, JpegStreamFacts header)
    {
        _stream = stream;
        _header = header;
    }

    /// <summary>Decodes to samples interleaved by pixel, as many bytes each as the object says.</summary>
    internal static byte[] Decode(byte[] stream, ImageFacts facts, JpegStreamFacts header)
    {
        JpegProgressiveCodec codec = new(stream, header);
        try
        {
            codec.ReadMarkers();
        }
        catch (Exception exception) when (exception is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw new FrameCodecException("a progressive JPEG stream that ends too early", exception);
        }

        return JpegPlanes.Interleave(codec._components, codec._quantisation, header, facts);
    }

    private void ReadMarkers()
    {
        int at = 2;
        bool scanned = false;
        while (at + 4 <= _stream.Length)
        {
            int marker = _stream[at + 1];
            if (_stream[at] != 0xFF || marker is 0xFF or 0x00 or 0x01 or (>= 0xD0 and <= 0xD8))
            {
                at += _stream[at] == 0xFF && marker is 0x01 or (>= 0xD0 and <= 0xD8) ? 2 : 1;
                continue;
            }

            if (marker == 0xD9)
            {
                break;
            }

            int end = at + 2 + Word(at + 2);
            if (end < at + 4 || end > _stream.Length)
            {
                throw new FrameCodecException("a JPEG segment beyond the stream");
            }

            ReadOnlySpan<byte> body = _stream.AsSpan((at + 4)..end);
            at = end;
            switch (marker)
            {
                case 0xC2:
                    ReadFrame(body);
                    break;
                case 0xC4:
                    ReadTables(body);
                    break;
                case 0xDB:
                    ReadQuantisation(body);
                    break;
                case 0xDD:
                    _restart = BinaryPrimitives.ReadUInt16BigEndian(body);
                    break;
                case 0xDA:
                    at = ReadScan(body, end);
                    scanned = true;
                    break;
                default:
                    break;
            }
        }

        if (!scanned)
        {
            throw new FrameCodecException("a progressive JPEG without a scan");
        }
    }

    private int Word(int at) => BinaryPrimitives.ReadUInt16BigEndian(_stream.AsSpan(at));

    private void ReadFrame(ReadOnlySpan<byte> body)
    {
        if (_components.Length > 0 || body[0] is not (8 or 12) || body[5] is < 1 or > 4)
        {
            throw new FrameCodecException("a progressive JPEG with a frame header that cannot be");
        }

        _components = new JpegComponent[body[5]];
        for (int i = 0; i < _components.Length; i++)
        {
            int factors = body[7 + (i * 3)];
            int table = body[8 + (i * 3)];
            if (factors >> 4 is < 1 or > 4 || (factors & 15) is < 1 or > 4 || table > 3)
            {
                throw new FrameCodecException("a JPEG component with factors that cannot be");
            }

            _components[i] = new JpegComponent(body[6 + (i * 3)], factors >> 4, factors & 15, table);
        }

        int across = _components.Max(c => c.Across);
        int down = _components.Max(c => c.Down);
        long blocks = _components.Sum(c =>
            (long)((_header.Columns / (8 * across)) + 1) * c.Across * ((_header.Rows / (8 * down)) + 1) * c.Down
        );
        // The first scan has a bit for every block, or there is nothing to be shown.
        if (blocks > ((long)_stream.Length * 8) + 64)
        {
            throw new FrameCodecException("a progressive JPEG that is larger than its stream could be");
        }

        Array.ForEach(_components, c => c.Allocate(_header.Columns, _header.Rows, across, down));
    }

    private void ReadTables(ReadOnlySpan<byte> body)
    {
        while (body.Length >= 17)
        {
            int place = (body[0] >> 4 & 1) * 4 + (body[0] & 3);
            int values = 0;
            foreach (byte count in body[1..17])
            {
                values += count;
            }

            _tables[place] = new JpegHuffmanTable(body[1..17], body[17..(17 + values)]);
            body = body[(17 + values)..];
        }
    }

    private void ReadQuantisation(ReadOnlySpan<byte> body)
    {
        while (body.Length >= 65)
        {
            bool wide = body[0] >> 4 != 0;
            ushort[] table = new ushort[64];
            for (int i = 0; i < 64; i++)
            {
                table[i] = wide ? BinaryPrimitives.ReadUInt16BigEndian(body[(1 + (i * 2))..]) : body[1 + i];
            }

            _quantisation[body[0] & 3] = table;
            body = body[(wide ? 129 : 65)..];
        }
    }

    /// <summary>Reads one scan into the coefficients; returns where the next marker is looked for.</summary>
    private int ReadScan(ReadOnlySpan<byte> body, int from)
    {
        int count = body[0];
        List<JpegScanPart> parts = [];
        for (int i = 0; i < count; i++)
        {
            int id = body[1 + (i * 2)];
            int tables = body[2 + (i * 2)];
            JpegComponent component =
                Array.Find(_components, c => c.Id == id)
                ?? throw new FrameCodecException("a scan of a component that the frame has not");
            parts.Add(new(component, tables >> 4 & 3, 4 + (tables & 3)));
        }

        ProgressiveBand band = new(
            body[1 + (count * 2)],
            body[2 + (count * 2)],
            body[3 + (count * 2)] >> 4,
            body[3 + (count * 2)] & 15
        );
        if (count is < 1 or > 4 || !band.IsPossible || (band.First > 0 && count > 1))
        {
            throw new FrameCodecException("a scan of coefficients that cannot be");
        }

        JpegBitReader bits = new(_stream, from);
        Array.Clear(_predictions);
        _run = 0;
        int unit = 0;
        foreach ((int number, int part, int row, int column) in new JpegScanPlan(parts, _restart).Blocks())
        {
            if (number != unit)
            {
                unit = number;
                if (_restart > 0 && unit % _restart == 0)
                {
                    bits.Restart();
                    Array.Clear(_predictions);
                    _run = 0;
                }
            }

            if (++_visits > MostVisits)
            {
                throw new FrameCodecException("a progressive JPEG with more scans than any picture needs");
            }

            Read(ref bits, parts[part], part, band, parts[part].Component.Block(row, column));
        }

        return bits.Position;
    }

    private void Read(ref JpegBitReader bits, JpegScanPart part, int place, ProgressiveBand band, Span<short> block)
    {
        if (band.First == 0)
        {
            if (band.IsFirstPass)
            {
                _predictions[place] += bits.Number(bits.Symbol(Table(part.DcTable)) & 15);
                block[0] = (short)(_predictions[place] << band.Low);
            }
            else if (bits.Raw(1) == 1)
            {
                block[0] |= (short)(1 << band.Low);
            }
        }
        else if (band.IsFirstPass)
        {
            ReadFirst(ref bits, Table(part.AcTable), band, block);
        }
        else
        {
            Refine(ref bits, Table(part.AcTable), band, block);
        }
    }

    // Annex G.1.2.2.
    private void ReadFirst(ref JpegBitReader bits, JpegHuffmanTable table, ProgressiveBand band, Span<short> block)
    {
        if (_run > 0)
        {
            _run--;
            return;
        }

        for (int k = band.First; k <= band.Last; k++)
        {
            int symbol = bits.Symbol(table);
            int zeros = symbol >> 4;
            int size = symbol & 15;
            if (size == 0)
            {
                if (zeros < 15)
                {
                    _run = Run(ref bits, zeros) - 1;
                    return;
                }

                k += 15;
                continue;
            }

            k += zeros;
            if (k > band.Last)
            {
                throw new FrameCodecException("a run of zeros beyond the band of its scan");
            }

            block[k] = (short)(bits.Number(size) << band.Low);
        }
    }

    // Annex G.1.2.3: a bit for each coefficient that has been met, and new ones of one bit among them.
    private void Refine(ref JpegBitReader bits, JpegHuffmanTable table, ProgressiveBand band, Span<short> block)
    {
        int one = 1 << band.Low;
        int k = band.First;
        while (_run == 0 && k <= band.Last)
        {
            int symbol = bits.Symbol(table);
            int zeros = symbol >> 4;
            int fresh = 0;
            if ((symbol & 15) != 0)
            {
                fresh = bits.Raw(1) == 1 ? one : -one;
            }
            else if (zeros < 15)
            {
                _run = Run(ref bits, zeros);
                break;
            }

            k = Pass(ref bits, block, k, band.Last, zeros, one);
            if (fresh != 0)
            {
                if (k > band.Last)
                {
                    throw new FrameCodecException("a run of zeros beyond the band of its scan");
                }

                block[k] = (short)fresh;
            }

            k++;
        }

        if (_run > 0)
        {
            Pass(ref bits, block, k, band.Last, int.MaxValue, one);
            _run--;
        }
    }

    /// <summary>Goes over so many coefficients that are still zero, and corrects those between; returns where it stands.</summary>
    private static int Pass(ref JpegBitReader bits, Span<short> block, int from, int last, int zeros, int one)
    {
        int k = from;
        for (; k <= last; k++)
        {
            if (block[k] == 0)
            {
                if (zeros-- == 0)
                {
                    return k;
                }
            }
            else if (bits.Raw(1) == 1 && (block[k] & one) == 0)
            {
                block[k] += (short)(block[k] > 0 ? one : -one);
            }
        }

        return k;
    }

    private static int Run(ref JpegBitReader bits, int size)
    {
        int run = (1 << size) + bits.Raw(size);
        return run <= LongestRun ? run : throw new FrameCodecException("a run of empty blocks that is too long");
    }

    private JpegHuffmanTable Table(int place) =>
        _tables[place] ?? throw new FrameCodecException("a scan with a Huffman table that was not defined");
}
