using System.Globalization;

namespace Overread.Dicom.Phantoms;

/// <summary>
/// An invented patient, hospital and order: names that nobody in particular has, in all the places where real files have
/// them, so that de-identification has work to do. Derived from a seed; equal seeds are the same person.
/// </summary>
public sealed record PhantomIdentity
{
    private static readonly string[] Families =
    [
        "Okonkwo",
        "Lindqvist",
        "Marchetti",
        "Devereux",
        "Yamashiro",
        "Petrosyan",
        "Abernathy",
        "Kowalczyk",
        "Villanueva",
        "Thorvaldsen",
        "Bhattacharya",
        "MacGillivray",
    ];
    private static readonly string[] Givens =
    [
        "Adaeze",
        "Henrik",
        "Giulia",
        "Colette",
        "Renjiro",
        "Anahit",
        "Prudence",
        "Zbigniew",
        "Ximena",
        "Sigrid",
        "Debashish",
        "Torquil",
    ];
    private static readonly string[] Hospitals =
    [
        "Saint Ursula Infirmary",
        "Northmoor General Hospital",
        "Hospital del Sauce",
        "Klinikum Auwald",
        "Riverbend Medical Center",
    ];
    private static readonly string[] Streets =
    [
        "Larkspur Lane",
        "Quarry Road",
        "Tannery Street",
        "Old Ferry Way",
        "Juniper Crescent",
    ];
    private static readonly string[] Cities = ["Wexcombe", "Port Ansel", "Grenholm", "Valdorra", "Mistle Bay"];

    private PhantomIdentity() { }

    /// <summary>Family name of the patient.</summary>
    public required string FamilyName { get; init; }

    /// <summary>Given name of the patient.</summary>
    public required string GivenName { get; init; }

    /// <summary>Record number.</summary>
    public required string PatientId { get; init; }

    /// <summary>Birth date, yyyymmdd.</summary>
    public required string BirthDate { get; init; }

    /// <summary>"F" or "M".</summary>
    public required string Sex { get; init; }

    /// <summary>Age at the study, nnnY.</summary>
    public required string Age { get; init; }

    /// <summary>Postal address.</summary>
    public required string Address { get; init; }

    /// <summary>Telephone number.</summary>
    public required string Telephone { get; init; }

    /// <summary>Hospital.</summary>
    public required string Institution { get; init; }

    /// <summary>Referring physician, as PN.</summary>
    public required string Physician { get; init; }

    /// <summary>Operator, as PN.</summary>
    public required string Operator { get; init; }

    /// <summary>Accession number.</summary>
    public required string Accession { get; init; }

    /// <summary>Serial number of the device.</summary>
    public required string DeviceSerial { get; init; }

    /// <summary>Date of the study, yyyymmdd.</summary>
    public required string StudyDate { get; init; }

    /// <summary>Root under which this person's UIDs are made.</summary>
    public required string UidRoot { get; init; }

    /// <summary>Makes the person of a seed.</summary>
    public static PhantomIdentity Of(ulong seed)
    {
        SeededNoise noise = new(seed ^ 0x1DE47171);
        DateOnly study = new DateOnly(2021, 1, 4).AddDays(noise.Below(1500));
        int age = 28 + noise.Below(60);
        DateOnly birth = study.AddDays(-(age * 366) - noise.Below(200));
        int years = study.Year - birth.Year - (study < birth.AddYears(study.Year - birth.Year) ? 1 : 0);
        string Date(DateOnly date) => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return new PhantomIdentity
        {
            FamilyName = noise.Pick(Families),
            GivenName = noise.Pick(Givens),
            PatientId = "MRN" + noise.Digits(7),
            BirthDate = Date(birth),
            Sex = noise.Below(2) == 0 ? "F" : "M",
            Age = years.ToString("000", CultureInfo.InvariantCulture) + "Y",
            Address = $"{noise.Below(90) + 3} {noise.Pick(Streets)}, {noise.Pick(Cities)} {noise.Digits(5)}",
            Telephone = $"555-01{noise.Digits(2)}",
            Institution = noise.Pick(Hospitals),
            Physician = $"{noise.Pick(Families)}^{noise.Pick(Givens)}^^Dr",
            Operator = $"{noise.Pick(Families)}^{noise.Pick(Givens)[..1]}",
            Accession = "A" + noise.Digits(8),
            DeviceSerial = "SN" + noise.Digits(6),
            StudyDate = Date(study),
            UidRoot = $"1.2.826.0.1.3680043.10.999.{noise.Digits(9)}",
        };
    }

    /// <summary>Says only that this is a phantom's identity.</summary>
    public override string ToString() => "phantom identity";
}
