using System.Text;
using System.Text.RegularExpressions;

namespace Overread.Domain.Subjects;

/// <summary>What names of items and subjects say about who is who.</summary>
public static partial class SubjectNames
{
    /// <summary>The rule of <see cref="ByPath"/>, in words.</summary>
    public const string Rule = "patientN/studyM";

    private static readonly System.Buffers.SearchValues<char> Separators = System.Buffers.SearchValues.Create(
        @"/\_-. "
    );

    /// <summary>
    /// The subject that an item's name states by convention: the last folder that is called like a patient
    /// (<c>patient00001/study1</c>, <c>sub-01/ses-02</c>, <c>p10/p10000032/s50414267</c>), or the part before the study of a
    /// flat name (<c>patient3_study1</c>); null where the name states none.
    /// </summary>
    public static string? ByPath(string name)
    {
        string[] parts = name.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = parts.Length - 2; i >= 0; i--)
        {
            if (PatientPart().IsMatch(parts[i].Trim()))
            {
                return parts[i].Trim();
            }
        }

        Match flat = FlatName().Match(parts.Length == 0 ? "" : parts[^1].Trim());
        return flat.Success ? flat.Groups["patient"].Value : null;
    }

    /// <summary>
    /// What the names of one patient's items may share where no convention says so: all before the last separator, if a digit
    /// is in it; null where there is nothing of the kind.
    /// </summary>
    public static string? SharedPart(string name)
    {
        string bare = Extension().Replace(name, "");
        int end = bare.AsSpan().LastIndexOfAny(Separators);
        string part = end <= 0 ? "" : bare[..end].TrimEnd('/', '\\', '_', '-', '.', ' ');
        return part.Any(char.IsAsciiDigit) ? part : null;
    }

    /// <summary>
    /// A name as it is compared: letters in one case and width, no leading zeros, no blanks, hyphens or other signs, no
    /// <c>.0</c> that a spreadsheet puts after a number.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="signsBetweenDigits">Keep that there is a sign between two digits: 1-12 and 11-2 are then two.</param>
    public static string Comparable(string name, bool signsBetweenDigits = false)
    {
        string text = SpreadsheetNumber().Replace(Narrow(name).Trim(), "$1");
        StringBuilder made = new(text.Length);
        StringBuilder number = new();
        bool sign = false;
        foreach (char c in text.ToUpperInvariant())
        {
            if (!char.IsLetterOrDigit(c))
            {
                sign = true;
                continue;
            }

            if (!char.IsAsciiDigit(c))
            {
                Close(number, made).Append(c);
            }
            else if (sign && signsBetweenDigits && number.Length > 0)
            {
                Close(number, made).Append('-');
                number.Append(c);
            }
            else
            {
                number.Append(c);
            }

            sign = false;
        }

        Close(number, made);
        return made.Length == 0 ? name : made.ToString();
    }

    // Letters and digits in the width of Han characters (U+FF01 to U+FF5E); without a culture's data, which programs run without.
    private static string Narrow(string text) =>
        text.AsSpan().IndexOfAnyInRange('\uFF01', '\uFF5E') < 0
            ? text
            : string.Concat(text.Select(c => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c));

    // Zeros before a number say nothing; one that stands alone is the number.
    private static StringBuilder Close(StringBuilder number, StringBuilder made)
    {
        if (number.Length > 0)
        {
            string digits = number.ToString().TrimStart('0');
            made.Append(digits.Length == 0 ? "0" : digits);
            number.Clear();
        }

        return made;
    }

    [GeneratedRegex(
        @"^(?:(?:patient|subject|subj|sub|person|pat|case|pt)(?:[-_ .]?\d\w*|[-_ .][a-z]{0,4}\d\w*)|p\d+)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex PatientPart();

    [GeneratedRegex(
        @"^(?<patient>(?:patient|subject|subj|sub|person|pat|case|pt)[-_ .]?[a-z]{0,4}\d[a-z0-9]*?)[-_ .]*(?:study|session|ses|visit|exam|series|scan|view)[-_ .]?[a-z]{0,4}\d",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex FlatName();

    [GeneratedRegex(@"\.[A-Za-z][A-Za-z0-9]{1,4}(\.gz)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Extension();

    [GeneratedRegex(@"^(\d+)\.0+$", RegexOptions.CultureInvariant)]
    private static partial Regex SpreadsheetNumber();
}
