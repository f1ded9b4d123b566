using Overread.Deidentification.Patients;

namespace Overread.Dicom.Deidentify;

/// <summary>Reads what an object says of its patient (PS3.3 sections C.7.1.1 and C.2.2).</summary>
public static class PatientSightings
{
    private static readonly Tag OtherPatientIds = new(0x00101000);
    private static readonly Tag OtherPatientIdsSequence = new(0x00101002);

    /// <summary>The first attribute behind everything that is read: a reader may stop there.</summary>
    public static Tag Behind { get; } = new(0x0020000E);

    /// <summary>
    /// Patient ID with its issuer, name, birth date, sex, the study, and other patient IDs. The number of an object that was
    /// de-identified before is a pseudonym like any other number.
    /// </summary>
    public static PatientSighting Of(Dataset dataset)
    {
        string issuer = dataset.GetText(Tags.IssuerOfPatientId) ?? "";
        SourcePatient patient = new(
            new(issuer, dataset.GetText(Tags.PatientId) ?? ""),
            dataset.GetText(Tags.PatientName) ?? "",
            dataset.GetText(Tags.PatientBirthDate) ?? "",
            dataset.GetText(Tags.PatientSex) ?? ""
        );
        List<PatientIdentity> others =
        [
            .. dataset.GetTexts(OtherPatientIds).Select(id => new PatientIdentity(issuer, id)),
            .. dataset
                .GetItems(OtherPatientIdsSequence)
                .Select(item => new PatientIdentity(
                    item.GetText(Tags.IssuerOfPatientId) ?? "",
                    item.GetText(Tags.PatientId) ?? ""
                )),
        ];
        return new(
            patient,
            (dataset.GetText(Tags.StudyInstanceUid) ?? "").Trim(' ', '\0'),
            [.. others.Where(other => !other.IsEmpty && other != patient.Identity)]
        );
    }
}
