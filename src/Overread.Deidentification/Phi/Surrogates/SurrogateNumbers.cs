using System.Globalization;
using System.Text;
using Overread.Deidentification.Pseudonyms;

namespace Overread.Deidentification.Phi.Surrogates;

/// <summary>Numbers and codes of the same shape: a digit for a digit, a letter for a letter, signs as they are.</summary>
internal sealed class SurrogateNumbers(ProjectKey key, IReadOnlySet<string> real)
{
    private const int MostTries = 64;

    /// <summary>The surrogate of a number or an address, however its groups are separated.</summary>
    internal string Of(string value)
    {
        string bare = string.Concat(value.Where(char.IsLetterOrDigit)).ToUpperInvariant();
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            string made = Shape(
                value,
                key.Derive("surrogate-number", string.Create(CultureInfo.InvariantCulture, $"{attempt}\u0000{bare}"))
            );
            if (made != value && !real.Contains(PhiLexicon.Fold(made)))
            {
                return made;
            }
        }

        // A single digit has few others: the class says what stood here.
        return "[ID]";
    }

    private string Shape(string value, byte[] bytes)
    {
        StringBuilder made = new(value.Length);
        int domain = value.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at ? value.LastIndexOf('.') : -1;
        int n = 0;
        for (int i = 0; i < value.Length; i++)
        {
            // ".com" and "https://www." are nobody's.
            if (
                domain >= 0 && i >= domain
                || value.AsSpan(i).StartsWith("http", StringComparison.OrdinalIgnoreCase) && i == 0
            )
            {
                int keep = i == 0 ? value.IndexOf("//", StringComparison.Ordinal) + 2 : value.Length - i;
                made.Append(value, i, Math.Max(1, keep));
                i += Math.Max(1, keep) - 1;
                continue;
            }

            char c = value[i];
            int random = Next(bytes, ref n);
            made.Append(
                char.IsAsciiDigit(c) ? (char)('0' + (c == '0' ? random % 10 : 1 + (random % 9)))
                : char.IsUpper(c) ? (char)('A' + (random % 26))
                : char.IsLower(c) ? (char)('a' + (random % 26))
                : c
            );
        }

        return made.ToString();
    }

    /// <summary>Bytes without end: each block is derived from the one before.</summary>
    private int Next(byte[] bytes, ref int n)
    {
        if (n == bytes.Length)
        {
            key.Derive("surrogate-more", Convert.ToHexString(bytes)).CopyTo(bytes, 0);
            n = 0;
        }

        return bytes[n++];
    }
}
