using System.Buffers.Binary;
using System.IO.Compression;

namespace Overread.Imaging.Png;

/// <summary>
/// PNG (ISO/IEC 15948) as label maps: the numbers as stored, which libraries for pictures turn into colours: indices of a palette,
/// grey of 1 to 16 bits; of colour pictures each colour as one number 0xRRGGBB.
/// </summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Bits">Bits of a sample.</param>
/// <param name="IsColour">True where numbers are colours.</param>
/// <param name="Numbers">A number per pixel.</param>
/// <param name="Palette">Colours of indices; empty where there is no palette.</param>
public sealed record PngLabels(
    int Width,
    int Height,
    int Bits,
    bool IsColour,
    int[] Numbers,
    IReadOnlyList<(byte Red, byte Green, byte Blue)> Palette
)
{
    private static readonly byte[] s_magic = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    // Of the seven passes of interlacing: first column and row, and the steps between them.
    private static readonly (int X, int Y, int StepX, int StepY)[] s_passes =
    [
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ];

    /// <summary>Reads a picture.</summary>
    /// <exception cref="PngException">The bytes are none.</exception>
    public static PngLabels Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(s_magic) || bytes.Length < 33)
        {
            throw new PngException("the first bytes are not those of a PNG.");
        }

        int width = BinaryPrimitives.ReadInt32BigEndian(bytes[16..]);
        int height = BinaryPrimitives.ReadInt32BigEndian(bytes[20..]);
        (int bits, int type, bool interlaced) = (bytes[24], bytes[25], bytes[28] == 1);
        int samples = type switch
        {
            0 or 3 => 1,
            2 => 3,
            4 => 2,
            6 => 4,
            _ => 0,
        };
        if (
            width < 1
            || height < 1
            || (long)width * height > 1 << 29
            || samples == 0
            || bits is not (1 or 2 or 4 or 8 or 16)
        )
        {
            throw new PngException(
                $"the header says {width}×{height}, {bits} bits, colour type {type}, which cannot be."
            );
        }

        List<(byte, byte, byte)> palette = [];
        using MemoryStream packed = new();
        for (int at = 8; at + 12 <= bytes.Length; )
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(bytes[at..]);
            if (length < 0 || length > bytes.Length - at - 12)
            {
                throw new PngException($"the chunk at byte {at} goes beyond the end of the file: it is cut off.");
            }

            ReadOnlySpan<byte> kind = bytes.Slice(at + 4, 4);
            ReadOnlySpan<byte> data = bytes.Slice(at + 8, length);
            if (kind.SequenceEqual("IDAT"u8))
            {
                packed.Write(data);
            }
            else if (kind.SequenceEqual("PLTE"u8))
            {
                for (int i = 0; i + 2 < length; i += 3)
                {
                    palette.Add((data[i], data[i + 1], data[i + 2]));
                }
            }

            at += length + 12;
        }

        packed.Position = 0;
        int[] numbers = new int[width * height];
        try
        {
            using ZLibStream stream = new(packed, CompressionMode.Decompress);
            foreach ((int x, int y, int stepX, int stepY) in interlaced ? s_passes : [(0, 0, 1, 1)])
            {
                Pass(stream, numbers, width, height, (x, y, stepX, stepY), bits, samples);
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException)
        {
            throw new PngException($"the pixels are damaged or cut off: {broken.Message}");
        }

        return new PngLabels(width, height, bits, samples > 2, numbers, palette);
    }

    /// <summary>Writes a label map: bytes with a palette, or 16-bit grey.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="numbers">A number per pixel, 0 to 65535.</param>
    /// <param name="width">Columns.</param>
    /// <param name="palette">Colours of the numbers 0 to n; null for 16-bit grey.</param>
    public static void Write(
        Stream stream,
        ReadOnlySpan<int> numbers,
        int width,
        IReadOnlyList<(byte Red, byte Green, byte Blue)>? palette
    )
    {
        stream.Write(s_magic);
        byte[] header = new byte[13];
        int height = numbers.Length / width;
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = (byte)(palette is null ? 16 : 8);
        header[9] = (byte)(palette is null ? 0 : 3);
        Chunk(stream, "IHDR"u8, header);
        if (palette is not null)
        {
            byte[] colours = new byte[palette.Count * 3];
            for (int i = 0; i < palette.Count; i++)
            {
                (colours[3 * i], colours[(3 * i) + 1], colours[(3 * i) + 2]) = palette[i];
            }

            Chunk(stream, "PLTE"u8, colours);
        }

        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            int size = palette is null ? 2 : 1;
            byte[] row = new byte[(width * size) + 1];
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    int number = numbers[(y * width) + x];
                    if (size == 2)
                    {
                        BinaryPrimitives.WriteUInt16BigEndian(row.AsSpan(1 + (2 * x)), checked((ushort)number));
                    }
                    else
                    {
                        row[1 + x] = checked((byte)number);
                    }
                }

                zlib.Write(row);
            }
        }

        Chunk(stream, "IDAT"u8, packed.GetBuffer().AsSpan(0, (int)packed.Length));
        Chunk(stream, "IEND"u8, []);
    }

    private static void Pass(
        Stream stream,
        int[] numbers,
        int width,
        int height,
        (int X, int Y, int StepX, int StepY) pass,
        int bits,
        int samples
    )
    {
        int columns = (width - pass.X + pass.StepX - 1) / pass.StepX;
        int rows = (height - pass.Y + pass.StepY - 1) / pass.StepY;
        if (columns < 1 || rows < 1)
        {
            return;
        }

        int length = ((columns * samples * bits) + 7) / 8;
        int back = Math.Max(1, samples * bits / 8);
        byte[] above = new byte[length];
        byte[] line = new byte[length + 1];
        for (int y = 0; y < rows; y++)
        {
            stream.ReadExactly(line);
            Unfilter(line, above, back);
            int target = ((pass.Y + (y * pass.StepY)) * width) + pass.X;
            for (int x = 0; x < columns; x++)
            {
                numbers[target + (x * pass.StepX)] = Pixel(line.AsSpan(1), x, bits, samples);
            }

            line.AsSpan(1).CopyTo(above);
        }
    }

    private static int Pixel(ReadOnlySpan<byte> line, int x, int bits, int samples)
    {
        if (samples is 1 or 2)
        {
            return bits switch
            {
                16 => BinaryPrimitives.ReadUInt16BigEndian(line[(2 * x * samples)..]),
                8 => line[x * samples],
                _ => (line[x * bits / 8] >> (8 - bits - (x * bits % 8))) & ((1 << bits) - 1),
            };
        }

        int step = bits / 8;
        int at = x * samples * step;
        return (line[at] << 16) | (line[at + step] << 8) | line[at + (2 * step)];
    }

    private static void Unfilter(byte[] line, byte[] above, int back)
    {
        for (int i = 1; i < line.Length; i++)
        {
            int left = i > back ? line[i - back] : 0;
            int up = above[i - 1];
            int corner = i > back ? above[i - 1 - back] : 0;
            line[i] += line[0] switch
            {
                0 => 0,
                1 => (byte)left,
                2 => (byte)up,
                3 => (byte)((left + up) / 2),
                4 => (byte)Paeth(left, up, corner),
                _ => throw new PngException($"a row has the filter {line[0]}, which cannot be."),
            };
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        int guess = left + up - corner;
        (int a, int b, int c) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return a <= b && a <= c ? left
            : b <= c ? up
            : corner;
    }

    private static void Chunk(Stream target, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        target.Write(number);
        target.Write(type);
        target.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(Crc(0xFFFFFFFF, type), data) ^ 0xFFFFFFFF);
        target.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return crc;
    }
}
