namespace Overread.Deidentification.Phi;

/// <summary>
/// What an identifier is: the classes of 45 CFR 164.514(b)(2)(i) (Safe Harbor, A to R), names of employers among them.
/// </summary>
public enum PhiType
{
    /// <summary>Names of patients, relatives, staff and household members (A).</summary>
    Name,

    /// <summary>Places smaller than a state, with addresses, postal codes, rooms and care facilities (B).</summary>
    Location,

    /// <summary>Employers, schools and other organisations that are no care facility.</summary>
    Organisation,

    /// <summary>A state, province or country: may stay under Safe Harbor, and is removed unless it is asked to be kept.</summary>
    Region,

    /// <summary>Elements of dates but the year (C).</summary>
    Date,

    /// <summary>Ages over 89, and what reveals one (C).</summary>
    Age,

    /// <summary>Telephone and pager numbers (D).</summary>
    Phone,

    /// <summary>Fax numbers (E).</summary>
    Fax,

    /// <summary>E-mail addresses (F).</summary>
    Email,

    /// <summary>Social security and national identity numbers (G).</summary>
    SocialSecurity,

    /// <summary>Medical record numbers (H).</summary>
    MedicalRecord,

    /// <summary>Health plan beneficiary numbers (I).</summary>
    HealthPlan,

    /// <summary>Account numbers (J).</summary>
    Account,

    /// <summary>Certificate and licence numbers, of staff too (K).</summary>
    License,

    /// <summary>Vehicle identifiers and plates (L).</summary>
    Vehicle,

    /// <summary>Device identifiers, serial and lot numbers (M).</summary>
    Device,

    /// <summary>Web addresses (N).</summary>
    Url,

    /// <summary>Network addresses (O).</summary>
    Ip,

    /// <summary>Any other number or code that is one person's (R); biometric identifiers and photographs (P, Q) have no text.</summary>
    OtherId,
}
