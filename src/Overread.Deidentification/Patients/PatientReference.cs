namespace Overread.Deidentification.Patients;

/// <summary>
/// Whom a decision speaks of: a number, and where one number is of several persons the facts too. What is null is not
/// compared.
/// </summary>
/// <param name="Identity">Issuer and number as written.</param>
/// <param name="Name">Name as written.</param>
/// <param name="BirthDate">Birth date as written.</param>
/// <param name="Sex">Sex as written.</param>
public sealed record PatientReference(
    PatientIdentity Identity,
    string? Name = null,
    string? BirthDate = null,
    string? Sex = null
)
{
    /// <summary>Speaks of one written form only: its number and every fact.</summary>
    public static PatientReference To(SourcePatient patient) =>
        new(patient.Identity, patient.Name, patient.BirthDate, patient.Sex);

    /// <summary>True where it speaks of that patient.</summary>
    public bool Means(SourcePatient patient) =>
        Identity == patient.Identity
        && (Name is null || Name == patient.Name)
        && (BirthDate is null || BirthDate == patient.BirthDate)
        && (Sex is null || Sex == patient.Sex);

    /// <summary>Says nothing of the patient.</summary>
    public override string ToString() => "patient reference";
}
