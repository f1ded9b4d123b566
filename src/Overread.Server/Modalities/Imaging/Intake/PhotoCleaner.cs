using System.Buffers;
using System.Buffers.Binary;
using BitMiracle.LibTiff.Classic;
using Overread.Dicom.Pixels.Scrub;
using SkiaSharp;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>
/// Takes everything out of a photo but its picture. JPEG and PNG keep their pixel data byte for byte: only the segments and
/// chunks that decoding needs stay. A photo that its metadata says to turn, and every TIFF, is drawn anew as PNG.
/// </summary>
internal static class PhotoCleaner
{
    private const long MostPixels = 1L << 29;

    // The library's own handler writes to the console, where no file may leave a trace.
    static PhotoCleaner() => BitMiracle.LibTiff.Classic.Tiff.SetErrorHandler(new Silent());

    internal sealed record CleanPhoto(
        byte[] Bytes,
        string MediaType,
        int Width,
        int Height,
        IReadOnlyList<string> Removed
    );

    /// <summary>The clean photo, or the reason why there is none.</summary>
    public static (CleanPhoto? Photo, string? Reason) Clean(byte[] bytes)
    {
        try
        {
            return Kind(bytes) switch
            {
                "jpeg" => (Jpeg(bytes), null),
                "png" => (Png(bytes), null),
                "tiff" => (Tiff(bytes), null),
                _ => (null, "Neither DICOM, JPEG, PNG nor TIFF."),
            };
        }
        catch (InvalidDataException e)
        {
            return (null, e.Message);
        }
    }

    public static string? Kind(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [0xFF, 0xD8, 0xFF, ..] => "jpeg",
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => "png",
            [0x49, 0x49, 0x2A, 0x00, ..] or [0x4D, 0x4D, 0x00, 0x2A, ..] => "tiff",
            _ => null,
        };

    private static CleanPhoto Jpeg(byte[] bytes)
    {
        (int width, int height, SKEncodedOrigin origin) = Facts(bytes);
        if (origin is not (SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default))
        {
            return Redraw(bytes, origin, ["metadata", "orientation (turned upright)"]);
        }

        ArrayBufferWriter<byte> clean = new(bytes.Length);
        if (!JpegScrub.TryScrub(bytes, false, clean))
        {
            throw new InvalidDataException("The JPEG breaks off before its picture, or has none.");
        }

        if (clean.WrittenCount < 2 || clean.WrittenSpan[^1] != 0xD9)
        {
            throw new InvalidDataException("The JPEG breaks off before its end.");
        }

        int left = bytes.Length - clean.WrittenCount;
        List<string> removed = [.. Named(bytes)];
        return new(
            clean.WrittenSpan.ToArray(),
            "image/jpeg",
            width,
            height,
            removed.Count > 0 || left == 0 ? removed : [$"{left} bytes that are none of the picture"]
        );
    }

