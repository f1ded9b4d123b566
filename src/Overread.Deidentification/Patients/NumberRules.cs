namespace Overread.Deidentification.Patients;

/// <summary>
/// Ways in which two written numbers may differ and still mean one patient. No rule joins anybody by itself: it only says
/// why a steward is asked.
/// </summary>
[Flags]
public enum NumberRules
{
    /// <summary>No rule: the numbers are written alike.</summary>
    None = 0,

    /// <summary>Blanks inside ("12 345" and "12345").</summary>
    Blanks = 1,

    /// <summary>Small and capital letters ("mrn7" and "MRN7").</summary>
    Case = 2,

    /// <summary>Hyphens, dots, slashes and other signs ("12-345" and "12345").</summary>
    Punctuation = 4,

    /// <summary>Zeros that begin a run of digits ("007" and "7", "MRN-007" and "MRN-7").</summary>
    LeadingZeros = 8,

    /// <summary>Unicode forms of one character, such as full-width digits.</summary>
    Forms = 16,

    /// <summary>The issuer is written for one and missing for the other.</summary>
    MissingIssuer = 32,

    /// <summary>The issuers differ only by case, blanks or signs ("St. Mary" and "ST MARY").</summary>
    IssuerSpelling = 64,
}
