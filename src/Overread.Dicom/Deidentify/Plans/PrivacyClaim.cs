namespace Overread.Dicom.Deidentify.Plans;

/// <summary>What may be said about data that a plan has gone over.</summary>
public enum PrivacyClaim
{
    /// <summary>HIPAA safe harbor, 45 CFR 164.514(b)(2).</summary>
    SafeHarbor,

    /// <summary>HIPAA limited data set, 164.514(e).</summary>
    LimitedDataSet,

    /// <summary>HIPAA expert determination, 164.514(b)(1): only with an expert's statement about this very plan.</summary>
    ExpertDetermination,

    /// <summary>GDPR article 4(5), pseudonymised: personal data still.</summary>
    Pseudonymised,
}
