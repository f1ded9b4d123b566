using Overread.Ledger.Bundles.Statements;
using Overread.Server.Features.Releases.Bundle;

namespace Overread.Server.Features.Releases.Regulators;

/// <summary>
/// The items of CLAIM 2024 (14 to 20) and of STARD-AI (12, 16a to 16c, 17b, 19 to 21, 27) that speak of labels and
/// partitions, each with where in the bundle its answer is. What the items ask is put in words of our own.
/// </summary>
internal static class ReportingChecklists
{
    /// <param name="Says">The statements that answer it, as they were computed for this release.</param>
    internal sealed record Row(string Item, string Asks, string? Answer, string? Unknown = null, params string[] Says);

    private static readonly Row[] ClaimRows =
    [
        new(
            "14",
            "what the reference standard is",
            "fda/reference-standard.md item 1; protocol/protocol.json",
            null,
            "reads.per-item",
            "protocol.rule"
        ),
        new(
            "15",
            "why this reference standard was chosen",
            null,
            "unknown, because nobody declared it with the release; protocol/guideline.md may give it"
        ),
        new(
            "16",
            "who gave the reference labels, with qualifications",
            "people/annotators.csv; quality/by-reader.csv",
            null,
            "readers.roles",
            "readers.register",
            "reads.origin"
        ),
        new(
            "17",
            "how test data were annotated",
            "protocol/guideline.md; labels/individual/reads.csv; labels/adjudication.csv; splits.csv"
        ),
        new(
            "18",
            "variability within and between readers and how it was met",
            "quality/agreement.json; quality/by-reader.csv; labels/adjudication.csv",
            null,
            "reads.once"
        ),
        new(
            "19",
            "how data were divided into partitions",
            "splits.csv; population/by-split.csv",
            null,
            "splits.disjoint",
            "splits.kept"
        ),
        new(
            "20",
            "at which level the partitions are disjoint",
            "splits.csv; leakage-report.json",
            null,
            "splits.subjects",
            "subjects.unclear",
            "splits.contents"
        ),
    ];

    private static readonly Row[] StardRows =
    [
        new(
            "12",
            "how the data were labelled and by whom",
            "fda/reference-standard.md items 2 and 3; people/annotators.csv",
            null,
            "reads.per-item",
            "readers.register",
            "reads.origin"
        ),
        new(
            "16a",
            "the reference standard, so that it can be repeated",
            "protocol/; fda/reference-standard.md items 1 to 5"
        ),
        new(
            "16b",
            "why the reference standard was chosen",
            null,
            "unknown, because nobody declared it with the release; protocol/guideline.md may give it"
        ),
        new(
            "16c",
            "definitions and cut-offs of the reference categories",
            "protocol/protocol.json; protocol/guideline.md"
        ),
        new(
            "17b",
            "whether those who set the reference knew the index test or clinical facts",
            "fda/reference-standard.md items 2 and 4",
            null,
            "reads.blind",
            "assistance.suggestions"
        ),
        new(
            "19",
            "how indeterminate reference results were handled",
            "quality/indeterminate.csv; fda/reference-standard.md item 7",
            null,
            "labels.complete"
        ),
        new(
            "20",
            "how missing data were handled",
            "population/flow.md (missing and why); exports/labels.csv leaves them blank",
            null,
            "labels.silence"
        ),
        new(
            "21",
            "analyses of variability",
            "quality/agreement.json; quality/by-subgroup.csv; quality/reader-matrix.json"
        ),
        new(
            "27",
            "time between index test and reference standard, and what happened between",
            null,
            "unknown, because the platform knows no index test; labels/individual/reads.csv has the time of each read"
        ),
    ];

    public static string Claim(StatementBook book, bool rationale) =>
        Csv("CLAIM 2024", ClaimRows.Select(r => Declared(r, "15", rationale)), book);

    public static string StardAi(StatementBook book, bool rationale) =>
        Csv("STARD-AI", StardRows.Select(r => Declared(r, "16b", rationale)), book);

    private static Row Declared(Row row, string item, bool declared) =>
        row.Item == item && declared ? row with { Answer = DeclaredPaper.Name, Unknown = null } : row;

    internal static string Csv(string checklist, IEnumerable<Row> rows, StatementBook book)
    {
        CsvText csv = new("checklist", "item", "asks", "answered_in", "not_answered", "says");
        foreach (Row row in rows)
        {
            csv.Row(
                checklist,
                row.Item,
                row.Asks,
                row.Answer,
                row.Unknown,
                string.Join(' ', row.Says.Select(id => book[id].Text))
            );
        }

        return csv.ToString();
    }
}
