namespace Overread.Deidentification.Patients;

/// <summary>What a person, or the system that keeps the numbers, says about two patients.</summary>
public enum PatientDecisionKind
{
    /// <summary>They are one patient.</summary>
    Same,

    /// <summary>They are two patients.</summary>
    Different,

    /// <summary>The first number was given up for the second (HL7 v2 chapter 3, ADT^A40): one patient, known by the second.</summary>
    Merge,

    /// <summary>In one study the first number stands for the second: a number that two persons used, or a study filed wrongly.</summary>
    Split,
}
