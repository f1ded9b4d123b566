using System.Numerics;

namespace Overread.Dicom.Pixels.JpegBlanking;

/// <summary>Writes one scan: first its Huffman tables, then its header, then its blocks (ISO/IEC 10918-1 annex F.1.2).</summary>
internal sealed class JpegScanWriter(JpegScanPlan plan)
{
    private readonly JpegHuffmanBuilder?[] _tables = new JpegHuffmanBuilder?[8];
    private readonly List<Token> _tokens = [];
    private MemoryStream _stream = null!;
    private ulong _bits;
    private int _count;

    /// <summary>A symbol of a table and the bits behind it; table -1 for a restart marker.</summary>
    private readonly record struct Token(sbyte Table, byte Symbol, byte Size, ushort Extra);

    internal void Write(MemoryStream stream, ReadOnlySpan<byte> header)
    {
        _stream = stream;
        Tokens();
        for (int place = 0; place < _tables.Length; place++)
        {
            if (_tables[place] is { } table)
            {
                table.Build();
                int length = 19 + table.Values.Count;
                stream.Write([0xFF, 0xC4, (byte)(length >> 8), (byte)length, (byte)((place / 4 << 4) | (place % 4))]);
                stream.Write(table.Counts);
                stream.Write([.. table.Values]);
            }
        }

        stream.Write(header);
        int restarts = 0;
        foreach (Token token in _tokens)
        {
            if (token.Table < 0)
            {
                Flush();
                stream.Write([0xFF, (byte)(0xD0 + (restarts++ % 8))]);
                continue;
            }

            (int code, int length) = _tables[token.Table]!.CodeOf(token.Symbol);
            Put((uint)code, length);
            Put(token.Extra, token.Size);
        }

        Flush();
    }

    private void Tokens()
    {
        int[] before = new int[plan.Parts.Count];
        int units = 0;
        foreach ((int unit, int part, int row, int column) in plan.Blocks())
        {
            if (unit != units)
            {
                units = unit;
                if (plan.Restart > 0 && unit % plan.Restart == 0)
                {
                    _tokens.Add(new Token(-1, 0, 0, 0));
                    Array.Clear(before);
                }
            }

            JpegScanPart one = plan.Parts[part];
            Span<short> block = one.Component.Block(row, column);
            Add(one.DcTable, 0, block[0] - before[part]);
            before[part] = block[0];
            Ac(one.AcTable, block);
        }
    }

    private void Ac(int table, ReadOnlySpan<short> block)
    {
        int zeros = 0;
        for (int k = 1; k < 64; k++)
        {
            if (block[k] == 0)
            {
                zeros++;
                continue;
            }

            for (; zeros > 15; zeros -= 16)
            {
                Emit(table, 0xF0, 0, 0);
            }

            Add(table, zeros, block[k]);
            zeros = 0;
        }

        if (zeros > 0)
        {
            Emit(table, 0, 0, 0);
        }
    }

    private void Add(int table, int zeros, int value)
    {
        int size = 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));
        int extra = value < 0 ? value + (1 << size) - 1 : value;
        Emit(table, (zeros << 4) | size, size, extra);
    }

    private void Emit(int table, int symbol, int size, int extra)
    {
        (_tables[table] ??= new JpegHuffmanBuilder()).Count(symbol);
        _tokens.Add(new Token((sbyte)table, (byte)symbol, (byte)size, (ushort)extra));
    }

    private void Put(uint bits, int count)
    {
        _bits = (_bits << count) | bits;
        _count += count;
        while (_count >= 8)
        {
            byte next = (byte)(_bits >> (_count - 8));
            _stream.WriteByte(next);
            if (next == 0xFF)
            {
                _stream.WriteByte(0);
            }

            _count -= 8;
        }
    }

    /// <summary>Ones up to a whole byte.</summary>
    private void Flush()
    {
        if (_count > 0)
        {
            int missing = 8 - _count;
            Put((1u << missing) - 1, missing);
        }
    }
}
