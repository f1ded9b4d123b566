using Overread.Text.Formats;

namespace Overread.Text.Terminology.Files;

/// <summary>Reads the files in which terminologies are published.</summary>
public static class TermFiles
{
    /// <summary>The formats, as they are named on the command line, and the terminology that each is of; null where any can be.</summary>
    public static IReadOnlyDictionary<string, string?> Formats { get; } =
        new Dictionary<string, string?>
        {
            ["icd10cm"] = "ICD10CM",
            ["snomed-rf2"] = "SNOMEDCT",
            ["mrconso"] = "UMLS",
            ["rxnorm"] = "RXNORM",
            ["loinc"] = "LOINC",
            ["csv"] = null,
            ["obo"] = null,
        };

    /// <summary>The names in files, in the order of the files.</summary>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="files">The files; for SNOMED CT the descriptions, and the concepts where retired ones shall be left out.</param>
    /// <param name="language">ISO 639-1 code of the names wanted, such as en, for formats that hold several.</param>
    /// <param name="findings">Takes lines that are none of the format.</param>
    /// <param name="edition">Is told the edition that a file says it is of.</param>
    /// <exception cref="FormatException">A file is none of the format.</exception>
    public static IEnumerable<TermEntry> Read(
        string format,
        IReadOnlyList<TermFile> files,
        string language,
        Findings findings,
        Action<string> edition
    ) =>
        format switch
        {
            "icd10cm" => files.SelectMany(f => IcdFile.Read(f, findings)),
            "snomed-rf2" => SnomedFiles.Read(files, language, findings, edition),
            "mrconso" => files.SelectMany(f => ConsoFile.Read(f, language, rxnorm: false, findings)),
            "rxnorm" => files.SelectMany(f => ConsoFile.Read(f, language, rxnorm: true, findings)),
            "loinc" => files.SelectMany(f => TermTable.Loinc(f, findings, edition)),
            "csv" => files.SelectMany(f => TermTable.Csv(f, findings)),
            "obo" => files.SelectMany(f => OboFile.Read(f, edition)),
            _ => throw new FormatException(
                $"'{format}' is no format of terminologies: {string.Join(", ", Formats.Keys)}."
            ),
        };

    internal static IEnumerable<(string Line, long Number)> Lines(TermFile file)
    {
        using TextReader reader = file.Open();
        long number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length > 0)
            {
                yield return (number == 1 ? line.TrimStart('\uFEFF') : line, number);
            }
        }
    }

    internal static TextSource Source(TermFile file) => TextSource.Alone(file.Name, "");
}
