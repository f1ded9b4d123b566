namespace Overread.Deidentification.Patients;

/// <summary>A decision about two patients. It speaks of numbers, so that it holds for later batches too.</summary>
/// <param name="Kind">What is said.</param>
/// <param name="One">The first; the number given up in a merge, the number as written in a split.</param>
/// <param name="Other">The second; the surviving number in a merge, whose the study is in a split.</param>
/// <param name="Reason">Why, in a person's words; "" for none. May identify people.</param>
public sealed record PatientDecision(
    PatientDecisionKind Kind,
    PatientReference One,
    PatientReference Other,
    string Reason = ""
)
{
    /// <summary>The study of a split; "" else.</summary>
    public string Study { get; init; } = "";

    /// <summary>Says nothing of the patients.</summary>
    public override string ToString() => $"patient decision ({Kind})";
}
