using System.Buffers.Binary;
using System.IO.Compression;

namespace Overread.Dicom.Pixels;

/// <summary>Writes 8-bit grey or RGB as PNG (RFC 2083): one IDAT, the "up" filter, which suits images of the body.</summary>
internal static class PngWriter
{
    internal static void Write(RenderedFrame frame, Stream target)
    {
        target.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, frame.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), frame.Height);
        header[8] = 8;
        header[9] = (byte)(frame.IsColor ? 2 : 0);
        Chunk(target, "IHDR"u8, header);
        Chunk(target, "IDAT"u8, Pack(frame));
        Chunk(target, "IEND"u8, []);
    }

    private static byte[] Pack(RenderedFrame frame)
    {
        int stride = frame.Width * (frame.IsColor ? 3 : 1);
        byte[] line = new byte[stride + 1];
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int y = 0; y < frame.Height; y++)
            {
                ReadOnlySpan<byte> row = frame.Pixels.AsSpan(y * stride, stride);
                line[0] = (byte)(y == 0 ? 0 : 2);
                for (int x = 0; x < stride; x++)
                {
                    line[x + 1] = y == 0 ? row[x] : (byte)(row[x] - frame.Pixels[((y - 1) * stride) + x]);
                }

                zlib.Write(line);
            }
        }

        return packed.ToArray();
    }

    private static void Chunk(Stream target, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        target.Write(number);
        target.Write(type);
        target.Write(data);
        uint crc = Crc(Crc(0xFFFFFFFF, type), data) ^ 0xFFFFFFFF;
        BinaryPrimitives.WriteUInt32BigEndian(number, crc);
        target.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
            }
        }

        return crc;
    }
}
