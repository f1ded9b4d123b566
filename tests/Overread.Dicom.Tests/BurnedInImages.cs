using Overread.Dicom.PixelText;
using SkiaSharp;

namespace Overread.Dicom.Tests;

/// <summary>
/// Generated images like those of ultrasound, radiography and screen captures, with words burned in at known places: nine
/// fonts of Debian, sizes, contrasts, polarities, upright and turned to both sides, some blurred; and beside them what is no
/// text: fans of speckle, ribs, rulers, callipers, curves, frames of windows.
/// </summary>
internal static class BurnedInImages
{
    internal const int Width = 640;
    internal const int Height = 480;
    private const string FontFolder = "/usr/share/fonts/truetype/dejavu";

    private static readonly string[] Fonts =
    [
        "DejaVuSans",
        "DejaVuSans-Bold",
        "DejaVuSansMono",
        "DejaVuSansMono-Bold",
        "DejaVuSerif",
        "DejaVuSerif-Bold",
        "DejaVuSansCondensed",
        "DejaVuSansCondensed-Bold",
        "DejaVuSerifCondensed",
    ];

    private static readonly string[] Texts =
    [
        "OKONKWO, ADAEZE",
        "Marchetti^Giulia",
        "DEVEREUX",
        "Yamashiro Renjiro",
        "ABERNATHY PRUDENCE",
        "Kowalczyk",
        "1963-04-12",
        "12/04/1963",
        "MRN 4471123",
        "ID: 00883412",
        "Northmoor General",
        "RIVERBEND CLINIC",
        "DOB 03 May 1971",
        "Acc A20441187",
        "Dr Petrosyan",
        "14:22:07",
        "F 58 Y",
        "Thorvaldsen, S.",
    ];

    /// <summary>False where a test that draws words must be skipped.</summary>
    internal static bool HasFonts => Directory.Exists(FontFolder);

    /// <summary>An image and its words; the test is skipped where the fonts are not installed.</summary>
    /// <param name="seed">Decides picture, fonts, places and contrasts.</param>
    /// <param name="texts">What to burn in; null for two to five of the usual ones.</param>
    internal static (DicomFile File, List<BurnedInWord> Words) Create(int seed, IReadOnlyList<string>? texts = null)
    {
        Assert.SkipUnless(HasFonts, "no fonts (package fonts-dejavu)");
        Random random = new(seed);
        byte[] pixels = (seed % 3) switch
        {
            0 => Ultrasound(random),
            1 => Radiograph(random),
            _ => Screen(random),
        };
        List<BurnedInWord> words = [];
        int count = texts?.Count ?? 2 + random.Next(4);
        for (int i = 0; i < count; i++)
        {
            Draw(pixels, random, texts?[i], seed % 5 == 4 && i == 0, words);
        }

        return (File(seed, pixels), words);
    }

    private static DicomFile File(int seed, byte[] pixels)
    {
        Dataset d = new();
        d.Set(Tags.SopClassUid, "1.2.840.10008.5.1.4.1.1.6.1");
        d.Set(Tags.SopInstanceUid, $"1.2.3.{seed}");
        d.Set(Tags.Modality, "US");
        d.Set(Tags.SamplesPerPixel, 1);
        d.Set(Tags.PhotometricInterpretation, "MONOCHROME2");
        d.Set(Tags.Rows, Height);
        d.Set(Tags.Columns, Width);
        d.Set(Tags.BitsAllocated, 8);
        d.Set(Tags.BitsStored, 8);
        d.Set(Tags.HighBit, 7);
        d.Set(Tags.PixelRepresentation, 0);
        d.Set(new Element(Tags.PixelData, Vr.OB, pixels));
        return new DicomFile(d);
    }

