using Overread.Deidentification.Patients;

namespace Overread.Dicom.Deidentify.Batch;

/// <summary>
/// Doubts about who is who in a batch. Two numbers of one person give two pseudonyms and two date offsets until a decision
/// joins them; nothing is joined by itself. Holds no value of a source.
/// </summary>
/// <param name="StudiesOfSeveral">Studies whose objects name more than one patient: not written.</param>
/// <param name="NearNumbers">Pairs of numbers that differ only in case, blanks, signs, zeros or issuer.</param>
/// <param name="NumbersOfSeveral">Numbers that come with more than one birth date, sex or name.</param>
public sealed record IdentityFindings(int StudiesOfSeveral, int NearNumbers, int NumbersOfSeveral)
{
    /// <summary>Pairs of numbers with one name and birth date, or one of which a source lists beside the other.</summary>
    public int SamePersons { get; init; }

    /// <summary>Decisions that contradict each other, and merges in a circle.</summary>
    public int Conflicts { get; init; }

    /// <summary>Doubts that decisions have settled.</summary>
    public int Decided { get; init; }

    /// <summary>Each doubt, open or decided.</summary>
    public IReadOnlyList<PatientDoubt> Doubts { get; init; } = [];

    /// <summary>Pseudonyms that turned out to be of one patient after both were given out.</summary>
    public IReadOnlyList<PseudonymJoin> Joined { get; init; } = [];

    /// <summary>True where no doubt is open.</summary>
    public bool IsEmpty => StudiesOfSeveral + NearNumbers + NumbersOfSeveral + SamePersons + Conflicts == 0;

    /// <summary>Counts the open ones by kind.</summary>
    internal static IdentityFindings Of(PatientResolution resolution, Func<PatientIdentity, string> pseudonymOf)
    {
        ILookup<PatientFindingKind, PatientFinding> open = resolution
            .Findings.Where(f => f.IsOpen)
            .ToLookup(f => f.Kind);
        int Count(params PatientFindingKind[] kinds) => kinds.Sum(kind => open[kind].Count());
        return new(
            Count(PatientFindingKind.StudyOfTwo),
            Count(PatientFindingKind.NearNumbers, PatientFindingKind.MissingIssuer),
            Count(
                PatientFindingKind.OtherBirthDate,
                PatientFindingKind.OtherSex,
                PatientFindingKind.OtherName,
                PatientFindingKind.OfWhichPerson
            )
        )
        {
            SamePersons = Count(PatientFindingKind.SamePerson, PatientFindingKind.OtherNumber),
            Conflicts = Count(PatientFindingKind.MergeConflict, PatientFindingKind.DecisionsConflict),
            Decided = resolution.Findings.Count(f => !f.IsOpen),
            Doubts =
            [
                .. resolution.Findings.Select(f => new PatientDoubt(
                    f.Id,
                    f.Kind,
                    f.Rules,
                    f.IsOpen,
                    f.OnePlaces,
                    f.OtherPlaces
                )),
            ],
            Joined =
            [
                .. resolution.Joins.Select(j => new PseudonymJoin(pseudonymOf(j.Stays), pseudonymOf(j.GivesWay))),
            ],
        };
    }
}
