using System.Runtime.InteropServices;

namespace Overread.Dicom.Pixels.Codecs;

/// <summary>Writes JPEG-LS (ISO/IEC 14495-1) by the system's CharLS; reading is <see cref="JpegLsDecoder"/>.</summary>
internal static unsafe partial class JpegLsEncoder
{
    private const int InterleaveNone = 0;
    private const int InterleaveSample = 2;

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
