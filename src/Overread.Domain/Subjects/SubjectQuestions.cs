using System.Security.Cryptography;
using System.Text;

namespace Overread.Domain.Subjects;

/// <summary>
/// Finds what is unclear about who is who: names of subjects that are written alike, items whose names share a part, a
/// column that contradicts the names, the same or nearly the same content under several subjects.
/// </summary>
public static class SubjectQuestions
{
    /// <summary>A question names at most so many items; there may be more.</summary>
    public const int MostItems = 50;

    /// <summary>Items that share a part of their names and are more than this are taken for a delivery, not for a patient.</summary>
    public const int MostOfOnePart = 20;

    /// <summary>All questions, decided or not, in order of kind and subjects.</summary>
    /// <param name="items">The items of a project.</param>
    /// <param name="matches">What their contents have in common.</param>
    public static IReadOnlyList<SubjectQuestion> Find(
        IReadOnlyList<SubjectItem> items,
        IReadOnlyList<ContentMatch> matches
    )
    {
        ILookup<string, SubjectItem> bySubject = items.ToLookup(i => i.Subject, StringComparer.Ordinal);
        return
        [
            .. Alike(bySubject)
                .Concat(Contradictions(items))
                .Concat(Parts(items))
                .Concat(Contents(items, matches))
                .DistinctBy(q => q.Id)
                .OrderBy(q => q.Kind, StringComparer.Ordinal)
                .ThenBy(q => q.Subjects[0], StringComparer.Ordinal)
                .ThenBy(q => q.Id, StringComparer.Ordinal),
        ];
    }

    // Pseudonyms that a key makes are no spellings of anything.
    private static IEnumerable<SubjectQuestion> Alike(ILookup<string, SubjectItem> bySubject) =>
        bySubject
            .Where(s => s.Any(i => i.Source != SubjectSource.Key))
            .GroupBy(
                s => SubjectNames.Comparable(s.Key, s.All(i => i.Source == SubjectSource.Guess)),
                StringComparer.Ordinal
            )
            .Where(g => g.Count() > 1)
            .Select(g =>
                Made(
                    "alike",
                    g.Select(s => s.Key),
                    g.SelectMany(s => s).Select(i => i.Item),
                    "The subjects' names differ in nothing but case, zeros, blanks or signs."
                )
            );

    private static IEnumerable<SubjectQuestion> Contradictions(IReadOnlyList<SubjectItem> items) =>
        items
            .Where(i => i.Source is SubjectSource.Stated or SubjectSource.Path)
            .Select(i => (Item: i, Path: SubjectNames.ByPath(i.Title)))
            .Where(i => i.Path is not null)
            .GroupBy(i => i.Path!, StringComparer.Ordinal)
            .Where(g => g.Select(i => i.Item.Subject).Distinct(StringComparer.Ordinal).Count() > 1)
            .Select(g =>
                Made(
                    "column",
                    g.Select(i => i.Item.Subject),
                    g.Select(i => i.Item.Item),
                    $"The items' names say {g.Key}, and several subjects are stated for them."
                )
            );

    private static IEnumerable<SubjectQuestion> Parts(IReadOnlyList<SubjectItem> items)
    {
        List<(SubjectItem Item, string Part)> shared =
        [
            .. items
                .Where(i => i.Source == SubjectSource.Guess)
                .Select(i => (i, SubjectNames.SharedPart(i.Title)))
                .Where(i => i.Item2 is not null)
                .Select(i => (i.i, i.Item2!)),
        ];
        List<IGrouping<string, (SubjectItem Item, string Part)>> parts =
        [
            .. shared.GroupBy(s => s.Part, StringComparer.Ordinal),
        ];
        // One part that all items share is the name of a delivery.
        return parts
            .Where(p => p.Count() is > 1 and <= MostOfOnePart && parts.Count > 1)
            .Where(p => p.Select(i => i.Item.Subject).Distinct(StringComparer.Ordinal).Count() > 1)
            .Select(p =>
                Made(
                    "part",
                    p.Select(i => i.Item.Subject),
                    p.Select(i => i.Item.Item),
                    $"No subject is stated for these items, and all their names begin with {p.Key}."
                )
            );
    }

    private static IEnumerable<SubjectQuestion> Contents(
        IReadOnlyList<SubjectItem> items,
        IReadOnlyList<ContentMatch> matches
    )
    {
        if (matches.Count == 0)
        {
            yield break;
        }

        Dictionary<string, string> subjects = items.ToDictionary(i => i.Item, i => i.Subject, StringComparer.Ordinal);
        foreach (ContentMatch match in matches)
        {
            List<string> known = [.. match.Items.Where(subjects.ContainsKey)];
            List<string> of = [.. known.Select(i => subjects[i]).Distinct(StringComparer.Ordinal)];
            if (of.Count > 1)
            {
                yield return Made(
                    match.Identical ? "identical" : "similar",
                    of,
                    known,
                    match.Identical
                        ? "Items of several subjects hold identical content."
                        : $"Items of several subjects look nearly the same: {match.Distance} of 256 bits of their small pictures differ."
                );
            }
        }
    }

    private static SubjectQuestion Made(
        string kind,
        IEnumerable<string> subjects,
        IEnumerable<string> items,
        string why
    )
    {
        List<string> named = [.. subjects.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(kind + "\n" + string.Join('\n', named)));
        return new(
            Convert.ToHexStringLower(hash.AsSpan(0, 10)),
            kind,
            named,
            [.. items.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MostItems)],
            why
        );
    }
}
