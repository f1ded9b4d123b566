using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Overread.Dicom.Pixels.Codecs;

/// <summary>JPEG 2000 and HTJ2K (ISO/IEC 15444-1 and -15) by the system's OpenJPEG.</summary>
internal static unsafe partial class Jpeg2000Codec
{
    private const int CodecJ2k = 0;
    private const int CodecJp2 = 2;

    // opj_dparameters_t holds two file names of 4096 characters and a few numbers.
    private const int ParametersSize = 16 << 10;

    private const int BytesOfTile = 14;
    private const int TilesWithoutBytes = 256;

    // SOC, SIZ and its length and capabilities, four sizes and four of tiles (annex A.5.1).
    private const int SizeLength = 8 + 32;
    private static ReadOnlySpan<byte> StartOfSize => [0xFF, 0x4F, 0xFF, 0x51];

    internal static PixelFrame Decode(byte[] stored, ImageFacts facts)
    {
        NativeCodecs.NeedOpenJpeg();
        CheckGrid(stored, facts);
        bool boxed = stored.Length > 12 && stored.AsSpan(4, 4).SequenceEqual("jP  "u8);
        nint codec = opj_create_decompress(boxed ? CodecJp2 : CodecJ2k);
        nint stream = opj_stream_create(1 << 16, 1);
        Source source = new(stored);
        GCHandle handle = GCHandle.Alloc(source);
        OpjImage* image = null;
        try
        {
            opj_stream_set_user_data(stream, GCHandle.ToIntPtr(handle), 0);
            opj_stream_set_user_data_length(stream, (ulong)stored.Length);
            opj_stream_set_read_function(stream, &Read);
            opj_stream_set_skip_function(stream, &Skip);
            opj_stream_set_seek_function(stream, &Seek);
            byte* parameters = stackalloc byte[ParametersSize];
            opj_set_default_decoder_parameters(parameters);
            if (opj_setup_decoder(codec, parameters) == 0 || opj_read_header(stream, codec, &image) == 0)
            {
                throw new FrameCodecException("a JPEG 2000 stream whose header cannot be read");
            }

            CheckSize(image, facts);
            if (opj_decode(codec, stream, image) == 0)
            {
                throw new FrameCodecException("a damaged JPEG 2000 stream");
            }

            return Collect(image, facts);
        }
        finally
        {
            if (image != null)
            {
                opj_image_destroy(image);
            }

            opj_stream_destroy(stream);
            opj_destroy_codec(codec);
            handle.Free();
        }
    }

    /// <summary>
    /// Looks at the size and the tiles before the decoder does: it makes room for each tile that the header claims, and a few
    /// bytes can claim 65,535 of them.
    /// </summary>
    private static void CheckGrid(ReadOnlySpan<byte> stored, ImageFacts facts)
    {
        int at = stored.IndexOf(StartOfSize);
        if (at < 0 || stored.Length < at + SizeLength)
        {
            throw new FrameCodecException("a JPEG 2000 stream whose header cannot be read");
        }

        ReadOnlySpan<byte> size = stored[(at + 8)..];
        long right = BinaryPrimitives.ReadUInt32BigEndian(size);
        long bottom = BinaryPrimitives.ReadUInt32BigEndian(size[4..]);
        long left = BinaryPrimitives.ReadUInt32BigEndian(size[8..]);
        long top = BinaryPrimitives.ReadUInt32BigEndian(size[12..]);
        long width = BinaryPrimitives.ReadUInt32BigEndian(size[16..]);
        long height = BinaryPrimitives.ReadUInt32BigEndian(size[20..]);
        long tilesLeft = BinaryPrimitives.ReadUInt32BigEndian(size[24..]);
        long tilesTop = BinaryPrimitives.ReadUInt32BigEndian(size[28..]);
        if (right - left != facts.Columns || bottom - top != facts.Rows)
        {
            throw new FrameCodecException("a JPEG 2000 stream of another size than the object says");
        }

        if (width == 0 || height == 0 || tilesLeft > left || tilesTop > top)
        {
            throw new FrameCodecException("a JPEG 2000 stream whose tiles do not cover the picture");
        }

        // Each tile has a header of its own, SOT and SOD (annex A.4.2, A.4.3); some may be lost.
        long tiles = (((right - tilesLeft - 1) / width) + 1) * (((bottom - tilesTop - 1) / height) + 1);
        if (tiles > TilesWithoutBytes + (stored.Length / BytesOfTile))
        {
            throw new FrameCodecException("a JPEG 2000 stream that claims more tiles than it has bytes for");
        }
    }

    private static void CheckSize(OpjImage* image, ImageFacts facts)
    {
        bool fits =
            image->X1 - image->X0 == facts.Columns
            && image->Y1 - image->Y0 == facts.Rows
            && image->Components >= facts.Samples
            && image->Components <= 4;
        if (!fits)
        {
            throw new FrameCodecException("a JPEG 2000 stream of another size than the object says");
        }
    }

