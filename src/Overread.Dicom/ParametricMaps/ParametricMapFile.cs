using Overread.Dicom.Derived;
using Overread.Dicom.Geometry;
using Overread.Dicom.Pixels;

namespace Overread.Dicom.ParametricMaps;

/// <summary>
/// A parametric map as read (PS3.3 A.75): a real number per voxel. Integers are turned into quantities by the first real world value
/// mapping of their frame (C.7.6.16.2.11); floats are quantities already. The file must stay open while frames are read.
/// </summary>
public sealed class ParametricMapFile
{
    /// <summary>Parametric Map Storage.</summary>
    public const string SopClass = "1.2.840.10008.5.1.4.1.1.30";

    private static readonly Tag Mapping = new(0x00409096);
    private static readonly Tag Slope = new(0x00409225);
    private static readonly Tag Intercept = new(0x00409224);
    private static readonly Tag Quantities = new(0x00409220);

    private readonly PixelData _pixels;

    private ParametricMapFile(Dataset dataset, PixelData pixels)
    {
        Dataset = dataset;
        _pixels = pixels;
        Planes = [.. Enumerable.Range(0, pixels.Count).Select(frame => SlicePlane.Read(dataset, frame))];
        Dataset measures = FunctionalGroups.Find(dataset, Tags.PixelMeasuresSequence, 0) ?? dataset;
        SliceSpacing =
            measures.GetNumber(Tags.SpacingBetweenSlices) is > 0 and var spacing ? spacing
            : measures.GetNumber(Tags.SliceThickness) is > 0 and var thickness ? thickness
            : null;
        Dataset mapping = FunctionalGroups.Find(dataset, Mapping, 0) ?? new Dataset();
        Unit = CodedConcept.Read(mapping, MarkTags.MeasurementUnitsCodeSequence);
        foreach (Dataset quantity in mapping.GetItems(Quantities))
        {
            if (CodedConcept.Read(quantity, Tags.ConceptNameCodeSequence) is { Value: "246205007" or "G-C1C6" })
            {
                Quantity = CodedConcept.Read(quantity, MarkTags.ConceptCodeSequence);
            }
        }
    }

    /// <summary>The object.</summary>
    public Dataset Dataset { get; }

    /// <summary>Rows of a frame.</summary>
    public int Rows => _pixels.Facts.Rows;

    /// <summary>Columns of a frame.</summary>
    public int Columns => _pixels.Facts.Columns;

    /// <summary>Where each frame lies; null where the object does not say.</summary>
    public IReadOnlyList<SlicePlane?> Planes { get; }

    /// <summary>Millimetres between slices; null where not said.</summary>
    public double? SliceSpacing { get; }

    /// <summary>What the numbers are; null where not said.</summary>
    public CodedConcept? Quantity { get; }

    /// <summary>Their unit.</summary>
    public CodedConcept? Unit { get; }

    /// <summary>Frame of reference; null where there is none.</summary>
    public string? FrameOfReferenceUid => DerivedHeader.FrameOfReferenceOf(Dataset);

    /// <summary>Opens an object.</summary>
    /// <param name="file">Must stay open while frames are read.</param>
    /// <param name="map">The object; null where it cannot be used.</param>
    /// <param name="problem">Why not, with the attribute.</param>
    public static bool TryOpen(DicomFile file, out ParametricMapFile map, out string problem)
    {
        bool opened = PixelData.TryOpen(file, out PixelData pixels, out Finding? finding);
        problem = opened ? "" : $"{finding!.Path}: {finding.Detail}";
        map = opened ? new ParametricMapFile(file.Dataset, pixels) : null!;
        return opened;
    }

    /// <summary>Decodes a frame into quantities.</summary>
    /// <param name="frame">From 0.</param>
    /// <param name="values">Receives rows × columns numbers.</param>
    /// <param name="problem">Why it could not be decoded.</param>
    public bool TryRead(int frame, Span<double> values, out string problem)
    {
        if (!_pixels.TryDecode(frame, out PixelFrame pixels, out Finding? finding))
        {
            problem = finding!.Detail;
            return false;
        }

        problem = "";
        Dataset? mapping = pixels.Facts.IsFloat ? null : FunctionalGroups.Find(Dataset, Mapping, frame);
        double slope = mapping?.GetNumber(Slope) ?? 1;
        double intercept = mapping?.GetNumber(Intercept) ?? 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (pixels.Sample(i) * slope) + intercept;
        }

        return true;
    }
}
