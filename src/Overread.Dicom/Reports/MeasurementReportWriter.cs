using System.Buffers.Binary;
using System.Globalization;
using Overread.Dicom.Derived;

namespace Overread.Dicom.Reports;

/// <summary>Writes measurement reports (PS3.16 TID 1500) as Comprehensive 3D SR (PS3.3 A.35.13).</summary>
public static class MeasurementReportWriter
{
    private const string SopClass = "1.2.840.10008.5.1.4.1.1.88.34";

    /// <summary>Makes an object.</summary>
    /// <param name="context">Images, identifiers and time.</param>
    /// <param name="groups">Measurement groups; those without tracking identifiers get some.</param>
    public static DicomFile Write(DerivedContext context, IReadOnlyList<MeasurementGroup> groups)
    {
        Dataset d = DerivedHeader.Create(context, SopClass, "SR");
        DerivedHeader.ContentTime(d, context);
        d.Set(new Element(MarkTags.ReferencedPerformedProcedureStepSequence, Array.Empty<Dataset>()));
        d.Set(new Element(MarkTags.PerformedProcedureCodeSequence, Array.Empty<Dataset>()));
        d.Set(MarkTags.CompletionFlag, Vr.CS, "COMPLETE");
        d.Set(MarkTags.VerificationFlag, Vr.CS, "UNVERIFIED");
        Evidence(d, context);
        d.Set(MarkTags.ValueType, Vr.CS, "CONTAINER");
        d.Set(Tags.ConceptNameCodeSequence, new CodedConcept("126000", "DCM", "Imaging Measurement Report").ToItem());
        d.Set(MarkTags.ContinuityOfContent, Vr.CS, "SEPARATE");
        Dataset template = new();
        template.Set(MarkTags.MappingResource, Vr.CS, "DCMR");
        template.Set(MarkTags.TemplateIdentifier, Vr.CS, "1500");
        d.Set(MarkTags.ContentTemplateSequence, template);
        Dataset language = Code(
            "HAS CONCEPT MOD",
            new("121049", "DCM", "Language of Content Item and Descendants"),
            new("en-US", "RFC5646", "English (United States)")
        );
        d.Set(
            new Element(
                Tags.ContentSequence,
                [
                    language,
                    Code("HAS OBS CONTEXT", new("121005", "DCM", "Observer Type"), new("121007", "DCM", "Device")),
                    Uid("HAS OBS CONTEXT", new("121012", "DCM", "Device Observer UID"), context.NewUid()),
                    Text("HAS OBS CONTEXT", new("121013", "DCM", "Device Observer Name"), "Overread"),
                    Code(
                        "HAS CONCEPT MOD",
                        new("121058", "DCM", "Procedure reported"),
                        new("363679005", "SCT", "Imaging procedure")
                    ),
                    Library(context),
                    Container(
                        "CONTAINS",
                        new("126010", "DCM", "Imaging Measurements"),
                        groups.Select((group, i) => Group(context, group, i + 1))
                    ),
                ]
            )
        );
        return new DicomFile(d);
    }

    private static void Evidence(Dataset d, DerivedContext context)
    {
        Dataset series = new();
        series.Set(Tags.SeriesInstanceUid, Vr.UI, context.Images[0].Header.GetText(Tags.SeriesInstanceUid) ?? "");
        series.Set(
            new Element(
                MarkTags.ReferencedSopSequence,
                DerivedHeader.Instances(context, Enumerable.Range(0, context.Images.Count))
            )
        );
        Dataset study = new();
        study.Set(Tags.StudyInstanceUid, Vr.UI, context.Images[0].Header.GetText(Tags.StudyInstanceUid) ?? "");
        study.Set(MarkTags.ReferencedSeriesSequence, series);
        d.Set(MarkTags.CurrentRequestedProcedureEvidenceSequence, study);
    }

    private static Dataset Library(DerivedContext context) =>
        Container(
            "CONTAINS",
            new("111028", "DCM", "Image Library"),
            [
                Container(
                    "CONTAINS",
                    new("126200", "DCM", "Image Library Group"),
                    context
                        .Images.DistinctBy(image => image.SopInstanceUid)
                        .Select(image => Image("CONTAINS", null, (image with { Frame = 0 }).ToReference()))
                ),
            ]
        );

