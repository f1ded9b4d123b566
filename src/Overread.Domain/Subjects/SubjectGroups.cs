namespace Overread.Domain.Subjects;

/// <summary>
/// Which subjects stand together: those that somebody said are one patient, and those of whom it is not said yet. A group
/// is never divided between splits.
/// </summary>
public sealed class SubjectGroups
{
    private readonly Dictionary<string, string> _parent = new(StringComparer.Ordinal);
    private readonly HashSet<(string, string)> _apart = [];
    private readonly HashSet<(string, string)> _same = [];
    private readonly HashSet<string> _parted = new(StringComparer.Ordinal);

    /// <summary>Groups subjects.</summary>
    /// <param name="questions">All questions about them.</param>
    /// <param name="decisions">What was said, the earliest first.</param>
    public SubjectGroups(IReadOnlyList<SubjectQuestion> questions, IReadOnlyList<SubjectsDecided> decisions)
    {
        foreach (SubjectsDecided said in decisions)
        {
            foreach ((string, string) pair in Pairs(said.Subjects))
            {
                (said.Same ? _same : _apart).Add(pair);
                (said.Same ? _apart : _same).Remove(pair);
            }
        }

        _parted.UnionWith(_apart.SelectMany(p => (string[])[p.Item1, p.Item2]));
        foreach ((string one, string other) in _same)
        {
            Join(one, other);
        }

        Open = [.. questions.Where(IsOpen)];
        foreach (SubjectQuestion question in questions)
        {
            Keep(question);
        }
    }

    /// <summary>The questions that nobody has settled.</summary>
    public IReadOnlyList<SubjectQuestion> Open { get; }

    /// <summary>The group of a subject: the first of its subjects in ordinal order.</summary>
    public string Of(string subject)
    {
        string at = subject;
        while (_parent.TryGetValue(at, out string? up) && up != at)
        {
            at = up;
        }

        return at;
    }

    // A question is settled when every two of its subjects are.
    private bool IsOpen(SubjectQuestion question) =>
        _same.Count + _apart.Count == 0
        || Pairs(question.Subjects).Any(p => !_apart.Contains(p) && !_same.Contains(p) && Of(p.Item1) != Of(p.Item2));

    private void Keep(SubjectQuestion question)
    {
        if (!question.Subjects.Any(_parted.Contains))
        {
            for (int i = 1; i < question.Subjects.Count; i++)
            {
                Join(question.Subjects[0], question.Subjects[i]);
            }

            return;
        }

        foreach ((string one, string other) in Pairs(question.Subjects).Where(p => !_apart.Contains(p)))
        {
            Join(one, other);
        }
    }

    private void Join(string one, string other)
    {
        (string a, string b) = (Of(one), Of(other));
        (string low, string high) = string.CompareOrdinal(a, b) <= 0 ? (a, b) : (b, a);
        _parent[low] = low;
        _parent[high] = low;
    }

    private static IEnumerable<(string, string)> Pairs(IReadOnlyList<string> subjects)
    {
        for (int i = 0; i < subjects.Count; i++)
        {
            for (int j = i + 1; j < subjects.Count; j++)
            {
                yield return string.CompareOrdinal(subjects[i], subjects[j]) <= 0
                    ? (subjects[i], subjects[j])
                    : (subjects[j], subjects[i]);
            }
        }
    }
}
