namespace Overread.Dicom.Pixels;

/// <summary>From values of the modality to 8 bits: window or table (PS3.3 C.11.2).</summary>
internal sealed class VoiTransform
{
    private readonly double _center;
    private readonly double _width;
    private readonly string _function;
    private readonly LookupTable? _table;

    private VoiTransform(double center, double width, string function, LookupTable? table)
    {
        _center = center;
        _width = width;
        _function = function;
        _table = table;
    }

    internal static VoiTransform Of(
        Dataset dataset,
        int frameIndex,
        RenderOptions options,
        PixelFrame frame,
        ModalityTransform modality
    )
    {
        if (options.WindowCenter is { } center && options.WindowWidth is { } width)
        {
            return new VoiTransform(center, Math.Max(width, 1e-6), "LINEAR", null);
        }

        Dataset place = FunctionalGroups.Find(dataset, Tags.FrameVoiLutSequence, frameIndex) ?? dataset;
        string function = place.GetText(Tags.VoiLutFunction) ?? "LINEAR";
        if (
            place.GetNumber(Tags.WindowCenter) is { } ownCenter
            && place.GetNumber(Tags.WindowWidth) is { } ownWidth
            && ownWidth > 0
        )
        {
            return new VoiTransform(ownCenter, ownWidth, function, null);
        }

        if (place.GetItems(Tags.VoiLutSequence) is [{ } item, ..] && LookupTable.Read(item) is { } table)
        {
            return new VoiTransform(0, 1, "TABLE", table);
        }

        return Spread(dataset, frame, modality);
    }

    /// <summary>False where the range was taken from the very values that are shown.</summary>
    internal bool Clips { get; private init; } = true;

    /// <summary>Values that lie this close together differ by less than four greys: nobody tells them apart anyway.</summary>
    internal double HiddenSpan => _table is null ? _width / 64 : 0;

    internal byte Apply(double value)
    {
        double part = _function switch
        {
            "TABLE" => _table!.Apply(value) / ((1 << _table.Bits) - 1),
            "SIGMOID" => 1 / (1 + Math.Exp(-4 * (value - _center) / _width)),
            "LINEAR_EXACT" => ((value - _center) / _width) + 0.5,
            _ => _width <= 1 ? (value < _center - 0.5 ? 0 : 1) : ((value - (_center - 0.5)) / (_width - 1)) + 0.5,
        };
        return double.IsNaN(part) ? (byte)0 : (byte)Math.Clamp(Math.Round(part * 255), 0, 255);
    }

    /// <summary>Without a window: from the least to the greatest value that is no padding.</summary>
    private static VoiTransform Spread(Dataset dataset, PixelFrame frame, ModalityTransform modality)
    {
        int samples = frame.Facts.Samples;
        double? padding = dataset.GetNumber(Tags.PixelPaddingValue);
        double least = double.MaxValue;
        double most = double.MinValue;
        for (int i = 0; i < frame.Facts.Pixels; i++)
        {
            double stored = frame.Sample(i * samples);
            if (stored == padding || !double.IsFinite(stored))
            {
                continue;
            }

            double value = modality.Apply(stored);
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }

        return most > least
            ? new VoiTransform((least + most) / 2, most - least, "LINEAR_EXACT", null) { Clips = false }
            : new VoiTransform(least == double.MaxValue ? 0 : least, 1, "LINEAR_EXACT", null) { Clips = false };
    }
}
