namespace Overread.Domain.Subjects;

/// <summary>Decides what may be said about who is who.</summary>
public static class SubjectRules
{
    /// <summary>The most subjects of one word.</summary>
    public const int MostSubjects = 5000;

    /// <summary>The lead says whether subjects are one patient.</summary>
    /// <param name="known">The project's subjects.</param>
    /// <param name="subjects">Which.</param>
    /// <param name="same">One patient.</param>
    /// <param name="reason">Why.</param>
    /// <param name="question">The question it answers, or null.</param>
    public static Decision Decide(
        IReadOnlySet<string> known,
        IReadOnlyList<string>? subjects,
        bool same,
        string? reason,
        string? question
    )
    {
        if (FreeText.Reason(reason) is { } refusal)
        {
            return Decision.Refuse(refusal);
        }

        List<string> named = [.. (subjects ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (named.Count < 2 || named.Count > MostSubjects)
        {
            return Decision.Refuse(
                new("subjects.few", $"Name 2 to {MostSubjects} subjects that are one patient, or are not.")
                {
                    Where = "subjects",
                }
            );
        }

        return named.Find(s => !known.Contains(s)) is { } strange
            ? Decision.Refuse(
                new("subjects.unknown", $"There is no subject {strange} in this project.") { Where = "subjects" }
            )
            : Decision.Accept(new SubjectsDecided(named, same, reason!, question));
    }
}
