using System.Buffers.Binary;
using System.Globalization;
using Overread.Dicom.Derived;
using Overread.Dicom.Geometry;

namespace Overread.Dicom.Segmentations;

/// <summary>
/// Writes segmentation objects (PS3.3 A.51, and A.90 for label maps): frames by segment and by position along the normal, each with
/// the image that it stands on; frames without a marked pixel are left out.
/// </summary>
public static class SegmentationWriter
{
    /// <summary>Makes an object.</summary>
    /// <param name="context">Images, identifiers and time.</param>
    /// <param name="kind">How it is stored.</param>
    /// <param name="segments">Segments, numbered 1 to n without gaps unless a label map.</param>
    /// <param name="planes">Frames, by segment and then by position.</param>
    /// <param name="overlap">Whether segments share voxels; null where not known.</param>
    /// <param name="fractionalType">PROBABILITY or OCCUPANCY of a fractional object.</param>
    /// <exception cref="ArgumentException">There is no frame, or images differ in size.</exception>
    public static DicomFile Write(
        DerivedContext context,
        SegmentationKind kind,
        IReadOnlyList<SegmentFacts> segments,
        IReadOnlyList<SegmentationPlane> planes,
        bool? overlap,
        string fractionalType = "PROBABILITY"
    )
    {
        if (planes.Count == 0)
        {
            throw new ArgumentException("a segmentation object needs one frame at least, and nothing is marked.");
        }

        SourceImage first = context.Images[planes[0].Image];
        int rows = first.Header.GetInt(Tags.Rows) ?? 0;
        int columns = first.Header.GetInt(Tags.Columns) ?? 0;
        bool labelMap = kind == SegmentationKind.LabelMap;
        Dataset d = DerivedHeader.Create(
            context,
            labelMap ? SegmentationFile.LabelMapSopClass : SegmentationFile.SopClass,
            "SEG"
        );
        DerivedHeader.ContentTime(d, context);
        DerivedHeader.FrameOfReference(d, context);
        DerivedHeader.CommonReferences(d, context, planes.Select(plane => plane.Image).Distinct().Order());
        d.Set(Tags.ImageType, Vr.CS, @"DERIVED\PRIMARY");
        if (first.Plane is null)
        {
            // Type 2C: images that do not say how they lie say at least which way they face, or that nobody knows.
            d.Set(Tags.PatientOrientation, Vr.CS, first.Header.GetText(Tags.PatientOrientation) ?? "");
        }

        d.Set(MarkTags.ContentLabel, Vr.CS, "SEGMENTATION");
        d.Set(MarkTags.ContentDescription, Vr.LO, DerivedHeader.Cut(context.SeriesDescription, 64));
        d.Set(MarkTags.ContentCreatorName, Vr.PN, context.Creator);
        Lossy(d, context);
        int most = segments.Max(segment => segment.Number);
        Pixels(d, kind, rows, columns, planes, most);
        d.Set(MarkTags.SegmentationType, Vr.CS, kind.ToString().ToUpperInvariant());
        if (kind == SegmentationKind.Fractional)
        {
            d.Set(MarkTags.SegmentationFractionalType, Vr.CS, fractionalType);
            d.Set(MarkTags.MaximumFractionalValue, 255);
        }

        if (!labelMap)
        {
            d.Set(
                MarkTags.SegmentsOverlap,
                Vr.CS,
                overlap switch
                {
                    true => "YES",
                    false => "NO",
                    _ => "UNDEFINED",
                }
            );
        }

        d.Set(new Element(MarkTags.SegmentSequence, segments.Select(segment => segment.ToItem(context.NewUid))));
        Dimensions(d, context, labelMap, first.Plane is not null);
        Shared(d, context, planes, labelMap, segments);
        PerFrame(d, context, planes, labelMap);
        return new DicomFile(d);
    }

    private static void Lossy(Dataset d, DerivedContext context)
    {
        Dataset source = context.Images[0].Header;
        bool lossy = context.Images.Any(image => image.Header.GetText(Tags.LossyImageCompression) == "01");
        d.Set(Tags.LossyImageCompression, Vr.CS, lossy ? "01" : "00");
        foreach (Tag tag in (ReadOnlySpan<Tag>)[Tags.LossyImageCompressionRatio, Tags.LossyImageCompressionMethod])
        {
            if (lossy && source.TryGet(tag, out Element? element))
            {
                d.Set(element);
            }
        }
    }

