namespace Overread.Deidentification.Phi;

/// <summary>
/// Elements of dates more exact than a year: in digits, with months in words, weekdays, holidays, seasons of a year. Fractions,
/// scores, doses and levels of the spine look alike and stay.
/// </summary>
internal sealed partial class DateRules(PhiText text, PhiHits hits)
{
    private readonly string _language = text.Lexicon.Language;

    // What makes a date of two numbers that could be a fraction.
    private static readonly HashSet<string> Cues =
    [
        "on",
        "date",
        "since",
        "from",
        "until",
        "till",
        "til",
        "through",
        "thru",
        "dated",
        "dob",
        "dos",
        "due",
        "admitted",
        "discharged",
        "seen",
        "last",
        "before",
        "after",
        "by",
        "birth",
        "admission",
        "discharge",
        "service",
        "visit",
        "el",
        "dia",
        "fecha",
        "desde",
        "hasta",
        "am",
        "vom",
        "bis",
        "seit",
        "ab",
        "zum",
    ];

    // Behind or before a fraction that is none of a date.
    private static readonly HashSet<string> Measures =
    [
        "strength",
        "pain",
        "power",
        "motor",
        "pulses",
        "pulse",
        "murmur",
        "systolic",
        "diastolic",
        "intensity",
        "scale",
        "rom",
        "severity",
        "reflexes",
        "dtrs",
        "mg",
        "ml",
        "mcg",
        "grade",
        "bp",
        "score",
        "gcs",
        "apgar",
        "apgars",
        "mallampati",
        "scored",
        "points",
        "nodes",
        "cores",
        "tablet",
        "tablets",
        "pills",
        "rated",
        "x",
        "vision",
        "va",
        "glasgow",
        "fuerza",
        "dolor",
        "escala",
        "kraftgrad",
        "kraft",
        "schmerz",
        "nrs",
        "vas",
        "eva",
    ];

    internal void Find()
    {
        for (int i = 0; i < text.Count; i++)
        {
            if (hits.IsTaken(i))
            {
                continue;
            }

            int end = text[i].Kind switch
            {
                TokenKind.Number => OfNumber(i),
                TokenKind.Word => OfWord(i),
                _ => i,
            };
            i = Math.Max(i, end - 1);
        }
    }

    private int OfNumber(int i)
    {
        int end = Numeric(i);
        return end > i ? end : DayAndMonth(i);
    }

    private int Numeric(int i)
    {
        if (text.IsGlued(i) && !text.IsSignOf(i - 1, "(:,;[\"'-–/") || text[i].Length > 8)
        {
            return i;
        }

        if (text.IsGlued(i) && text.IsSignOf(i - 1, "-–/.") && text.IsGlued(i - 1) && !hits.IsTaken(i - 2))
        {
            return i;
        }

        int first = text.Number(i);
        if (text[i].Length == 8)
        {
            bool whole =
                first / 10000 is >= 1900 and < 2100
                && first / 100 % 100 is >= 1 and <= 12
                && first % 100 is >= 1 and <= 31;
            return whole && !text.IsGlued(i + 1) && IsCue(i) ? Take(i, i + 1, "digits", 0.7) : i;
        }

        if (!text.IsGlued(i + 1) || !text.IsSignOf(i + 1, "/-.–") || !text.IsNumber(i + 2) || !text.IsGlued(i + 2))
        {
            return i;
        }

        char sign = text.Text[text[i + 1].Start];
        int second = text.Number(i + 2);
        if (text.IsSign(i + 3, sign) && text.IsGlued(i + 3) && text.IsNumber(i + 4) && text.IsGlued(i + 4))
        {
            int third = text.Number(i + 4);
            bool open = IsOpen(i + 5) || text.IsWord(i + 5, "t");
            return open && IsDate(i, first, second, third, sign) ? Take(i, Time(i + 5), "date", 0.95) : i;
        }

        return TwoNumbers(i, first, second, sign);
    }

    private bool IsDate(int i, int first, int second, int third, char sign)
    {
        if (text[i].Length == 4)
        {
            return IsYear(first) && second is >= 1 and <= 12 && third is >= 1 and <= 31;
        }

        bool day = first is >= 1 and <= 31 && second is >= 1 and <= 31 && (first <= 12 || second <= 12);
        int years = text[i + 4].Length;
        return years == 4 && IsYear(third) && first is >= 0 and <= 31 && second is >= 0 and <= 31
            || years == 2
                && day
                && (
                    sign != '.'
                    || _language == "de"
                    || _language == "es"
                    || text[i].Length == 2 && text[i + 2].Length == 2
                    || IsBehindBirth(i)
                );
    }

