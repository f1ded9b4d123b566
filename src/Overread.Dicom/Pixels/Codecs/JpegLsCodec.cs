using System.Runtime.InteropServices;

namespace Overread.Dicom;

/// <summary>JPEG-LS (ISO/IEC 14495-1) by the system's CharLS.</summary>
internal static unsafe partial class JpegLsCodec
{
    private const int InterleaveNone = 0;
    private const int InterleaveSample = 2;

    private const int NoMarkerWhereOneMustBe = 12;

    internal static PixelFrame Decode(byte[] stored, ImageFacts facts)
    {
        NativeCodecs.NeedCharLs();
        try
        {
            return DecodeOnce(stored, facts);
        }
        catch (FrameCodecException)
            when (WithoutZeroBeforeEnd(stored) is { } shorter && t_lastCode == NoMarkerWhereOneMustBe)
        {
            return DecodeOnce(shorter, facts);
        }
    }

    [ThreadStatic]
    private static int t_lastCode;

    /// <summary>Some encoders end the coded data with a byte too many, which CharLS does not forgive.</summary>
    private static byte[]? WithoutZeroBeforeEnd(byte[] stored)
    {
        int end = stored.AsSpan().LastIndexOf([(byte)0x00, (byte)0xFF, (byte)0xD9]);
        return end > 0 && end >= stored.Length - 4 ? [.. stored[..end], 0xFF, 0xD9] : null;
    }

    private static PixelFrame DecodeOnce(byte[] stored, ImageFacts facts)
    {
        nint decoder = charls_jpegls_decoder_create();
        if (decoder == 0)
        {
            throw new FrameCodecException("CharLS gave no decoder");
        }

        try
        {
            fixed (byte* source = stored)
            {
                Check(charls_jpegls_decoder_set_source_buffer(decoder, source, (nuint)stored.Length));
                Check(charls_jpegls_decoder_read_header(decoder));
                FrameInfo info = default;
                Check(charls_jpegls_decoder_get_frame_info(decoder, &info));
                int depth = info.BitsPerSample <= 8 ? 1 : 2;
                if (
                    info.Height != facts.Rows
                    || info.Width != facts.Columns
                    || info.Components != facts.Samples
                    || depth > facts.SampleBytes
                )
                {
                    throw new FrameCodecException("a JPEG-LS stream of another size or depth than the object says");
                }

                int mode = 0;
                Check(charls_jpegls_decoder_get_interleave_mode(decoder, &mode));
                byte[] decoded = new byte[facts.Pixels * facts.Samples * depth];
                fixed (byte* target = decoded)
                {
                    Check(charls_jpegls_decoder_decode_to_buffer(decoder, target, (nuint)decoded.Length, 0));
                }

                bool planes = mode == InterleaveNone && facts.Samples > 1;
                return new PixelFrame(
                    facts with
                    {
                        Planar = false,
                    },
                    SampleLayout.Arrange(decoded, facts, depth, planes)
                );
            }
        }
        finally
        {
            charls_jpegls_decoder_destroy(decoder);
        }
    }

    /// <summary>Encodes samples interleaved by pixel, lossless.</summary>
    internal static byte[] Encode(ReadOnlySpan<byte> samples, ImageFacts facts)
    {
        NativeCodecs.NeedCharLs();
        if (facts.BitsAllocated is not (8 or 16))
        {
            throw new FrameCodecException($"JPEG-LS holds no samples of {facts.BitsAllocated} bits");
        }

        nint encoder = charls_jpegls_encoder_create();
        try
        {
            // Signed samples need all bits: their sign is repeated above the stored ones.
            int bits = facts.Signed || facts.HighBit != facts.BitsStored - 1 ? facts.BitsAllocated : facts.BitsStored;
            FrameInfo info = new()
            {
                Width = (uint)facts.Columns,
                Height = (uint)facts.Rows,
                BitsPerSample = Math.Max(2, bits),
                Components = facts.Samples,
            };
            Check(charls_jpegls_encoder_set_frame_info(encoder, &info));
            Check(
                charls_jpegls_encoder_set_interleave_mode(
                    encoder,
                    facts.Samples > 1 ? InterleaveSample : InterleaveNone
                )
            );
            byte[] packed = new byte[(samples.Length * 3 / 2) + 4096];
            nuint written;
            fixed (byte* target = packed)
            fixed (byte* source = samples)
            {
                Check(charls_jpegls_encoder_set_destination_buffer(encoder, target, (nuint)packed.Length));
                Check(charls_jpegls_encoder_encode_from_buffer(encoder, source, (nuint)samples.Length, 0));
                Check(charls_jpegls_encoder_get_bytes_written(encoder, &written));
            }

            return packed[..(int)written];
        }
        finally
        {
            charls_jpegls_encoder_destroy(encoder);
        }
    }

    private static void Check(int code)
    {
        t_lastCode = code;
        if (code != 0)
        {
            throw new FrameCodecException($"CharLS error {code}");
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct FrameInfo
    {
        internal uint Width;
        internal uint Height;
        internal int BitsPerSample;
        internal int Components;
    }

    [LibraryImport(NativeCodecs.CharLs)]
    private static partial nint charls_jpegls_decoder_create();

    [LibraryImport(NativeCodecs.CharLs)]
    private static partial void charls_jpegls_decoder_destroy(nint decoder);

    [LibraryImport(NativeCodecs.CharLs)]
    private static partial int charls_jpegls_decoder_set_source_buffer(nint decoder, byte* source, nuint size);

    [LibraryImport(NativeCodecs.CharLs)]
    private static partial int charls_jpegls_decoder_read_header(nint decoder);

    [LibraryImport(NativeCodecs.CharLs)]
    private static partial int charls_jpegls_decoder_get_frame_info(nint decoder, FrameInfo* info);

    [LibraryImport(NativeCodecs.CharLs)]
    private static partial int charls_jpegls_decoder_get_interleave_mode(nint decoder, int* mode);

    [LibraryImport(NativeCodecs.CharLs)]
    private static partial int charls_jpegls_decoder_decode_to_buffer(
        nint decoder,
        byte* target,
        nuint size,
        uint stride
    );

    [LibraryImport(NativeCodecs.CharLs)]
    private static partial nint charls_jpegls_encoder_create();

    [LibraryImport(NativeCodecs.CharLs)]
    private static partial void charls_jpegls_encoder_destroy(nint encoder);

    [LibraryImport(NativeCodecs.CharLs)]
    private static partial int charls_jpegls_encoder_set_frame_info(nint encoder, FrameInfo* info);

    [LibraryImport(NativeCodecs.CharLs)]
    private static partial int charls_jpegls_encoder_set_interleave_mode(nint encoder, int mode);

    [LibraryImport(NativeCodecs.CharLs)]
    private static partial int charls_jpegls_encoder_set_destination_buffer(nint encoder, byte* target, nuint size);

    [LibraryImport(NativeCodecs.CharLs)]
    private static partial int charls_jpegls_encoder_encode_from_buffer(
        nint encoder,
        byte* source,
        nuint size,
        uint stride
    );

    [LibraryImport(NativeCodecs.CharLs)]
    private static partial int charls_jpegls_encoder_get_bytes_written(nint encoder, nuint* written);
}
