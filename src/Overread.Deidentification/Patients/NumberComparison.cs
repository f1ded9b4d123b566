using System.Text;

namespace Overread.Deidentification.Patients;

/// <summary>Compares patients' numbers by <see cref="NumberRules"/>.</summary>
public static class NumberComparison
{
    private static readonly NumberRules[] Spelling =
    [
        NumberRules.Forms,
        NumberRules.Blanks,
        NumberRules.Case,
        NumberRules.Punctuation,
        NumberRules.LeadingZeros,
    ];

    /// <summary>A number with every rule of spelling applied: equal for numbers that may be one. Never empty for a number.</summary>
    public static string Normal(string id)
    {
        string normal = Spelling.Aggregate(id, Apply);
        // Signs alone ("---") say nothing once they are gone: they stay as they are.
        return normal.Length == 0 ? id : normal;
    }

    /// <summary>The rules by which two identities are one; null where they are two by any rule.</summary>
    /// <returns><see cref="NumberRules.None"/> for identities that are written alike.</returns>
    public static NumberRules? Between(PatientIdentity one, PatientIdentity other)
    {
        if (one.IsEmpty || other.IsEmpty || Normal(one.Id) != Normal(other.Id))
        {
            return null;
        }

        NumberRules rules = Differing(one.Id, other.Id);
        if (one.Issuer == other.Issuer)
        {
            return rules;
        }

        return one.Issuer.Length == 0 || other.Issuer.Length == 0 ? rules | NumberRules.MissingIssuer
            : Normal(one.Issuer) == Normal(other.Issuer) ? rules | NumberRules.IssuerSpelling
            : null;
    }

    /// <summary>The rules without which the two would not be equal.</summary>
    private static NumberRules Differing(string one, string other)
    {
        if (one == other)
        {
            return NumberRules.None;
        }

        NumberRules needed = NumberRules.None;
        foreach (NumberRules rule in Spelling)
        {
            IEnumerable<NumberRules> others = Spelling.Where(r => r != rule);
            if (others.Aggregate(one, Apply) != others.Aggregate(other, Apply))
            {
                needed |= rule;
            }
        }

        // Two rules may each be enough (a full-width blank): then the first that changes either is named.
        return needed != NumberRules.None
            ? needed
            : Spelling.FirstOrDefault(rule => Apply(one, rule) != one || Apply(other, rule) != other);
    }

    private static string Apply(string text, NumberRules rule) =>
        rule switch
        {
            NumberRules.Forms => Composed(text),
            NumberRules.Blanks => Without(text, char.IsWhiteSpace),
            NumberRules.Case => text.ToUpperInvariant(),
            NumberRules.Punctuation => Without(text, c => !char.IsLetterOrDigit(c) && !char.IsWhiteSpace(c)),
            _ => WithoutZeros(text),
        };

    /// <summary>Full-width characters and the digits of every script as ASCII has them.</summary>
    private static string Composed(string text) =>
        Ascii.IsValid(text)
            ? text
            : string.Concat(
                text.Select(c =>
                    c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0)
                    : c == '\u3000' ? ' '
                    : char.IsDigit(c) ? (char)('0' + (int)char.GetNumericValue(c))
                    : c
                )
            );

    private static string Without(string text, Func<char, bool> goes) => string.Concat(text.Where(c => !goes(c)));

    /// <summary>Zeros that begin a run of digits go, but for the last digit of a run.</summary>
    private static string WithoutZeros(string text)
    {
        StringBuilder kept = new(text.Length);
        bool begins = true;
        for (int i = 0; i < text.Length; i++)
        {
            bool more = i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]);
            if (begins && text[i] == '0' && more)
            {
                continue;
            }

            begins = !char.IsAsciiDigit(text[i]);
            kept.Append(text[i]);
        }

        return kept.ToString();
    }
}
