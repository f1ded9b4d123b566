namespace Overread.Deidentification.Patients;

/// <summary>
/// What names a patient in a source: a number and who gave it (PS3.3 section C.7.1.1, Patient ID and Issuer of Patient ID; HL7
/// v2 chapter 3, CX.1 and CX.4). The same number of two issuers is two patients. Values are as written but for blanks and
/// NUL around them, which neither standard counts.
/// </summary>
public readonly record struct PatientIdentity
{
    /// <summary>Takes an issuer and a number; blanks and NUL around them go.</summary>
    /// <param name="issuer">Who gave the number; "" where the source does not say.</param>
    /// <param name="id">The number; "" where the source has none.</param>
    public PatientIdentity(string issuer, string id)
    {
        Issuer = Bare(issuer);
        Id = Bare(id);
    }

    /// <summary>Who gave the number; "" where the source does not say.</summary>
    public string Issuer { get; }

    /// <summary>The number; "" where the source has none.</summary>
    public string Id { get; }

    /// <summary>True where the source has no number.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Id);

    /// <summary>Says nothing of the patient.</summary>
    public override string ToString() => "patient identity";

    // A seed made of name and birth date ends in NUL where there is no birth date: the rewriter derives from all of it.
    internal static string Bare(string? text) =>
        text is null ? ""
        : text.StartsWith(NameSeed, StringComparison.Ordinal) ? text
        : text.Trim(' ', '\0', '\t', '\r', '\n');

    /// <summary>Begins the seed of a patient who has a name and no number.</summary>
    internal const string NameSeed = "name\0";

    internal static int Compare(PatientIdentity a, PatientIdentity b) =>
        string.CompareOrdinal(a.Id, b.Id) is not 0 and var byId ? byId : string.CompareOrdinal(a.Issuer, b.Issuer);
}
