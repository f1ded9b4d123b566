using Overread.Dicom.Derived;

namespace Overread.Dicom.Reports;

/// <summary>
/// The regions and measurements of a structured report: of each measurement group of TID 1500, and of what stands elsewhere in the tree,
/// each such region as a group of its own.
/// </summary>
public sealed class MeasurementReport
{
    private const int Deepest = 64;

    private static readonly CodedConcept GroupName = new("125007", "DCM", "Measurement Group");

    private MeasurementReport(string title, string? observer, IReadOnlyList<MeasurementGroup> groups)
    {
        Title = title;
        Observer = observer;
        Groups = groups;
    }

    /// <summary>Concept name of the root.</summary>
    public string Title { get; }

    /// <summary>Person or device observer; null where not said.</summary>
    public string? Observer { get; }

    /// <summary>Groups in the order of the tree.</summary>
    public IReadOnlyList<MeasurementGroup> Groups { get; }

    /// <summary>Reads the tree of a report.</summary>
    public static MeasurementReport Read(Dataset dataset)
    {
        List<MeasurementGroup> groups = [];
        Walk(dataset, groups, 0);
        string? observer = null;
        foreach (Dataset item in dataset.GetItems(Tags.ContentSequence))
        {
            CodedConcept? name = CodedConcept.Read(item, Tags.ConceptNameCodeSequence);
            if (name is { Scheme: "DCM", Value: "121008" })
            {
                observer = item.GetText(new Tag(0x0040A123));
            }
            else if (name is { Scheme: "DCM", Value: "121013" })
            {
                observer ??= item.GetText(MarkTags.TextValue);
            }
        }

        return new MeasurementReport(
            CodedConcept.Read(dataset, Tags.ConceptNameCodeSequence)?.Meaning ?? "",
            observer,
            groups
        );
    }

    private static void Walk(Dataset item, List<MeasurementGroup> groups, int depth)
    {
        CodedConcept? name = CodedConcept.Read(item, Tags.ConceptNameCodeSequence);
        if (depth > 0 && name is not null && name.Is(GroupName.Value, GroupName.Scheme))
        {
            groups.Add(Group(item));
            return;
        }

        foreach (Dataset child in depth < Deepest ? item.GetItems(Tags.ContentSequence) : [])
        {
            string type = child.GetText(MarkTags.ValueType) ?? "";
            if (type is "SCOORD" or "SCOORD3D")
            {
                // A region outside a group is called after its own concept, or after what it was measured for.
                groups.Add(
                    new MeasurementGroup
                    {
                        Finding = CodedConcept.Read(child, Tags.ConceptNameCodeSequence) ?? name,
                        Regions = [Region(child, type == "SCOORD3D")],
                        Measurements = Number(item) is { } number ? [number] : [],
                    }
                );
            }
            else
            {
                Walk(child, groups, depth + 1);
            }
        }
    }

