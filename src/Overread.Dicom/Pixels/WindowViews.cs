namespace Overread.Dicom.Pixels;

/// <summary>
/// Pictures of what a grey object's own window does not show: what is darker than it, what is brighter, and what lies inside
/// one so wide that all looks alike. A word burned in at such a value is invisible in the usual picture, and one turn of the
/// window brings it out.
/// </summary>
internal static class WindowViews
{
    // The strokes of a few letters.
    private const int LeastInk = 20;
    private const int LeastGreys = 96;

    /// <summary>The usual picture first, then what it hides; nothing more where it hides nothing.</summary>
    internal static List<RenderedFrame> Of(Dataset dataset, PixelFrame frame, int index)
    {
        List<RenderedFrame> views = [FrameRenderer.Render(dataset, frame, index, RenderOptions.Default)];
        if (frame.Facts.IsPalette || frame.Facts.Samples >= 3)
        {
            return views;
        }

        ModalityTransform modality = ModalityTransform.Of(dataset, index);
        VoiTransform voi = VoiTransform.Of(dataset, index, RenderOptions.Default, frame, modality);
        byte[] greys = views[0].Pixels;
        if (voi.Clips)
        {
            Add(views, frame, modality, greys, grey => grey == 0, voi.HiddenSpan);
            Add(views, frame, modality, greys, grey => grey == 255, voi.HiddenSpan);
        }

        byte[] inside = [.. greys.Where(grey => grey is > 0 and < 255)];
        if (inside.Length > 0 && inside.Max() - inside.Min() < LeastGreys)
        {
            Add(views, frame, modality, greys, grey => grey is > 0 and < 255, 0);
        }

        return views;
    }

    /// <summary>One picture in which the values that occur differ, however far the window is from them.</summary>
    internal static RenderedFrame EveryValue(PixelFrame frame)
    {
        Dictionary<double, int> counts = Count(frame, _ => true);
        return Draw(frame, _ => true, counts);
    }

    private static void Add(
        List<RenderedFrame> views,
        PixelFrame frame,
        ModalityTransform modality,
        byte[] greys,
        Func<byte, bool> hidden,
        double span
    )
    {
        Dictionary<double, int> counts = Count(frame, i => hidden(greys[i]));
        if (counts.Count < 2)
        {
            return;
        }

        IEnumerable<double> values = counts.Keys.Select(modality.Apply);
        int ink = counts.Values.Sum() - counts.Values.Max();
        if (ink >= LeastInk && values.Max() - values.Min() > span)
        {
            views.Add(Draw(frame, i => hidden(greys[i]), counts));
        }
    }

    private static Dictionary<double, int> Count(PixelFrame frame, Func<int, bool> chosen)
    {
        Dictionary<double, int> counts = [];
        for (int i = 0; i < frame.Facts.Pixels; i++)
        {
            double stored = frame.Sample(i * frame.Facts.Samples);
            if (chosen(i) && double.IsFinite(stored))
            {
                counts[stored] = counts.GetValueOrDefault(stored) + 1;
            }
        }

        return counts;
    }

    /// <summary>
    /// Spreads the values by the roots of how often they occur: two values that each fill some pixels end far apart, be they
    /// neighbours, and the many values of noise still follow each other evenly. Up to 256 values each keep a grey of their own.
    /// </summary>
    private static RenderedFrame Draw(PixelFrame frame, Func<int, bool> chosen, Dictionary<double, int> counts)
    {
        Dictionary<double, byte> greys = [];
        KeyValuePair<double, int>[] values = [.. counts.OrderBy(pair => pair.Key)];
        double least = values.Length <= 256 ? 1 : 0;
        double spare = 255 - (least * (values.Length - 1));
        double gaps = 0;
        for (int i = 1; i < values.Length; i++)
        {
            gaps += Gap(values, i);
        }

        double before = 0;
        for (int i = 0; i < values.Length; i++)
        {
            before += i == 0 ? 0 : Gap(values, i);
            greys[values[i].Key] = (byte)((least * i) + (gaps > 0 ? spare * before / gaps : 0));
        }

        byte[] pixels = new byte[frame.Facts.Pixels];
        for (int i = 0; i < pixels.Length; i++)
        {
            double stored = frame.Sample(i * frame.Facts.Samples);
            pixels[i] = chosen(i) && greys.TryGetValue(stored, out byte grey) ? grey : (byte)0;
        }

        return new RenderedFrame(frame.Facts.Columns, frame.Facts.Rows, false, pixels);
    }

    private static double Gap(KeyValuePair<double, int>[] values, int i) =>
        Math.Sqrt(values[i - 1].Value) + Math.Sqrt(values[i].Value);
}
