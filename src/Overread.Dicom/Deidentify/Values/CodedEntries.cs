using System.Text.RegularExpressions;
using Overread.Deidentification.Text;

namespace Overread.Dicom.Deidentify.Values;

/// <summary>
/// Reads coded entries (PS3.3 section 8): a code stays where its scheme is published and it has the shape of that scheme's
/// codes; its meaning keeps the words of the clinical vocabulary; designators of a house's own scheme name the house.
/// </summary>
internal static partial class CodedEntries
{
    /// <summary>What stands for the designator of a private scheme; "99" is the mark of such schemes.</summary>
    internal const string PrivateScheme = "99REMOVED";

    /// <summary>True for attributes of a coded entry that this type decides about.</summary>
    internal static bool Is(Tag tag) =>
        tag.Value
            is 0x00080100
                or 0x00080102
                or 0x00080103
                or 0x00080104
                or 0x00080105
                or 0x0008010F
                or 0x00080119
                or 0x00080120
                or 0x00080122;

    /// <summary>What may stay of a value; null where nothing may, so that it is replaced or emptied.</summary>
    /// <param name="tag">An attribute for which <see cref="Is"/> is true.</param>
    /// <param name="value">Its value.</param>
    /// <param name="scheme">Designator beside it.</param>
    /// <param name="forbidden">Words by which the source names people, in capitals.</param>
    internal static string? Clean(Tag tag, string value, string scheme, IReadOnlySet<string> forbidden)
    {
        bool known = CodingSchemes.IsPublic(scheme);
        switch (tag.Value)
        {
            case 0x00080102:
                return known || value == PrivateScheme ? value : PrivateScheme;
            case 0x00080103:
                return known && Version().IsMatch(value) ? value : null;
            case 0x00080105:
                return value is "DCMR" or "SDM" or "99SDM" ? value : null;
            case 0x0008010F:
                return Context().IsMatch(value) ? value : null;
            case 0x00080104:
                return Meaning(value, forbidden);
            case 0x00080122:
                return value is "DICOM Content Mapping Resource" ? value : null;
            case 0x00080120:
                return value.StartsWith("urn:lex:", StringComparison.Ordinal) || OidUrn().IsMatch(value) ? value : null;
            default:
                return known && Fits(scheme.ToUpperInvariant(), value) && !Identifies(value, forbidden) ? value : null;
        }
    }

    private static string? Meaning(string value, IReadOnlySet<string> forbidden)
    {
        string cleaned = TextCleaner.Clean(value, forbidden, word => CodeStrings.IsTerm(word));
        return cleaned.Length > 0 ? cleaned : null;
    }

