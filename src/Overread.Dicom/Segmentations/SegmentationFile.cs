using Overread.Dicom.Derived;
using Overread.Dicom.Geometry;
using Overread.Dicom.Pixels;

namespace Overread.Dicom.Segmentations;

/// <summary>
/// A segmentation object as read (PS3.3 A.51 Segmentation, A.90 Label Map Segmentation): segments, and frames in the order of the
/// file, whatever that is. Frames are decoded when asked for; the file must stay open until then.
/// </summary>
public sealed class SegmentationFile
{
    /// <summary>Segmentation Storage.</summary>
    public const string SopClass = "1.2.840.10008.5.1.4.1.1.66.4";

    /// <summary>Label Map Segmentation Storage.</summary>
    public const string LabelMapSopClass = "1.2.840.10008.5.1.4.1.1.66.7";

    private static readonly Tag TotalPixelMatrixColumns = new(0x00480006);
    private readonly PixelData _pixels;

    private SegmentationFile(Dataset dataset, PixelData pixels, SegmentationKind kind)
    {
        Dataset = dataset;
        _pixels = pixels;
        Kind = kind;
    }

    /// <summary>The object.</summary>
    public Dataset Dataset { get; }

    /// <summary>How it is stored.</summary>
    public SegmentationKind Kind { get; }

    /// <summary>PROBABILITY or OCCUPANCY of a fractional object.</summary>
    public string? FractionalType { get; private init; }

    /// <summary>Value that means all of a voxel; 1 where not fractional.</summary>
    public int MaximumFraction { get; private init; } = 1;

    /// <summary>Rows of a frame.</summary>
    public int Rows => _pixels.Facts.Rows;

    /// <summary>Columns of a frame.</summary>
    public int Columns => _pixels.Facts.Columns;

    /// <summary>Frame of reference; null where there is none.</summary>
    public string? FrameOfReferenceUid => DerivedHeader.FrameOfReferenceOf(Dataset);

    /// <summary>Millimetres between slices, or their thickness where that is all it says; null where it says neither.</summary>
    public double? SliceSpacing { get; private init; }

    /// <summary>Thickness of a slice; null where not said.</summary>
    public double? SliceThickness { get; private init; }

    /// <summary>Number that means no segment in a label map (Pixel Padding Value); 0 where not said.</summary>
    public int Background { get; private init; }

    /// <summary>Segments as listed.</summary>
    public IReadOnlyList<SegmentFacts> Segments { get; private init; } = [];

    /// <summary>Frames that are there.</summary>
    public IReadOnlyList<SegmentationFrame> Frames { get; private init; } = [];

    /// <summary>Frames that the object claims, and that may be more than are there.</summary>
    public int ClaimedFrames => _pixels.Facts.Frames;

    /// <summary>True for an object of one of the two classes.</summary>
    public static bool Is(Dataset dataset) => dataset.GetText(Tags.SopClassUid) is SopClass or LabelMapSopClass;

