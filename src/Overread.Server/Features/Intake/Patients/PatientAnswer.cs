using Overread.Deidentification.Patients;
using Overread.Domain;
using Overread.Storage;

namespace Overread.Server.Features.Intake.Patients;

/// <summary>Turns a steward's answer to a question about two patients into decisions of the crosswalk.</summary>
internal static class PatientAnswer
{
    /// <summary>The crosswalk with an answer, in place of what was answered to the same question before.</summary>
    /// <param name="crosswalk">As it is.</param>
    /// <param name="finding">The question.</param>
    /// <param name="answer">same, different, first, second or open.</param>
    /// <param name="reason">Why, in a person's words; may be "".</param>
    /// <exception cref="RefusedException">The answer does not fit the question.</exception>
    public static Crosswalk Apply(Crosswalk crosswalk, PatientFinding finding, string answer, string reason)
    {
        Crosswalk cleared = Without(crosswalk, finding);
        return answer switch
        {
            "same" => cleared.With([finding.Decide(PatientDecisionKind.Same, reason)]),
            "different" => finding.One.IsNobody
                ? throw Unfit("Files that name nobody belong to a patient, or their entry is rejected.")
                : cleared.With([finding.Decide(PatientDecisionKind.Different, reason)]),
            "first" => cleared.With(Split(finding, finding.Other, finding.One, reason)),
            "second" => cleared.With(Split(finding, finding.One, finding.Other, reason)),
            "open" => cleared,
            _ => throw Unfit("A decision is same, different, first, second or open."),
        };
    }

    /// <summary>Why decisions of one file cannot be taken; null where they can. Names no value.</summary>
    public static string? Unfit(IReadOnlyList<PatientDecision> decisions)
    {
        HashSet<(PatientReference, PatientReference)> same = [.. Pairs(PatientDecisionKind.Same)];
        return decisions.Any(d => FreeText.TooLong(d.Reason) is not null) ? "A reason is longer than a reason may be."
            : decisions.Any(d => !IsNumber(d.One.Identity) || !IsNumber(d.Other.Identity))
                ? $"A number has control characters, or more than {LongestNumber} characters (PS3.5, LO)."
            : Pairs(PatientDecisionKind.Different).Any(p => same.Contains(p) || same.Contains((p.Other, p.One)))
                ? "It says of the same two that they are one and that they are two."
            : null;

        IEnumerable<(PatientReference One, PatientReference Other)> Pairs(PatientDecisionKind kind) =>
            decisions.Where(d => d.Kind == kind).Select(d => (d.One, d.Other));
    }

    private const int LongestNumber = 64;

    private static bool IsNumber(PatientIdentity identity) =>
        identity.Id.Length <= LongestNumber
        && identity.Issuer.Length <= LongestNumber
        && !identity.Id.Concat(identity.Issuer).Any(char.IsControl);

    /// <summary>The answers that fit a question, but for taking one back.</summary>
    public static IReadOnlyList<string> Fitting(PatientFinding finding) =>
        finding.One.IsNobody ? ["same"]
        : CanSplit(finding) ? ["same", "different", "first", "second"]
        : ["same", "different"];

    private static bool CanSplit(PatientFinding finding) =>
        finding.Kind == PatientFindingKind.StudyOfTwo
        && !finding.One.Identity.IsEmpty
        && !finding.Other.Identity.IsEmpty
        && finding.One.Identity != finding.Other.Identity;

    private static IEnumerable<PatientDecision> Split(
        PatientFinding finding,
        SourcePatient from,
        SourcePatient to,
        string reason
    )
    {
        if (!CanSplit(finding))
        {
            throw Unfit("Whose a study is can be said where it names two numbers.");
        }

        // The two are two persons, and the number stands for the other in these studies alone.
        yield return finding.Decide(PatientDecisionKind.Different, reason);
        foreach (string study in finding.Studies)
        {
            yield return new(PatientDecisionKind.Split, new(from.Identity), new(to.Identity), reason) { Study = study };
        }
    }

    private static Crosswalk Without(Crosswalk crosswalk, PatientFinding finding)
    {
        List<PatientDecision> answers =
        [
            finding.Decide(PatientDecisionKind.Same),
            finding.Decide(PatientDecisionKind.Different),
        ];
        bool IsAnswer(PatientDecision d) =>
            answers.Exists(a => a.Kind == d.Kind && a.One == d.One && a.Other == d.Other && a.Study == d.Study)
            || (d.Kind is PatientDecisionKind.Merge && AreThese(d, finding))
            || (d.Kind is PatientDecisionKind.Split && AreThese(d, finding) && finding.Studies.Contains(d.Study));
        return crosswalk with { Decisions = [.. crosswalk.Decisions.Where(d => !IsAnswer(d))] };
    }

    private static bool AreThese(PatientDecision decision, PatientFinding finding) =>
        (decision.One.Identity == finding.One.Identity && decision.Other.Identity == finding.Other.Identity)
        || (decision.One.Identity == finding.Other.Identity && decision.Other.Identity == finding.One.Identity);

    private static RefusedException Unfit(string why) => new(new("patients.decision", why) { Where = "decision" });
}
