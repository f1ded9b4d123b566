namespace Overread.Dicom.PixelText;

/// <summary>
/// How likely a row of strokes is a line of text: a logistic function of how even it is. Its weights were fitted on 150
/// images of the generator that the tests use, of other seeds (1000 to 1149): 1,326 rows of text, 14,954 of speckle, ribs,
/// rulers and frames.
/// </summary>
internal static class LineScore
{
    /// <summary>0 to 1.</summary>
    /// <param name="letters">Strokes of the row, from left to right.</param>
    /// <param name="box">All of them.</param>
    /// <param name="height">Their median height.</param>
    /// <param name="vertical">True where columns and rows were exchanged.</param>
    internal static double Of(List<StrokeComponent> letters, PixelBox box, double height, bool vertical)
    {
        double contrast = Math.Max(1, letters.Average(letter => letter.Contrast));
        double count = Math.Log(letters.Count);
        double foot = Spread(letters.Select(letter => (double)letter.Box.Bottom)) / height;
        double size = Spread(letters.Select(letter => (double)letter.Box.Height)) / height;
        double colour = Spread(letters.Select(letter => (double)letter.Level)) / contrast;
        double stroke = Spread(letters.Select(letter => letter.Stroke)) / letters.Average(letter => letter.Stroke);
        double flat = letters.Average(letter => letter.Flat);
        double flatter = Spread(letters.Select(letter => letter.Flat));
        double fill = (double)letters.Sum(letter => letter.Area) / (box.Width * box.Height);
        double strength = Math.Log(contrast);
        double sum =
            -29.55
            + (foot * (-5.69 + (2.64 * count)))
            - (3.72 * size)
            + (colour * (-1.75 + (2.55 * count)))
            + (4.36 * stroke)
            + (flat * (5.28 + (6.37 * count)))
            - (3.52 * flatter)
            - (4.80 * count)
            + (strength * (4.61 + (0.358 * count)))
            + (2.99 * Math.Log(height))
            + (8.30 * fill)
            + (1.32 * box.Height / height)
            + (0.104 * Spread(Gaps(letters)) / height)
            - (vertical ? 0.209 : 0);
        return 1 / (1 + Math.Exp(-sum));
    }

    private static List<double> Gaps(List<StrokeComponent> letters)
    {
        List<double> gaps = [];
        for (int i = 1; i < letters.Count && letters.Count > 2; i++)
        {
            gaps.Add(letters[i].Box.Left - letters[i - 1].Box.Right);
        }

        return gaps;
    }

    /// <summary>Mean distance from the median: one comma or one capital does not spoil a line. 0 for none.</summary>
    private static double Spread(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : sorted.Average(value => Math.Abs(value - sorted[sorted.Length / 2]));
    }
}
