using System.Globalization;
using System.Text.RegularExpressions;

namespace Overread.Deidentification.Residual;

/// <summary>
/// Looks in texts for numbers and days of a source however they are written there: a record or telephone number in other
/// groups, a day in any order, with any sign, with the month in words. Not thread-safe while values are added.
/// </summary>
public sealed partial class ResidualNumbers
{
    private const int FewestDigits = 6;
    private const int LongestText = 1 << 20;
    private readonly Dictionary<string, string> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<DateOnly, string> _days = [];

    /// <summary>True where nothing is looked for.</summary>
    public bool IsEmpty => _numbers.Count == 0 && _days.Count == 0;

    /// <summary>Adds a number by its digits; with fewer than six digits it is not looked for.</summary>
    /// <param name="kind">What it is, such as "PatientID"; goes into findings, the number does not.</param>
    /// <param name="value">The number as the source writes it.</param>
    public void AddNumber(string kind, string value)
    {
        string digits = string.Concat(value.Where(char.IsAsciiDigit));
        if (digits.Length >= FewestDigits && digits.Distinct().Count() > 2)
        {
            _numbers.TryAdd(digits, kind);
        }
    }

    /// <summary>Adds a day; what is none, and the first of January 1900 that stands for "none", is passed over.</summary>
    public void AddDay(string kind, string date)
    {
        string digits = date.Replace(".", "", StringComparison.Ordinal);
        if (
            digits.Length >= 8
            && DateOnly.TryParseExact(
                digits.AsSpan(0, 8),
                "yyyyMMdd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out DateOnly day
            )
            && day.Year > 1900
        )
        {
            _days.TryAdd(day, kind);
        }
    }

    /// <summary>Kinds of the numbers and days that stand in a text, each once.</summary>
    public IReadOnlyCollection<string> Find(string text)
    {
        SortedSet<string> found = new(StringComparer.Ordinal);
        if (IsEmpty || text.Length > LongestText || !text.AsSpan().ContainsAnyInRange('0', '9'))
        {
            return found;
        }

        if (_numbers.Count > 0)
        {
            foreach (Match group in Groups().Matches(text))
            {
                string digits = string.Concat(group.Value.Where(char.IsAsciiDigit));
                foreach ((string number, string kind) in _numbers)
                {
                    if (
                        digits.Length < number.Length + FewestDigits
                        && digits.Contains(number, StringComparison.Ordinal)
                    )
                    {
                        found.Add(kind);
                    }
                }
            }
        }

        if (_days.Count > 0)
        {
            found.UnionWith(Days(text).Where(_days.ContainsKey).Select(day => _days[day]));
        }

        return found;
    }