    private static void Pixels(
        Dataset d,
        SegmentationKind kind,
        int rows,
        int columns,
        IReadOnlyList<SegmentationPlane> planes,
        int most
    )
    {
        int bits =
            kind == SegmentationKind.Binary ? 1
            : kind == SegmentationKind.LabelMap && most > 255 ? 16
            : 8;
        d.Set(Tags.SamplesPerPixel, 1);
        d.Set(Tags.PhotometricInterpretation, Vr.CS, "MONOCHROME2");
        d.Set(Tags.NumberOfFrames, Vr.IS, planes.Count.ToString(CultureInfo.InvariantCulture));
        d.Set(Tags.Rows, (ushort)rows);
        d.Set(Tags.Columns, (ushort)columns);
        d.Set(Tags.BitsAllocated, (ushort)bits);
        d.Set(Tags.BitsStored, (ushort)bits);
        d.Set(Tags.HighBit, (ushort)(bits - 1));
        d.Set(Tags.PixelRepresentation, 0);
        if (kind == SegmentationKind.LabelMap)
        {
            // What belongs to no segment.
            d.Set(Tags.PixelPaddingValue, 0);
        }

        int size = rows * columns;
        long length = (((long)size * planes.Count * bits) + 7) / 8;
        if (length > Array.MaxLength - 1)
        {
            throw new ArgumentException(
                $"the frames need {length} bytes, which is more than one element holds; write labelmap-seg, or fewer labels."
            );
        }

        byte[] bytes = new byte[length + (length & 1)];
        int[] numbers = new int[size];
        for (int frame = 0; frame < planes.Count; frame++)
        {
            numbers.AsSpan().Clear();
            planes[frame].Fill(numbers);
            long at = (long)frame * size;
            for (int i = 0; i < size; i++)
            {
                switch (bits)
                {
                    case 1 when numbers[i] != 0:
                        bytes[(at + i) >> 3] |= (byte)(1 << (int)((at + i) & 7));
                        break;
                    case 8:
                        bytes[at + i] = (byte)numbers[i];
                        break;
                    case 16:
                        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan((int)(at + i) * 2), (ushort)numbers[i]);
                        break;
                }
            }
        }

