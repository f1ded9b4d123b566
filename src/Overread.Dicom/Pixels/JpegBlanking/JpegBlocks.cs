using System.Buffers.Binary;
using Overread.Dicom.Pixels.Codecs;
using Overread.Dicom.PixelText;

namespace Overread.Dicom.Pixels.JpegBlanking;

/// <summary>
/// A sequential Huffman-coded JPEG (processes 1, 2 and 4; ISO/IEC 10918-1) taken apart into its quantised coefficients and
/// put together again: blocks that nobody changes keep their values to the bit.
/// </summary>
internal sealed class JpegBlocks
{
    private readonly List<Segment> _segments = [];
    private readonly JpegHuffmanTable?[] _tables = new JpegHuffmanTable?[8];
    private readonly int[] _firstQuantisers = new int[4];
    private JpegComponent[] _components = [];
    private readonly ImageFacts _facts;
    private int _restart;

    private JpegBlocks(ImageFacts facts) => _facts = facts;

    /// <summary>A marker segment as it stands, or a scan.</summary>
    private readonly record struct Segment(ReadOnlyMemory<byte> Bytes, JpegScanPlan? Scan);

    /// <summary>Bits of a sample.</summary>
    internal int Precision { get; private set; }

    /// <summary>Width and height in pixels of the smallest area whose blocks belong to no other.</summary>
    internal (int Width, int Height) Unit => (8 * _components.Max(c => c.Across), 8 * _components.Max(c => c.Down));

    /// <summary>Reads a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="facts">The size that it must have.</param>
    /// <exception cref="FrameCodecException">It is of another process or size, or damaged.</exception>
    internal static JpegBlocks Read(ReadOnlyMemory<byte> stream, ImageFacts facts)
    {
        JpegBlocks blocks = new(facts);
        try
        {
            blocks.ReadSegments(stream);
        }
        catch (Exception exception) when (exception is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw new FrameCodecException("a JPEG stream that ends too early", exception);
        }

        return blocks;
    }

    /// <summary>Gives every block that touches a unit one value of its samples.</summary>
    /// <param name="box">Pixels; grown to whole units.</param>
    /// <param name="levels">The sample value of each component.</param>
    internal void Fill(PixelBox box, ReadOnlySpan<int> levels)
    {
        (int width, int height) = Unit;
        for (int c = 0; c < _components.Length; c++)
        {
            JpegComponent component = _components[c];
            short level = Level(levels[c], _firstQuantisers[component.Quantisation]);
            int firstRow = box.Top / height * component.Down;
            int endRow = Math.Min(component.BlockRows, (box.Bottom + height - 1) / height * component.Down);
            int firstColumn = box.Left / width * component.Across;
            int endColumn = Math.Min(component.Stride, (box.Right + width - 1) / width * component.Across);
            for (int row = firstRow; row < endRow; row++)
            {
                for (int column = firstColumn; column < endColumn; column++)
                {
                    Span<short> block = component.Block(row, column);
                    block.Clear();
                    block[0] = level;
                }
            }
        }
    }

    /// <summary>Writes the stream again, with Huffman tables made for what it holds now.</summary>
    internal byte[] Write()
    {
        using MemoryStream stream = new();
        stream.Write([0xFF, 0xD8]);
        foreach (Segment segment in _segments)
        {
            if (segment.Scan is { } scan)
            {
                new JpegScanWriter(scan).Write(stream, segment.Bytes.Span);
            }
            else
            {
                stream.Write(segment.Bytes.Span);
            }
        }

        stream.Write([0xFF, 0xD9]);
        return stream.ToArray();
    }

    /// <summary>A block of one value has a DC coefficient of eight times its distance from the middle; black is rounded down.</summary>
    private short Level(int value, int quantiser)
    {
        int distance = (value - (1 << (Precision - 1))) * 8;
        return (short)Math.Floor((double)distance / quantiser);
    }

