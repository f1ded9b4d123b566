using static Overread.Ledger.Bundles.Statements.StatementDraft;

namespace Overread.Ledger.Bundles.Statements;

/// <summary>What is said of how the data were acquired before they came to the platform.</summary>
internal static class AcquisitionStatement
{
    private const string References = "references";

    // The columns of the table and the members of the event that they repeat.
    private static readonly (string Column, string Member)[] Columns =
    [
        ("from_year", "fromYear"),
        ("to_year", "toYear"),
        ("setting", "setting"),
        ("collected_by", "collectedBy"),
        ("selection", "selection"),
        ("preparation", "preparation"),
        ("quality", "quality"),
        ("rights", "rights"),
    ];

    public static IEnumerable<BundleStatement> Of(BundleFacts f)
    {
        if (!f.SaysAcquisition)
        {
            yield break;
        }

        StatementDraft d = new("data.acquisition", BundleFacts.AcquisitionName, "splits.csv");
        Dictionary<string, int> imports = f
            .Items.GroupBy(i => f.Events.Batches.GetValueOrDefault(i.Id, References), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        d.Fault(
            f.Acquisitions.Count != imports.Count,
            $"{BundleFacts.AcquisitionName} has {f.Acquisitions.Count} imports, the items came with {imports.Count}."
        );
        long declared = 0;
        long items = 0;
        foreach (IReadOnlyDictionary<string, string> row in f.Acquisitions)
        {
            string import = row.GetValueOrDefault("import", "");
            IReadOnlyDictionary<string, string> said =
                f.Events.Acquired.GetValueOrDefault(import) ?? new Dictionary<string, string>();
            d.Fault(
                !imports.TryGetValue(import, out int count) || row.GetValueOrDefault("items") != Text(count),
                $"The table of acquisition counts other items of {import} than came with it."
            );
            foreach ((string column, string member) in Columns)
            {
                string told = row.GetValueOrDefault(column, "");
                d.Fault(
                    said.TryGetValue(member, out string? words)
                        ? told != words
                        : !told.StartsWith("unknown, because", StringComparison.Ordinal),
                    $"What {BundleFacts.AcquisitionName} says of {import} ({column}) was not declared so."
                );
            }

            declared += said.Count > 0 ? 1 : 0;
            items += said.Count > 0 ? count : 0;
        }

        d.Figure("imports", imports.Count);
        d.Figure("declared", declared);
        d.Figure("items", items);
        yield return d.Say(
            $"How the data were acquired and prepared before they came to the platform is declared of {declared} of {Many(imports.Count, "import", "imports")}, {items} of {Many(f.Items.Count, "item", "items")}{(declared == imports.Count ? "" : "; of the others it is unknown, because nobody declared it")}.",
            declared == imports.Count,
            f,
            "AcquisitionDeclared",
            "ItemReady"
        );
    }

    private static string Text(int count) => count.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
