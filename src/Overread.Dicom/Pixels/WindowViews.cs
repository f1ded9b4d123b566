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
        if (frame.Facts.IsPalette || frame.Facts.Samples >= 3)
        {
            return [FrameRenderer.Render(dataset, frame, index, RenderOptions.Default)];
        }

        ModalityTransform modality = ModalityTransform.Of(dataset, index);
        VoiTransform voi = VoiTransform.Of(dataset, index, RenderOptions.Default, frame, modality);
        StoredValues? values = StoredValues.Counted(frame);
        List<RenderedFrame> views = [FrameRenderer.Grey(frame, values, modality, voi)];
        byte[] greys = views[0].Pixels;
        if (voi.Clips)
        {
            values ??= StoredValues.Met(frame);
            Add(views, frame, values, modality, i => greys[i] == 0, voi.HiddenSpan);
            Add(views, frame, values, modality, i => greys[i] == 255, voi.HiddenSpan);
        }

        if (InnerSpan(greys) is >= 0 and < LeastGreys)
        {
            values ??= StoredValues.Met(frame);
            Add(views, frame, values, modality, i => greys[i] is > 0 and < 255, 0);
        }

        return views;
    }

    /// <summary>One picture in which the values that occur differ, however far the window is from them.</summary>
    internal static RenderedFrame EveryValue(PixelFrame frame)
    {
        StoredValues values = StoredValues.Counted(frame) ?? StoredValues.Met(frame);
        return Draw(frame, values, _ => true, Count(values, _ => true));
    }

    /// <summary>How far apart the darkest and the brightest grey between black and white are; -1 where there is none.</summary>
    private static int InnerSpan(byte[] greys)
    {
        (int least, int most) = (255, 0);
        foreach (byte grey in greys)
        {
            if (grey is > 0 and < 255)
            {
                least = Math.Min(least, grey);
                most = Math.Max(most, grey);
            }
        }

        return most == 0 ? -1 : most - least;
    }

    private static void Add(
        List<RenderedFrame> views,
        PixelFrame frame,
        StoredValues values,
        ModalityTransform modality,
        Func<int, bool> hidden,
        double span
    )
    {
        int[] counts = Count(values, hidden);
        int[] met = [.. Enumerable.Range(0, counts.Length).Where(id => counts[id] > 0)];
        if (met.Length < 2)
        {
            return;
        }

        double[] shown = [.. met.Select(id => modality.Apply(values.Value(id)))];
        int ink = counts.Sum() - counts.Max();
        if (ink >= LeastInk && shown.Max() - shown.Min() > span)
        {
            views.Add(Draw(frame, values, hidden, counts));
        }
    }

    /// <summary>How often each value occurs among the chosen pixels, by its number.</summary>
    private static int[] Count(StoredValues values, Func<int, bool> chosen)
    {
        int[] counts = new int[values.Count];
        int[] ids = values.Ids;
        for (int i = 0; i < ids.Length; i++)
        {
            if (ids[i] >= 0 && chosen(i))
            {
                counts[ids[i]]++;
            }
        }

        return counts;
    }

    /// <summary>
    /// Spreads the values by the roots of how often they occur: two values that each fill some pixels end far apart, be they
    /// neighbours, and the many values of noise still follow each other evenly. Up to 256 values each keep a grey of their own.
    /// </summary>
    private static RenderedFrame Draw(PixelFrame frame, StoredValues values, Func<int, bool> chosen, int[] counts)
    {
        int[] met = [.. Enumerable.Range(0, counts.Length).Where(id => counts[id] > 0).OrderBy(values.Value)];
        double least = met.Length <= 256 ? 1 : 0;
        double spare = 255 - (least * (met.Length - 1));
        double gaps = 0;
        for (int i = 1; i < met.Length; i++)
        {
            gaps += Gap(counts[met[i - 1]], counts[met[i]]);
        }

        byte[] greys = new byte[counts.Length];
        double before = 0;
        for (int i = 0; i < met.Length; i++)
        {
            before += i == 0 ? 0 : Gap(counts[met[i - 1]], counts[met[i]]);
            greys[met[i]] = (byte)((least * i) + (gaps > 0 ? spare * before / gaps : 0));
        }

        byte[] pixels = new byte[frame.Facts.Pixels];
        for (int i = 0; i < pixels.Length; i++)
        {
            int id = values.Ids[i];
            pixels[i] = id >= 0 && chosen(i) ? greys[id] : (byte)0;
        }

        return new RenderedFrame(frame.Facts.Columns, frame.Facts.Rows, false, pixels);
    }

    private static double Gap(int one, int other) => Math.Sqrt(one) + Math.Sqrt(other);
}
