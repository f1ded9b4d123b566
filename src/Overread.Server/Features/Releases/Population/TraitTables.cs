using Overread.Domain.Comparison;
using Overread.Domain.Intake;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Server.Features.Releases.Bundle;

namespace Overread.Server.Features.Releases.Population;

/// <summary>
/// Who and what the released items are, by split and by label (AI Act 10(2)(e) to (h), FDA draft VIII): counts of coarse traits
/// with what is missing and why. Groups of few subjects are not named (<see cref="SmallCells"/>).
/// </summary>
internal static class TraitTables
{
    /// <summary>The table by split.</summary>
    public const string BySplitName = "population/traits.csv";

    /// <summary>The table by released label.</summary>
    public const string ByLabelName = "population/by-label.csv";

    public static string BySplit(BundleContent content)
    {
        CsvText csv = new("split", "trait", "value", "subjects", "items", "share_of_items", "missing_because");
        foreach (string trait in content.Traits.Names)
        {
            foreach (Cell cell in Cells(content, trait, content.Items, i => content.SplitOf[i.Subject]))
            {
                csv.Row(
                    cell.Column,
                    trait,
                    cell.Value,
                    cell.Items.Subjects(),
                    cell.Items.Count,
                    Math.Round((double)cell.Items.Count / cell.Of, 6),
                    cell.Why
                );
            }
        }

        return csv.ToString();
    }

    public static string ByLabel(BundleContent content)
    {
        CsvText csv = new("field", "label", "trait", "value", "subjects", "items", "share_of_items", "missing_because");
        var settled = ReleasedRatings.SettledByField(content);
        foreach (Field field in content.Ratings.Fields)
        {
            IReadOnlyDictionary<string, string> labels = settled.GetValueOrDefault(field.Id, ReleasedRatings.NoLabels);
            List<ItemFacts> items = [.. content.Items.Where(i => labels.ContainsKey(i.Id))];
            if (items.Count == 0 || !HasGroups(field))
            {
                continue;
            }

            foreach (string trait in content.Traits.Names)
            {
                foreach (Cell cell in Cells(content, trait, items, i => labels[i.Id]))
                {
                    csv.Row(
                        field.Id,
                        cell.Column,
                        trait,
                        cell.Value,
                        cell.Items.Subjects(),
                        cell.Items.Count,
                        Math.Round((double)cell.Items.Count / cell.Of, 6),
                        cell.Why
                    );
                }
            }
        }

        return csv.ToString();
    }

    /// <summary>How much of each trait is not known, and why.</summary>
    public static IEnumerable<(string What, string Much, string Why)> Missing(BundleContent content)
    {
        foreach (string trait in content.Traits.Names)
        {
            List<ItemTrait> gaps =
            [
                .. content.Items.Select(i => content.Traits.Of(i.Id, trait)).Where(t => t.Value is null),
            ];
            yield return (
                trait,
                FormattableString.Invariant($"{gaps.Count} of {content.Items.Count} items"),
                gaps.Count == 0
                    ? "none is missing"
                    : string.Join(
                        "; ",
                        gaps.GroupBy(g => TraitBook.Why(g.Gap))
                            .OrderBy(g => g.Key, StringComparer.Ordinal)
                            .Select(g => FormattableString.Invariant($"{g.Key} ({g.Count()})"))
                    )
            );
        }
    }

    /// <summary>
    /// True where the answers to a field are groups. Numbers and words of a reader's own are none: each has few items, and words
    /// may name somebody.
    /// </summary>
    public static bool HasGroups(Field field) => field.Kind.Scale is not (Scale.None or Scale.Interval or Scale.Ratio);

    /// <summary>Subjects of items.</summary>
    public static int Subjects(this IEnumerable<ItemFacts> items) =>
        items.Select(i => i.Subject).Distinct(StringComparer.Ordinal).Count();

    private sealed record Cell(string Column, string Value, string Why, List<ItemFacts> Items, int Of);

    private static IEnumerable<Cell> Cells(
        BundleContent content,
        string trait,
        IReadOnlyList<ItemFacts> items,
        Func<ItemFacts, string> columnOf
    )
    {
        HashSet<string> named = Named(content, trait, items, columnOf);
        List<List<ItemFacts>> columns =
        [
            .. items
                .GroupBy(columnOf, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => g.ToList()),
        ];
        // Where even all groups together are few, one that is known from elsewhere to be the only one would be told.
        bool hidden = columns.Exists(c =>
            !SmallCells.Prints(
                c.Where(i => content.Traits.Of(i.Id, trait).Value is { } value && !named.Contains(value)).Subjects()
            )
        );
        foreach (List<ItemFacts> inside in columns)
        {
            string column = columnOf(inside[0]);
            if (hidden)
            {
                yield return new(column, SmallCells.Hidden, SmallCells.WhyHidden, inside, inside.Count);
                continue;
            }

            foreach (
                var cell in inside
                    .GroupBy(i => Group(content.Traits.Of(i.Id, trait), named))
                    .OrderBy(g => g.Key.Why.Length)
                    .ThenBy(g => g.Key.Value, StringComparer.Ordinal)
                    .ThenBy(g => g.Key.Why, StringComparer.Ordinal)
            )
            {
                yield return new(column, cell.Key.Value, cell.Key.Why, [.. cell], inside.Count);
            }
        }
    }

    /// <summary>The groups of a trait that may be named in a table with these columns.</summary>
    public static HashSet<string> Named(
        BundleContent content,
        string trait,
        IReadOnlyList<ItemFacts> items,
        Func<ItemFacts, string> columnOf
    )
    {
        List<ItemFacts> known = [.. items.Where(i => content.Traits.Of(i.Id, trait).Value is not null)];
        if (known.Count == 0)
        {
            return [];
        }

        // A column in which a group has nobody is one of its cells too.
        string[] columns = [.. items.Select(columnOf).Distinct(StringComparer.Ordinal)];
        return SmallCells.Named(
            known
                .GroupBy(i => content.Traits.Of(i.Id, trait).Value!, StringComparer.Ordinal)
                .ToDictionary(
                    g => g.Key,
                    g =>
                    {
                        Dictionary<string, int> subjects = g.GroupBy(columnOf, StringComparer.Ordinal)
                            .ToDictionary(c => c.Key, c => c.Subjects(), StringComparer.Ordinal);
                        return columns.Select(c => subjects.GetValueOrDefault(c)).ToArray();
                    },
                    StringComparer.Ordinal
                )
        );
    }

    private static (string Value, string Why) Group(ItemTrait trait, HashSet<string> named) =>
        trait.Value is not { } value ? ("unknown", TraitBook.Why(trait.Gap))
        : named.Contains(value) ? (value, "")
        : (SmallCells.Pooled, "");
}
