using System.Globalization;

namespace Overread.Dicom.Deidentify.Values;

/// <summary>Tells whether number strings (DS, IS) are numbers (PS3.5 section 6.2).</summary>
internal static class NumberStrings
{
    private const int LongestDecimal = 24;
    private const int LongestInteger = 12;

    /// <summary>True where each value is a number or empty. Longer decimals than the standard's sixteen characters are met.</summary>
    internal static bool Are(string text, Vr vr) => text.Split('\\').All(value => Is(value.Trim(' ', '\0'), vr));

    private static bool Is(string value, Vr vr) =>
        value.Length == 0
        || (
            vr == Vr.IS
                ? value.Length <= LongestInteger
                    && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                : value.Length <= LongestDecimal
                    && value.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or '.' or 'e' or 'E')
                    && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        );
}
