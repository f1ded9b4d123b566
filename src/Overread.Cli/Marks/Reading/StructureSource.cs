using Overread.Cli.Quality.Files;
using Overread.Dicom;
using Overread.Dicom.Structures;
using Overread.Imaging.Grids;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks.Reading;

/// <summary>An RT structure set: contours in the patient.</summary>
internal sealed class StructureSource : IMarkSource
{
    private readonly StructureSet _set;

    internal StructureSource(string path, DicomFile file)
    {
        Path = path;
        _set = StructureSet.Read(file.Dataset);
        if (_set.Rois.Count == 0)
        {
            throw new FileError(path, 0, "(3006,0020) StructureSetROISequence lists no region of interest.");
        }

        References = DicomReferences.Of(file.Dataset);
        Creator = file.Dataset.GetText(Tags.OperatorsName);
    }

    public string Path { get; }

    public IReadOnlySet<string> References { get; }

    public string? FrameOfReferenceUid =>
        _set.Rois.Select(roi => roi.FrameOfReferenceUid).FirstOrDefault(uid => uid is not null);

    private string? Creator { get; }

    public MarkedImages? OwnImages() => null;

    public void AddTo(MarkSet set, PlacementOptions options, LossReport losses, ConversionNotes notes)
    {
        if (set.Images.Grid is null)
        {
            throw new FileError(
                Path,
                0,
                "its contours lie in a patient, and the images of --image do not say where they lie; give the series that it was drawn on."
            );
        }

        foreach (string problem in _set.Problems)
        {
            notes.Leave(Path, problem);
        }

        set.Creator ??= Creator;
        set.Title ??= _set.Label.Length > 0 ? _set.Label : null;
        foreach (StructureRoi roi in _set.Rois)
        {
            if (!DrawnOn(roi, set.Images))
            {
                MaskPlacing.CheckFrame(Path, roi.FrameOfReferenceUid, set.Images, options, notes);
            }
            else if (roi.FrameOfReferenceUid != set.Images.FrameOfReferenceUid)
            {
                notes.Note(
                    $"{Path}: its frame of reference {roi.FrameOfReferenceUid} is not that of the images, but every contour names one of them and lies on it: taken for the same."
                );
            }

            MarkLabel label = new()
            {
                Number =
                    set.Labels.Exists(known => known.Number == roi.Number) || roi.Number < 1
                        ? set.Labels.Select(known => known.Number).DefaultIfEmpty(0).Max() + 1
                        : roi.Number,
                Name = roi.Name,
                Description = roi.Description,
                Type = MarkCodes.Term(roi.Identification),
                Colour = roi.Colour,
                AlgorithmType = roi.Algorithm,
                AlgorithmName = roi.AlgorithmDescription,
            };
            set.Labels.Add(label);
            if (roi.Contours.Count == 0)
            {
                notes.Note($"{Path}: ROI {roi.Number} ({roi.Name}) has no contour.");
                continue;
            }

            MarkObject mark = new() { Label = label };
            if (roi.InterpretedType is { } type)
            {
                mark.Attributes["interpreted type"] = type;
            }

            mark.Places.AddRange(roi.Contours.Select(Shape));
            set.Objects.Add(mark);
        }
    }

    /// <summary>Whether every contour names one of the images and lies in its plane: then a wrong frame of reference says nothing.</summary>
    private static bool DrawnOn(StructureRoi roi, MarkedImages images) =>
        roi.Contours.Count > 0
        && roi.Contours.All(contour =>
        {
            int slice = contour.SopInstanceUid is { } uid ? images.FindInstance(uid, contour.Frame) : -1;
            if (slice < 0 || images.Grid is not { } grid)
            {
                return false;
            }

            for (int i = 0; i + 2 < contour.Data.Count; i += 3)
            {
                double off = grid.ToPixel(
                    new Lps(contour.Data[i], contour.Data[i + 1], contour.Data[i + 2]),
                    slice
                ).Off;
                if (Math.Abs(off) > grid.Reach(slice, off))
                {
                    return false;
                }
            }

            return true;
        });

    private static PatientShape Shape(StructureContour contour)
    {
        List<Lps> places = new(contour.Data.Count / 3);
        for (int i = 0; i + 2 < contour.Data.Count; i += 3)
        {
            places.Add(new Lps(contour.Data[i], contour.Data[i + 1], contour.Data[i + 2]));
        }

        PatientShapeKind kind = contour.Type switch
        {
            "POINT" => PatientShapeKind.Points,
            "OPEN_PLANAR" or "OPEN_NONPLANAR" => PatientShapeKind.Open,
            _ => PatientShapeKind.Closed,
        };
        return new PatientShape(kind, places) { SopInstanceUid = contour.SopInstanceUid };
    }
}
