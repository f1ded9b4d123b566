namespace Overread.Dicom.Pixels;

/// <summary>From stored values to those of the modality (HU, counts): a line or a table (PS3.3 C.11.1).</summary>
/// <param name="Slope">Rescale slope.</param>
/// <param name="Intercept">Rescale intercept.</param>
/// <param name="Table">Table in place of the line; null where there is none.</param>
public sealed record ModalityTransform(double Slope, double Intercept, LookupTable? Table)
{
    /// <summary>The transform that holds for a frame; identity where the object has none.</summary>
    public static ModalityTransform Of(Dataset dataset, int frame)
    {
        Dataset place = FunctionalGroups.Find(dataset, Tags.PixelValueTransformationSequence, frame) ?? dataset;
        LookupTable? table = place.GetItems(Tags.ModalityLutSequence) is [{ } item, ..] ? LookupTable.Read(item) : null;
        double slope = place.GetNumber(Tags.RescaleSlope) ?? 1;
        return new ModalityTransform(slope == 0 ? 1 : slope, place.GetNumber(Tags.RescaleIntercept) ?? 0, table);
    }

    /// <summary>Transforms one stored value.</summary>
    public double Apply(double stored) => Table?.Apply(stored) ?? (stored * Slope) + Intercept;
}