    private void ReadSegments(ReadOnlyMemory<byte> stream)
    {
        ReadOnlySpan<byte> bytes = stream.Span;
        if (bytes.Length < 4 || bytes[0] != 0xFF || bytes[1] != 0xD8)
        {
            throw new FrameCodecException("no JPEG stream");
        }

        int at = 2;
        while (at + 1 < bytes.Length && bytes[at + 1] != 0xD9)
        {
            int marker = bytes[at + 1];
            if (bytes[at] != 0xFF || marker is 0xFF or 0x00)
            {
                at++;
                continue;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            ReadOnlyMemory<byte> segment = stream.Slice(at, 2 + length);
            at = ReadSegment(marker, segment, bytes, at + 2 + length);
        }

        if (!_segments.Exists(segment => segment.Scan is not null))
        {
            throw new FrameCodecException("a JPEG stream without a scan");
        }
    }

    /// <returns>Where the next segment is.</returns>
    private int ReadSegment(int marker, ReadOnlyMemory<byte> segment, ReadOnlySpan<byte> stream, int next)
    {
        ReadOnlySpan<byte> body = segment.Span[4..];
        switch (marker)
        {
            case 0xC0 or 0xC1:
                ReadFrame(body);
                break;
            case 0xC4:
                // Written anew before each scan.
                ReadTables(body);
                return next;
            case (>= 0xC2 and <= 0xCF) and not 0xC8:
                throw new FrameCodecException("a JPEG that is not sequential and Huffman-coded");
            case 0xDB:
                ReadQuantisers(body);
                break;
            case 0xDC:
                throw new FrameCodecException("a JPEG that says its height at the end");
            case 0xDD:
                _restart = BinaryPrimitives.ReadUInt16BigEndian(body);
                break;
            case 0xDA:
                JpegScanPlan plan = Plan(body);
                _segments.Add(new Segment(segment, plan));
                return ReadScan(plan, stream, next);
        }

        _segments.Add(new Segment(segment, null));
        return next;
    }

    private void ReadFrame(ReadOnlySpan<byte> body)
    {
        int rows = BinaryPrimitives.ReadUInt16BigEndian(body[1..]);
        int columns = BinaryPrimitives.ReadUInt16BigEndian(body[3..]);
        // Before anything is allocated by it: a header is only a claim.
        if (rows != _facts.Rows || columns != _facts.Columns || body[5] != _facts.Samples || _components.Length > 0)
        {
            throw new FrameCodecException("a JPEG of another size than the object says");
        }

        Precision = body[0];
        _components = new JpegComponent[body[5]];
        for (int i = 0; i < _components.Length; i++)
        {
            ReadOnlySpan<byte> one = body.Slice(6 + (i * 3), 3);
            _components[i] = new JpegComponent(one[0], one[1] >> 4, one[1] & 15, one[2]);
        }

        if (
            _components.Length is 0 or > 4
            || Precision is not (8 or 12)
            || _components.Any(c => c.Across is 0 or > 4 || c.Down is 0 or > 4 || c.Quantisation > 3)
        )
        {
            throw new FrameCodecException("a JPEG frame header that says nothing sensible");
        }

        foreach (JpegComponent component in _components)
        {
            component.Allocate(columns, rows, _components.Max(c => c.Across), _components.Max(c => c.Down));
        }
    }

    private void ReadTables(ReadOnlySpan<byte> body)
    {
        while (body.Length > 17)
        {
            int place = ((body[0] >> 4) * 4) + (body[0] & 15);
            int count = 0;
            foreach (byte ofLength in body[1..17])
            {
                count += ofLength;
            }

            _tables[place] = new JpegHuffmanTable(body[1..17], body.Slice(17, count));
            body = body[(17 + count)..];
        }
    }

    private void ReadQuantisers(ReadOnlySpan<byte> body)
    {
        while (body.Length > 64)
        {
            bool wide = body[0] >> 4 != 0;
            int first = wide ? BinaryPrimitives.ReadUInt16BigEndian(body[1..]) : body[1];
            _firstQuantisers[body[0] & 15] = first > 0 ? first : throw new FrameCodecException("a JPEG quantiser of 0");
            body = body[(wide ? 129 : 65)..];
        }
    }

    private JpegScanPlan Plan(ReadOnlySpan<byte> body)
    {
        List<JpegScanPart> parts = [];
        for (int i = 0; i < body[0]; i++)
        {
            int id = body[1 + (i * 2)];
            int tables = body[2 + (i * 2)];
            JpegComponent component =
                Array.Find(_components, c => c.Id == id)
                ?? throw new FrameCodecException("a JPEG scan of a component that is not there");
            parts.Add(new JpegScanPart(component, tables >> 4, 4 + (tables & 15)));
        }

        return parts.Count > 0 && parts.TrueForAll(p => p.DcTable < 4 && p.AcTable < 8)
            ? new JpegScanPlan(parts, _restart)
            : throw new FrameCodecException("a JPEG scan header that says nothing sensible");
    }

    private int ReadScan(JpegScanPlan plan, ReadOnlySpan<byte> stream, int at)
    {
        JpegBitReader reader = new(stream, at);
        int[] before = new int[plan.Parts.Count];
        int units = 0;
        foreach ((int unit, int part, int row, int column) in plan.Blocks())
        {
            if (unit != units)
            {
                units = unit;
                if (plan.Restart > 0 && unit % plan.Restart == 0)
                {
                    reader.Restart();
                    Array.Clear(before);
                }
            }

            JpegScanPart one = plan.Parts[part];
            Span<short> block = one.Component.Block(row, column);
            before[part] += reader.Number(Bits(reader.Symbol(Table(one.DcTable))));
            block[0] = (short)before[part];
            ReadAc(ref reader, Table(one.AcTable), block);
        }

        return reader.Position;
    }

    private static void ReadAc(ref JpegBitReader reader, JpegHuffmanTable table, Span<short> block)
    {
        for (int k = 1; k < 64; k++)
        {
            int symbol = reader.Symbol(table);
            int size = symbol & 15;
            if (size == 0)
            {
                if (symbol != 0xF0)
                {
                    return;
                }

                k += 15;
                continue;
            }

            k += symbol >> 4;
            if (k > 63)
            {
                throw new FrameCodecException("a JPEG block of more than 64 coefficients");
            }

            block[k] = (short)reader.Number(size);
        }
    }

    private static int Bits(int symbol) =>
        symbol < 16 ? symbol : throw new FrameCodecException("a JPEG difference of more than 15 bits");

    private JpegHuffmanTable Table(int place) =>
        _tables[place] ?? throw new FrameCodecException("a JPEG scan that uses a table that is not there");
}
