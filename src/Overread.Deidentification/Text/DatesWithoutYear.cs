using System.Collections.Frozen;

namespace Overread.Deidentification.Text;

/// <summary>Days of a year that stands elsewhere or nowhere: "14 March", "14-MAR-19", "14/3". A day that lost its month is still half a date.</summary>
internal static class DatesWithoutYear
{
    private const int LongestGap = 3;
    private const string Signs = " .,/-";

    // Apart from the lexicons of running text, which take longer to read than a header. English, German, French, Spanish, Italian, Portuguese, Dutch, capitals without diacritics; not what is a word of its own
    // in clinical texts (set, gen, ago).
    private static readonly FrozenSet<string> Months = (
        "JAN JANUARY JANUAR JANVIER JANV ENERO ENE GENNAIO JANEIRO JANUARI FEB FEBRUARY FEBRUAR FEVRIER FEVR FEBRERO FEBBRAIO FEVEREIRO "
        + "FEBRUARI FEV MAR MARCH MARZ MAERZ MRZ MARS MARZO MARCO MAART MRT APR APRIL AVRIL AVR ABRIL ABR APRILE MAY MAI MAYO MAGGIO MAG MAIO MEI "
        + "JUN JUNE JUNI JUIN JUNIO GIUGNO GIU JUNHO JUL JULY JULI JUILLET JUIL JULIO LUGLIO LUG JULHO AUG AUGUST AOUT AGOSTO AUGUSTUS "
        + "SEP SEPT SEPTEMBER SEPTEMBRE SEPTIEMBRE SETTEMBRE SETEMBRO OCT OCTOBER OKT OKTOBER OCTOBRE OCTUBRE OTTOBRE OTT OUTUBRO OUT "
        + "NOV NOVEMBER NOVEMBRE NOVIEMBRE NOVEMBRO DEC DECEMBER DEZ DEZEMBER DECEMBRE DICIEMBRE DIC DICEMBRE DEZEMBRO"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True for a number of one or two digits beside the name of a month.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">Its words.</param>
    /// <param name="at">The number's place among them.</param>
    internal static bool Is(string text, List<Range> words, int at) =>
        words[at].End.Value - words[at].Start.Value <= 2
        && (
            at > 0 && IsMonth(text, words[at - 1], words[at - 1], words[at])
            || at + 1 < words.Count && IsMonth(text, words[at + 1], words[at], words[at + 1])
        );

    private static bool IsMonth(string text, Range month, Range before, Range after)
    {
        ReadOnlySpan<char> gap = text.AsSpan(before.End.Value, after.Start.Value - before.End.Value);
        return gap.Length <= LongestGap
            && !gap.ContainsAnyExcept(Signs)
            && Months.Contains(NameForms.Fold(text[month]));
    }

    /// <summary>True for a day and a month with a stroke between: one of the two can be no month.</summary>
    /// <param name="digits">A number with the digits and signs around it.</param>
    internal static bool IsDayAndMonth(string digits)
    {
        string[] parts = digits.Trim('.', ':', '-').Split('/');
        return parts.Length == 2
            && parts.All(part => part.Length is 1 or 2 && part.All(char.IsAsciiDigit))
            && (IsDay(parts[0]) && IsMonthNumber(parts[1]) || IsMonthNumber(parts[0]) && IsDay(parts[1]));
    }

    private static bool IsDay(string number) =>
        number.Length == 2 && string.CompareOrdinal(number, "12") > 0 && string.CompareOrdinal(number, "31") <= 0;

    private static bool IsMonthNumber(string number) =>
        number.Length == 1
            ? number != "0"
            : string.CompareOrdinal(number, "01") >= 0 && string.CompareOrdinal(number, "12") <= 0;
}