    /// <summary>
    /// What a number is, where all of it is a number or a day that is looked for: "00123456", "123456.0" and "+123456" are
    /// 123456; null for any other.
    /// </summary>
    public string? FindWhole(string number)
    {
        ReadOnlySpan<char> digits = number.AsSpan().Trim(" \0").TrimStart('+');
        if (digits.IndexOf('.') is var point and >= 0 && digits[(point + 1)..].TrimStart('0').IsEmpty)
        {
            digits = digits[..point];
        }

        if (digits.Length < FewestDigits || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        string value = digits.TrimStart('0').ToString();
        foreach ((string known, string kind) in _numbers)
        {
            if (known.AsSpan().TrimStart('0').SequenceEqual(value))
            {
                return kind;
            }
        }

        return DateOnly.TryParseExact(
            value,
            "yyyyMMdd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out DateOnly day
        )
            ? _days.GetValueOrDefault(day)
            : null;
    }

    private static IEnumerable<DateOnly> Days(string text)
    {
        foreach (Match match in Run().Matches(text))
        {
            string digits = match.Value;
            foreach (string form in (string[])["yyyyMMdd", "ddMMyyyy", "MMddyyyy"])
            {
                if (
                    DateOnly.TryParseExact(
                        digits,
                        form,
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.None,
                        out DateOnly day
                    )
                )
                {
                    yield return day;
                }
            }
        }

        foreach (Match match in Separated().Matches(text))
        {
            int[] parts =
            [
                .. match.Groups.Values.Skip(1).Select(g => int.Parse(g.Value, CultureInfo.InvariantCulture)),
            ];
            foreach (DateOnly day in Orders(parts[0], parts[1], parts[2]))
            {
                yield return day;
            }
        }

        foreach (Match match in Worded().Matches(text))
        {
            if (
                Months.TryGetValue(match.Groups["m"].Value.ToLowerInvariant(), out int month)
                && Day(
                    int.Parse(match.Groups["y"].Value, CultureInfo.InvariantCulture),
                    month,
                    int.Parse(match.Groups["d"].Value, CultureInfo.InvariantCulture)
                )
                    is { } day
            )
            {
                yield return day;
            }
        }
    }

    // How the names of months begin in English, German, French, Spanish, Italian, Portuguese and Dutch.
    private static readonly Dictionary<string, int> Months = new(
        (
            (string[])
                [
                    "jan ene gen",
                    "feb fév fev",
                    "mar mär mae maa",
                    "apr avr abr",
                    "may mai mag mei",
                    "jun juin giu",
                    "jul juil lug",
                    "aug aoû aou ago",
                    "sep set",
                    "oct okt ott out",
                    "nov",
                    "dec dez dic déc",
                ]
        ).SelectMany((names, i) => names.Split(' ').Select(name => KeyValuePair.Create(name, i + 1))),
        StringComparer.Ordinal
    );

    private static IEnumerable<DateOnly> Orders(int a, int b, int c)
    {
        foreach ((int year, int month, int day) in ((int, int, int)[])[(a, b, c), (c, a, b), (c, b, a)])
        {
            // Two digits of a year are of this century or the last.
            foreach (int whole in year < 100 ? (int[])[1900 + year, 2000 + year] : [year])
            {
                if (Day(whole, month, day) is { } found)
                {
                    yield return found;
                }
            }
        }
    }

    private static DateOnly? Day(int year, int month, int day) =>
        year is > 1800 and < 2200 && month is > 0 and <= 12 && day > 0 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;

    // Each of these looks at so many characters from a place at most and no more: no text can make one slow, so no clock stops it
    // (on a busy machine it would, and end the search of a file that has nothing wrong with it).
    // Digits with at most one sign or blank between two of them, brackets apart.
    [GeneratedRegex(@"\d(?:[ .\-/()]{0,2}\d){5,40}")]
    private static partial Regex Groups();

    [GeneratedRegex(@"(?<!\d)\d{8}(?=\d{0,6}(?:\D|$))")]
    private static partial Regex Run();

    [GeneratedRegex(@"(?<!\d)(\d{4}|\d{1,2})[ ./_-]{1,2}(\d{1,2})[ ./_-]{1,2}(\d{4}|\d{1,2})(?!\d)")]
    private static partial Regex Separated();

    private const string Month =
        "(?<m>jan|ene|gen|feb|fév|fev|mar|mär|mae|maa|apr|avr|abr|may|mai|mag|mei|juin|jun|giu|juil|jul|lug|aug|aoû|aou|ago|sep|set|oct|okt|ott|out|nov|dec|dez|dic|déc)(?>[a-zäéû]{0,12})";
    private const string DayOfMonth = "(?<d>\\d{1,2})(?:st|nd|rd|th|er|º|ª)?";
    private const string Between = "(?:[ .,_-]{0,3}|[ .]{1,2}del?[ ])";

    [GeneratedRegex(
        "(?<!\\d)"
            + DayOfMonth
            + Between
            + Month
            + Between
            + "(?<y>\\d{4})(?!\\d)|"
            + Month
            + "[ .,_-]{0,3}"
            + DayOfMonth
            + "[ .,_-]{1,3}(?<y>\\d{4})(?!\\d)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Worded();
}