    /// <summary>What stands before the picture and is left out; what stands behind it is named by its size.</summary>
    private static IEnumerable<string> Named(byte[] bytes)
    {
        for (int at = 2; at + 4 <= bytes.Length && bytes[at] == 0xFF; )
        {
            byte marker = bytes[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            if (marker is 0xFE or (>= 0xE1 and <= 0xED) or 0xEF)
            {
                yield return marker == 0xFE ? "comment" : $"APP{marker - 0xE0}";
            }

            if (marker == 0xDA)
            {
                int end = bytes.AsSpan(at).IndexOf([(byte)0xFF, (byte)0xD9]);
                if (end >= 0 && at + end + 2 < bytes.Length)
                {
                    yield return $"{bytes.Length - at - end - 2} bytes after the picture";
                }

                yield break;
            }

            at += BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 2)) + 2;
        }
    }

    private static CleanPhoto Png(byte[] bytes)
    {
        (int width, int height, _) = Facts(bytes);
        using MemoryStream clean = new(bytes.Length);
        List<string> removed = [];
        clean.Write(bytes.AsSpan(0, 8));
        for (int at = 8; at + 12 <= bytes.Length; )
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at)) + 12L;
            if (at + length > bytes.Length)
            {
                throw new InvalidDataException($"The PNG breaks off at byte {at}.");
            }

            string type = System.Text.Encoding.ASCII.GetString(bytes, at + 4, 4);
            if (IsNeeded(type, length - 12))
            {
                clean.Write(bytes.AsSpan(at, (int)length));
            }
            else
            {
                removed.Add(type);
            }

            at += (int)length;
            if (type == "IEND")
            {
                if (at < bytes.Length)
                {
                    removed.Add($"{bytes.Length - at} bytes after the picture");
                }

                return new(clean.ToArray(), "image/png", width, height, removed);
            }
        }

        throw new InvalidDataException("The PNG breaks off before its end.");
    }

    /// <summary>Chunks that decoding needs, each no longer than its content can be (ISO/IEC 15948).</summary>
    private static bool IsNeeded(string type, long length) =>
        type switch
        {
            "IDAT" => true,
            "IHDR" => length == 13,
            "PLTE" => length <= 768,
            "tRNS" => length <= 256,
            "gAMA" => length == 4,
            "sRGB" => length == 1,
            "cHRM" => length == 32,
            "pHYs" => length == 9,
            "sBIT" => length <= 4,
            "IEND" => length == 0,
            _ => false,
        };

    private static CleanPhoto Tiff(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        using BitMiracle.LibTiff.Classic.Tiff? tiff = BitMiracle.LibTiff.Classic.Tiff.ClientOpen(
            "photo",
            "r",
            stream,
            new TiffStream()
        );
        if (tiff is null)
        {
            throw new InvalidDataException("The TIFF cannot be read.");
        }

        int width = tiff.GetField(TiffTag.IMAGEWIDTH)?[0].ToInt() ?? 0;
        int height = tiff.GetField(TiffTag.IMAGELENGTH)?[0].ToInt() ?? 0;
        if (width <= 0 || height <= 0 || (long)width * height > MostPixels / 8)
        {
            throw new InvalidDataException(
                "The TIFF has no picture that can be shown as one photo; larger ones are slides."
            );
        }

        int[] raster = new int[width * height];
        if (!tiff.ReadRGBAImageOriented(width, height, raster, Orientation.TOPLEFT))
        {
            throw new InvalidDataException("The TIFF's picture cannot be decoded.");
        }

        using SKBitmap bitmap = new(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        System.Runtime.InteropServices.Marshal.Copy(raster, 0, bitmap.GetPixels(), raster.Length);
        return new(Encode(bitmap), "image/png", width, height, ["metadata", "container (drawn anew as PNG)"]);
    }

    private static (int Width, int Height, SKEncodedOrigin Origin) Facts(byte[] bytes)
    {
        using SKCodec? codec = SKCodec.Create(new MemoryStream(bytes));
        if (codec is null || (long)codec.Info.Width * codec.Info.Height > MostPixels)
        {
            throw new InvalidDataException("The picture's header cannot be read, or the picture is too large.");
        }

        return (codec.Info.Width, codec.Info.Height, codec.EncodedOrigin);
    }

    private static CleanPhoto Redraw(byte[] bytes, SKEncodedOrigin origin, IReadOnlyList<string> removed)
    {
        using SKBitmap source =
            SKBitmap.Decode(bytes) ?? throw new InvalidDataException("The picture cannot be decoded.");
        bool turned =
            origin
            is SKEncodedOrigin.LeftTop
                or SKEncodedOrigin.RightTop
                or SKEncodedOrigin.RightBottom
                or SKEncodedOrigin.LeftBottom;
        using SKBitmap upright = new(turned ? source.Height : source.Width, turned ? source.Width : source.Height);
        using (SKCanvas canvas = new(upright))
        {
            canvas.SetMatrix(Matrix(origin, source.Width, source.Height));
            canvas.DrawBitmap(source, 0, 0, new SKSamplingOptions(SKFilterMode.Nearest));
        }

        return new(Encode(upright), "image/png", upright.Width, upright.Height, removed);
    }

    private static SKMatrix Matrix(SKEncodedOrigin origin, float w, float h) =>
        origin switch
        {
            SKEncodedOrigin.TopRight => new(-1, 0, w, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new(-1, 0, w, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new(1, 0, 0, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new(0, -1, h, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new(0, -1, h, -1, 0, w, 0, 0, 1),
            SKEncodedOrigin.LeftBottom => new(0, 1, 0, -1, 0, w, 0, 0, 1),
            _ => SKMatrix.Identity,
        };

    /// <summary>A PNG at most so wide and high, for lists.</summary>
    public static byte[]? Thumbnail(byte[] photo, int side)
    {
        using SKBitmap? source = SKBitmap.Decode(photo);
        if (source is null)
        {
            return null;
        }

        double scale = Math.Min(1, (double)side / Math.Max(source.Width, source.Height));
        SKImageInfo info = new(Math.Max(1, (int)(source.Width * scale)), Math.Max(1, (int)(source.Height * scale)));
        using SKBitmap? small = source.Resize(info, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return small is null ? null : Encode(small);
    }

    private static byte[] Encode(SKBitmap bitmap)
    {
        using SKData data =
            bitmap.Encode(SKEncodedImageFormat.Png, 100)
            ?? throw new InvalidDataException("The picture cannot be written as PNG.");
        return data.ToArray();
    }

    private sealed class Silent : TiffErrorHandler
    {
        public override void ErrorHandler(
            BitMiracle.LibTiff.Classic.Tiff tif,
            string method,
            string format,
            params object[] args
        ) { }

        public override void ErrorHandlerExt(
            BitMiracle.LibTiff.Classic.Tiff tif,
            object clientData,
            string method,
            string format,
            params object[] args
        ) { }

        public override void WarningHandler(
            BitMiracle.LibTiff.Classic.Tiff tif,
            string method,
            string format,
            params object[] args
        ) { }

        public override void WarningHandlerExt(
            BitMiracle.LibTiff.Classic.Tiff tif,
            object clientData,
            string method,
            string format,
            params object[] args
        ) { }
    }
}
