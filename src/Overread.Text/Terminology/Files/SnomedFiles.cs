using Overread.Text.Formats;

namespace Overread.Text.Terminology.Files;

/// <summary>SNOMED CT Release Format 2, snapshot: descriptions, and where they are given concepts (retired ones are left out) and the language reference set (the preferred name).</summary>
internal static class SnomedFiles
{
    private const string FullySpecified = "900000000000003001";
    private const string Synonym = "900000000000013009";
    private const string PreferredTerm = "900000000000548007";

    internal static IEnumerable<TermEntry> Read(
        IReadOnlyList<TermFile> files,
        string language,
        Findings findings,
        Action<string> edition
    )
    {
        List<TermFile> descriptions = [];
        HashSet<string>? active = null;
        HashSet<string>? preferred = null;
        foreach (TermFile file in files)
        {
            (string header, _) = TermFiles.Lines(file).FirstOrDefault();
            string[] columns = header?.Split('\t') ?? [];
            if (columns.Contains("conceptId") && columns.Contains("term") && columns.Contains("typeId"))
            {
                descriptions.Add(file);
            }
            else if (columns.Contains("definitionStatusId"))
            {
                active ??= [];
                active.UnionWith(Rows(file, findings).Where(r => r[2] == "1").Select(r => r[0]));
            }
            else if (columns.Contains("acceptabilityId"))
            {
                preferred ??= [];
                preferred.UnionWith(
                    Rows(file, findings).Where(r => r[2] == "1" && r[^1] == PreferredTerm).Select(r => r[5])
                );
            }
        }

        if (descriptions.Count == 0)
        {
            throw new FormatException(
                "None of the files is a description file of SNOMED CT RF2 (columns conceptId, typeId, term)."
            );
        }

        return Entries(descriptions, active, preferred, language, findings, edition);
    }

    private static IEnumerable<TermEntry> Entries(
        List<TermFile> descriptions,
        HashSet<string>? active,
        HashSet<string>? preferred,
        string language,
        Findings findings,
        Action<string> edition
    )
    {
        string latest = "";
        foreach (TermFile file in descriptions)
        {
            foreach (string[] row in Rows(file, findings))
            {
                if (
                    row.Length < 9
                    || row[2] != "1"
                    || row[5] != language
                    || active?.Contains(row[4]) == false
                    || row[6] is not (FullySpecified or Synonym)
                )
                {
                    continue;
                }

                latest = string.CompareOrdinal(row[1], latest) > 0 ? row[1] : latest;
                // Without a language reference set nothing says which synonym is preferred: the fully specified name is shown.
                bool shown = preferred is null
                    ? row[6] == FullySpecified
                    : row[6] == Synonym && preferred.Contains(row[0]);
                yield return new(row[4], row[7], shown);
            }
        }

        edition(latest);
    }

    private static IEnumerable<string[]> Rows(TermFile file, Findings findings)
    {
        foreach ((string line, long number) in TermFiles.Lines(file).Skip(1))
        {
            string[] row = line.Split('\t');
            if (row.Length < 5)
            {
                findings.LeftOut(TermFiles.Source(file), number, "no row of RF2; it is left out");
                continue;
            }

            yield return row;
        }
    }
}