    private static PixelFrame Collect(OpjImage* image, ImageFacts facts)
    {
        byte[] samples = new byte[facts.FrameBytes];
        int bytes = facts.SampleBytes;
        int pixels = (int)facts.Pixels;
        for (int i = 0; i < facts.Samples; i++)
        {
            OpjComponent component = image->Component[i];
            if (component.Width * (ulong)component.Height != (ulong)pixels || component.Data == null)
            {
                throw new FrameCodecException("a JPEG 2000 stream with subsampled components");
            }

            for (int k = 0; k < pixels; k++)
            {
                Span<byte> place = samples.AsSpan(((k * facts.Samples) + i) * bytes, bytes);
                int value = component.Data[k];
                switch (bytes)
                {
                    case 1:
                        place[0] = (byte)value;
                        break;
                    case 2:
                        BinaryPrimitives.WriteInt16LittleEndian(place, (short)value);
                        break;
                    default:
                        BinaryPrimitives.WriteInt32LittleEndian(place, value);
                        break;
                }
            }
        }

        // The codestream's own colour transform is undone by the decoder (PS3.5 section 8.2.4).
        string photometric = facts.Photometric is "YBR_RCT" or "YBR_ICT" ? "RGB" : facts.Photometric;

        return new PixelFrame(facts with { Planar = false, Photometric = photometric }, samples);
    }

    private sealed class Source(byte[] bytes)
    {
        internal byte[] Bytes { get; } = bytes;

        internal long Position { get; set; }
    }

    private static Source SourceOf(nint data) => (Source)GCHandle.FromIntPtr(data).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nuint Read(byte* buffer, nuint count, nint data)
    {
        Source source = SourceOf(data);
        long left = source.Bytes.Length - source.Position;
        if (left <= 0)
        {
            return nuint.MaxValue;
        }

        int taken = (int)Math.Min((long)Math.Min(count, int.MaxValue), left);
        source.Bytes.AsSpan((int)source.Position, taken).CopyTo(new Span<byte>(buffer, taken));
        source.Position += taken;
        return (nuint)taken;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Skip(long count, nint data)
    {
        Source source = SourceOf(data);
        long to = Math.Clamp(source.Position + count, 0, source.Bytes.Length);
        long moved = to - source.Position;
        source.Position = to;
        return moved == 0 && count != 0 ? -1 : moved;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Seek(long position, nint data)
    {
        Source source = SourceOf(data);
        if (position < 0 || position > source.Bytes.Length)
        {
            return 0;
        }

        source.Position = position;
        return 1;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct OpjImage
    {
        internal uint X0;
        internal uint Y0;
        internal uint X1;
        internal uint Y1;
        internal uint Components;
        internal int ColorSpace;
        internal OpjComponent* Component;
        internal byte* Profile;
        internal uint ProfileLength;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct OpjComponent
    {
        internal uint Dx;
        internal uint Dy;
        internal uint Width;
        internal uint Height;
        internal uint X0;
        internal uint Y0;
        internal uint Precision;
        internal uint Bpp;
        internal uint Signed;
        internal uint ResolutionDecoded;
        internal uint Factor;
        internal int* Data;
        internal ushort Alpha;
    }

    [LibraryImport(NativeCodecs.OpenJpeg)]
    private static partial nint opj_create_decompress(int format);

    [LibraryImport(NativeCodecs.OpenJpeg)]
    private static partial void opj_destroy_codec(nint codec);

    [LibraryImport(NativeCodecs.OpenJpeg)]
    private static partial void opj_set_default_decoder_parameters(byte* parameters);

    [LibraryImport(NativeCodecs.OpenJpeg)]
    private static partial int opj_setup_decoder(nint codec, byte* parameters);

    [LibraryImport(NativeCodecs.OpenJpeg)]
    private static partial int opj_read_header(nint stream, nint codec, OpjImage** image);

    [LibraryImport(NativeCodecs.OpenJpeg)]
    private static partial int opj_decode(nint codec, nint stream, OpjImage* image);

    [LibraryImport(NativeCodecs.OpenJpeg)]
    private static partial void opj_image_destroy(OpjImage* image);

    [LibraryImport(NativeCodecs.OpenJpeg)]
    private static partial nint opj_stream_create(nuint size, int isInput);

    [LibraryImport(NativeCodecs.OpenJpeg)]
    private static partial void opj_stream_destroy(nint stream);

    [LibraryImport(NativeCodecs.OpenJpeg)]
    private static partial void opj_stream_set_user_data(nint stream, nint data, nint free);

    [LibraryImport(NativeCodecs.OpenJpeg)]
    private static partial void opj_stream_set_user_data_length(nint stream, ulong length);

    [LibraryImport(NativeCodecs.OpenJpeg)]
    private static partial void opj_stream_set_read_function(
        nint stream,
        delegate* unmanaged[Cdecl]<byte*, nuint, nint, nuint> function
    );

    [LibraryImport(NativeCodecs.OpenJpeg)]
    private static partial void opj_stream_set_skip_function(
        nint stream,
        delegate* unmanaged[Cdecl]<long, nint, long> function
    );

    [LibraryImport(NativeCodecs.OpenJpeg)]
    private static partial void opj_stream_set_seek_function(
        nint stream,
        delegate* unmanaged[Cdecl]<long, nint, int> function
    );
}
