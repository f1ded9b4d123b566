using System.Globalization;
using System.Text.RegularExpressions;

namespace Overread.Deidentification.Dates;

/// <summary>
/// Moves dates as DICOM writes them: DA (with dots in old files), DT with fewer digits, with fractions and zone, several
/// values, and ranges. What cannot be read as a date becomes empty, never a half-moved one.
/// </summary>
public static partial class DateShift
{
    // Four digits outside these are a day and a month, or nothing.
    private const int FirstYear = 1800;
    private const int LastYear = 2199;

    /// <summary>Moves every date of a DA value.</summary>
    /// <param name="text">Values separated by backslashes; ranges with a hyphen.</param>
    /// <param name="offset">Days to subtract.</param>
    public static string ShiftDates(string text, DateOffset offset) => Each(text, value => ShiftDate(value, offset));

    /// <summary>Moves every date of a DT value; time of day, fraction and zone stay.</summary>
    public static string ShiftDateTimes(string text, DateOffset offset) =>
        Each(text, value => ShiftDateTime(value, offset));

    private static string Each(string text, Func<string, string> shift) =>
        string.Join('\\', text.Split('\\').Select(value => Range(value.Trim(' ', '\0'), shift)));

    private static string Range(string value, Func<string, string> shift)
    {
        // In a DT a hyphen may begin a zone (-0500); a border of a range has at least four digits before and behind it
        // that are no zone, or stands first or last.
        int hyphen = value.IndexOf('-', StringComparison.Ordinal);
        if (hyphen < 0)
        {
            return shift(value);
        }

        string left = value[..hyphen];
        string right = value[(hyphen + 1)..];
        bool zone = right.Length == 4 && left.Length >= 8 && IsZone(right);
        if (zone)
        {
            return shift(value);
        }

        string first = left.Length == 0 ? "" : shift(left);
        string second = right.Length == 0 ? "" : shift(right);
        bool lost = left.Length > 0 && first.Length == 0 || right.Length > 0 && second.Length == 0;
        return lost ? "" : first + "-" + second;
    }

    /// <summary>Offsets from UTC that exist anywhere: quarters of an hour, up to fourteen hours.</summary>
    private static bool IsZone(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number / 100 <= 14
        && number % 100 is 0 or 15 or 30 or 45;

    [GeneratedRegex(@"^(\d{4}|\d{6}|\d{8}|\d{10}|\d{12}|\d{14})(?:(?<=^\d{14})(\.\d{1,6}))?([+-]\d{4})?$")]
    private static partial Regex DateTime();

    private static string ShiftDate(string value, DateOffset offset)
    {
        if (value.Length == 10 && value[4] == '.' && value[7] == '.')
        {
            string shifted = ShiftDigits(value[..4] + value[5..7] + value[8..], offset);
            return shifted.Length == 0 ? "" : $"{shifted[..4]}.{shifted[4..6]}.{shifted[6..]}";
        }

        return value.Length == 8 ? ShiftDigits(value, offset) : "";
    }

    private static string ShiftDateTime(string value, DateOffset offset)
    {
        // Digits, then at most a fraction and a zone: a value with anything else in it would be moved by half.
        Match whole = DateTime().Match(value);
        if (!whole.Success || whole.Groups[3].Success && !IsZone(whole.Groups[3].Value[1..]))
        {
            return "";
        }

        int digits = whole.Groups[1].Length;
        string date = value[..Math.Min(digits, 8)];
        // A year or a month alone moves as its first day would, and keeps its precision.
        string full = date.Length switch
        {
            4 => date + "0101",
            6 => date + "01",
            _ => date,
        };
        string shifted = ShiftDigits(full, offset);
        return shifted.Length == 0 ? "" : shifted[..date.Length] + value[date.Length..];
    }

    private static string ShiftDigits(string digits, DateOffset offset)
    {
        if (
            !DateOnly.TryParseExact(
                digits,
                "yyyyMMdd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out DateOnly date
            ) || date.Year is < FirstYear or > LastYear
        )
        {
            return "";
        }

        int day = date.DayNumber - offset.Days;
        return day < 0 || day > DateOnly.MaxValue.DayNumber
            ? ""
            : DateOnly.FromDayNumber(day).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
    }
}
