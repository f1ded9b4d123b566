using System.Collections.Frozen;
using System.Globalization;

namespace Overread.Dicom.Deidentify.Values;

/// <summary>
/// The identifiers that PS3.6 annex A registers: storage classes one by one, families that are numbered through (context
/// groups, transfer syntaxes, frames of reference) by their range. An identifier that merely begins like a registered one
/// is an instance's and may hold anything.
/// </summary>
internal static class RegisteredUids
{
    private const string Root = "1.2.840.10008.";

    // Where "*" stands, one number from 1 to the bound: none of these families is longer, and a date does not fit.
    private static readonly (string Prefix, int Most)[] Families =
    [
        ("1.2.4.", 210),
        ("1.2.6.", 9),
        ("1.2.7.", 9),
        ("1.2.8.", 9),
        ("1.4.1.", 20),
        ("1.4.2.", 9),
        ("1.4.3.", 9),
        ("1.4.5.", 9),
        ("1.5.", 20),
        ("2.16.", 30),
        ("3.1.2.3.", 9),
        ("3.1.2.5.", 9),
        ("5.1.1.", 40),
        ("5.1.1.4.", 9),
        ("5.1.1.9.", 9),
        ("5.1.1.17.", 999),
        ("5.1.1.18.", 9),
        ("5.1.4.1.1.200.", 9),
        ("5.1.4.1.2.1.", 9),
        ("5.1.4.1.2.2.", 9),
        ("5.1.4.1.2.3.", 9),
        ("5.1.4.1.2.4.", 9),
        ("5.1.4.1.2.5.", 9),
        ("5.1.4.32.", 9),
        ("5.1.4.34.", 20),
        ("5.1.4.34.4.", 9),
        ("5.1.4.34.5.", 9),
        ("5.1.4.34.6.", 9),
        ("5.1.4.37.", 9),
        ("5.1.4.38.", 9),
        ("5.1.4.39.", 9),
        ("5.1.4.43.", 9),
        ("5.1.4.44.", 9),
        ("5.1.4.45.", 9),
        ("6.1.", 1999),
        ("7.1.", 9),
        ("8.1.", 9),
        ("15.0.3.", 40),
        ("15.0.4.", 20),
        ("15.1.", 9),
    ];

    // Verification, transfer syntaxes, directories, commitment, services, coding schemes and the like; storage classes that
    // are retired stand here too.
    private static readonly FrozenSet<string> Single = (
        "1.1 1.2 1.2.1 1.2.1.98 1.2.1.99 1.2.2 1.2.5 1.3.10 1.9 1.20 1.20.1 1.20.1.1 1.20.2 1.20.2.1 1.40 1.40.1 1.42 1.42.1 "
        + "2.6.1 3.1.1.1 3.1.2.1.1 3.1.2.1.4 3.1.2.2.1 3.1.2.6.1 4.2 5.1.1.16.376 5.1.4.1.1.1.4 5.1.4.1.1.3 5.1.4.1.1.5 5.1.4.1.1.6 "
        + "5.1.4.1.1.8 5.1.4.1.1.9 5.1.4.1.1.10 5.1.4.1.1.11 5.1.4.1.1.12.3 5.1.4.1.1.77.1 5.1.4.1.1.77.2 5.1.4.1.1.88.1 "
        + "5.1.4.1.1.88.2 5.1.4.1.1.88.3 5.1.4.1.1.88.4 5.1.4.1.1.481.1 5.1.4.1.1.501.1 5.1.4.31 5.1.4.32 5.1.4.33 5.1.4.34 "
        + "5.1.4.41 5.1.4.42 9.1"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True for an identifier that the standard registers, or that of a published coding scheme of HL7.</summary>
    internal static bool Contains(string uid)
    {
        if (!uid.StartsWith(Root, StringComparison.Ordinal))
        {
            return IsCodeSystem(uid);
        }

        string rest = uid[Root.Length..];
        if (Single.Contains(rest) || SopClasses.NameOf(uid).Length > 0)
        {
            return true;
        }

        // Fragmentable video syntaxes: 1.2.4.100.1 and its like.
        string core =
            rest.StartsWith("1.2.4.10", StringComparison.Ordinal) && rest.EndsWith(".1", StringComparison.Ordinal)
                ? rest[..^2]
                : rest;
        foreach ((string prefix, int most) in Families)
        {
            if (core.StartsWith(prefix, StringComparison.Ordinal) && IsNumber(core.AsSpan(prefix.Length), most))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Object identifiers of code systems as HL7 registers them: 2.16.840.1.113883.6.n.</summary>
    private static bool IsCodeSystem(string uid) =>
        uid.StartsWith("2.16.840.1.113883.6.", StringComparison.Ordinal) && IsNumber(uid.AsSpan(20), 999);

    private static bool IsNumber(ReadOnlySpan<char> text, int most) =>
        text.Length is > 0 and <= 4
        && text[0] is >= '1' and <= '9'
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number <= most;
}
