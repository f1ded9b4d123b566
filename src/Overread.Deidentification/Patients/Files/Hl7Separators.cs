using System.Globalization;
using System.Text;

namespace Overread.Deidentification.Patients.Files;

/// <summary>The separators of one HL7 v2 message, which it states in MSH-1 and MSH-2 (HL7 v2 chapter 2, message delimiters).</summary>
internal readonly record struct Hl7Separators(
    char Field,
    char Component,
    char Repetition,
    char Escape,
    char Subcomponent
)
{
    /// <summary>Reads them from the MSH segment; null where it has none, or has one twice.</summary>
    internal static Hl7Separators? Of(string msh)
    {
        if (msh.Length < 5)
        {
            return null;
        }

        char field = msh[3];
        int end = msh.IndexOf(field, 4);
        string stated = end < 0 ? msh[4..] : msh[4..end];
        if (stated.Length == 0 || char.IsLetterOrDigit(field))
        {
            return null;
        }

        char At(int place, char otherwise) => place < stated.Length ? stated[place] : otherwise;
        Hl7Separators read = new(field, stated[0], At(1, '~'), At(2, '\\'), At(3, '&'));
        char[] all = [read.Field, read.Component, read.Repetition, read.Escape, read.Subcomponent];
        return all.Distinct().Count() == all.Length ? read : null;
    }

    /// <summary>A value with its escapes resolved: the separators themselves and hexadecimal characters; layout goes.</summary>
    internal string Plain(string value)
    {
        if (!value.Contains(Escape, StringComparison.Ordinal))
        {
            return value;
        }

        StringBuilder plain = new(value.Length);
        for (int at = 0; at < value.Length; at++)
        {
            int end = value[at] == Escape ? value.IndexOf(Escape, at + 1) : -1;
            if (end < 0)
            {
                plain.Append(value[at]);
                continue;
            }

            plain.Append(Meaning(value[(at + 1)..end]));
            at = end;
        }

        return plain.ToString();
    }

    private string Meaning(string code) =>
        code switch
        {
            "F" => Field.ToString(),
            "S" => Component.ToString(),
            "R" => Repetition.ToString(),
            "E" => Escape.ToString(),
            "T" => Subcomponent.ToString(),
            ['X', .. var digits] when digits.Length % 2 == 0 => Characters(digits),
            _ => "",
        };

    private static string Characters(string digits)
    {
        StringBuilder characters = new();
        for (int i = 0; i < digits.Length; i += 2)
        {
            if (
                byte.TryParse(
                    digits.AsSpan(i, 2),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out byte b
                )
            )
            {
                characters.Append((char)b);
            }
        }

        return characters.ToString();
    }
}
