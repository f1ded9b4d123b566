namespace Overread.Dicom.PixelText;

/// <summary>
/// A white sheet with lines cut out of a frame below one another, each turned upright, dark on bright, stretched and brought
/// to one height: what a reader of printed pages was made for, and one process for all of them.
/// </summary>
internal sealed class LineSheet
{
    private const int LetterHeight = 32;
    private const int Margin = 16;
    private const int Widest = 2400;
    private const int Highest = 12_000;

    private readonly List<(int Index, int Top, int Bottom, GreyPicture Picture)> _strips = [];

    private LineSheet() { }

    private int Height => _strips.Count == 0 ? Margin : _strips[^1].Bottom + Margin;

    /// <summary>Reads lines.</summary>
    /// <returns>For each line the words read in it, of the turn in which they are surest.</returns>
    internal static List<ReadWord>[] Read(GreyPicture picture, IReadOnlyList<TextLine> lines)
    {
        List<ReadWord>[] words = [.. lines.Select(_ => new List<ReadWord>())];
        foreach (int turn in (ReadOnlySpan<int>)[0, 1, 3])
        {
            LineSheet sheet = new();
            for (int i = 0; i < lines.Count; i++)
            {
                if (lines[i].Vertical == (turn != 0) && !sheet.TryAdd(i, picture, lines[i], turn))
                {
                    sheet.ReadInto(words);
                    sheet = new LineSheet();
                    sheet.TryAdd(i, picture, lines[i], turn);
                }
            }

            sheet.ReadInto(words);
        }

        return words;
    }

    private bool TryAdd(int index, GreyPicture picture, TextLine line, int turn)
    {
        int pad = Math.Max(2, Math.Min(line.Box.Width, line.Box.Height) / 6);
        GreyPicture part = picture.Part(line.Box.Grown(pad, picture.Width, picture.Height), turn);
        part = line.Inverted
            ? part.Stretched(255 - line.Level, 255 - line.Ground)
            : part.Inverse().Stretched(255 - line.Level, 255 - line.Ground);
        int letters = Math.Min(line.Box.Width, line.Box.Height);
        double factor = Math.Min((double)LetterHeight / letters, (double)(Widest - (2 * Margin)) / part.Width);
        GreyPicture strip = part.Scaled(factor);
        int top = Height + Margin;
        if (_strips.Count > 0 && top + strip.Height > Highest)
        {
            return false;
        }

        _strips.Add((index, top, top + strip.Height, strip));
        return true;
    }

    private void ReadInto(List<ReadWord>[] words)
    {
        if (_strips.Count == 0)
        {
            return;
        }

        int width = _strips.Max(strip => strip.Picture.Width) + (2 * Margin);
        byte[] pixels = new byte[width * Height];
        Array.Fill(pixels, (byte)255);
        foreach ((_, int top, _, GreyPicture strip) in _strips)
        {
            for (int y = 0; y < strip.Height; y++)
            {
                strip.Pixels.AsSpan(y * strip.Width, strip.Width).CopyTo(pixels.AsSpan(((top + y) * width) + Margin));
            }
        }

        Dictionary<int, List<ReadWord>> read = [];
        foreach (ReadWord word in Tesseract.Read(new GreyPicture(pixels, width, Height), 6))
        {
            int middle = word.Box.Top + (word.Box.Height / 2);
            int at = _strips.FindIndex(strip =>
                middle >= strip.Top - (Margin / 2) && middle < strip.Bottom + (Margin / 2)
            );
            if (at >= 0)
            {
                int index = _strips[at].Index;
                (read.TryGetValue(index, out List<ReadWord>? line) ? line : read[index] = []).Add(word);
            }
        }

        foreach ((int index, List<ReadWord> line) in read)
        {
            if (line.Sum(Weight) > words[index].Sum(Weight))
            {
                words[index] = line;
            }
        }
    }

    private static double Weight(ReadWord word) => word.Confidence * word.Text.Length;
}
