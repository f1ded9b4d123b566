using System.Numerics;
using Overread.Server.Modalities;
using SkiaSharp;

namespace Overread.Server.Tests;

/// <summary>Pictures that look alike have nearly the same hash, others have not, and one with nothing in it has none.</summary>
public class PictureLikenessTests
{
    private static SKBitmap Draw(int seed, int side = 160)
    {
        SKBitmap picture = new(side, side);
        using SKCanvas canvas = new(picture);
        canvas.Clear(SKColors.Black);
        // Blobs of a seed: enough in it to tell two apart.
        for (int i = 0; i < 24; i++)
        {
            int n = unchecked((seed * 7919) + (i * 104729));
            using SKPaint paint = new()
            {
                Color = new SKColor(
                    (byte)(60 + (Math.Abs(n) % 190)),
                    (byte)(60 + (Math.Abs(n) % 190)),
                    (byte)(60 + (Math.Abs(n) % 190))
                ),
                IsAntialias = true,
            };
            canvas.DrawCircle(Math.Abs(n % side), Math.Abs(n / 7 % side), side / 10f, paint);
        }

        return picture;
    }

    private static string? Hash(
        SKBitmap picture,
        SKEncodedImageFormat format = SKEncodedImageFormat.Png,
        int quality = 100
    )
    {
        using SKData data = picture.Encode(format, quality);
        return PictureLikeness.Of(data.ToArray());
    }

    private static int Distance(string one, string other) =>
        Convert
            .FromHexString(one)
            .Zip(Convert.FromHexString(other))
            .Sum(p => BitOperations.PopCount((uint)(p.First ^ p.Second)));

    [Fact]
    public void Coding_and_a_changed_sample_leave_a_picture_what_it_is()
    {
        using SKBitmap picture = Draw(1);
        string hash = Hash(picture)!;
        Assert.InRange(Distance(hash, Hash(picture, SKEncodedImageFormat.Jpeg, 80)!), 0, 12);
        picture.SetPixel(80, 80, SKColors.White);
        Assert.InRange(Distance(hash, Hash(picture)!), 0, 4);
    }

    [Fact]
    public void Other_pictures_are_far_and_an_empty_one_says_nothing()
    {
        List<string> hashes = [];
        for (int i = 0; i < 12; i++)
        {
            using SKBitmap picture = Draw(i + 1);
            hashes.Add(Hash(picture)!);
        }

        for (int i = 0; i < hashes.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Assert.InRange(Distance(hashes[i], hashes[j]), 13, PictureLikeness.Bits);
            }
        }

        using SKBitmap black = new(64, 64);
        black.Erase(SKColors.Black);
        Assert.Null(Hash(black));
        Assert.Null(PictureLikeness.Of([1, 2, 3]));
    }
}
