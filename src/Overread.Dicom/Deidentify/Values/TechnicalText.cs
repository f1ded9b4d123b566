using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Overread.Deidentification.Text;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Deidentify.Values;

/// <summary>
/// Reads texts that are kept because of what they are for (a kernel's name, a model, a version): any word may stand there,
/// so only what tells of a person is taken out of them.
/// </summary>
internal static partial class TechnicalText
{
    private static readonly FrozenSet<string> Names = ProfileTable
        .EmbeddedLines("given-names.txt")
        .Where(line => !line.StartsWith('#'))
        .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .SelectMany(NameForms.Of)
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Makers = ProfileTable
        .EmbeddedLines("makers.txt")
        .Where(line => !line.StartsWith('#'))
        .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The text without names, addresses and long numbers; itself where there are none.</summary>
    /// <param name="text">Decoded text; several values keep their backslashes.</param>
    /// <param name="forbidden">Words by which the source names people, in capitals.</param>
    /// <param name="names">Given names are looked for too; else only the source's own words.</param>
    internal static string Clean(string text, IReadOnlySet<string> forbidden, bool names)
    {
        string cleaned = text;
        if (names)
        {
            cleaned = Address().Replace(Mail().Replace(LongNumber().Replace(Day().Replace(cleaned, ""), ""), ""), "");
            cleaned = Street().Replace(Titled().Replace(cleaned, ""), "");
            cleaned = Facility().Replace(cleaned, "");
            cleaned = Initialled().Replace(cleaned, found => IsOrdinary(found.Groups["n"].Value) ? found.Value : "");
        }

        cleaned = Words().Replace(cleaned, word => IsName(word.Value, forbidden, names) ? "" : word.Value);
        return cleaned == text ? text : Tidy(cleaned);
    }

    private static bool IsName(string word, IReadOnlySet<string> forbidden, bool names)
    {
        string capitals = word.ToUpperInvariant();
        return (capitals.Length > 2 || capitals.Length == 2 && capitals[0] >= '\u3040')
            && !Makers.Contains(capitals)
            && (IdentifyingWords.Holds(forbidden, capitals) || names && Names.Contains(NameForms.Fold(capitals)));
    }

    /// <summary>True where a word is one of the clinic or of a maker, so that a letter before it is no initial.</summary>
    private static bool IsOrdinary(string word) =>
        TextCleaner.IsClinical(word) || Makers.Contains(word.ToUpperInvariant());

    private static string Tidy(string text) =>
        string.Join(
            '\\',
            text.Split('\\')
                .Select(value =>
                    string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                        .Trim(' ', ',', ';', '-', '/', '^', '_')
                )
        );

    [GeneratedRegex(@"\p{L}[\p{L}\p{M}]*|\d+")]
    private static partial Regex Words();

    // No text can make one of these slow: each begins where a word or a run of digits does, or looks at so many letters at most, since
    // words joined by signs ("A-A-A") begin again and again. So no clock stops it: on a busy machine it would end a file's cleaning.
    // Seven digits and more, in one run or in groups of at least two: telephones, records, days. Versions have dots.
    [GeneratedRegex(@"(?<![\d.])\+?\d(?:[ -]?\d){6,}(?![\d.])|(?<!\d)\d{1,2}[A-Za-z]{3}(?:19|20)\d{2}(?!\d)")]
    private static partial Regex LongNumber();

    [GeneratedRegex(@"(?<![\w.+-])(?>[\w.+-]+)@[\w-]+(\.[\w-]+)+")]
    private static partial Regex Mail();

    [GeneratedRegex(@"https?://\S+|www\.\S+", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    // A title and the words behind it. "MR" in capitals is the modality.
    [GeneratedRegex(
        @"\b(?:Mr|mr|(?i:Drs?|Mrs|Ms|Miss|Prof|Professor|Herr|Frau|Mme|Mlle|Sra?|Dra|Dott|Tech|Technician|Operator|Physician|Nurse|Patient|Pt))\b(?:[.:]\s*|\s+)\p{L}[\p{L}\p{M}'-]*(?:\s+\p{Lu}[\p{L}\p{M}'-]+)?"
    )]
    private static partial Regex Titled();

    // A day with its year behind it, or before it with other signs than a version has.
    [GeneratedRegex(
        @"(?<![\d.])(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:19|20)\d{2}(?![\d.])|(?<![\d.])(?:19|20)\d{2}([/-])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01])(?![\d.])"
    )]
    private static partial Regex Day();

    // A number and a street, or a street and its number.
    [GeneratedRegex(
        @"\b\d{1,5}[A-Za-z]?,?\s+(?:\p{Lu}[\p{L}'’-]*\.?\s+){1,3}(?:St|Str|Street|Rd|Road|Ave|Avenue|Blvd|Boulevard|Lane|Ln|Drive|Terrace|Square|Court|Crescent)\b\.?|\b\p{L}{3,}(?:stra(?:ß|ss)e|str\.|weg|gasse|allee|platz|straat|laan)\s*\d{1,4}[a-z]?\b|\b(?:Rue|Avenue|Calle|Via|Rua)\s+(?:\p{L}[\p{L}'’-]*\s+){1,4}\d{1,4}\b"
    )]
    private static partial Regex Street();

    // A hospital and what it is called.
    [GeneratedRegex(
        @"(?:\b(?:\p{Lu}[\p{L}\p{M}'’-]{0,60}|St)\.?\s+){1,4}(?:Hosp(?:ital)?|Clinic|Infirmary|Klinik(?:um)?|Krankenhaus|Spital|Ziekenhuis|Sygehus|Sjukhus|Szpital)\b\.?|\b(?:Hôpital|Hopital|Clinique|Hospital|Clínica|Clinica|Ospedale|Klinikum|Krankenhaus|Centre Hospitalier)(?:\s+(?:d[eiu]l?a?|St\.?|\p{Lu}[\p{L}\p{M}'’-]{0,60}\.?)){1,4}"
    )]
    private static partial Regex Facility();

    // An initial with its point, and a name: "V. Meier", "J.-P. Roux", "Meier, V.".
    [GeneratedRegex(
        @"(?<![\p{L}\d.])(?:\p{Lu}\.[ -]?){1,3}(?<n>\p{Lu}\p{Ll}[\p{L}\p{M}'’-]{2,60})|(?<![\p{L}\d])(?<n>\p{Lu}\p{Ll}[\p{L}\p{M}'’-]{2,60}),?\s+\p{Lu}\.(?![\p{L}\d])"
    )]
    private static partial Regex Initialled();
}
