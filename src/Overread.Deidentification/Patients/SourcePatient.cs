namespace Overread.Deidentification.Patients;

/// <summary>
/// A patient as a source writes one: the number and the facts beside it. Two sources that differ in any of these are two
/// of them, and whether they are one person is what a <see cref="PatientFinding"/> asks.
/// </summary>
public sealed record SourcePatient
{
    /// <summary>Takes what a source says; blanks and NUL around values go.</summary>
    /// <param name="identity">Issuer and number.</param>
    /// <param name="name">Name in the form of DICOM PN and HL7 XPN, components parted by "^" (PS3.5 section 6.2.1); "" for none.</param>
    /// <param name="birthDate">Birth date as written, YYYYMMDD where it is well-formed; "" for none.</param>
    /// <param name="sex">Sex as written, such as M, F, O; "" for none.</param>
    public SourcePatient(PatientIdentity identity, string name = "", string birthDate = "", string sex = "")
    {
        Identity = identity;
        Name = PatientIdentity.Bare(name);
        BirthDate = PatientIdentity.Bare(birthDate);
        Sex = PatientIdentity.Bare(sex);
    }

    /// <summary>Issuer and number.</summary>
    public PatientIdentity Identity { get; }

    /// <summary>Name, components parted by "^"; "" for none.</summary>
    public string Name { get; }

    /// <summary>Birth date as written; "" for none.</summary>
    public string BirthDate { get; }

    /// <summary>Sex as written; "" for none.</summary>
    public string Sex { get; }

    /// <summary>True where nothing names anybody: neither a number nor a name.</summary>
    public bool IsNobody => Identity.IsEmpty && Name.Length == 0;

    /// <summary>Says nothing of the patient.</summary>
    public override string ToString() => "source patient";

    /// <summary>Everything it says as one text, for sorting and for keyed marks: never shown.</summary>
    internal string Text => string.Join('\u001F', Identity.Id, Identity.Issuer, Name, BirthDate, Sex);

    internal static int Compare(SourcePatient a, SourcePatient b)
    {
        int order = PatientIdentity.Compare(a.Identity, b.Identity);
        order = order != 0 ? order : string.CompareOrdinal(a.Name, b.Name);
        order = order != 0 ? order : string.CompareOrdinal(a.BirthDate, b.BirthDate);
        return order != 0 ? order : string.CompareOrdinal(a.Sex, b.Sex);
    }
}
