using Overread.Domain.Intake;

namespace Overread.Server.Features.Releases.Bundle;

/// <summary>
/// What the split shares between its parts, and how it is known who is who (<c>leakage-report.json</c>): subjects, files with
/// the same content, groups that are kept together and why, subjects that moved.
/// </summary>
internal static class LeakageReport
{
    public static object Of(BundleContent content)
    {
        List<string> rows = SharedContents(content);
        return new
        {
            subjectsInMoreThanOneSplit = Torn(content, i => i.Subject),
            groupsInMoreThanOneSplit = Torn(content, i => content.Splitting.GroupOf(i.Subject)),
            identicalImagesAcrossSplits = rows,
            subjectsKnownFrom = content
                .Items.GroupBy(i => i.SubjectKnownFrom, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .ToDictionary(
                    g => g.Key,
                    g => new
                    {
                        items = g.Count(),
                        subjects = g.Select(i => i.Subject).Distinct(StringComparer.Ordinal).Count(),
                    }
                ),
            keptTogether = content
                .Splitting.Groups(content.Items.Select(i => i.Subject))
                .Select(g => new
                {
                    group = g.Group,
                    split = content.SplitOf[g.Subjects[0]],
                    subjects = g.Subjects,
                    because = g.Because.Select(q => new
                    {
                        q.Kind,
                        q.Why,
                        q.Subjects,
                        items = q.Items.Where(content.Disclosure.Has),
                        open = content.Splitting.Subjects.Groups.Open.Contains(q),
                    }),
                }),
            decisions = content
                .Splitting.Subjects.Decisions.Where(d => d.Subjects.Any(s => content.SplitOf.ContainsKey(s)))
                .Select(d => new { subjects = d.Subjects.Where(content.SplitOf.ContainsKey), d.Same }),
            moved = content.Moved.Select(s => new
            {
                subject = s,
                from = content.Splitting.Held[s].Split,
                since = content.Splitting.Held[s].Since,
                to = content.SplitOf[s],
            }),
            movedBecause = content.Moved.Count > 0 ? content.Splitting.Change?.Reason : null,
            seed = content.Split.Seed,
            shares = new
            {
                content.Split.Train,
                content.Split.Tuning,
                content.Split.Test,
            },
            subjects = content
                .SplitOf.GroupBy(s => s.Value)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => g.Count()),
            sites = "unknown, because the split is by subject alone; sites by split are in population/traits.csv",
        };
    }

    private static int Torn(BundleContent content, Func<ItemFacts, string> by) =>
        content
            .Items.GroupBy(by, StringComparer.Ordinal)
            .Count(g => g.Select(i => content.SplitOf[i.Subject]).Distinct().Count() > 1);

    private static List<string> SharedContents(BundleContent content) =>
        [
            .. content
                .Items.Concat(content.SealedItems)
                .SelectMany(i =>
                    i.Series.SelectMany(s => s.Files)
                        .Select(f =>
                            (Hash: f.Fingerprint, Split: content.SplitOf.GetValueOrDefault(i.Subject, SealedSet.Split))
                        )
                )
                .GroupBy(r => r.Hash, StringComparer.Ordinal)
                .Where(g => g.Select(r => r.Split).Distinct().Count() > 1)
                .Select(g => g.Key)
                .Order(StringComparer.Ordinal),
        ];
}