    private static MeasurementGroup Group(Dataset group)
    {
        MeasurementGroup read = new();
        List<ReportRegion> regions = [];
        List<(string, int)> segments = [];
        List<ReportMeasurement> measurements = [];
        foreach (Dataset item in group.GetItems(Tags.ContentSequence))
        {
            CodedConcept? name = CodedConcept.Read(item, Tags.ConceptNameCodeSequence);
            CodedConcept? code = CodedConcept.Read(item, MarkTags.ConceptCodeSequence);
            string text = item.GetText(MarkTags.TextValue) ?? "";
            switch (item.GetText(MarkTags.ValueType), name?.Value)
            {
                case ("TEXT", "112039"):
                    read = read with { TrackingId = text };
                    break;
                case ("UIDREF", "112040"):
                    read = read with { TrackingUid = item.GetText(MarkTags.Uid) };
                    break;
                case ("CODE", "121071") when read.Finding is null:
                    read = read with { Finding = code };
                    break;
                case ("CODE", "276214006"):
                    read = read with { Category = code };
                    break;
                // The finding site in SNOMED CT, and as older reports have it in SNOMED RT.
                case ("CODE", "363698007" or "G-C0E3"):
                    read = read with
                    {
                        Site = code,
                        Laterality = item.GetItems(Tags.ContentSequence)
                            .Select(child => CodedConcept.Read(child, MarkTags.ConceptCodeSequence))
                            .FirstOrDefault(modifier => modifier is not null),
                    };
                    break;
                case ("SCOORD", _):
                    regions.Add(Region(item, false));
                    break;
                case ("SCOORD3D", _):
                    regions.Add(Region(item, true));
                    break;
                case ("IMAGE", "121191" or "121214"):
                    segments.AddRange(Segments(item));
                    break;
                case ("NUM", _) when Number(item) is { } number:
                    measurements.Add(number);
                    // A region may stand below the number that was measured in it.
                    regions.AddRange(
                        item.GetItems(Tags.ContentSequence)
                            .Where(child => child.GetText(MarkTags.ValueType) is "SCOORD" or "SCOORD3D")
                            .Select(child => Region(child, child.GetText(MarkTags.ValueType) == "SCOORD3D"))
                    );
                    break;
                case ("CODE", _) when name is not null && code is not null:
                    measurements.Add(new ReportMeasurement(name, null, null, code));
                    break;
                case ("TEXT", _) when name is not null && text.Length > 0:
                    measurements.Add(new ReportMeasurement(name, null, null, null, text));
                    break;
            }
        }

        return read with
        {
            Regions = regions,
            Segments = segments,
            Measurements = measurements,
        };
    }

    private static ReportMeasurement? Number(Dataset item)
    {
        if (
            item.GetText(MarkTags.ValueType) != "NUM"
            || CodedConcept.Read(item, Tags.ConceptNameCodeSequence) is not { } name
        )
        {
            return null;
        }

        Dataset? measured = item.GetItems(MarkTags.MeasuredValueSequence) is [{ } value, ..] ? value : null;
        return new ReportMeasurement(
            name,
            measured?.GetNumber(MarkTags.NumericValue),
            measured is null ? null : CodedConcept.Read(measured, MarkTags.MeasurementUnitsCodeSequence)
        );
    }

    private static IEnumerable<(string, int)> Segments(Dataset item)
    {
        foreach (Dataset reference in item.GetItems(MarkTags.ReferencedSopSequence))
        {
            string uid = reference.GetText(Tags.ReferencedSopInstanceUid) ?? "";
            foreach (double segment in reference.GetNumbers(MarkTags.ReferencedSegmentNumber))
            {
                yield return (uid, (int)segment);
            }
        }
    }

    private static ReportRegion Region(Dataset item, bool spatial)
    {
        Dataset? image = null;
        foreach (Dataset child in item.GetItems(Tags.ContentSequence))
        {
            if (
                child.GetText(MarkTags.ValueType) == "IMAGE"
                && child.GetItems(MarkTags.ReferencedSopSequence) is [{ } sop, ..]
            )
            {
                image ??= sop;
            }
        }

        return new ReportRegion(item.GetText(MarkTags.GraphicType) ?? "", Floats(item), spatial)
        {
            SopInstanceUid = image?.GetText(Tags.ReferencedSopInstanceUid),
            SopClassUid = image?.GetText(Tags.ReferencedSopClassUid),
            Frame = image?.GetInt(Tags.ReferencedFrameNumber) ?? 0,
            FrameOfReferenceUid = item.GetText(MarkTags.SrReferencedFrameOfReferenceUid),
        };
    }

    private static double[] Floats(Dataset item)
    {
        if (!item.TryGet(MarkTags.GraphicData, out Element? element) || element.Items is not null)
        {
            return [];
        }

        ReadOnlySpan<byte> bytes = element.ReadBytes().Span;
        double[] values = new double[bytes.Length / 4];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = System.Buffers.Binary.BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
        }

        return values;
    }
}
