using System.Globalization;
using static Overread.Ledger.Bundles.Statements.StatementDraft;

namespace Overread.Ledger.Bundles.Statements;

/// <summary>What is said of the meaning of the labels, of whom the data are, and of whom they should be.</summary>
internal static class PopulationStatements
{
    // As the platform prints them: a group of fewer subjects is not named.
    private const long LeastNamed = 11;
    private const string Pooled = "(groups not named)";
    private const string Hidden = "(not shown)";
    private const double Level = 0.05;

    private static readonly string[] Severities = ["negligible", "minor", "serious", "critical", "catastrophic"];

    public static IEnumerable<BundleStatement> Of(BundleFacts facts) =>
        facts.SaysPopulation ? [Meaning(facts), Traits(facts), Target(facts)] : [];

    private static BundleStatement Meaning(BundleFacts f)
    {
        StatementDraft d = new("labels.meaning", BundleFacts.DictionaryName);
        IReadOnlyList<LabelMeaningRow> published = f.Events.Meanings.GetValueOrDefault(f.Version, []);
        foreach (LabelMeaningRow row in published.Where(r => !f.Dictionary.Contains(r)))
        {
            d.Fault(
                true,
                $"The label dictionary does not say of {row.Field} {row.Answer} what the published protocol says."
            );
        }

        d.Fault(
            f.Dictionary.Count != published.Count,
            $"The label dictionary has {f.Dictionary.Count} labels, the published protocol {published.Count}."
        );
        long labels = d.Figure("labels", f.Dictionary.Count);
        long measures = d.Figure("measures", f.Dictionary.Count(r => !string.IsNullOrWhiteSpace(r.Measures)));
        long rated = d.Figure("severity", f.Dictionary.Count(r => r.Severity.Length > 0));
        List<string> levels =
        [
            .. Severities
                .Where(s => f.Dictionary.Any(r => r.Severity == s))
                .Select(s =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{s} {d.Figure("severity." + s, f.Dictionary.Count(r => r.Severity == s))}"
                    )
                ),
        ];
        d.Fault(
            f.Events.MeaningsDemanded && published.Any(r => !r.Says),
            $"The project demands a meaning of every label, and {published.Count(r => !r.Says)} labels have none or no severity."
        );
        string demand = f.Events.MeaningsDemanded
            ? "the project demands both of every label"
            : "the project does not demand it";
        return d.Say(
            $"Of {Many(labels, "label", "labels")} (fields and their answers), {measures} say what they measure and {rated} how bad a wrong one is{(levels.Count == 0 ? "" : ": " + string.Join(", ", levels))}; {demand}.",
            labels > 0 && measures == labels && rated == labels,
            f,
            "ProtocolPublished",
            "LabelMeaningsDemanded"
        );
    }

    private static BundleStatement Traits(BundleFacts f)
    {
        StatementDraft d = new("population.traits", BundleFacts.TraitsName, "splits.csv");
        Dictionary<string, long> items = f
            .Items.GroupBy(i => i.Split, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => (long)g.Count(), StringComparer.Ordinal);
        List<string> known = [];
        foreach (
            IGrouping<string, BundleFacts.TraitCell> trait in f.Traits.GroupBy(t => t.Trait, StringComparer.Ordinal)
        )
        {
            foreach ((string split, long count) in items)
            {
                long told = trait.Where(t => t.Split == split).Sum(t => t.Items);
                d.Fault(
                    told != count,
                    $"The table of traits counts {told} of {count} items of {split} by {trait.Key}."
                );
            }

            foreach (BundleFacts.TraitCell cell in trait)
            {
                d.Fault(
                    (cell.Value is "unknown" or Hidden) && cell.Why.Length == 0,
                    $"It is not said why {trait.Key} is not known of {cell.Items} items of {cell.Split}."
                );
                d.Fault(
                    cell.Value is not ("unknown" or Pooled or Hidden) && cell.Subjects < LeastNamed,
                    $"A group of fewer than {LeastNamed} subjects is named by {trait.Key}."
                );
            }

            if (trait.Any(t => t.Value == Hidden))
            {
                known.Add(trait.Key + " not shown");
                continue;
            }

            long of = d.Figure("known." + trait.Key, trait.Where(t => t.Value != "unknown").Sum(t => t.Items));
            known.Add(string.Create(CultureInfo.InvariantCulture, $"{trait.Key} of {of}"));
        }

        d.Fault(f.Items.Count > 0 && known.Count == 0, $"There is no table of traits.");
        return d.Say(
            $"Of {Many(f.Items.Count, "item", "items")} these are known: {string.Join(", ", known)}; for each of the others `{BundleFacts.TraitsName}` says why it is not. Groups of fewer than {LeastNamed} subjects are counted together and not named.",
            f.Traits.All(t => t.Value is not ("unknown" or Hidden)),
            f
        ) with
        {
            Believed = "the traits of each item are not disclosed, since few of them together can point at somebody",
        };
    }

    private static BundleStatement Target(BundleFacts f)
    {
        StatementDraft d = new("population.target", BundleFacts.TargetName);
        IReadOnlyDictionary<(string Trait, string Value), double> declared =
            f.Events.Target ?? new Dictionary<(string, string), double>();
        List<IGrouping<string, BundleFacts.TargetRow>> traits =
        [
            .. f.Target.GroupBy(t => t.Trait, StringComparer.Ordinal),
        ];
        d.Fault(
            !traits.Select(t => t.Key).ToHashSet(StringComparer.Ordinal).SetEquals(declared.Keys.Select(k => k.Trait)),
            $"The traits of {BundleFacts.TargetName} are not those that were declared."
        );
        foreach (IGrouping<string, BundleFacts.TargetRow> trait in traits)
        {
            Check(d, trait, declared);
        }

        List<string> Said(string verdict) => [.. traits.Where(t => t.First().Verdict == verdict).Select(t => t.Key)];
        (List<string> differ, List<string> alike, List<string> unknown) = (
            Said("differs"),
            Said("no difference found"),
            Said("unknown")
        );
        d.Figure("traits", traits.Count);
        d.Figure("differ", differ.Count);
        d.Figure("noDifferenceFound", alike.Count);
        d.Figure("unknown", unknown.Count);
        return d.Say(
            f.Target.Count == 0
                ? $"How representative the data are is unknown, because the project declared no population that it aims at."
                : (FormattableString)
                    $"Beside the population that the project aims at: by {Names(differ)} the data differ from it, by {Names(alike)} no difference is found, and by {Names(unknown)} it is unknown, because too little is known of the subjects (tests at {Level} after Holm).",
            f.Target.Count > 0 && differ.Count == 0 && unknown.Count == 0,
            f,
            "TargetPopulationDeclared"
        ) with
        {
            Believed = "how many subjects are of each group rests on traits that are not disclosed",
        };
    }

    private static void Check(
        StatementDraft d,
        IGrouping<string, BundleFacts.TargetRow> trait,
        IReadOnlyDictionary<(string Trait, string Value), double> declared
    )
    {
        foreach (BundleFacts.TargetRow row in trait.Where(r => r.Value != Pooled))
        {
            // A group that came and was not declared has the share 0.
            double share = declared.GetValueOrDefault((trait.Key, row.Value));
            d.Fault(
                !(Math.Abs(share - row.Declared) < 1e-9),
                $"{row.Value} of {trait.Key} was not declared with the share that stands there."
            );
        }

        BundleFacts.TargetRow first = trait.First();
        string verdict =
            double.IsNaN(first.Corrected) ? "unknown"
            : first.Corrected < Level ? "differs"
            : "no difference found";
        d.Fault(
            trait.Any(r => r.Verdict != verdict),
            $"What is said of {trait.Key} is not what its corrected p-value says."
        );
        d.Fault(
            trait.Sum(r => r.Subjects) != first.Known,
            $"The groups of {trait.Key} do not add up to the {first.Known} subjects of which it is known."
        );
        double total = trait.Sum(r => r.Declared);
        double told = declared.Where(s => s.Key.Trait == trait.Key).Sum(s => s.Value);
        d.Fault(!(Math.Abs(total - told) < 1e-6), $"The shares of {trait.Key} do not add up to those declared.");
    }

    private static string Names(List<string> traits) => traits.Count == 0 ? "none" : string.Join(", ", traits);
}