    private static bool Identifies(string value, IReadOnlySet<string> forbidden) =>
        forbidden.Count > 0
        && value
            .ToUpperInvariant()
            .Split(['-', '.', ':', '_', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Any(part => part.Length > 2 && IdentifyingWords.Holds(forbidden, part));

    /// <summary>True where a code has the shape of its scheme's codes; check digits are computed where there are any.</summary>
    private static bool Fits(string scheme, string code) =>
        scheme switch
        {
            "SCT" => Snomed().IsMatch(code) && Verhoeff(code),
            "SRT" or "SNM3" or "SNM" or "99SDM" => SnomedLegacy().IsMatch(code),
            "DCM" => Dcm().IsMatch(code),
            "LN" => Loinc().IsMatch(code) && LoincCheck(code),
            "UCUM" => Units(code),
            "RADLEX" => RadLex().IsMatch(code),
            "UMLS" => Umls().IsMatch(code),
            "NCIT" or "NCIM" => Ncit().IsMatch(code),
            "FMA" or "NEU" or "RXNORM" or "PUBCHEM_CID" or "ITIS_TSN" => Digits().IsMatch(code),
            "I10" or "I10P" or "I11" or "I9" or "I9C" or "ICDO3" => Icd().IsMatch(code),
            "ISO3166_1" or "ISO639_1" or "RFC3066" or "RFC5646" => Language().IsMatch(code),
            _ => Plain(code),
        };

    /// <summary>SNOMED CT identifiers end in a check digit (Verhoeff 1969); digits before it say that it is a concept's.</summary>
    private static bool Verhoeff(string code)
    {
        int check = 0;
        for (int i = 0; i < code.Length; i++)
        {
            int digit = code[code.Length - 1 - i] - '0';
            check = Multiply(check, Permute(i % 8, digit));
        }

        return check == 0 && code[^3..^1] is "00" or "10";
    }

    /// <summary>Product in the dihedral group of ten elements.</summary>
    private static int Multiply(int a, int b) =>
        a < 5
            ? b < 5
                ? (a + b) % 5
                : 5 + (a + b - 5) % 5
            : b < 5
                ? 5 + (a - 5 - b + 5) % 5
                : (a - b + 5) % 5;

    private static int Permute(int times, int digit)
    {
        ReadOnlySpan<int> once = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
        for (int i = 0; i < times; i++)
        {
            digit = once[digit];
        }

        return digit;
    }

    /// <summary>LOINC numbers end in a check digit of modulus 10, every second digit doubled.</summary>
    private static bool LoincCheck(string code)
    {
        int sum = 0;
        string digits = code[..^2];
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = digits[digits.Length - 1 - i] - '0';
            int doubled = i % 2 == 0 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return (10 - sum % 10) % 10 == code[^1] - '0';
    }

    /// <summary>Units of measure are made of short symbols; a longer run of letters must be a word of the vocabulary.</summary>
    private static bool Units(string code) =>
        code.Length <= 24
        && UnitCharacters().IsMatch(code)
        && LetterRuns().Matches(code).All(run => run.Length <= 4 || IsWord(run.Value))
        && !LongNumber().IsMatch(code);

    private static bool Plain(string code) =>
        PlainCode().IsMatch(code)
        && !LongNumber().IsMatch(code)
        && LetterRuns().Matches(code).All(run => run.Length <= 3 || IsWord(run.Value));

    private static bool IsWord(string word) =>
        TextCleaner.IsClinical(word) || CodeStrings.IsTerm(word.ToUpperInvariant());

    [GeneratedRegex(@"^\d{1,8}([._-]\d{1,4}){0,3}[A-Za-z]?$")]
    private static partial Regex Version();

    [GeneratedRegex(@"^(CID_?)?\d{1,5}$")]
    private static partial Regex Context();

    [GeneratedRegex(@"^urn:oid:[0-2](\.(0|[1-9]\d{0,4})){3,12}$")]
    private static partial Regex OidUrn();

    [GeneratedRegex(@"^[1-9]\d{5,17}$")]
    private static partial Regex Snomed();

    [GeneratedRegex(@"^[A-Z]\d?-[0-9A-F]{1,6}$|^[A-Z]\d?-[A-Z0-9]{4,5}$|^[A-Z]{1,2}-?[0-9A-F]{5}$")]
    private static partial Regex SnomedLegacy();

    [GeneratedRegex(@"^1[0-3]\d{4}$|^[A-Z]{2,4}$")]
    private static partial Regex Dcm();

    [GeneratedRegex(@"^\d{1,6}-\d$")]
    private static partial Regex Loinc();

    [GeneratedRegex(@"^RID\d{1,6}$|^RPID\d{1,5}$")]
    private static partial Regex RadLex();

    [GeneratedRegex(@"^C\d{7}$")]
    private static partial Regex Umls();

    [GeneratedRegex(@"^C\d{3,6}$")]
    private static partial Regex Ncit();

    [GeneratedRegex(@"^\d{1,6}$")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^[A-Z]?\d{1,4}[A-Z]?([./][0-9A-Z]{1,4})?$")]
    private static partial Regex Icd();

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,4}){0,2}$|^\d{3}$")]
    private static partial Regex Language();

    [GeneratedRegex(@"^[A-Za-z0-9%/*.\[\]{}'"":^()+_-]+$")]
    private static partial Regex UnitCharacters();

    [GeneratedRegex(@"[A-Za-z]+")]
    private static partial Regex LetterRuns();

    [GeneratedRegex(@"\d{6,}")]
    private static partial Regex LongNumber();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._:^/-]{0,15}$")]
    private static partial Regex PlainCode();
}
