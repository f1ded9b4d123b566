using System.Globalization;
using System.Text;

namespace Overread.Dicom.Phantoms;

/// <summary>Writes the attributes that every phantom has: patient, study, equipment, and identifiers in odd places.</summary>
internal static class PhantomHeader
{
    internal static Dataset Create(PhantomIdentity who, PhantomText text, int series, int instance)
    {
        Dataset d = new();
        string studyUid = $"{who.UidRoot}.{text.Study}";
        string time = (80000 + (series * 1500) + instance).ToString("000000", CultureInfo.InvariantCulture);
        d.Set(Tags.SpecificCharacterSet, "ISO_IR 100");
        d.Set(Tags.ImageType, text.ImageType);
        d.Set(Tags.InstanceCreationDate, who.StudyDate);
        d.Set(Tags.InstanceCreationTime, time);
        d.Set(Tags.SopClassUid, text.SopClass);
        d.Set(Tags.SopInstanceUid, $"{studyUid}.{series}.{instance}");
        foreach (
            Tag tag in (ReadOnlySpan<Tag>)[Tags.StudyDate, Tags.SeriesDate, Tags.AcquisitionDate, Tags.ContentDate]
        )
        {
            d.Set(tag, who.StudyDate);
        }

        foreach (
            Tag tag in (ReadOnlySpan<Tag>)[Tags.StudyTime, Tags.SeriesTime, Tags.AcquisitionTime, Tags.ContentTime]
        )
        {
            d.Set(tag, tag == Tags.StudyTime ? "075500" : time);
        }

        d.Set(Tags.AccessionNumber, who.Accession);
        d.Set(Tags.Modality, text.Modality);
        d.Set(Tags.Manufacturer, "Overread Phantoms");
        d.Set(Tags.InstitutionName, who.Institution);
        d.Set(Tags.InstitutionAddress, "1 Infirmary Square");
        d.Set(Tags.ReferringPhysicianName, who.Physician);
        d.Set(Tags.StationName, text.Modality + "ROOM2");
        d.Set(Tags.StudyDescription, $"{text.StudyDescription} ({who.FamilyName})");
        d.Set(Tags.SeriesDescription, text.SeriesDescription);
        d.Set(Tags.OperatorsName, who.Operator);
        d.Set(Tags.ManufacturerModelName, "Phantom One");
        d.Set(Tags.PatientName, $"{who.FamilyName}^{who.GivenName}");
        d.Set(Tags.PatientId, who.PatientId);
        d.Set(Tags.IssuerOfPatientId, who.Institution.ToUpperInvariant());
        d.Set(Tags.PatientBirthDate, who.BirthDate);
        d.Set(Tags.PatientSex, who.Sex);
        d.Set(Tags.OtherPatientIds, "X" + who.PatientId);
        d.Set(Tags.PatientAge, who.Age);
        d.Set(Tags.PatientWeight, "74");
        d.Set(Tags.PatientAddress, who.Address);
        d.Set(Tags.PatientTelephoneNumbers, who.Telephone);
        d.Set(Tags.PatientComments, $"Daughter {who.GivenName} calls back, {who.Telephone}");
        d.Set(Tags.BodyPartExamined, "CHEST");
        d.Set(Tags.DeviceSerialNumber, who.DeviceSerial);
        d.Set(Tags.SoftwareVersions, "1.0");
        d.Set(Tags.ProtocolName, $"Chest routine {who.Operator.Split('^')[0]}");
        d.Set(Tags.StudyInstanceUid, studyUid);
        d.Set(Tags.SeriesInstanceUid, $"{studyUid}.{series}");
        d.Set(Tags.StudyId, who.Accession[^4..]);
        d.Set(Tags.SeriesNumber, series.ToString(CultureInfo.InvariantCulture));
        d.Set(Tags.AcquisitionNumber, "1");
        d.Set(Tags.InstanceNumber, instance.ToString(CultureInfo.InvariantCulture));
        d.Set(Tags.BurnedInAnnotation, "NO");
        Nested(d, who, text);
        Private(d, who);
        return d;
    }

    private static void Nested(Dataset d, PhantomIdentity who, PhantomText text)
    {
        Dataset request = new(d);
        request.Set(new Tag(0x0040, 0x0007), Vr.LO, $"{text.StudyDescription} for {who.GivenName} {who.FamilyName}");
        request.Set(new Tag(0x0040, 0x0009), Vr.SH, who.Accession);
        request.Set(new Tag(0x0040, 0x1001), Vr.SH, who.Accession);
        d.Set(Tags.RequestAttributesSequence, request);
    }

    private static void Private(Dataset d, PhantomIdentity who)
    {
        Tag creator = new(0x0029, 0x0010);
        d.Set(new Element(creator, Vr.LO, Element.Padded(Vr.LO, Encoding.ASCII.GetBytes("OVERREAD PHANTOM"))));
        d.Set(Element.Text(new Tag(0x0029, 0x1001), Vr.LO, $"{who.FamilyName}, {who.GivenName}"));
        d.Set(Element.Text(new Tag(0x0029, 0x1002), Vr.LT, $"acquired at {who.Institution} by {who.Operator}"));
    }
}
