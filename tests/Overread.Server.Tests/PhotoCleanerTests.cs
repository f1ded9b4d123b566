using System.Buffers.Binary;
using Overread.Server.Modalities.Imaging.Intake;
using SkiaSharp;

namespace Overread.Server.Tests;

/// <summary>A photo keeps its picture and nothing else.</summary>
public sealed class PhotoCleanerTests
{
    [Fact]
    public void A_second_picture_behind_the_end_of_a_jpeg_goes()
    {
        byte[] first = Picture(SKEncodedImageFormat.Jpeg);
        byte[] second = [.. first.AsSpan(0, 2), 0xFF, 0xFE, 0, 14, .. "Quillfeather"u8, .. first.AsSpan(2)];
        (PhotoCleaner.CleanPhoto? photo, string? reason) = PhotoCleaner.Clean([.. first, .. second]);
        Assert.Null(reason);
        Assert.True(photo!.Bytes.AsSpan().IndexOf("Quillfeather"u8) < 0);
        Assert.Equal(Pixels(first), Pixels(photo.Bytes));
        Assert.Contains(
            photo.Removed,
            removed => removed.EndsWith("bytes after the picture", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_chunk_of_a_png_that_is_longer_than_it_can_be_goes()
    {
        byte[] plain = Picture(SKEncodedImageFormat.Png);
        byte[] body = [.. new byte[9], .. "Quillfeather"u8];
        byte[] chunk = [0, 0, 0, 0, .. "pHYs"u8, .. body, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(chunk, (uint)body.Length);
        const int header = 8 + 25;
        (PhotoCleaner.CleanPhoto? photo, _) = PhotoCleaner.Clean([
            .. plain.AsSpan(0, header),
            .. chunk,
            .. plain.AsSpan(header),
        ]);
        Assert.True(photo!.Bytes.AsSpan().IndexOf("Quillfeather"u8) < 0);
        Assert.Contains("pHYs", photo.Removed);
        Assert.Equal(Pixels(plain), Pixels(photo.Bytes));
    }

    private static byte[] Picture(SKEncodedImageFormat format)
    {
        using SKBitmap bitmap = new(16, 16);
        using (SKCanvas canvas = new(bitmap))
        {
            canvas.Clear(SKColors.DarkSlateBlue);
            canvas.DrawCircle(8, 8, 5, new SKPaint { Color = SKColors.Wheat });
        }

        using SKData data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    private static byte[] Pixels(byte[] bytes)
    {
        using SKBitmap bitmap = SKBitmap.Decode(bytes);
        return bitmap.Bytes;
    }
}
