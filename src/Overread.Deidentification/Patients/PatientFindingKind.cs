namespace Overread.Deidentification.Patients;

/// <summary>Why it is not certain who is who.</summary>
public enum PatientFindingKind
{
    /// <summary>One study names two patients. A study is of one patient (PS3.3 section A.1.2).</summary>
    StudyOfTwo,

    /// <summary>Two numbers differ only by rules of spelling: <see cref="PatientFinding.Rules"/> says which.</summary>
    NearNumbers,

    /// <summary>Two equal numbers, one with an issuer and one without.</summary>
    MissingIssuer,

    /// <summary>A source gives one patient the number of another among its other numbers.</summary>
    OtherNumber,

    /// <summary>Two numbers with one name and one birth date.</summary>
    SamePerson,

    /// <summary>One number with two birth dates.</summary>
    OtherBirthDate,

    /// <summary>One number with two sexes.</summary>
    OtherSex,

    /// <summary>One number with two names.</summary>
    OtherName,

    /// <summary>One number was said to be of two persons, and these facts fit neither or both of them.</summary>
    OfWhichPerson,

    /// <summary>Merges lead in a circle, or one number was merged into two.</summary>
    MergeConflict,

    /// <summary>Two patients were said to be two, and by other decisions they are one.</summary>
    DecisionsConflict,
}
