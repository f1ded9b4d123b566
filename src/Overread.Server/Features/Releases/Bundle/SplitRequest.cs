using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Releases;
using Overread.Domain.Subjects;
using Overread.Server.Features.Subjects.Contracts;

namespace Overread.Server.Features.Releases.Bundle;

/// <summary>From what a release's split is made.</summary>
/// <param name="Subjects">Who is who.</param>
/// <param name="Held">The split that subjects have by earlier versions of the name.</param>
/// <param name="Change">What was asked to be otherwise, or null.</param>
internal sealed record SplitRequest(
    SubjectView Subjects,
    IReadOnlyDictionary<string, ReleaseMembers.HeldSplit> Held,
    SplitChange? Change
)
{
    public static SplitRequest Load(
        DbConnection c,
        ProjectSubjects subjects,
        string project,
        string name,
        SplitChange? change,
        string bundles
    ) => new(subjects.Of(c, project), ReleaseMembers.Splits(c, project, name, bundles), change);

    /// <summary>The group of a subject.</summary>
    public string GroupOf(string subject) => Subjects.Groups.Of(subject);

    /// <summary>Divides the subjects of a release.</summary>
    public SplitOutcome Divide(SplitPlan plan, IEnumerable<string> subjects) =>
        plan.Assign(
            subjects,
            GroupOf,
            Held.ToDictionary(h => h.Key, h => h.Value.Split, StringComparer.Ordinal),
            Change
        );

    /// <summary>Why the split cannot stand, or null.</summary>
    public Refusal? Fault(IReadOnlyList<string> moved) => ReleaseRules.Moves(moved, Change);

    /// <summary>The groups of several subjects among those of a release, each with what ties it.</summary>
    public IEnumerable<(string Group, IReadOnlyList<string> Subjects, IReadOnlyList<SubjectQuestion> Because)> Groups(
        IEnumerable<string> released
    )
    {
        ILookup<string, SubjectQuestion> asked = Subjects.Questions.ToLookup(
            q => GroupOf(q.Subjects[0]),
            StringComparer.Ordinal
        );
        return released
            .Distinct(StringComparer.Ordinal)
            .GroupBy(GroupOf, StringComparer.Ordinal)
            .Where(g => g.Count() > 1)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g =>
                (
                    g.Key,
                    (IReadOnlyList<string>)[.. g.Order(StringComparer.Ordinal)],
                    (IReadOnlyList<SubjectQuestion>)[.. asked[g.Key].Where(q => q.Subjects.Count(g.Contains) > 1)]
                )
            );
    }
}
