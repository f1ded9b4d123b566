using Overread.Deidentification.Patients;
using Overread.Domain;

namespace Overread.Server.Features.Intake.Patients;

/// <summary>The questions about who is who in a batch. It names patients: for stewards alone, who see the files too.</summary>
/// <param name="Findings">Open ones first.</param>
/// <param name="Open">Questions that nobody has settled.</param>
/// <param name="Changed">Entries that have to be prepared again, for what was decided gives them another pseudonym.</param>
/// <param name="Joins">Pseudonyms given out before that turned out to be of one patient.</param>
internal sealed record PatientsView(
    IReadOnlyList<PatientsView.PatientQuestion> Findings,
    int Open,
    int Changed,
    IReadOnlyList<PatientsView.JoinedPair> Joins
)
{
    /// <summary>A question about two patients.</summary>
    /// <param name="Id">Equal for the same two on every run.</param>
    /// <param name="Kind">Why it is asked.</param>
    /// <param name="Rules">Rules of spelling by which the two numbers are one, with commas; null for none.</param>
    /// <param name="One">The first.</param>
    /// <param name="Other">The second.</param>
    /// <param name="Decided">What was decided; null while nothing is.</param>
    /// <param name="Open">True while it blocks.</param>
    /// <param name="Answers">Decisions that fit it.</param>
    internal sealed record PatientQuestion(
        string Id,
        [Words(
            "study-of-two",
            "near-numbers",
            "missing-issuer",
            "other-number",
            "same-person",
            "other-birth-date",
            "other-sex",
            "other-name",
            "of-which-person",
            "merge-conflict",
            "decisions-conflict"
        )]
            string Kind,
        string? Rules,
        PatientSide One,
        PatientSide Other,
        [Words("same", "different", "merge", "split")] string? Decided,
        bool Open,
        IReadOnlyList<string> Answers
    );

    /// <summary>A patient as files write one.</summary>
    /// <param name="Pseudonym">As far as is known now; "" for nobody.</param>
    /// <param name="Entries">Entries whose files say so; none for one known from before.</param>
    internal sealed record PatientSide(
        string Issuer,
        string Number,
        string Name,
        string BirthDate,
        string Sex,
        string Pseudonym,
        IReadOnlyList<PatientEntry> Entries
    );

    /// <summary>An entry at the gate.</summary>
    internal sealed record PatientEntry(string Id, string Title);

    /// <summary>Two pseudonyms of one patient, both given out before.</summary>
    internal sealed record JoinedPair(string Stays, string GivesWay);

    public static PatientsView Of(PatientQuestions? who, IReadOnlyDictionary<string, string> titles) =>
        who is null
            ? new([], 0, 0, [])
            : new(
                [.. who.Findings.OrderByDescending(f => f.IsOpen).Select(f => Of(f, who, titles))],
                who.Findings.Count(f => f.IsOpen),
                who.Changed.Count,
                [.. who.Joins.Select(j => new JoinedPair(j.Stays, j.GivesWay))]
            );

    private static PatientQuestion Of(
        PatientFinding f,
        PatientQuestions who,
        IReadOnlyDictionary<string, string> titles
    ) =>
        new(
            f.Id,
            Word(f.Kind.ToString()),
            f.Rules == NumberRules.None ? null : f.Rules.ToString(),
            Of(f.One, who, titles),
            Of(f.Other, who, titles),
            who.IsSplit(f) ? "split" : f.Decided?.ToString().ToLowerInvariant(),
            f.IsOpen,
            PatientAnswer.Fitting(f)
        );

    private static PatientSide Of(SourcePatient p, PatientQuestions who, IReadOnlyDictionary<string, string> titles) =>
        new(
            p.Identity.Issuer,
            p.Identity.Id,
            p.Name,
            p.BirthDate,
            p.Sex,
            who.PseudonymOf(p),
            [.. who.EntriesOf(p).Select(e => new PatientEntry(e, titles.GetValueOrDefault(e, e)))]
        );

    // StudyOfTwo → study-of-two.
    private static string Word(string name) =>
        string.Concat(
            name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString())
        );
}
