using System.Globalization;
using Overread.Deidentification.Dates;

namespace Overread.Deidentification.Phi.Surrogates;

/// <summary>
/// Dates moved by the patient's days, written as they were: order of day and month, separators, leading zeros, months in words,
/// ordinals, years of two digits. What is no whole date moves with the year that the text names first; a weekday moves with the days.
/// What cannot be read as a date becomes its class, never a half-moved date.
/// </summary>
internal sealed class SurrogateDates
{
    private static readonly string[] English =
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    private static readonly string[] Spanish =
    [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ];
    private static readonly string[] German =
    [
        "januar",
        "februar",
        "märz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
    ];

    private static readonly string[][] Weekdays =
    [
        ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"],
        ["domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"],
        ["sonntag", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag"],
    ];

    private readonly DateOffset _offset;
    private readonly bool _monthFirst;
    private readonly int _year;

    internal SurrogateDates(DateOffset offset, PhiLanguage language, string text)
    {
        _offset = offset;
        _monthFirst = language == PhiLanguage.English;
        _year = FirstYear(text);
    }

    internal string Move(string value)
    {
        List<string> parts = SurrogateWords.Split(value);
        int[] numbers = [.. Enumerable.Range(0, parts.Count).Where(i => char.IsAsciiDigit(parts[i][0]))];
        int month = Enumerable.Range(0, parts.Count).Where(i => Month(parts[i]) > 0).DefaultIfEmpty(-1).First();
        for (int i = 0; i < parts.Count; i++)
        {
            if (Weekday(parts[i]) is { } moved)
            {
                parts[i] = moved;
            }
        }

        bool read =
            month >= 0 ? Words(parts, numbers, month)
            : numbers.Length > 0 ? Digits(parts, numbers)
            : parts.Any(p => Weekday(p) is not null);
        return read ? string.Concat(parts) : "[DATE]";
    }

    private bool Words(List<string> parts, int[] numbers, int month)
    {
        int year = numbers
            .Where(n => parts[n].Length == 4 || parts[n].Length == 2 && n == numbers[^1] && numbers.Length > 1)
            .DefaultIfEmpty(-1)
            .Last();
        int day = numbers.Where(n => n != year && parts[n].Length <= 2).DefaultIfEmpty(-1).First();
        if (
            !Shift(
                day < 0 ? 15 : Number(parts[day]),
                Month(parts[month]),
                year < 0 ? _year : Year(parts[year]),
                out DateOnly moved
            )
        )
        {
            return false;
        }

        string[] names =
            Spanish.Contains(parts[month].ToLowerInvariant()) ? Spanish
            : German.Contains(parts[month].ToLowerInvariant()) && !English.Contains(parts[month].ToLowerInvariant())
                ? German
            : English;
        string name = names[moved.Month - 1];
        bool whole = names.Contains(parts[month].ToLowerInvariant());
        parts[month] = Cased(whole ? name : name[..Math.Min(name.Length, 3)], parts[month]);
        if (day >= 0)
        {
            parts[day] = Padded(moved.Day, parts[day][0] == '0');
            if (day + 1 < parts.Count && parts[day + 1] is "st" or "nd" or "rd" or "th")
            {
                parts[day + 1] = moved.Day is 11 or 12 or 13
                    ? "th"
                    : (moved.Day % 10) switch
                    {
                        1 => "st",
                        2 => "nd",
                        3 => "rd",
                        _ => "th",
                    };
            }
        }

        if (year >= 0)
        {
            parts[year] =
                parts[year].Length == 2
                    ? (moved.Year % 100).ToString("00", CultureInfo.InvariantCulture)
                    : moved.Year.ToString(CultureInfo.InvariantCulture);
        }

        // "March 3-5": a second day would stand apart from the first.
        return !numbers.Any(n => n != year && n != day);
    }

    private bool Digits(List<string> parts, int[] numbers)
    {
        if (parts[numbers[0]].Length == 8)
        {
            string whole = DateShift.ShiftDates(parts[numbers[0]], _offset);
            parts[numbers[0]] = whole;
            return whole.Length == 8;
        }

        int[] three = numbers.Length >= 3 ? numbers[..3] : numbers;
        bool yearFirst = parts[three[0]].Length == 4;
        bool padded = three.All(n => parts[n].Length is 2 or 4);
        if (three.Length == 3)
        {
            (int y, int a, int b) = yearFirst ? (three[0], three[1], three[2]) : (three[2], three[0], three[1]);
            bool monthFirst = yearFirst || (_monthFirst ? Number(parts[a]) <= 12 : Number(parts[b]) > 12);
            (int m, int d) = monthFirst ? (a, b) : (b, a);
            if (!Shift(Number(parts[d]), Number(parts[m]), Year(parts[y]), out DateOnly moved))
            {
                return false;
            }

            parts[m] = Padded(moved.Month, padded);
            parts[d] = Padded(moved.Day, padded);
            parts[y] =
                parts[y].Length == 2
                    ? (moved.Year % 100).ToString("00", CultureInfo.InvariantCulture)
                    : moved.Year.ToString(CultureInfo.InvariantCulture);
            return true;
        }

        if (three.Length == 2 && (yearFirst || parts[three[1]].Length == 4))
        {
            (int y, int m) = yearFirst ? (three[0], three[1]) : (three[1], three[0]);
            bool read = Shift(15, Number(parts[m]), Year(parts[y]), out DateOnly moved);
            parts[m] = Padded(moved.Month, padded);
            parts[y] = moved.Year.ToString(CultureInfo.InvariantCulture);
            return read;
        }

        if (three.Length == 2)
        {
            bool monthFirst = _monthFirst ? Number(parts[three[0]]) <= 12 : Number(parts[three[1]]) > 12;
            (int m, int d) = monthFirst ? (three[0], three[1]) : (three[1], three[0]);
            bool read = Shift(Number(parts[d]), Number(parts[m]), _year, out DateOnly moved);
            parts[m] = Padded(moved.Month, padded);
            parts[d] = Padded(moved.Day, padded);
            return read;
        }

        // "spring of 2020"
        if (parts[three[0]].Length == 4 && Shift(15, 6, Year(parts[three[0]]), out DateOnly season))
        {
            parts[three[0]] = season.Year.ToString(CultureInfo.InvariantCulture);
            return true;
        }

        return false;
    }

    private bool Shift(int day, int month, int year, out DateOnly moved)
    {
        moved = default;
        if (month is < 1 or > 12 || year is < 1800 or > 2200 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        moved = new DateOnly(year, month, day).AddDays(-_offset.Days);
        return true;
    }

    private string? Weekday(string word)
    {
        foreach (string[] days in Weekdays)
        {
            int day = Array.FindIndex(days, d => PhiLexicon.Fold(d) == PhiLexicon.Fold(word));
            if (day >= 0)
            {
                return Cased(days[(day + 7 - (_offset.Days % 7)) % 7], word);
            }
        }

        return null;
    }

    private static int Month(string word)
    {
        string small = word.ToLowerInvariant();
        foreach (string[] months in new[] { English, Spanish, German })
        {
            int at = Array.FindIndex(
                months,
                m =>
                    m == small
                    || small.Length >= 3 && small.Length <= 4 && m.StartsWith(small, StringComparison.Ordinal)
            );
            if (at >= 0)
            {
                return at + 1;
            }
        }

        return small switch
        {
            "setiembre" => 9,
            "jänner" => 1,
            _ => 0,
        };
    }

    private static int Number(string digits) =>
        int.Parse(digits[..Math.Min(8, digits.Length)], CultureInfo.InvariantCulture);

    // A year of two digits lies in this century where the century has come so far.
    private int Year(string digits) =>
        digits.Length == 2
            ? Number(digits) + (Number(digits) <= (_year % 100) + 5 || _year < 2000 ? 2000 : 1900)
            : Number(digits);

    /// <summary>With a zero before a single digit where the date is written so.</summary>
    private static string Padded(int number, bool padded) =>
        number.ToString(padded ? "00" : "0", CultureInfo.InvariantCulture);

    private static string Cased(string made, string like) =>
        like.All(c => !char.IsLower(c)) ? made.ToUpperInvariant()
        : char.IsUpper(like[0]) ? char.ToUpperInvariant(made[0]) + made[1..]
        : made;

    /// <summary>The first year of four digits that a text names; 2001 where it names none.</summary>
    private static int FirstYear(string text)
    {
        for (int i = 0; i + 4 <= text.Length; i++)
        {
            bool whole =
                (i == 0 || !char.IsAsciiDigit(text[i - 1]))
                && (i + 4 == text.Length || !char.IsAsciiDigit(text[i + 4]));
            if (
                whole
                && int.TryParse(text.AsSpan(i, 4), NumberStyles.None, CultureInfo.InvariantCulture, out int year)
                && year is >= 1950 and < 2100
            )
            {
                return year;
            }
        }

        return 2001;
    }
}