    /// <summary>"geb. am 2.1.40", "DOB 2.1.40": with such a word before them three numbers are a day in any language.</summary>
    private bool IsBehindBirth(int i)
    {
        for (int at = i - 1; at >= 0 && at >= i - 3 && text.Follows(at + 1); at--)
        {
            if (
                text.IsAny(
                    at,
                    "geb",
                    "geboren",
                    "born",
                    "dob",
                    "birth",
                    "birthdate",
                    "né",
                    "née",
                    "nacido",
                    "nacida",
                    "nato",
                    "nata"
                )
            )
            {
                return true;
            }

            if (!text.IsSignOf(at, ".:=-") && !text.IsAny(at, "am", "on", "of", "is", "le", "el", "il", "date"))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Nothing is glued behind that would make the digits part of a longer code.</summary>
    private bool IsOpen(int i) =>
        !text.IsGlued(i)
        || text[i].Kind == TokenKind.Sign
            && !(text.IsSignOf(i, "/%_") && text.IsGlued(i + 1))
            && !(text.IsSignOf(i, ",") && text.IsGlued(i + 1) && text.IsNumber(i + 1));

    private static bool IsYear(int year) => year is >= 1850 and < 2200;

    /// <summary>"3/14", "14.3.", "03/2019": the half of a date, or a fraction.</summary>
    private int TwoNumbers(int i, int first, int second, char sign)
    {
        int end = i + 3;
        bool open = IsOpen(end);
        if (!open || text.IsSign(end, '%') || text.IsSign(end, '.') && text.IsGlued(end + 1) && text.IsNumber(end + 1))
        {
            return i;
        }

        if (
            text[i + 2].Length == 4
            && IsYear(second)
            && first is >= 1 and <= 12
            && sign is '/' or '-' or '.'
            && !(first == 1 && second == 2048 && sign == '/')
        )
        {
            return Take(i, end, "month-year", 0.85);
        }

        if (
            text[i].Length == 4
            && IsYear(first)
            && text[i + 2].Length == 2
            && second is >= 1 and <= 12
            && sign is '-' or '/'
        )
        {
            return first >= 1900 && !(second > first % 100) || sign == '/' ? Take(i, end, "month-year", 0.7) : i;
        }

        bool month =
            _language == "en"
                ? first is >= 1 and <= 12 && second is >= 1 and <= 31
                : second is >= 1 and <= 12 && first is >= 1 and <= 31;
        if (!month || text[i].Length > 2 || text[i + 2].Length > 2 || sign is '–')
        {
            return i;
        }

        if (sign == '.')
        {
            // "14.3." in German; elsewhere a decimal.
            return _language == "de" && text.IsSign(end, '.') && IsCue(i) ? Take(i, end + 1, "day-month", 0.75) : i;
        }

        if (IsMeasure(i, end))
        {
            return i;
        }

        bool cue = IsCue(i) && (sign == '/' || text[i].Length == 2 && text[i + 2].Length == 2);
        bool heading = text[i].Gap >= TokenGap.Line && text.IsSignOf(end, ":") && sign == '/';
        bool plain =
            sign == '/'
            && (Math.Max(first, second) > 12 || text[i].Length == 2 && text[i + 2].Length == 2 && first < 10);
        bool range = text.IsSignOf(end, "-–") && text.IsNumber(end + 1) && text.IsSign(end + 2, '/') && sign == '/';
        double score =
            cue ? 0.8
            : heading || range ? 0.7
            : plain ? 0.6
            : 0;
        return score > 0 ? Take(i, end, "day-month", score) : i;
    }

    private bool IsCue(int i)
    {
        int at = i - 1;
        while (
            at >= 0
            && at > i - 4
            && text[at + 1].Gap < TokenGap.Paragraph
            && (text.IsSignOf(at, ":(-") || text.IsAny(at, "the", "of"))
        )
        {
            at--;
        }

        return at >= 0 && text[at].Kind == TokenKind.Word && Cues.Contains(text.Folded(at));
    }

    private bool IsMeasure(int i, int end)
    {
        for (int at = Math.Max(0, i - 3); at < Math.Min(text.Count, end + 2); at++)
        {
            if (at >= end && text[at].Gap >= TokenGap.Line)
            {
                break;
            }

            if (text[at].Kind == TokenKind.Word && Measures.Contains(text.Folded(at)))
            {
                return true;
            }
        }

        return text.IsSign(i - 1, '/') || text.IsSign(end, '/') || text.IsWord(end, "out");
    }

    /// <summary>A time of day glued to a date by "T" goes with it.</summary>
    private int Time(int end)
    {
        if (!text.IsWord(end, "t") || !text.IsGlued(end))
        {
            return end;
        }

        int at = end + 1;
        while (
            text.IsGlued(at)
            && (text.IsNumber(at) || text.IsSignOf(at, ":.+-") && text.IsGlued(at + 1) || text.IsWord(at, "z"))
        )
        {
            at++;
        }

        return at;
    }
}
