namespace Overread.Deidentification.Patients;

/// <summary>A doubt about who is who, between two patients as written, and what was decided about it.</summary>
/// <param name="Id">16 hexadecimal digits, keyed by the project: equal for the same two on every run, and tells nobody anything.</param>
/// <param name="Kind">Why it is asked.</param>
/// <param name="Rules">Rules of spelling by which the two numbers are one; none where the doubt is another.</param>
/// <param name="One">The first, by order of number.</param>
/// <param name="Other">The second.</param>
public sealed record PatientFinding(
    string Id,
    PatientFindingKind Kind,
    NumberRules Rules,
    SourcePatient One,
    SourcePatient Other
)
{
    /// <summary>What was decided; null while it is open. Conflicts stay open whatever was decided.</summary>
    public PatientDecisionKind? Decided { get; init; }

    /// <summary>True while nobody has settled it: nothing that it touches may go on.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Places (numbers of files or rows, from 1) that name the first, at most 20.</summary>
    public IReadOnlyList<int> OnePlaces { get; init; } = [];

    /// <summary>Places that name the second, at most 20.</summary>
    public IReadOnlyList<int> OtherPlaces { get; init; } = [];

    /// <summary>The study of which it is asked, where the first names nobody; "" else.</summary>
    public string Study { get; init; } = "";

    /// <summary>Studies that name both; for a study of two, those of which it is asked.</summary>
    public IReadOnlyList<string> Studies { get; init; } = [];

    /// <summary>
    /// The decision that settles it. Two numbers are spoken of by number, so that it holds whatever else sources say of them;
    /// two persons of one number by their facts.
    /// </summary>
    /// <param name="kind"><see cref="PatientDecisionKind.Same"/> or <see cref="PatientDecisionKind.Different"/>.</param>
    /// <param name="reason">Why; may be "".</param>
    public PatientDecision Decide(PatientDecisionKind kind, string reason = "")
    {
        if (One.IsNobody && kind == PatientDecisionKind.Same)
        {
            return new(PatientDecisionKind.Split, new(One.Identity), Of(Other, true), reason) { Study = Study };
        }

        bool byNumber = One.Identity != Other.Identity;
        return new(kind, Of(One, byNumber), Of(Other, byNumber), reason);
    }

    /// <summary>Names the kind only.</summary>
    public override string ToString() => $"patient finding ({Kind})";

    private static PatientReference Of(SourcePatient patient, bool byNumber) =>
        byNumber && !patient.Identity.IsEmpty ? new(patient.Identity) : PatientReference.To(patient);
}