    private static Dataset Group(DerivedContext context, MeasurementGroup group, int number)
    {
        List<Dataset> items =
        [
            Text(
                "HAS OBS CONTEXT",
                new("112039", "DCM", "Tracking Identifier"),
                group.TrackingId
                    ?? string.Create(CultureInfo.InvariantCulture, $"{group.Finding?.Meaning ?? "mark"} {number}")
            ),
            Uid(
                "HAS OBS CONTEXT",
                new("112040", "DCM", "Tracking Unique Identifier"),
                group.TrackingUid ?? context.NewUid()
            ),
        ];
        if (group.Category is not null)
        {
            items.Add(Code("CONTAINS", new("276214006", "SCT", "Finding category"), group.Category));
        }

        if (group.Finding is not null)
        {
            items.Add(Code("CONTAINS", new("121071", "DCM", "Finding"), group.Finding));
        }

        if (group.Site is not null)
        {
            Dataset site = Code("HAS CONCEPT MOD", new("363698007", "SCT", "Finding Site"), group.Site);
            if (group.Laterality is not null)
            {
                site.Set(
                    Tags.ContentSequence,
                    Code("HAS CONCEPT MOD", new("272741003", "SCT", "Laterality"), group.Laterality)
                );
            }

            items.Add(site);
        }

        items.AddRange(group.Regions.Select(Region));
        items.AddRange(group.Measurements.Select(Measured));
        return Container("CONTAINS", new("125007", "DCM", "Measurement Group"), items);
    }

    private static Dataset Region(ReportRegion region)
    {
        Dataset item = Item("CONTAINS", region.IsSpatial ? "SCOORD3D" : "SCOORD", new("111030", "DCM", "Image Region"));
        item.Set(MarkTags.GraphicType, Vr.CS, region.GraphicType);
        byte[] bytes = new byte[region.Data.Count * 4];
        for (int i = 0; i < region.Data.Count; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * 4), (float)region.Data[i]);
        }

        item.Set(new Element(MarkTags.GraphicData, Vr.FL, bytes));
        if (region.IsSpatial)
        {
            item.Set(MarkTags.SrReferencedFrameOfReferenceUid, Vr.UI, region.FrameOfReferenceUid ?? "");
            return item;
        }

        Dataset reference = new();
        reference.Set(Tags.ReferencedSopClassUid, Vr.UI, region.SopClassUid ?? "");
        reference.Set(Tags.ReferencedSopInstanceUid, Vr.UI, region.SopInstanceUid ?? "");
        if (region.Frame > 0)
        {
            reference.Set(Tags.ReferencedFrameNumber, Vr.IS, region.Frame.ToString(CultureInfo.InvariantCulture));
        }

        item.Set(Tags.ContentSequence, Image("SELECTED FROM", null, reference));
        return item;
    }

    private static Dataset Measured(ReportMeasurement measured)
    {
        if (measured.Statement is not null)
        {
            return Code("CONTAINS", measured.Concept, measured.Statement);
        }

        if (measured.Text is not null)
        {
            return Text("CONTAINS", measured.Concept, measured.Text);
        }

        Dataset item = Item("CONTAINS", "NUM", measured.Concept);
        if (measured.Value is { } value)
        {
            Dataset number = new();
            number.Set(MarkTags.NumericValue, Vr.DS, DecimalString.Of(value));
            number.Set(
                MarkTags.MeasurementUnitsCodeSequence,
                (measured.Unit ?? new CodedConcept("1", "UCUM", "no units")).ToItem()
            );
            item.Set(MarkTags.MeasuredValueSequence, number);
        }
        else
        {
            item.Set(new Element(MarkTags.MeasuredValueSequence, Array.Empty<Dataset>()));
        }

        return item;
    }

    private static Dataset Item(string relation, string type, CodedConcept? name)
    {
        Dataset item = new();
        item.Set(MarkTags.RelationshipType, Vr.CS, relation);
        item.Set(MarkTags.ValueType, Vr.CS, type);
        if (name is not null)
        {
            item.Set(Tags.ConceptNameCodeSequence, name.ToItem());
        }

        return item;
    }

    private static Dataset Code(string relation, CodedConcept name, CodedConcept value)
    {
        Dataset item = Item(relation, "CODE", name);
        item.Set(MarkTags.ConceptCodeSequence, value.ToItem());
        return item;
    }

    private static Dataset Text(string relation, CodedConcept name, string value)
    {
        Dataset item = Item(relation, "TEXT", name);
        item.Set(MarkTags.TextValue, Vr.UT, value);
        return item;
    }

    private static Dataset Uid(string relation, CodedConcept name, string value)
    {
        Dataset item = Item(relation, "UIDREF", name);
        item.Set(MarkTags.Uid, Vr.UI, value);
        return item;
    }

    private static Dataset Image(string relation, CodedConcept? name, Dataset reference)
    {
        Dataset item = Item(relation, "IMAGE", name);
        item.Set(MarkTags.ReferencedSopSequence, reference);
        return item;
    }

    private static Dataset Container(string relation, CodedConcept name, IEnumerable<Dataset> content)
    {
        Dataset item = Item(relation, "CONTAINER", name);
        item.Set(MarkTags.ContinuityOfContent, Vr.CS, "SEPARATE");
        Dataset[] items = [.. content];
        if (items.Length > 0)
        {
            item.Set(new Element(Tags.ContentSequence, items));
        }

        return item;
    }
}
