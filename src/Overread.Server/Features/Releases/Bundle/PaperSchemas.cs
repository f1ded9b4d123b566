namespace Overread.Server.Features.Releases.Bundle;

/// <summary>
/// The forms of the papers that are JSON, as JSON Schema (draft 7): they go with every bundle, so that whoever reads the papers by
/// program can hold them to what they are said to be (AI Act 11, annex IV).
/// </summary>
internal static class PaperSchemas
{
    private const string Folder = "schemas/";

    /// <summary>The paper of each schema.</summary>
    public static IReadOnlyDictionary<string, string> Papers { get; } =
        new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [Folder + "agreement.schema.json"] = "quality/agreement.json",
            [Folder + "declared.schema.json"] = DeclaredPaper.Name,
            [Folder + "deidentification.schema.json"] = "privacy/deidentification.json",
            [Folder + "flow.schema.json"] = "population/flow.json",
            [Folder + "instructions-for-use.schema.json"] = Regulators.InstructionsForUse.JsonName,
            [Folder + "leakage-report.schema.json"] = "leakage-report.json",
            [Folder + "platform.schema.json"] = "software/platform.json",
            [Folder + "statements.schema.json"] = Ledger.Bundles.Statements.StatementBook.Name,
        };

    /// <summary>Path and text of each.</summary>
    public static IEnumerable<(string Path, string Text)> Files() => Papers.Keys.Select(p => (p, Text(p)));

    private static string Text(string path)
    {
        using Stream text = typeof(PaperSchemas).Assembly.GetManifestResourceStream("Overread.Server." + path)!;
        using StreamReader reader = new(text);
        return reader.ReadToEnd();
    }
}
