using Overread.Deidentification.Patients;

namespace Overread.Server.Features.Intake.Patients;

/// <summary>What the files of an entry say of a patient, and from what his pseudonym was derived when they were de-identified.</summary>
internal sealed record KeptSighting(
    string Issuer,
    string Id,
    string Name,
    string BirthDate,
    string Sex,
    string Study,
    IReadOnlyList<KeptSighting.Number> Others,
    KeptSighting.Number Seed
)
{
    /// <summary>A number, and who gave it.</summary>
    internal sealed record Number(string Issuer, string Id);

    public static KeptSighting Of(PatientSighting sighting, PatientIdentity seed) =>
        new(
            sighting.Patient.Identity.Issuer,
            sighting.Patient.Identity.Id,
            sighting.Patient.Name,
            sighting.Patient.BirthDate,
            sighting.Patient.Sex,
            sighting.Study,
            [.. sighting.Others.Select(o => new Number(o.Issuer, o.Id))],
            new(seed.Issuer, seed.Id)
        );

    /// <summary>The sighting as it was.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public PatientSighting Sighting =>
        new(
            new SourcePatient(new PatientIdentity(Issuer, Id), Name, BirthDate, Sex),
            Study,
            [.. Others.Select(o => new PatientIdentity(o.Issuer, o.Id))]
        );

    /// <summary>From what the pseudonym was derived.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public PatientIdentity SeedThen => new(Seed.Issuer, Seed.Id);
}
