using Overread.Text.Formats;

namespace Overread.Text.Terminology.Files;

/// <summary>MRCONSO.RRF of the UMLS and RXNCONSO.RRF of RxNorm: eighteen columns parted by bars; suppressed names are left out.</summary>
internal static class ConsoFile
{
    private static readonly Dictionary<string, string> s_languages = new()
    {
        ["en"] = "ENG",
        ["es"] = "SPA",
        ["de"] = "GER",
        ["fr"] = "FRE",
        ["it"] = "ITA",
        ["pt"] = "POR",
        ["nl"] = "DUT",
        ["sv"] = "SWE",
        ["ja"] = "JPN",
    };

    internal static IEnumerable<TermEntry> Read(TermFile file, string language, bool rxnorm, Findings findings)
    {
        string wanted = s_languages.GetValueOrDefault(language, language.ToUpperInvariant());
        bool any = false;
        foreach ((string line, long number) in TermFiles.Lines(file))
        {
            string[] row = line.Split('|');
            if (row.Length < 17 || row[0].Length == 0 || row[14].Length == 0)
            {
                findings.LeftOut(TermFiles.Source(file), number, "no row of eighteen columns; it is left out");
                continue;
            }

            any = true;
            if (row[1] != wanted || row[16] is "O" or "E" or "Y")
            {
                continue;
            }

            bool preferred = rxnorm
                ? row[11] == "RXNORM" && row[12] is not ("SY" or "TMSY" or "PSN")
                : row[2] == "P" && row[4] == "PF" && row[6] == "Y";
            yield return new(row[0], row[14], preferred);
        }

        if (!any)
        {
            throw new FormatException(
                $"{file.Name}: no row has the eighteen columns of {(rxnorm ? "RXNCONSO" : "MRCONSO")}."
            );
        }
    }
}
