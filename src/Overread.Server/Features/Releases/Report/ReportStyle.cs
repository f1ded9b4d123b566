using SkiaSharp;

namespace Overread.Server.Features.Releases.Report;

/// <summary>The report's page, font and colours. Lengths are in points, 1/72 inch; the page is A4.</summary>
internal static class ReportStyle
{
    public const float PageWidth = 595;
    public const float PageHeight = 842;
    public const float Margin = 56;
    public const float Width = PageWidth - (2 * Margin);
    public const float Top = 72;
    public const float Bottom = PageHeight - 64;
    public const float Body = 9;
    public const float Small = 7.5f;

    // Characters without a width of their own, such as accents that stand over others, have no line of theirs to fill.
    private const int MostOnLine = 1000;

    public static readonly SKColor Ink = new(0x22, 0x26, 0x2B);
    public static readonly SKColor Quiet = new(0x6B, 0x72, 0x7A);
    public static readonly SKColor Accent = new(0x1F, 0x4E, 0x79);
    public static readonly SKColor Line = new(0xC9, 0xCE, 0xD4);
    public static readonly SKColor Shade = new(0xF3, 0xF5, 0xF7);

    // This build of Skia finds no font by itself: the one that comes along is the only one.
    private static readonly Lazy<SKTypeface> s_typeface = new(() =>
    {
        using Stream font =
            typeof(ReportStyle).Assembly.GetManifestResourceStream("DejaVuSans.ttf")
            ?? throw new InvalidOperationException("The font is missing from this build.");
        return SKTypeface.FromStream(font);
    });

    // Hinting would round every letter's width to whole points.
    public static SKFont Font(float size) =>
        new(s_typeface.Value, size)
        {
            Subpixel = true,
            LinearMetrics = true,
            Hinting = SKFontHinting.None,
        };

    public static SKPaint Fill(SKColor colour) => new() { Color = colour, IsAntialias = true };

    /// <summary>Text in lines no wider than a width; a word that is wider, such as a hash, is broken inside.</summary>
    public static List<string> Wrap(string text, float size, float width)
    {
        using SKFont font = Font(size);
        List<string> lines = [];
        foreach (string paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            string line = "";
            foreach (
                string word in paragraph
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .SelectMany(w => Pieces(w, font, width))
            )
            {
                string longer = line.Length == 0 ? word : line + " " + word;
                if (line.Length > 0 && font.MeasureText(longer) > width)
                {
                    lines.Add(line);
                    longer = word;
                }

                line = longer;
            }

            lines.Add(line);
        }

        return lines;
    }

    // Only as much of the rest is measured as could stand on one line: measuring all of it for each line would take a time
    // that grows with the square of the word's length.
    private static IEnumerable<string> Pieces(string word, SKFont font, float width)
    {
        int at = 0;
        while (word.Length - at > 1 && (word.Length - at > MostOnLine || font.MeasureText(word.AsSpan(at)) > width))
        {
            int most = Math.Min(word.Length - at - 1, MostOnLine);
            int fits = 1;
            while (fits < most && font.MeasureText(word.AsSpan(at, fits + 1)) <= width)
            {
                fits++;
            }

            // A character of two units is not cut in half.
            fits -= char.IsHighSurrogate(word[at + fits - 1]) && fits > 1 ? 1 : 0;
            yield return word.Substring(at, fits);
            at += fits;
        }

        yield return word[at..];
    }
}
