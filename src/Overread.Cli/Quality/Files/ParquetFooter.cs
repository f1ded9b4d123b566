using System.Buffers.Binary;

namespace Overread.Cli.Quality.Files;

/// <summary>
/// Walks through the footer of a Parquet file (Thrift's compact protocol) before a library reads it: every length must lie inside, so
/// that a damaged one is refused at once. A list that claims billions of entries kept the library busy for ever.
/// </summary>
/// <param name="footer">The bytes of the footer.</param>
internal ref struct ParquetFooter(ReadOnlySpan<byte> footer)
{
    private const int DeepestNesting = 32;
    private const int Tail = 8;

    private readonly ReadOnlySpan<byte> _footer = footer;
    private int _at;

    /// <summary>Checks the footer of a file.</summary>
    /// <exception cref="FileError">It is none, or damaged.</exception>
    internal static void Check(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Span<byte> tail = stackalloc byte[Tail];
        if (stream.Length < Tail + 4)
        {
            throw new FileError(path, 0, $"{stream.Length} bytes are no Parquet file.");
        }

        stream.Position = stream.Length - Tail;
        stream.ReadExactly(tail);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (!tail[4..].SequenceEqual("PAR1"u8) || length > stream.Length - Tail - 4 || length > int.MaxValue)
        {
            throw new FileError(path, 0, "this is no whole Parquet file: it does not end as one does.");
        }

        byte[] footer = new byte[length];
        stream.Position = stream.Length - Tail - length;
        stream.ReadExactly(footer);
        ParquetFooter walk = new(footer);
        if (!walk.Struct(0))
        {
            throw new FileError(path, 0, $"the footer of this Parquet file is damaged at its byte {walk._at}.");
        }
    }

    private bool Struct(int depth)
    {
        while (depth < DeepestNesting && Byte() is { } field)
        {
            if (field == 0)
            {
                return true;
            }

            // A field far from the one before says its number itself.
            if ((field >> 4 == 0 && Number() is null) || !Value(field & 15, depth, inField: true))
            {
                return false;
            }
        }

        return false;
    }

    private bool Value(int type, int depth, bool inField) =>
        type switch
        {
            1 or 2 => inField || Byte() is not null,
            3 => Byte() is not null,
            4 or 5 or 6 => Number() is not null,
            7 => Pass(sizeof(double)),
            8 => Number() is { } length && Pass(length),
            9 or 10 => List(depth),
            11 => Map(depth),
            12 => Struct(depth + 1),
            _ => false,
        };

    private bool List(int depth)
    {
        if (depth >= DeepestNesting || Byte() is not { } head)
        {
            return false;
        }

        ulong? size = head >> 4 == 15 ? Number() : (ulong)(head >> 4);
        return size is { } entries && Entries(entries, depth, head & 15);
    }

    private bool Map(int depth)
    {
        if (depth >= DeepestNesting || Number() is not { } size)
        {
            return false;
        }

        return size == 0 || (Byte() is { } types && Entries(size, depth, types >> 4, types & 15));
    }

    /// <summary>Passes over entries, each of which takes a byte at least.</summary>
    private bool Entries(ulong count, int depth, params ReadOnlySpan<int> types)
    {
        if (count > (ulong)(_footer.Length - _at))
        {
            return false;
        }

        for (ulong entry = 0; entry < count; entry++)
        {
            foreach (int type in types)
            {
                if (!Value(type, depth + 1, inField: false))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private byte? Byte() => _at < _footer.Length ? _footer[_at++] : null;

    private bool Pass(ulong length)
    {
        if (length > (ulong)(_footer.Length - _at))
        {
            return false;
        }

        _at += (int)length;
        return true;
    }

    private ulong? Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if (Byte() is not { } part)
            {
                return null;
            }

            value |= (ulong)(part & 127) << shift;
            if (part < 128)
            {
                return value;
            }
        }

        return null;
    }
}
