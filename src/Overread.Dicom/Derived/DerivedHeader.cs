using System.Globalization;

namespace Overread.Dicom.Derived;

/// <summary>The modules that every object made of images begins with: patient and study of the images, a series and an instance of its own.</summary>
internal static class DerivedHeader
{
    private const string Maker = "Overread";
    private static readonly HashSet<uint> Empty = [.. Required().Select(tag => tag.Value)];

    // Patient, clinical trial, general study, patient study (PS3.3 C.7.1, C.7.2): text is written anew in Unicode.
    private static readonly Tag[] Carried =
    [
        Tags.PatientName,
        Tags.PatientId,
        Tags.IssuerOfPatientId,
        Tags.PatientBirthDate,
        Tags.PatientSex,
        Tags.PatientAge,
        Tags.PatientSize,
        Tags.PatientWeight,
        Tags.PatientIdentityRemoved,
        Tags.DeidentificationMethod,
        Tags.LongitudinalTemporalInformationModified,
        new(0x00120010),
        new(0x00120020),
        new(0x00120021),
        new(0x00120030),
        new(0x00120031),
        new(0x00120040),
        new(0x00120050),
        new(0x00120051),
        Tags.StudyInstanceUid,
        Tags.StudyDate,
        Tags.StudyTime,
        Tags.AccessionNumber,
        Tags.ReferringPhysicianName,
        Tags.StudyId,
        Tags.StudyDescription,
        Tags.TimezoneOffsetFromUtc,
    ];

    internal static Dataset Create(DerivedContext context, string sopClass, string modality)
    {
        Dataset source = context.Images[0].Header;
        Dataset d = new();
        d.Set(Tags.SpecificCharacterSet, Vr.CS, "ISO_IR 192");
        foreach (Tag tag in Carried)
        {
            Vr vr = AttributeRegistry.VrOf(tag);
            if (source.GetText(tag) is { } text)
            {
                d.Set(tag, vr, text);
            }
            else if (Empty.Contains(tag.Value))
            {
                d.Set(tag, vr, "");
            }
        }

        if (source.TryGet(Tags.DeidentificationMethodCodeSequence, out Element? method) && method.Items is { } items)
        {
            d.Set(
                new Element(
                    Tags.DeidentificationMethodCodeSequence,
                    items.Select(item =>
                        new CodedConcept(
                            item.GetText(Tags.CodeValue) ?? "",
                            item.GetText(Tags.CodingSchemeDesignator) ?? "",
                            item.GetText(Tags.CodeMeaning) ?? ""
                        ).ToItem()
                    )
                )
            );
        }

        string date = context.Created.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        string time = context.Created.ToString("HHmmss", CultureInfo.InvariantCulture);
        d.Set(Tags.SopClassUid, Vr.UI, sopClass);
        d.Set(Tags.SopInstanceUid, Vr.UI, context.NewUid());
        d.Set(Tags.InstanceCreationDate, Vr.DA, date);
        d.Set(Tags.InstanceCreationTime, Vr.TM, time);
        d.Set(Tags.SeriesDate, Vr.DA, date);
        d.Set(Tags.SeriesTime, Vr.TM, time);
        d.Set(Tags.Modality, Vr.CS, modality);
        d.Set(Tags.SeriesInstanceUid, Vr.UI, context.NewUid());
        d.Set(Tags.SeriesNumber, Vr.IS, context.SeriesNumber.ToString(CultureInfo.InvariantCulture));
        d.Set(Tags.InstanceNumber, Vr.IS, "1");
        if (context.SeriesDescription.Length > 0)
        {
            d.Set(Tags.SeriesDescription, Vr.LO, Cut(context.SeriesDescription, 64));
        }

        d.Set(Tags.Manufacturer, Vr.LO, Maker);
        d.Set(Tags.ManufacturerModelName, Vr.LO, "Overread marks");
        d.Set(Tags.DeviceSerialNumber, Vr.LO, "0");
        d.Set(Tags.SoftwareVersions, Vr.LO, context.SoftwareVersion.Length > 0 ? context.SoftwareVersion : "0");
        return d;
    }

    internal static void ContentTime(Dataset d, DerivedContext context)
    {
        d.Set(Tags.ContentDate, Vr.DA, context.Created.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        d.Set(Tags.ContentTime, Vr.TM, context.Created.ToString("HHmmss", CultureInfo.InvariantCulture));
    }

    /// <summary>Frame of reference of the images; none where they have none.</summary>
    internal static void FrameOfReference(Dataset d, DerivedContext context)
    {
        if (FrameOfReferenceOf(context.Images[0].Header) is { } uid)
        {
            d.Set(Tags.FrameOfReferenceUid, Vr.UI, uid);
            d.Set(
                Tags.PositionReferenceIndicator,
                Vr.LO,
                context.Images[0].Header.GetText(Tags.PositionReferenceIndicator) ?? ""
            );
        }
    }

    internal static string? FrameOfReferenceOf(Dataset header) => header.GetText(Tags.FrameOfReferenceUid);

    /// <summary>The items that name every referenced instance once, by series (PS3.3 C.12.2).</summary>
    internal static void CommonReferences(Dataset d, DerivedContext context, IEnumerable<int> used)
    {
        Dataset series = new();
        series.Set(MarkTags.ReferencedInstanceSequence, Instances(context, used));
        series.Set(Tags.SeriesInstanceUid, Vr.UI, context.Images[0].Header.GetText(Tags.SeriesInstanceUid) ?? "");
        d.Set(MarkTags.ReferencedSeriesSequence, series);
    }

    internal static Dataset[] Instances(DerivedContext context, IEnumerable<int> used) =>
        [
            .. used.Select(i => context.Images[i])
                .DistinctBy(image => image.SopInstanceUid)
                .Select(image => (image with { Frame = 0 }).ToReference()),
        ];

    internal static string Cut(string text, int most) => text.Length > most ? text[..most] : text;

    private static Tag[] Required() =>
        [
            Tags.PatientName,
            Tags.PatientId,
            Tags.PatientBirthDate,
            Tags.PatientSex,
            Tags.StudyDate,
            Tags.StudyTime,
            Tags.AccessionNumber,
            Tags.ReferringPhysicianName,
            Tags.StudyId,
        ];
}