    /// <summary>Opens an object.</summary>
    /// <param name="file">Must stay open while frames are read.</param>
    /// <param name="segmentation">The object; null where it cannot be used.</param>
    /// <param name="problem">Why not, with the attribute.</param>
    public static bool TryOpen(DicomFile file, out SegmentationFile segmentation, out string problem)
    {
        segmentation = null!;
        Dataset d = file.Dataset;
        if (!PixelData.TryOpen(file, out PixelData pixels, out Finding? finding))
        {
            problem = $"{finding!.Path}: {finding.Detail}";
            return false;
        }

        if (d.Contains(TotalPixelMatrixColumns))
        {
            problem = "it is a segmentation of a slide (Total Pixel Matrix), which is not read here";
            return false;
        }

        string type = d.GetText(MarkTags.SegmentationType) ?? "BINARY";
        if (type is not ("BINARY" or "FRACTIONAL" or "LABELMAP"))
        {
            problem = $"Segmentation Type {MarkTags.SegmentationType} is neither BINARY nor FRACTIONAL nor LABELMAP";
            return false;
        }

        List<SegmentFacts> segments = [.. d.GetItems(MarkTags.SegmentSequence).Select(SegmentFacts.Read)];
        if (segments.GroupBy(s => s.Number).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            problem = $"Segment Number {twice.Key} stands twice in {MarkTags.SegmentSequence}";
            return false;
        }

        List<SegmentationFrame> frames = [];
        for (int i = 0; i < pixels.Count; i++)
        {
            if (Frame(d, i, type == "LABELMAP", segments) is not { } frame)
            {
                problem =
                    $"frame {i + 1} names no segment that {MarkTags.SegmentSequence} lists ({MarkTags.ReferencedSegmentNumber} in its functional groups)";
                return false;
            }

            frames.Add(frame);
        }

        Dataset measures = FunctionalGroups.Find(d, Tags.PixelMeasuresSequence, 0) ?? d;
        double? thickness = measures.GetNumber(Tags.SliceThickness) is > 0 and var t ? t : null;
        int most = d.GetInt(MarkTags.MaximumFractionalValue) ?? 255;
        if (type == "FRACTIONAL" && most is < 1 or > 255)
        {
            problem = $"Maximum Fractional Value {MarkTags.MaximumFractionalValue} is {most}; 1 to 255 can be";
            return false;
        }

        problem = "";
        segmentation = new SegmentationFile(
            d,
            pixels,
            type == "BINARY" ? SegmentationKind.Binary
                : type == "FRACTIONAL" ? SegmentationKind.Fractional
                : SegmentationKind.LabelMap
        )
        {
            FractionalType =
                type == "FRACTIONAL" ? d.GetText(MarkTags.SegmentationFractionalType) ?? "PROBABILITY" : null,
            MaximumFraction = type == "FRACTIONAL" ? most : 1,
            Background = d.GetInt(Tags.PixelPaddingValue) ?? 0,
            Segments = segments,
            Frames = frames,
            SliceThickness = thickness,
            SliceSpacing = measures.GetNumber(Tags.SpacingBetweenSlices) is > 0 and var s ? s : thickness,
        };
        return true;
    }

    /// <summary>Decodes a frame.</summary>
    /// <param name="index">Frame from 0.</param>
    /// <param name="values">Receives rows × columns numbers: 0 or 1, fractions as stored, or segment numbers.</param>
    /// <param name="problem">Why it could not be decoded.</param>
    public bool TryRead(int index, Span<int> values, out string problem)
    {
        if (!_pixels.TryDecode(index, out PixelFrame frame, out Finding? finding))
        {
            problem = finding!.Detail;
            return false;
        }

        problem = "";
        ReadOnlySpan<byte> bytes = frame.Data.Span;
        if (frame.Facts.SampleBytes == 1)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = bytes[i];
            }
        }
        else
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (int)frame.Sample(i);
            }
        }

        return true;
    }

    private static SegmentationFrame? Frame(Dataset d, int index, bool labelMap, List<SegmentFacts> segments)
    {
        int segment = 0;
        if (!labelMap)
        {
            Dataset? identification = FunctionalGroups.Find(d, MarkTags.SegmentIdentificationSequence, index);
            // An object of one segment may leave it unsaid.
            segment =
                identification?.GetInt(MarkTags.ReferencedSegmentNumber)
                ?? (segments.Count == 1 ? segments[0].Number : 0);
            if (!segments.Exists(s => s.Number == segment))
            {
                return null;
            }
        }

        string? instance = null;
        int frame = 0;
        IReadOnlyList<Dataset> sources =
            FunctionalGroups.Find(d, MarkTags.DerivationImageSequence, index)?.GetItems(Tags.SourceImageSequence) ?? [];
        if (sources.Count == 1)
        {
            instance = sources[0].GetText(Tags.ReferencedSopInstanceUid);
            frame = sources[0].GetInt(Tags.ReferencedFrameNumber) ?? 0;
        }

        return new SegmentationFrame(index, segment, SlicePlane.Read(d, index), instance, frame);
    }
}
