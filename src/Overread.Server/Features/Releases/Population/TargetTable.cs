using Overread.Domain.Intake;
using Overread.Domain.Releases;
using Overread.Quality.Agreement;
using Overread.Quality.Subgroups;
using Overread.Server.Features.Releases.Bundle;

namespace Overread.Server.Features.Releases.Population;

/// <summary>
/// The population that was aimed at beside the one that came (AI Act 10(3), (4); GMLP 3): shares over subjects of which the
/// trait is known, Wilson's intervals, and for each trait a test of whether its shares are those declared, corrected by Holm.
/// </summary>
internal static class TargetTable
{
    public const string Name = "population/target.csv";

    /// <summary>The corrected p-value under which a trait is said to differ.</summary>
    public const double Level = 0.05;

    /// <summary>The share of subjects without a value above which nothing is said of a trait.</summary>
    public const double MostUnknown = 0.2;

    /// <summary>Seeds the draws of tests whose groups are small.</summary>
    private const ulong Seed = 20261;

    private sealed record Tested(
        string Trait,
        IReadOnlyList<TargetShare> Shares,
        Dictionary<string, int> Counts,
        int Known,
        int Unknown,
        double? PValue
    );

    public static string Of(BundleContent content)
    {
        CsvText csv = new(
            "trait",
            "value",
            "declared_share",
            "subjects",
            "subjects_known",
            "subjects_unknown",
            "share",
            "low",
            "high",
            "p",
            "p_holm",
            "verdict"
        );
        List<Tested> traits =
        [
            .. (content.Traits.Target?.Shares ?? [])
                .GroupBy(s => s.Trait, StringComparer.Ordinal)
                .Select(g => Test(content, g.Key, [.. g])),
        ];
        List<Tested> tested = [.. traits.Where(t => t.PValue is not null)];
        IReadOnlyList<double> corrected = HolmCorrection.Of([.. tested.Select(t => t.PValue!.Value)]);
        foreach (Tested trait in traits)
        {
            double? holm = trait.PValue is null ? null : corrected[tested.IndexOf(trait)];
            foreach ((string value, double declared, int subjects) in Rows(trait))
            {
                double? share = trait.Known == 0 ? null : (double)subjects / trait.Known;
                ConfidenceInterval? interval = share is { } s ? ScoreInterval.OfShare(s, trait.Known) : null;
                csv.Row(
                    trait.Trait,
                    value,
                    declared,
                    subjects,
                    trait.Known,
                    trait.Unknown,
                    Rounded(share),
                    Rounded(interval?.Low),
                    Rounded(interval?.High),
                    Rounded(trait.PValue),
                    Rounded(holm),
                    holm is null ? "unknown"
                        : holm < Level ? "differs"
                        : "no difference found"
                );
            }
        }

        return csv.ToString();
    }

    // A subject counts once; one whose items state different values is not known.
    private static Tested Test(BundleContent content, string trait, IReadOnlyList<TargetShare> shares)
    {
        List<string?> values =
        [
            .. content
                .Items.GroupBy(i => i.Subject, StringComparer.Ordinal)
                .Select(g =>
                {
                    List<string> found =
                    [
                        .. g.Select(i => content.Traits.Of(i.Id, trait).Value).OfType<string>().Distinct(),
                    ];
                    return found.Count == 1 ? found[0] : null;
                }),
        ];
        Dictionary<string, int> counts = values
            .OfType<string>()
            .GroupBy(v => v, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        int known = counts.Values.Sum();
        int unknown = values.Count - known;
        // A group that the target does not name cannot be expected: with one of them the shares do differ.
        int strange = counts.Where(c => shares.All(s => s.Value != c.Key)).Sum(c => c.Value);
        double? p =
            known < SmallCells.Least || unknown > MostUnknown * values.Count ? null
            : strange > 0 ? 0
            : ShareFit.PValue(
                [.. shares.Select(s => (long)counts.GetValueOrDefault(s.Value))],
                [.. shares.Select(s => s.Share)],
                Seed
            );
        return new(trait, shares, counts, known, unknown, p);
    }

    // The declared groups and those that came beside them; small ones together.
    private static IEnumerable<(string Value, double Declared, int Subjects)> Rows(Tested trait)
    {
        Dictionary<string, double> declared = trait.Shares.ToDictionary(s => s.Value, s => s.Share);
        Dictionary<string, int[]> cells = declared
            .Keys.Union(trait.Counts.Keys, StringComparer.Ordinal)
            .ToDictionary(v => v, v => (int[])[trait.Counts.GetValueOrDefault(v)], StringComparer.Ordinal);
        HashSet<string> named = SmallCells.Named(cells);
        foreach (string value in cells.Keys.Where(named.Contains).Order(StringComparer.Ordinal))
        {
            yield return (value, declared.GetValueOrDefault(value), cells[value][0]);
        }

        List<string> pooled = [.. cells.Keys.Where(k => !named.Contains(k))];
        if (pooled.Count > 0)
        {
            yield return (
                SmallCells.Pooled,
                Math.Round(pooled.Sum(declared.GetValueOrDefault), 9),
                pooled.Sum(v => cells[v][0])
            );
        }
    }

    private static double? Rounded(double? value) => value is { } v ? Math.Round(v, 6) : null;
}
