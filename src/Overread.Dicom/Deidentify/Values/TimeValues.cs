using System.Globalization;

namespace Overread.Dicom.Deidentify.Values;

/// <summary>Tells whether a value that is to stay is a date, a time or an age at all (PS3.5 section 6.2).</summary>
internal static class TimeValues
{
    /// <summary>True for a time of day, with colons as in old files, or a range of two.</summary>
    internal static bool IsTime(string text) =>
        text.Split('\\')
            .All(value => value.Trim(' ', '\0').Split('-') is { Length: <= 2 } parts && parts.All(IsOneTime));

    /// <summary>True for a date, with dots as in old files, or a range of two.</summary>
    internal static bool IsDate(string text) =>
        text.Split('\\')
            .All(value => value.Trim(' ', '\0').Split('-') is { Length: <= 2 } parts && parts.All(IsOneDate));

    private static bool IsOneDate(string value)
    {
        string plain =
            value.Length == 10 && value[4] == '.' && value[7] == '.'
                ? value.Replace(".", "", StringComparison.Ordinal)
                : value;
        return plain.Length == 0
            || plain.Length == 8
                && DateOnly.TryParseExact(plain, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
    }

    private static bool IsOneTime(string value)
    {
        if (value.Length == 0)
        {
            return true;
        }

        string[] halves = value.Split('.');
        string digits = halves[0].Replace(":", "", StringComparison.Ordinal);
        bool fraction =
            halves.Length == 1 || halves.Length == 2 && halves[1].Length is > 0 and <= 6 && digits.Length == 6;
        return fraction
            && digits.Length is 2 or 4 or 6
            && digits.All(char.IsAsciiDigit)
            && (halves.Length < 2 || halves[1].All(char.IsAsciiDigit))
            && Part(digits, 0) < 24
            && Part(digits, 2) < 60
            && Part(digits, 4) <= 60;
    }

    private static int Part(string digits, int at) =>
        digits.Length > at ? int.Parse(digits.AsSpan(at, 2), NumberStyles.None, CultureInfo.InvariantCulture) : 0;
}