    private static byte[] Ultrasound(Random random)
    {
        byte[] pixels = new byte[Width * Height];
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                double radius = Math.Sqrt(Math.Pow(x - (Width / 2.0), 2) + Math.Pow(y + 40, 2));
                bool fan = radius is > 120 and < 460 && Math.Abs(x - (Width / 2.0)) < radius * 0.6;
                double speckle = -Math.Log(1 - (0.999 * random.NextDouble()));
                pixels[(y * Width) + x] = (byte)(fan ? Math.Clamp(12 + (22 * speckle), 0, 170) : 0);
            }
        }

        byte[] smooth = Blurred(pixels);
        // A ruler at the side and two callipers.
        for (int y = 40; y < Height - 40; y++)
        {
            if (y % 20 == 0)
            {
                Array.Fill(smooth, (byte)200, (y * Width) + Width - 14, y % 100 == 0 ? 10 : 5);
            }
        }

        foreach ((int x, int y) in ((int, int)[])[(260, 300), (390, 240)])
        {
            for (int k = -6; k <= 6; k++)
            {
                smooth[(y * Width) + x + k] = 230;
                smooth[((y + k) * Width) + x] = 230;
            }
        }

        return smooth;
    }

    private static byte[] Radiograph(Random random)
    {
        byte[] pixels = new byte[Width * Height];
        double tilt = random.NextDouble();
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                double lung = Math.Exp(-Math.Pow((Math.Abs(x - 320) - 120) / 80.0, 2) - Math.Pow((y - 240) / 170.0, 2));
                double rib = 14 * Math.Sin((y + (0.3 * Math.Abs(x - 320))) / 11.0) * lung;
                double value = 150 - (95 * lung) + rib + (30 * tilt * x / Width) + (6 * (random.NextDouble() - 0.5));
                pixels[(y * Width) + x] = (byte)Math.Clamp(value, 0, 255);
            }
        }

        return pixels;
    }

    private static byte[] Screen(Random random)
    {
        byte[] pixels = new byte[Width * Height];
        bool bright = random.Next(2) == 0;
        Array.Fill(pixels, (byte)(bright ? 225 : 35));
        for (int window = 0; window < 3; window++)
        {
            int left = random.Next(20, 300);
            int top = random.Next(20, 220);
            byte inside = (byte)(bright ? random.Next(180, 250) : random.Next(15, 70));
            for (int y = top; y < top + 200; y++)
            {
                for (int x = left; x < left + 280; x++)
                {
                    bool frame = y == top || x == left || y == top + 199 || x == left + 279;
                    pixels[(y * Width) + x] = frame ? (byte)(bright ? 90 : 140) : inside;
                }
            }
        }

        // A curve, as of an ECG.
        for (int x = 0; x < Width; x++)
        {
            int y = Height - 40 - (int)(20 * Math.Exp(-Math.Pow(((x % 90) - 45) / 4.0, 2)));
            pixels[(y * Width) + x] = (byte)(bright ? 40 : 220);
        }

        return pixels;
    }

    private static byte[] Blurred(byte[] pixels)
    {
        byte[] blurred = new byte[pixels.Length];
        for (int y = 1; y < Height - 1; y++)
        {
            for (int x = 1; x < Width - 1; x++)
            {
                int at = (y * Width) + x;
                blurred[at] = (byte)(
                    (
                        (4 * pixels[at])
                        + (2 * (pixels[at - 1] + pixels[at + 1] + pixels[at - Width] + pixels[at + Width]))
                        + pixels[at - Width - 1]
                        + pixels[at - Width + 1]
                        + pixels[at + Width - 1]
                        + pixels[at + Width + 1]
                    ) / 16
                );
            }
        }

        return blurred;
    }

    /// <summary>Draws one text where no other is, at a contrast to what is there.</summary>
    private static void Draw(byte[] pixels, Random random, string? given, bool standing, List<BurnedInWord> words)
    {
        string font = Fonts[random.Next(Fonts.Length)];
        float size = 11 + random.Next(16);
        int contrast = 45 + random.Next(150);
        int turns = standing ? (random.Next(2) == 0 ? 1 : 3) : 0;
        bool soft = random.Next(5) == 0;
        string text = given ?? Texts[random.Next(Texts.Length)];
        List<(byte[] Ink, int Wide, int High, int Offset, string Word)> parts = Ink(font, size, text);
        int along = parts[^1].Offset + parts[^1].Wide;
        int across = parts.Max(part => part.High);
        (int wide, int high) = turns == 0 ? (along, across) : (across, along);
        for (int attempt = 0; attempt < 50; attempt++)
        {
            int left = 8 + random.Next(Math.Max(1, Width - wide - 30));
            int top = 8 + random.Next(Math.Max(1, Height - high - 16));
            PixelBox all = new(left - 8, top - 8, wide + 16, high + 16);
            if (left + wide > Width - 18 || top + high > Height - 6 || words.Exists(word => word.Box.Overlap(all) > 0))
            {
                continue;
            }

            double ground = Mean(pixels, new PixelBox(left, top, wide, high));
            int level = ground + contrast <= 255 ? (int)ground + contrast : (int)Math.Max(0, ground - contrast);
            foreach ((byte[] ink, int w, int h, int offset, string word) in parts)
            {
                PixelBox box = turns switch
                {
                    1 => new PixelBox(left, top + offset, h, w),
                    3 => new PixelBox(left, top + along - offset - w, h, w),
                    _ => new PixelBox(left + offset, top, w, h),
                };
                Blend(pixels, ink, w, h, box, turns, (byte)level, soft);
                words.Add(new BurnedInWord(Tight(ink, w, h, box, turns), word));
            }

            return;
        }
    }

    private static List<(byte[], int, int, int, string)> Ink(string font, float size, string text)
    {
        using SKTypeface face = SKTypeface.FromFile(Path.Combine(FontFolder, font + ".ttf"));
        using SKFont drawn = new(face, size);
        List<(byte[], int, int, int, string)> parts = [];
        int offset = 0;
        int space = (int)Math.Ceiling(drawn.MeasureText(" "));
        foreach (string word in text.Split(' '))
        {
            int wide = (int)Math.Ceiling(drawn.MeasureText(word)) + 2;
            int high = (int)Math.Ceiling(drawn.Metrics.Descent - drawn.Metrics.Ascent) + 2;
            using SKBitmap bitmap = new(wide, high, SKColorType.Gray8, SKAlphaType.Opaque);
            using SKCanvas canvas = new(bitmap);
            using SKPaint paint = new() { Color = SKColors.White, IsAntialias = true };
            canvas.Clear(SKColors.Black);
            canvas.DrawText(word, 1, 1 - drawn.Metrics.Ascent, SKTextAlign.Left, drawn, paint);
            byte[] ink = new byte[wide * high];
            for (int y = 0; y < high; y++)
            {
                bitmap.GetPixelSpan().Slice(y * bitmap.RowBytes, wide).CopyTo(ink.AsSpan(y * wide));
            }

            parts.Add((ink, wide, high, offset, word));
            offset += wide + space;
        }

        return parts;
    }

    private static double Mean(byte[] pixels, PixelBox box)
    {
        long sum = 0;
        for (int y = box.Top; y < box.Bottom; y++)
        {
            for (int x = box.Left; x < box.Right; x++)
            {
                sum += pixels[(y * Width) + x];
            }
        }

        return sum / (double)(box.Width * box.Height);
    }

    private static (int X, int Y) Place(int u, int v, int h, int w, PixelBox box, int turns) =>
        turns switch
        {
            1 => (box.Left + h - 1 - v, box.Top + u),
            3 => (box.Left + v, box.Top + w - 1 - u),
            _ => (box.Left + u, box.Top + v),
        };

    private static void Blend(byte[] pixels, byte[] ink, int w, int h, PixelBox box, int turns, byte level, bool soft)
    {
        for (int v = 0; v < h; v++)
        {
            for (int u = 0; u < w; u++)
            {
                double share = ink[(v * w) + u] / 255.0;
                if (soft && u > 0 && u < w - 1)
                {
                    share = (share + share + (ink[(v * w) + u - 1] / 255.0) + (ink[(v * w) + u + 1] / 255.0)) / 4;
                }

                (int x, int y) = Place(u, v, h, w, box, turns);
                int at = (y * Width) + x;
                pixels[at] = (byte)((pixels[at] * (1 - share)) + (level * share) + 0.5);
            }
        }
    }

    private static PixelBox Tight(byte[] ink, int w, int h, PixelBox box, int turns)
    {
        List<(int X, int Y)> places = [];
        for (int i = 0; i < ink.Length; i++)
        {
            if (ink[i] > 80)
            {
                places.Add(Place(i % w, i / w, h, w, box, turns));
            }
        }

        int left = places.Min(p => p.X);
        int top = places.Min(p => p.Y);
        return new PixelBox(left, top, places.Max(p => p.X) - left + 1, places.Max(p => p.Y) - top + 1);
    }
}
