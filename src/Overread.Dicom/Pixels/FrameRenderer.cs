namespace Overread.Dicom.Pixels;

/// <summary>
/// Shows a frame as PS3.3 C.11 says: modality transform, then window or VOI table, then the presentation's polarity;
/// colour models become RGB. Meant for thumbnails and for eyes, not for measuring.
/// </summary>
public static class FrameRenderer
{
    /// <summary>Renders one frame of a file.</summary>
    /// <param name="file">An object with pixel data; must be open.</param>
    /// <param name="index">0 for the first frame.</param>
    /// <param name="options">Window and size.</param>
    /// <param name="rendered">The picture; null where there is none.</param>
    /// <param name="problem">Why there is none.</param>
    public static bool TryRender(
        DicomFile file,
        int index,
        RenderOptions options,
        out RenderedFrame rendered,
        out Finding? problem
    )
    {
        rendered = null!;
        if (!TryDecode(file, index, out PixelFrame frame, out problem))
        {
            return false;
        }

        bool every = options.EveryValue && frame.Facts.Samples < 3 && !frame.Facts.IsPalette;
        RenderedFrame whole = every ? WindowViews.EveryValue(frame) : Render(file.Dataset, frame, index, options);
        rendered = Reduce(whole, options.LargestSide);
        return true;
    }

    /// <summary>Renders one frame as it is usually shown, and after it whatever its window hides.</summary>
    /// <param name="file">An object with pixel data; must be open.</param>
    /// <param name="index">0 for the first frame.</param>
    /// <param name="views">The usual picture, then up to three of values outside of it; all of one size.</param>
    /// <param name="problem">Why there is none.</param>
    public static bool TryRenderViews(
        DicomFile file,
        int index,
        out IReadOnlyList<RenderedFrame> views,
        out Finding? problem
    )
    {
        bool decoded = TryDecode(file, index, out PixelFrame frame, out problem);
        views = decoded ? WindowViews.Of(file.Dataset, frame, index) : [];
        return decoded;
    }

    private static bool TryDecode(DicomFile file, int index, out PixelFrame frame, out Finding? problem)
    {
        frame = null!;
        if (!PixelData.TryOpen(file, out PixelData pixels, out problem))
        {
            return false;
        }

        if (index < 0 || index >= pixels.Count)
        {
            problem = new Finding(FindingKind.BadFrame, -1, $"{Tags.PixelData}[{index}]", "no such frame");
            return false;
        }

        return pixels.TryDecode(index, out frame, out problem);
    }

    /// <summary>Renders a decoded frame.</summary>
    /// <param name="dataset">The object, for windows, tables and palettes.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="index">Its number, for objects whose frames have windows of their own.</param>
    /// <param name="options">Window; the size is not looked at.</param>
    public static RenderedFrame Render(Dataset dataset, PixelFrame frame, int index, RenderOptions options)
    {
        ImageFacts facts = frame.Facts;
        if (facts.IsPalette)
        {
            return PaletteColors.Render(dataset, frame);
        }

        if (facts.Samples >= 3)
        {
            return Color(frame);
        }

        return Grey(dataset, frame, index, options);
    }

    private static RenderedFrame Grey(Dataset dataset, PixelFrame frame, int index, RenderOptions options)
    {
        ModalityTransform modality = ModalityTransform.Of(dataset, index);
        VoiTransform voi = VoiTransform.Of(dataset, index, options, frame, modality);
        return Grey(frame, StoredValues.Counted(frame), modality, voi);
    }

    /// <summary>Renders a grey frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="values">Its values where those that are possible are few: each is then transformed once.</param>
    /// <param name="modality">To values of the modality.</param>
    /// <param name="voi">To greys.</param>
    internal static RenderedFrame Grey(
        PixelFrame frame,
        StoredValues? values,
        ModalityTransform modality,
        VoiTransform voi
    )
    {
        ImageFacts facts = frame.Facts;
        byte[] grey = new byte[facts.Pixels];
        byte turn = facts.Photometric == "MONOCHROME1" ? (byte)255 : (byte)0;
        if (values is null)
        {
            for (int i = 0; i < grey.Length; i++)
            {
                grey[i] = (byte)(voi.Apply(modality.Apply(frame.Sample(i * facts.Samples))) ^ turn);
            }
        }
        else if (values.Count > grey.Length)
        {
            for (int i = 0; i < grey.Length; i++)
            {
                grey[i] = (byte)(voi.Apply(modality.Apply(values.Value(values.Ids[i]))) ^ turn);
            }
        }
        else
        {
            byte[] table = new byte[values.Count];
            for (int id = 0; id < table.Length; id++)
            {
                table[id] = (byte)(voi.Apply(modality.Apply(values.Value(id))) ^ turn);
            }

            for (int i = 0; i < grey.Length; i++)
            {
                grey[i] = table[values.Ids[i]];
            }
        }

        return new RenderedFrame(facts.Columns, facts.Rows, false, grey);
    }

    private static RenderedFrame Color(PixelFrame frame)
    {
        ImageFacts facts = frame.Facts;
        int count = (int)facts.Pixels;
        int shift = Math.Max(0, facts.BitsStored - 8);
        byte[] rgb = new byte[count * 3];
        bool full = facts.Photometric is "YBR_FULL" or "YBR_FULL_422";
        for (int i = 0; i < count; i++)
        {
            int at = i * facts.Samples;
            double a = (long)frame.Sample(at) >> shift;
            double b = (long)frame.Sample(at + 1) >> shift;
            double c = (long)frame.Sample(at + 2) >> shift;
            if (full)
            {
                (a, b, c) = (
                    a + (1.402 * (c - 128)),
                    a - (0.344136 * (b - 128)) - (0.714136 * (c - 128)),
                    a + (1.772 * (b - 128))
                );
            }

            rgb[i * 3] = Byte(a);
            rgb[(i * 3) + 1] = Byte(b);
            rgb[(i * 3) + 2] = Byte(c);
        }

        return new RenderedFrame(facts.Columns, facts.Rows, true, rgb);
    }

    private static byte Byte(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);

    private static RenderedFrame Reduce(RenderedFrame frame, int largest)
    {
        int side = Math.Max(frame.Width, frame.Height);
        if (largest <= 0 || side <= largest)
        {
            return frame;
        }

        int width = Math.Max(1, (int)((long)frame.Width * largest / side));
        int height = Math.Max(1, (int)((long)frame.Height * largest / side));
        int channels = frame.IsColor ? 3 : 1;
        byte[] small = new byte[width * height * channels];
        for (int y = 0; y < height; y++)
        {
            int top = (int)((long)y * frame.Height / height);
            int bottom = Math.Max(top + 1, (int)((long)(y + 1) * frame.Height / height));
            for (int x = 0; x < width; x++)
            {
                int left = (int)((long)x * frame.Width / width);
                int right = Math.Max(left + 1, (int)((long)(x + 1) * frame.Width / width));
                for (int channel = 0; channel < channels; channel++)
                {
                    long sum = 0;
                    for (int v = top; v < bottom; v++)
                    {
                        for (int u = left; u < right; u++)
                        {
                            sum += frame.Pixels[(((v * frame.Width) + u) * channels) + channel];
                        }
                    }

                    small[(((y * width) + x) * channels) + channel] = (byte)(sum / ((bottom - top) * (right - left)));
                }
            }
        }

        return new RenderedFrame(width, height, frame.IsColor, small);
    }
}
