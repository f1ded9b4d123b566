namespace Overread.Deidentification.Phi;

/// <summary>Ages over a limit, in digits and in words, and years of birth that reveal one.</summary>
internal sealed class AgeRules(PhiText text, PhiHits hits, int oldest, int? year)
{
    private static readonly HashSet<string> Units =
    [
        "year",
        "years",
        "yr",
        "yrs",
        "yo",
        "y",
        "años",
        "anos",
        "año",
        "ano",
        "a",
        "jahre",
        "jahr",
        "jahren",
        "jahriger",
        "jahrige",
        "jahrigen",
        "jahriges",
        "j",
    ];
    private static readonly HashSet<string> Cues = ["age", "aged", "edad", "alter", "edad:", "age:"];
    private static readonly HashSet<string> Nineties =
    [
        "nineties",
        "90s",
        "centenarian",
        "nonagenarian",
        "nonagenaria",
        "nonagenario",
        "centenaria",
        "centenario",
        "neunzigerin",
        "neunziger",
    ];

    internal void Find()
    {
        for (int i = 0; i < text.Count; i++)
        {
            if (hits.IsTaken(i))
            {
                continue;
            }

            int age = text.Number(i);
            if (age > oldest && age < 130 && text[i].Length <= 3)
            {
                Digits(i);
            }
            else if (age is > 1800 and < 2100 && year is { } now && now - age > oldest && oldest >= 0 && IsBirth(i))
            {
                hits.Add(i, i + 1, PhiType.Age, "birth-year", 0.8);
            }
            else if (text[i].Kind == TokenKind.Word && oldest is >= 0 and < 100)
            {
                Words(i);
            }
        }
    }

    private void Digits(int i)
    {
        int at = i + 1;
        bool hyphen = text.IsSignOf(at, "-–");
        at += hyphen ? 1 : 0;
        bool unit =
            (text.Follows(at) || hyphen)
            && at < text.Count
            && text[at].Kind == TokenKind.Word
            && Units.Contains(text.Folded(at))
            && (text[at].Length > 1 || text.IsSignOf(at + 1, "/.") && text.IsWord(at + 2, "o"));
        bool cue = false;
        for (int back = i - 1; back >= Math.Max(0, i - 3) && !cue; back--)
        {
            cue = text[back].Kind == TokenKind.Word && Cues.Contains(text.Folded(back)) && text[i].Gap < TokenGap.Line;
        }

        // "93F", "93 M": on one line with nothing between.
        bool sex = text.IsGlued(i + 1) && (text.IsAny(i + 1, "f", "m")) && !text.IsGlued(i + 2);
        if (!unit && !cue && !sex)
        {
            return;
        }

        // "for 90 years", "90 years ago", "100 years of …" are lengths of time at times; an age is the safer reading.
        hits.Add(i, i + 1, PhiType.Age, "age", cue || hyphen ? 0.9 : 0.8);
    }

    private bool IsBirth(int i)
    {
        for (int back = i - 1; back >= Math.Max(0, i - 4); back--)
        {
            if (text.IsAny(back, "born", "birth", "nacido", "nacida", "geboren", "geb"))
            {
                return true;
            }
        }

        return false;
    }

    private void Words(int i)
    {
        char first = char.ToLowerInvariant(text.Text[text[i].Start]);
        if (first is not ('n' or 'c'))
        {
            return;
        }

        string word = text.Folded(i);
        if (
            Nineties.Contains(word)
            && (
                first == 'c'
                || word[0] == 'n' && word != "nineties"
                || text.IsAny(i - 1, "her", "his", "their", "my")
                || (text.IsAny(i - 1, "early", "mid", "late")) && !text.IsWord(i - 2, "the")
            )
        )
        {
            hits.Add(i, i + 1, PhiType.Age, "age-in-words", 0.8);
        }
        else if (word is "ninety" or "noventa" or "neunzig")
        {
            int end = i + 1;
            if (text.IsSign(end, '-') && text.IsGlued(end) && end + 1 < text.Count)
            {
                end += 2;
            }
            else if (text.IsWord(end, "y"))
            {
                end += 2;
            }
            else if (
                text.Follows(end)
                && text.Folded(end)
                    is "one"
                        or "two"
                        or "three"
                        or "four"
                        or "five"
                        or "six"
                        or "seven"
                        or "eight"
                        or "nine"
            )
            {
                end++;
            }

            int unit = text.IsSign(end, '-') ? end + 1 : end;
            bool aged =
                unit < text.Count && text[unit].Kind == TokenKind.Word && Units.Contains(text.Folded(unit))
                || text.IsAny(i - 1, "aged", "age");
            if (aged)
            {
                hits.Add(i, end, PhiType.Age, "age-in-words", 0.85);
            }
        }
    }
}
