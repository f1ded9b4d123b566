using Overread.Text.Formats;
using Overread.Text.Formats.Tables;

namespace Overread.Text.Terminology.Files;

/// <summary>Tables with a header: LOINC's <c>Loinc.csv</c>, and tables of the customer's own.</summary>
internal static class TermTable
{
    internal static IEnumerable<TermEntry> Loinc(TermFile file, Findings findings, Action<string> edition)
    {
        TableText table = Table(file);
        int code = table.Find("LOINC_NUM");
        int name = table.Find("LONG_COMMON_NAME");
        if (code < 0 || name < 0)
        {
            throw new FormatException($"{file.Name}: the columns LOINC_NUM and LONG_COMMON_NAME are needed.");
        }

        int[] others =
        [
            table.Find("SHORTNAME"),
            table.Find("DisplayName"),
            table.Find("CONSUMER_NAME"),
            table.Find("COMPONENT"),
        ];
        int related = table.Find("RELATEDNAMES2");
        int changed = table.Find("VersionLastChanged");
        string latest = "";
        foreach ((long line, IReadOnlyList<string?> cells) in table.Rows)
        {
            string own = TableText.Cell(cells, code);
            string shown = TableText.Cell(cells, name);
            if (own.Length == 0 || shown.Length == 0)
            {
                findings.LeftOut(TermFiles.Source(file), line, "a row without code or name is left out");
                continue;
            }

            string version = TableText.Cell(cells, changed);
            latest =
                double.TryParse(version, System.Globalization.CultureInfo.InvariantCulture, out double v)
                && (!double.TryParse(latest, System.Globalization.CultureInfo.InvariantCulture, out double l) || v > l)
                    ? version
                    : latest;
            yield return new(own, shown, true);
            foreach (
                string synonym in others
                    .Select(o => TableText.Cell(cells, o))
                    .Concat(TableText.Cell(cells, related).Split(';'))
                    .Select(s => s.Trim())
                    .Where(s => s.Length > 0)
                    .Distinct()
            )
            {
                yield return new(own, synonym, false);
            }
        }

        edition(latest);
    }

    internal static IEnumerable<TermEntry> Csv(TermFile file, Findings findings)
    {
        TableText table = Table(file);
        int code = table.Find("code", "id", "concept", "concept_code", "concept_id");
        int name = table.Find("term", "name", "display", "label", "description", "concept_name", "text");
        int synonyms = table.Find("synonyms", "synonym");
        int preferred = table.Find("preferred");
        if (code < 0 || name < 0)
        {
            throw new FormatException(
                $"{file.Name}: a column code and a column term (or name, display, label) are needed."
            );
        }

        foreach ((long line, IReadOnlyList<string?> cells) in table.Rows)
        {
            string own = TableText.Cell(cells, code).Trim();
            string shown = TableText.Cell(cells, name).Trim();
            if (own.Length == 0 || shown.Length == 0)
            {
                findings.LeftOut(TermFiles.Source(file), line, "a row without code or term is left out");
                continue;
            }

            yield return new(
                own,
                shown,
                preferred < 0
                    || TableText.Cell(cells, preferred).Trim().ToLowerInvariant() is "1" or "true" or "yes" or "y"
            );
            foreach (
                string synonym in TableText
                    .Cell(cells, synonyms)
                    .Split('|', ';')
                    .Select(s => s.Trim())
                    .Where(s => s.Length > 0)
            )
            {
                yield return new(own, synonym, false);
            }
        }
    }

    private static TableText Table(TermFile file)
    {
        using TextReader reader = file.Open();
        return TableText.OfCsv(reader.ReadToEnd());
    }
}
