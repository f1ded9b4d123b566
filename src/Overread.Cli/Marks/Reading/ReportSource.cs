using Overread.Cli.Quality.Files;
using Overread.Dicom;
using Overread.Dicom.Reports;
using Overread.Dicom.Segmentations;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks.Reading;

/// <summary>A structured report: measurement groups with regions, or with segments of a segmentation that lies beside it.</summary>
internal sealed class ReportSource : IMarkSource
{
    private readonly MeasurementReport _report;
    private readonly List<string> _segmentations;

    internal ReportSource(string path, DicomFile file, List<string> segmentations)
    {
        Path = path;
        _report = MeasurementReport.Read(file.Dataset);
        _segmentations = segmentations;
        HashSet<string> references = [.. DicomReferences.Of(file.Dataset)];
        References = references;
        if (_report.Groups.Count == 0)
        {
            throw new FileError(
                path,
                0,
                "its tree has neither a measurement group (DCM 125007) nor a region (SCOORD, SCOORD3D)."
            );
        }
    }

    public string Path { get; }

    public IReadOnlySet<string> References { get; }

    public string? FrameOfReferenceUid =>
        _report
            .Groups.SelectMany(group => group.Regions)
            .Select(region => region.FrameOfReferenceUid)
            .FirstOrDefault(uid => uid is not null);

    public MarkedImages? OwnImages() => null;

    public void AddTo(MarkSet set, PlacementOptions options, LossReport losses, ConversionNotes notes)
    {
        set.Title ??= _report.Title;
        set.Creator ??= _report.Observer;
        Dictionary<(string, int), VoxelMask> segments = Segments(set.Images, options, losses, notes);
        for (int i = 0; i < _report.Groups.Count; i++)
        {
            MeasurementGroup group = _report.Groups[i];
            MarkLabel label = new()
            {
                Number = set.Labels.Select(known => known.Number).DefaultIfEmpty(0).Max() + 1,
                Name = group.Finding?.Meaning ?? group.TrackingId ?? $"group {i + 1}",
                Category = MarkCodes.Term(group.Category),
                Type = MarkCodes.Term(group.Finding),
                Region = MarkCodes.Term(group.Site),
                RegionModifier = MarkCodes.Term(group.Laterality),
                TrackingId = group.TrackingId,
                TrackingUid = group.TrackingUid,
            };
            // Groups of one tracking identifier are one thing.
            MarkObject mark = new() { Label = label, Id = group.TrackingId };
            Regions(set, mark, group, options, losses, notes);
            foreach ((string uid, int number) in group.Segments)
            {
                if (segments.TryGetValue((uid, number), out VoxelMask? mask))
                {
                    mark.Mask = mark.Mask is null
                        ? mask
                        : VoxelMask.Union([mark.Mask, mask], set.Images.Slices[0].Width, set.Images.Slices[0].Height);
                }
                else
                {
                    losses.Add(
                        "references to segments that are not there",
                        "the segmentation is not in the folder of the report, or has no such marked segment; put it there",
                        $"{label.Name}: segment {number} of {uid}"
                    );
                }
            }

            foreach (ReportMeasurement m in group.Measurements)
            {
                mark.Measurements.Add(
                    new Measurement(
                        MarkCodes.Term(m.Concept)!,
                        m.Value,
                        MarkCodes.Term(m.Unit),
                        m.Statement is not null ? MarkCodes.Term(m.Statement)
                            : m.Text is not null ? new CodedTerm("", "", m.Text)
                            : null
                    )
                );
            }

            set.Labels.Add(label);
            set.Objects.Add(mark);
        }
    }

    private void Regions(
        MarkSet set,
        MarkObject mark,
        MeasurementGroup group,
        PlacementOptions options,
        LossReport losses,
        ConversionNotes notes
    )
    {
        Dictionary<int, List<double[]>> polygons = [];
        foreach (ReportRegion region in group.Regions)
        {
            if (region.IsSpatial)
            {
                MaskPlacing.CheckFrame(Path, region.FrameOfReferenceUid, set.Images, options, notes);
                if (ReportShapes.Spatial(region) is { } spatial)
                {
                    mark.Places.Add(spatial);
                }
                else
                {
                    notes.Leave(
                        Path,
                        $"{mark.Label.Name}: a {region.GraphicType} of {region.Data.Count} numbers (SCOORD3D) cannot be read"
                    );
                }

                continue;
            }

            int slice = region.SopInstanceUid is { } uid ? set.Images.FindInstance(uid, region.Frame) : -1;
            if (slice < 0)
            {
                losses.Add(
                    "regions on images that were not given",
                    "--image has no such instance or frame",
                    $"{mark.Label.Name} on {region.SopInstanceUid}"
                );
            }
            else if (ReportShapes.Planar(slice, region) is not { } shape)
            {
                notes.Leave(
                    Path,
                    $"{mark.Label.Name}: a {region.GraphicType} of {region.Data.Count} numbers (SCOORD) cannot be read"
                );
            }
            else if (shape.Kind == PlanarShapeKind.Polygon)
            {
                (polygons.TryGetValue(slice, out List<double[]>? rings) ? rings : polygons[slice] = []).AddRange(
                    shape.Rings
                );
            }
            else
            {
                mark.Planar.Add(shape);
            }
        }

        // Outlines of one group on one image combine by exclusive or, so that one within another is a hole.
        foreach ((int slice, List<double[]> rings) in polygons)
        {
            mark.Planar.Add(new PlanarShape(slice, PlanarShapeKind.Polygon, rings));
        }
    }

    private Dictionary<(string, int), VoxelMask> Segments(
        MarkedImages images,
        PlacementOptions options,
        LossReport losses,
        ConversionNotes notes
    )
    {
        HashSet<string> wanted =
        [
            .. _report.Groups.SelectMany(group => group.Segments).Select(segment => segment.SopInstanceUid),
        ];
        Dictionary<(string, int), VoxelMask> masks = [];
        foreach (string path in wanted.Count > 0 ? _segmentations : [])
        {
            using DicomFile file = DicomFile.Read(path);
            if (!wanted.Contains(file.SopInstanceUid))
            {
                continue;
            }

            foreach (
                (SegmentFacts segment, VoxelMask? mask) in new SegSource(path, file).Masks(
                    images,
                    options,
                    losses,
                    notes
                )
            )
            {
                if (mask is not null)
                {
                    masks[(file.SopInstanceUid, segment.Number)] = mask;
                }
            }
        }

        return masks;
    }
}
