namespace Overread.Deidentification.Phi;

/// <summary>Dates with months, weekdays, holidays and seasons in words.</summary>
internal sealed partial class DateRules
{
    /// <summary>"4th of July 2019", "27-octubre-2016", "12. März", "3 de enero de 2010".</summary>
    private int DayAndMonth(int i)
    {
        if (text.Number(i) is < 1 or > 31 || text[i].Length > 2 || text.IsGlued(i) && !text.IsSignOf(i - 1, "(,;:\"'"))
        {
            return i;
        }

        int at = Ordinal(i + 1);
        while (at < text.Count && at < i + 5 && (text.IsSignOf(at, "-./º°") || text.IsAny(at, "of", "de", "day")))
        {
            at++;
        }

        if (
            at >= text.Count
            || text[at].Gap > TokenGap.Line
            || !text.Is(at, WordClass.Month)
            || text[at].Is(WordClass.AmbiguousWord) && !text[at].Upper && at == i + 1
        )
        {
            return i;
        }

        // "10 may be", "2 mg … sept": a month that is a word needs its capital.
        if (
            text[at].Is(WordClass.Ambiguous | WordClass.AmbiguousWord)
            && !text[at].Upper
            && _language == "en"
            && !text.IsGlued(at)
        )
        {
            return i;
        }

        // "GCS 15. May need oxygen": a number ends the sentence, and the next begins with a verb.
        bool verb =
            _language == "en"
            && text.IsSign(at - 1, '.')
            && text[at].Opening
            && text[at].Is(WordClass.Ambiguous | WordClass.AmbiguousWord)
            && at + 1 < text.Count
            && text[at + 1].Kind == TokenKind.Word
            && text[at + 1].Shape == TokenShape.Lower;
        return verb ? i : Take(i, Year(at + 1), "day-month-words", 0.95);
    }

    private int Ordinal(int i) => text.IsGlued(i) && (text.IsAny(i, "st", "nd", "rd", "th")) ? i + 1 : i;

    /// <summary>Behind the year that follows a day or a month, or where it would begin.</summary>
    private int Year(int i)
    {
        int at = i;
        while (
            at < i + 3
            && at < text.Count
            && text[at].Gap < TokenGap.Line
            && (text.IsSignOf(at, ",.-/'’‘") || text.IsAny(at, "of", "de", "del"))
        )
        {
            at++;
        }

        if (at >= text.Count || text[at].Gap > TokenGap.Line)
        {
            return i;
        }

        bool whole = text[at].Length == 4 && IsYear(text.Number(at));
        bool half =
            text[at].Length == 2
            && text.IsNumber(at)
            && (text.IsSignOf(at - 1, "-/") && text.IsGlued(at) || text.IsSignOf(at - 1, "'’"));
        return whole || half ? at + 1 : i;
    }

    private int OfWord(int i)
    {
        WordClass of = text[i].Class;
        if ((of & WordClass.Month) != 0)
        {
            return MonthFirst(i);
        }

        if ((of & WordClass.Weekday) != 0)
        {
            return Weekday(i);
        }

        if ((of & WordClass.Season) != 0)
        {
            int year = text.IsAny(i + 1, "of", "de") || text.IsSign(i + 1, ',') ? i + 2 : i + 1;
            return text.IsNumber(year) && text[year].Length == 4 && IsYear(text.Number(year)) && text.Follows(year)
                ? Take(i, year + 1, "season", 0.8)
                : i;
        }

        WordClass phrase = text.Phrase(i, out int end);
        if ((phrase & WordClass.Holiday) != 0)
        {
            return Take(i, end, "holiday", 0.75);
        }

        return
            (of & WordClass.Holiday) != 0
            && (text.IsUpper(i) || text.IsLowerCase)
            && !text.Is(i + 1, WordClass.EponymHead)
            ? Take(i, i + 1, "holiday", 0.7)
            : i;
    }

    private int MonthFirst(int i)
    {
        ref PhiToken month = ref text[i];
        if (_language == "en" && !month.Upper && !text.IsLowerCase && month.Length < 5)
        {
            return i;
        }

        int at = text.IsSign(i + 1, '.') && text.IsGlued(i + 1) ? i + 2 : i + 1;
        if (text.IsSign(at, '-') && text.IsGlued(at) && text.IsGlued(at + 1))
        {
            at++;
        }

        at += text.IsWord(at, "the") ? 1 : 0;
        int day = at;
        bool near = day < text.Count && text[day].Gap <= TokenGap.Line;
        if (
            near
            && text.IsNumber(day)
            && text[day].Length <= 2
            && text.Number(day) is >= 1 and <= 31
            && !text.IsSign(day + 1, '%')
            && !IsDose(day + 1)
        )
        {
            int end = Year(Ordinal(day + 1));
            // "March 3-5, 2019"
            if (
                text.IsSignOf(Ordinal(day + 1), "-–")
                && text.IsNumber(Ordinal(day + 1) + 1)
                && text.Number(Ordinal(day + 1) + 1) <= 31
                && end == Ordinal(day + 1)
            )
            {
                end = Year(Ordinal(Ordinal(day + 1) + 2));
            }

            return Take(i, end, "month-day", 0.95);
        }

        int behind = Year(i + 1);
        if (behind > i + 1)
        {
            return Take(i, behind, "month-year", 0.9);
        }

        // A month alone says more than a year.
        bool doubtful = month.Is(WordClass.Ambiguous | WordClass.AmbiguousWord | WordClass.Person);
        if (month.Length < (_language == "de" ? 4 : 5) && !doubtful || month.Length < 3)
        {
            return i;
        }

        bool cue =
            text.Follows(i)
            && (
                text.IsAny(
                    i - 1,
                    "in",
                    "since",
                    "last",
                    "until",
                    "early",
                    "late",
                    "mid",
                    "of",
                    "this",
                    "next",
                    "im",
                    "seit",
                    "en",
                    "by",
                    "through"
                )
            );
        return doubtful
            ? cue
            && (month.Upper && !month.Opening || _language != "en")
            && !text.IsUpper(i + 1)
            && month.Shape != TokenShape.Capitals
                ? Take(i, i + 1, "month", 0.6)
                : i
            : Take(i, i + 1, "month", cue ? 0.75 : 0.6);
    }

    private bool IsDose(int i) => text.IsAny(i, "mg", "mcg", "ml");

    private int Weekday(int i)
    {
        ref PhiToken day = ref text[i];
        bool whole = day.Length >= 5 && !day.Is(WordClass.AmbiguousWord) || day.Length >= 6;
        bool often =
            text.IsAny(i - 1, "every", "each", "los", "jeden") || text.IsSignOf(i + 1, "/") || text.IsSign(i - 1, '/');
        if (often || _language == "en" && !day.Upper && !text.IsLowerCase && day.Length < 6)
        {
            return i;
        }

        // A short one only beside a date: "Tue 3/14".
        bool told = text.IsAny(i - 1, "last", "this", "next");
        return
            whole
            || text.IsNumber(i + 1) && text.IsSignOf(i + 2, "/-.")
            || text.IsSign(i + 1, ',') && text.Is(i + 2, WordClass.Month)
            ? Take(told ? i - 1 : i, i + 1, "weekday", 0.7)
            : i;
    }

    private int Take(int from, int to, string rule, double score)
    {
        hits.Add(from, to, PhiType.Date, rule, score);
        return to;
    }
}
