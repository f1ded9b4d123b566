using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Overread.Deidentification.Pseudonyms;

/// <summary>
/// Replaces patient identifiers by keyed ones such as "OR-7KQ2M-9XW4T-H3". The order of enrolment cannot be read from
/// them; the last letters are a check that only the key's holder can compute, so that a replacement is recognised and
/// left alone on a second run. Thread-safe.
/// </summary>
/// <param name="key">The project's key.</param>
/// <param name="prefix">Letters before the first hyphen, at most 8.</param>
public sealed partial class PatientPseudonyms(ProjectKey key, string prefix = "OR")
{
    // No I, L, O and U: nothing that is misread aloud, and no words.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int SeedLetters = 12;
    private const int CheckLetters = 6;

    /// <summary>The pseudonym of a patient.</summary>
    /// <param name="patientId">Patient ID as in the source.</param>
    /// <param name="issuer">Issuer of the Patient ID: the same number of two issuers is two patients.</param>
    public string Replace(string patientId, string issuer = "")
    {
        patientId = patientId.Trim(' ', '\0');
        if (patientId.Length == 0 || IsOwn(patientId))
        {
            return patientId;
        }

        return Seal(Letters(key.Derive("patient", issuer.Trim() + "\u0000" + patientId), SeedLetters));
    }

    /// <summary>True for what has the shape of a pseudonym of ours, by whatever key and prefix it was made.</summary>
    public static bool HasShape(string text) => Shape().IsMatch(text);

    [GeneratedRegex(@"^[A-Za-z0-9]{1,16}-[0-9A-Z]{6}-[0-9A-Z]{6}-[0-9A-Z]{6}$")]
    private static partial Regex Shape();

    /// <summary>True for a pseudonym made with this very key and prefix.</summary>
    public bool IsOwn(string text)
    {
        string letters = text.Replace("-", "", StringComparison.Ordinal);
        return letters.Length == prefix.Length + SeedLetters + CheckLetters
            && Seal(letters.Substring(prefix.Length, SeedLetters)) == text;
    }

    private string Seal(string seed)
    {
        string check = Letters(key.Derive("patient-check", prefix + seed), CheckLetters);
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}-{seed[..6]}-{seed[6..]}-{check}");
    }

    private static string Letters(byte[] bytes, int count)
    {
        StringBuilder letters = new(count);
        for (int i = 0; i < count; i++)
        {
            letters.Append(Alphabet[bytes[i] & 31]);
        }

        return letters.ToString();
    }
}
