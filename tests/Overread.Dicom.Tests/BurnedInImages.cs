namespace Overread.Dicom.Tests;

/// <summary>
/// Generated images like those of ultrasound, radiography and screen captures, with names and numbers burned in at known
/// places: sizes, contrasts, upright and vertical.
/// </summary>
internal static class BurnedInImages
{
    // Seven rows of five bits, from the top; the highest bit is at the left.
    private static readonly Dictionary<char, byte[]> Font = new()
    {
        ['A'] = [14, 17, 17, 31, 17, 17, 17],
        ['B'] = [30, 17, 17, 30, 17, 17, 30],
        ['C'] = [14, 17, 16, 16, 16, 17, 14],
        ['D'] = [30, 17, 17, 17, 17, 17, 30],
        ['E'] = [31, 16, 16, 30, 16, 16, 31],
        ['F'] = [31, 16, 16, 30, 16, 16, 16],
        ['G'] = [14, 17, 16, 23, 17, 17, 15],
        ['H'] = [17, 17, 17, 31, 17, 17, 17],
        ['I'] = [14, 4, 4, 4, 4, 4, 14],
        ['J'] = [7, 2, 2, 2, 2, 18, 12],
        ['K'] = [17, 18, 20, 24, 20, 18, 17],
        ['L'] = [16, 16, 16, 16, 16, 16, 31],
        ['M'] = [17, 27, 21, 21, 17, 17, 17],
        ['N'] = [17, 25, 21, 19, 17, 17, 17],
        ['O'] = [14, 17, 17, 17, 17, 17, 14],
        ['P'] = [30, 17, 17, 30, 16, 16, 16],
        ['R'] = [30, 17, 17, 30, 20, 18, 17],
        ['S'] = [15, 16, 16, 14, 1, 1, 30],
        ['T'] = [31, 4, 4, 4, 4, 4, 4],
        ['U'] = [17, 17, 17, 17, 17, 17, 14],
        ['V'] = [17, 17, 17, 17, 17, 10, 4],
        ['W'] = [17, 17, 17, 21, 21, 27, 17],
        ['X'] = [17, 17, 10, 4, 10, 17, 17],
        ['Y'] = [17, 17, 10, 4, 4, 4, 4],
        ['Z'] = [31, 1, 2, 4, 8, 16, 31],
        ['0'] = [14, 17, 19, 21, 25, 17, 14],
        ['1'] = [4, 12, 4, 4, 4, 4, 14],
        ['2'] = [14, 17, 1, 6, 8, 16, 31],
        ['3'] = [30, 1, 1, 14, 1, 1, 30],
        ['4'] = [2, 6, 10, 18, 31, 2, 2],
        ['5'] = [31, 16, 30, 1, 1, 17, 14],
        ['6'] = [14, 16, 30, 17, 17, 17, 14],
        ['7'] = [31, 1, 2, 4, 8, 8, 8],
        ['8'] = [14, 17, 17, 14, 17, 17, 14],
        ['9'] = [14, 17, 17, 15, 1, 1, 14],
    };

    private static readonly string[] Words =
    [
        "OKONKWO",
        "MARCHETTI",
        "DEVEREUX",
        "YAMASHIRO",
        "ABERNATHY",
        "KOWALCZYK",
        "LINDKVIST",
        "19630412",
        "MRN447112",
        "NORTHMOOR",
    ];

    /// <summary>An image of 480 × 360 pixels and the boxes of its words.</summary>
    internal static (DicomFile File, List<PixelBox> Boxes) Create(int seed)
    {
        Random random = new(seed);
        const int Width = 480;
        const int Height = 360;
        byte[] pixels = Background(random, Width, Height, seed % 3);
        List<PixelBox> boxes = [];
        int count = 2 + random.Next(3);
        for (int i = 0; i < count; i++)
        {
            int scale = 2 + random.Next(2);
            bool vertical = seed % 5 == 4 && i == 0;
            string word = Words[random.Next(Words.Length)];
            int along = word.Length * 6 * scale;
            PixelBox box = vertical
                ? new PixelBox(Width - 30, 20, 7 * scale, along)
                : new PixelBox(12 + random.Next(Width - 60 - along), 10 + (i * 44), along, 7 * scale);
            Draw(pixels, Width, word, box, scale, vertical, (byte)(190 + random.Next(66)));
            boxes.Add(box);
        }

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
        return (new DicomFile(d), boxes);
    }

    private static byte[] Background(Random random, int width, int height, int kind)
    {
        byte[] pixels = new byte[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double radius = Math.Sqrt(Math.Pow(x - (width / 2.0), 2) + Math.Pow(y - 20, 2));
                bool fan = radius is > 190 and < 330 && Math.Abs(x - (width / 2.0)) < radius * 0.6;
                double value = kind switch
                {
                    0 => fan ? 20 + (90 * random.NextDouble()) : 0,
                    1 => 40 + (60 * Math.Exp(-Math.Pow((radius - 200) / 90, 2))) + (12 * random.NextDouble()),
                    _ => y < 200 ? 10 : 35 + (20 * random.NextDouble()),
                };
                pixels[(y * width) + x] = (byte)Math.Clamp(value, 0, 160);
            }
        }

        return pixels;
    }

    private static void Draw(byte[] pixels, int width, string word, PixelBox box, int scale, bool vertical, byte value)
    {
        for (int letter = 0; letter < word.Length; letter++)
        {
            byte[] rows = Font[word[letter]];
            for (int v = 0; v < 7 * scale; v++)
            {
                for (int u = 0; u < 5 * scale; u++)
                {
                    if ((rows[v / scale] >> (4 - (u / scale)) & 1) == 0)
                    {
                        continue;
                    }

                    int along = (letter * 6 * scale) + u;
                    // Vertical text reads from the bottom to the top.
                    int x = vertical ? box.Left + v : box.Left + along;
                    int y = vertical ? box.Bottom - 1 - along : box.Top + v;
                    pixels[(y * width) + x] = value;
                }
            }
        }
    }
}
