namespace Overread.Deidentification.Patients;

/// <summary>
/// Two pseudonyms of what turned out to be one patient, both given out before. Nothing that was given out changes; what
/// comes from now on bears the one that stays.
/// </summary>
/// <param name="Stays">From what the pseudonym that stays is derived.</param>
/// <param name="GivesWay">From what the other was derived.</param>
public sealed record PatientJoin(PatientIdentity Stays, PatientIdentity GivesWay)
{
    /// <summary>Says nothing of the patient.</summary>
    public override string ToString() => "patient join";
}