        d.Set(new Element(Tags.PixelData, bits == 16 ? Vr.OW : Vr.OB, bytes));
    }

    private static void Dimensions(Dataset d, DerivedContext context, bool labelMap, bool placed)
    {
        string uid = context.NewUid();
        Dataset organization = new();
        organization.Set(MarkTags.DimensionOrganizationUid, Vr.UI, uid);
        d.Set(MarkTags.DimensionOrganizationSequence, organization);
        List<Dataset> indices = [];
        if (!labelMap)
        {
            indices.Add(
                Index(uid, MarkTags.ReferencedSegmentNumber, MarkTags.SegmentIdentificationSequence, "Segment Number")
            );
        }

        if (placed)
        {
            indices.Add(Index(uid, Tags.ImagePositionPatient, Tags.PlanePositionSequence, "Image Position Patient"));
        }
        else
        {
            indices.Add(Index(uid, Tags.InStackPositionNumber, Tags.FrameContentSequence, "In-Stack Position Number"));
        }

        d.Set(MarkTags.DimensionIndexSequence, [.. indices]);
    }

    private static Dataset Index(string uid, Tag pointer, Tag group, string label)
    {
        Dataset item = new();
        item.Set(MarkTags.DimensionOrganizationUid, Vr.UI, uid);
        item.Set(AttributeTag(MarkTags.DimensionIndexPointer, pointer));
        item.Set(AttributeTag(MarkTags.FunctionalGroupPointer, group));
        item.Set(MarkTags.DimensionDescriptionLabel, Vr.LO, label);
        return item;
    }

    private static Element AttributeTag(Tag tag, Tag value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), value.ElementNumber);
        return new Element(tag, Vr.AT, bytes);
    }

    private static void Shared(
        Dataset d,
        DerivedContext context,
        IReadOnlyList<SegmentationPlane> planes,
        bool labelMap,
        IReadOnlyList<SegmentFacts> segments
    )
    {
        Dataset shared = new();
        if (context.Images[planes[0].Image].Plane is { } plane)
        {
            Dataset orientation = new();
            orientation.Set(
                Tags.ImageOrientationPatient,
                Vr.DS,
                DecimalString.Of([
                    plane.Row.X,
                    plane.Row.Y,
                    plane.Row.Z,
                    plane.Column.X,
                    plane.Column.Y,
                    plane.Column.Z,
                ])
            );
            shared.Set(Tags.PlaneOrientationSequence, orientation);
            Dataset measures = new();
            measures.Set(Tags.PixelSpacing, Vr.DS, DecimalString.Of([plane.RowSpacing, plane.ColumnSpacing]));
            (double? spacing, double thickness) = Thickness(context);
            measures.Set(Tags.SliceThickness, Vr.DS, DecimalString.Of(thickness));
            if (spacing is { } between)
            {
                measures.Set(Tags.SpacingBetweenSlices, Vr.DS, DecimalString.Of(between));
            }

            shared.Set(Tags.PixelMeasuresSequence, measures);
        }

        if (!labelMap && segments.Count == 1)
        {
            shared.Set(MarkTags.SegmentIdentificationSequence, Segment(segments[0].Number));
        }

        d.Set(Tags.SharedFunctionalGroupsSequence, shared);
    }

    /// <summary>Spacing between the images where it is even, and the thickness that they say, else the spacing.</summary>
    private static (double? Spacing, double Thickness) Thickness(DerivedContext context)
    {
        double[] distances = [.. context.Images.Select(image => image.Plane!.Distance).Distinct().Order()];
        double? spacing = null;
        if (distances.Length > 1)
        {
            double mean = (distances[^1] - distances[0]) / (distances.Length - 1);
            bool even = distances.Zip(distances.Skip(1)).All(p => Math.Abs(p.Second - p.First - mean) <= 0.01 * mean);
            spacing = even ? Math.Round(mean, 6) : null;
        }

        SourceImage first = context.Images[0];
        Dataset measures =
            Overread.Dicom.Pixels.FunctionalGroups.Find(
                first.Header,
                Tags.PixelMeasuresSequence,
                Math.Max(0, first.Frame - 1)
            ) ?? first.Header;
        double? said = measures.GetNumber(Tags.SliceThickness) is > 0 and var t ? t : null;
        return (spacing, said ?? spacing ?? 1);
    }

    private static Dataset Segment(int number)
    {
        Dataset item = new();
        item.Set(MarkTags.ReferencedSegmentNumber, (ushort)number);
        return item;
    }

    private static void PerFrame(
        Dataset d,
        DerivedContext context,
        IReadOnlyList<SegmentationPlane> planes,
        bool labelMap
    )
    {
        List<int> positions =
        [
            .. planes.Select(plane => plane.Image).Distinct().OrderBy(i => context.Images[i].Plane?.Distance ?? i),
        ];
        Dictionary<int, int> ranks = positions
            .Select((image, rank) => (image, rank))
            .ToDictionary(p => p.image, p => p.rank);
        int[] numbers = [.. planes.Select(plane => plane.Segment).Distinct().Order()];
        bool one = !labelMap && d.GetItems(MarkTags.SegmentSequence).Count == 1;
        List<Dataset> frames = [];
        foreach (SegmentationPlane plane in planes)
        {
            SourceImage image = context.Images[plane.Image];
            Dataset frame = new();
            Dataset content = new();
            int rank = ranks[plane.Image] + 1;
            uint[] values = labelMap ? [(uint)rank] : [(uint)(Array.IndexOf(numbers, plane.Segment) + 1), (uint)rank];
            byte[] bytes = new byte[values.Length * 4];
            for (int i = 0; i < values.Length; i++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 4), values[i]);
            }

            content.Set(new Element(MarkTags.DimensionIndexValues, Vr.UL, bytes));
            if (image.Plane is { } place)
            {
                Dataset position = new();
                position.Set(
                    Tags.ImagePositionPatient,
                    Vr.DS,
                    DecimalString.Of([place.Origin.X, place.Origin.Y, place.Origin.Z])
                );
                frame.Set(Tags.PlanePositionSequence, position);
            }
            else
            {
                content.Set(Tags.StackId, Vr.SH, "1");
                content.Set(new Element(Tags.InStackPositionNumber, Vr.UL, bytes.AsMemory(bytes.Length - 4)));
            }

            frame.Set(Tags.FrameContentSequence, content);
            frame.Set(MarkTags.DerivationImageSequence, Derivation(image));
            if (!labelMap && !one)
            {
                frame.Set(MarkTags.SegmentIdentificationSequence, Segment(plane.Segment));
            }

            frames.Add(frame);
        }

        d.Set(new Element(Tags.PerFrameFunctionalGroupsSequence, frames));
    }

    private static Dataset Derivation(SourceImage image)
    {
        Dataset derivation = new();
        Dataset source = image.ToReference();
        source.Set(MarkTags.SpatialLocationsPreserved, Vr.CS, "YES");
        source.Set(
            MarkTags.PurposeOfReferenceCodeSequence,
            new CodedConcept("121322", "DCM", "Source image for image processing operation").ToItem()
        );
        derivation.Set(Tags.SourceImageSequence, source);
        derivation.Set(MarkTags.DerivationCodeSequence, new CodedConcept("113076", "DCM", "Segmentation").ToItem());
        return derivation;
    }
}
