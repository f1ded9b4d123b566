using System.Globalization;
using Overread.Dicom.Derived;

namespace Overread.Dicom.Structures;

/// <summary>Writes RT structure sets (PS3.3 A.19.3).</summary>
public static class StructureSetWriter
{
    /// <summary>Makes an object.</summary>
    /// <param name="context">Images, identifiers and time.</param>
    /// <param name="label">Structure Set Label; 16 characters at most are kept.</param>
    /// <param name="rois">Regions with their contours; numbers are kept.</param>
    /// <exception cref="ArgumentException">The images have no frame of reference.</exception>
    public static DicomFile Write(DerivedContext context, string label, IReadOnlyList<StructureRoi> rois)
    {
        string frame =
            DerivedHeader.FrameOfReferenceOf(context.Images[0].Header)
            ?? throw new ArgumentException(
                $"the images have no Frame of Reference UID {Tags.FrameOfReferenceUid}, which contours in the patient need."
            );
        Dataset d = DerivedHeader.Create(context, StructureSet.SopClass, "RTSTRUCT");
        DerivedHeader.FrameOfReference(d, context);
        d.Set(Tags.OperatorsName, Vr.PN, context.Creator);
        d.Set(MarkTags.StructureSetLabel, Vr.SH, DerivedHeader.Cut(label.Length > 0 ? label : "Marks", 16));
        d.Set(MarkTags.StructureSetDate, Vr.DA, context.Created.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        d.Set(MarkTags.StructureSetTime, Vr.TM, context.Created.ToString("HHmmss", CultureInfo.InvariantCulture));
        d.Set(MarkTags.ReferencedFrameOfReferenceSequence, References(context, frame));
        Dictionary<(string, int), SourceImage> images = [];
        foreach (SourceImage image in context.Images)
        {
            images.TryAdd((image.SopInstanceUid, image.Frame), image);
        }

        List<Dataset> listed = [];
        List<Dataset> drawn = [];
        List<Dataset> seen = [];
        foreach (StructureRoi roi in rois)
        {
            string number = roi.Number.ToString(CultureInfo.InvariantCulture);
            Dataset item = new();
            item.Set(MarkTags.RoiNumber, Vr.IS, number);
            item.Set(MarkTags.ReferencedFrameOfReferenceUid, Vr.UI, frame);
            item.Set(MarkTags.RoiName, Vr.LO, DerivedHeader.Cut(roi.Name.Replace('\\', '/'), 64));
            if (roi.Description is not null)
            {
                item.Set(MarkTags.RoiDescription, Vr.ST, DerivedHeader.Cut(roi.Description, 1024));
            }

            item.Set(MarkTags.RoiGenerationAlgorithm, Vr.CS, roi.Algorithm ?? "");
            if (roi.AlgorithmDescription is not null)
            {
                item.Set(MarkTags.RoiGenerationDescription, Vr.LO, DerivedHeader.Cut(roi.AlgorithmDescription, 64));
            }

            listed.Add(item);
            drawn.Add(Drawn(roi, number, images));
            Dataset observation = new();
            observation.Set(MarkTags.ObservationNumber, Vr.IS, number);
            observation.Set(MarkTags.ReferencedRoiNumber, Vr.IS, number);
            if (roi.Identification is not null)
            {
                observation.Set(MarkTags.RtRoiIdentificationCodeSequence, roi.Identification.ToItem());
            }

            observation.Set(MarkTags.RtRoiInterpretedType, Vr.CS, roi.InterpretedType ?? "");
            observation.Set(MarkTags.RoiInterpreter, Vr.PN, "");
            seen.Add(observation);
        }

        d.Set(new Element(MarkTags.StructureSetRoiSequence, listed));
        d.Set(new Element(MarkTags.RoiContourSequence, drawn));
        d.Set(new Element(MarkTags.RtRoiObservationsSequence, seen));
        // Explicit representation allows 65534 bytes of contour data, which a long contour exceeds (PS3.5 section 7.1.2).
        return new DicomFile(d, TransferSyntax.ImplicitLittleEndian);
    }

    private static Dataset Drawn(StructureRoi roi, string number, Dictionary<(string, int), SourceImage> images)
    {
        Dataset item = new();
        item.Set(MarkTags.ReferencedRoiNumber, Vr.IS, number);
        if (roi.Colour is { } c)
        {
            item.Set(
                MarkTags.RoiDisplayColor,
                Vr.IS,
                string.Create(CultureInfo.InvariantCulture, $"{c.Red}\\{c.Green}\\{c.Blue}")
            );
        }

        List<Dataset> contours = [];
        foreach (StructureContour contour in roi.Contours)
        {
            Dataset one = new();
            if (contour.SopInstanceUid is { } uid && images.TryGetValue((uid, contour.Frame), out SourceImage? image))
            {
                one.Set(MarkTags.ContourImageSequence, image.ToReference());
            }

            one.Set(MarkTags.ContourGeometricType, Vr.CS, contour.Type);
            one.Set(
                MarkTags.NumberOfContourPoints,
                Vr.IS,
                (contour.Data.Count / 3).ToString(CultureInfo.InvariantCulture)
            );
            one.Set(MarkTags.ContourData, Vr.DS, DecimalString.Of(contour.Data));
            contours.Add(one);
        }

        if (contours.Count > 0)
        {
            item.Set(new Element(MarkTags.ContourSequence, contours));
        }

        return item;
    }

    private static Dataset References(DerivedContext context, string frame)
    {
        Dataset series = new();
        series.Set(Tags.SeriesInstanceUid, Vr.UI, context.Images[0].Header.GetText(Tags.SeriesInstanceUid) ?? "");
        series.Set(
            new Element(
                MarkTags.ContourImageSequence,
                DerivedHeader.Instances(context, Enumerable.Range(0, context.Images.Count))
            )
        );
        Dataset study = new();
        // The class is that of the retired detached study management, which the standard keeps for this place.
        study.Set(Tags.ReferencedSopClassUid, Vr.UI, "1.2.840.10008.3.1.2.3.1");
        study.Set(Tags.ReferencedSopInstanceUid, Vr.UI, context.Images[0].Header.GetText(Tags.StudyInstanceUid) ?? "");
        study.Set(MarkTags.RtReferencedSeriesSequence, series);
        Dataset reference = new();
        reference.Set(Tags.FrameOfReferenceUid, Vr.UI, frame);
        reference.Set(MarkTags.RtReferencedStudySequence, study);
        return reference;
    }
}
