namespace Overread.Deidentification.Phi;

/// <summary>Houses whose kind stands first or within the word, saints, employers.</summary>
internal sealed partial class FacilityRules
{
    /// <summary>"Hospital General Yagüe", "Klinikum Aachen", "Hospital 12 de Octubre": the kind stands first.</summary>
    private int HeadFirst(int i)
    {
        bool head =
            text[i].Is(WordClass.FacilityHead)
            || text.IsAny(
                i,
                "centro",
                "complejo",
                "complexo",
                "fundación",
                "fundació",
                "instituto",
                "universidad",
                "residencia",
                "clínica",
                "policlínica",
                "colegio"
            );
        if (
            !head
            || text[i].InTitle
                && text.Lexicon.Language == "de"
                && !text.Is(i + 1, WordClass.City)
                && (text[i].Length < 6 || text.Is(i + 1, WordClass.Ordinary | WordClass.Title) || !text.IsUpper(i + 1))
        )
        {
            return i;
        }

        int end = i + 1;
        bool named = false;
        for (int at = i + 1; at < text.Count && at < i + MostWords && text.Follows(at); at++)
        {
            if (text.IsUpper(at) && !text.Is(at, WordClass.Month))
            {
                // "Hospital La Paz": behind an article in capitals any word is a name.
                if (text.IsAny(at, "la", "el", "los", "las", "le") && text.Follows(at + 1) && text.IsUpper(at + 1))
                {
                    continue;
                }

                bool ordinary =
                    text.Is(at, WordClass.Ordinary)
                    && !text.IsAny(at - 1, "la", "el", "los", "las", "le")
                    && !text.Is(at, WordClass.FacilityWord | WordClass.Place | WordClass.Person | WordClass.Title);
                if (ordinary || text.Is(at, WordClass.Title) && !text.IsSign(at + 1, '.'))
                {
                    break;
                }

                named = true;
                end = at + 1;
                if (text.Lexicon.Language == "de" && !text.IsSign(at + 1, '.') && !text.IsSign(at + 1, '-'))
                {
                    break;
                }

                continue;
            }

            bool joins =
                text.Is(at, WordClass.Particle)
                    && (text.IsUpper(at + 1) || text.Is(at + 1, WordClass.Particle) || text.IsNumber(at + 1))
                || text.IsNumber(at) && text[at].Length <= 2 && text.IsWord(at + 1, "de")
                || text.IsSignOf(at, "-.")
                    && text.IsUpper(at + 1)
                    && (text.IsSign(at, '-') || text.Is(at - 1, WordClass.Title) || text[at - 1].Length < 4)
                || text.Is(at, WordClass.Month) && text.IsUpper(at)
                || text.IsWord(at, "am") && text.IsUpper(at + 1);
            if (!joins)
            {
                break;
            }

            if (text.IsUpper(at))
            {
                end = at + 1;
                named = true;
            }
        }

        return named ? Take(i, end, "facility", 0.85) : i;
    }

    /// <summary>"Marienhospital", "St. Elisabeth-Krankenhaus".</summary>
    private int Compound(int i)
    {
        string word = text.Folded(i);
        if (text[i].Is(WordClass.FacilityHead))
        {
            int from = i;
            while (from > 0 && text.IsGlued(from) && (text.IsSign(from - 1, '-') || text.IsUpper(from - 1)))
            {
                from--;
            }

            from -= from > 1 && text.IsSign(from - 1, '.') && (text.IsAny(from - 2, "st", "sankt")) ? 2 : 0;
            return from < i && !hits.IsTaken(from) && !text.Is(from, WordClass.Clinical | WordClass.Common)
                ? Take(from, i + 1, "facility", 0.85)
                : i;
        }

        foreach (string head in Compounds)
        {
            if (
                word.Length > head.Length + 3
                && word.EndsWith(head, StringComparison.Ordinal)
                && !text[i].Is(WordClass.Ordinary)
            )
            {
                return Take(i, i + 1, "facility", 0.65);
            }
        }

        return i;
    }

    /// <summary>"St. Mary's", "Mt. Sinai".</summary>
    private int Saint(int i)
    {
        if (!text.IsWord(i, "st") && !text.IsWord(i, "saint") && !text.IsWord(i, "mt") && !text.IsWord(i, "mount"))
        {
            return i;
        }

        int at = text.IsSign(i + 1, '.') ? i + 2 : i + 1;
        if (!text.Follows(at) || !text.IsUpper(at) || text.IsNumber(i - 1))
        {
            return i;
        }

        int end = at + 1;
        end += text[at].Possessive && text.IsWord(at + 2, "s") ? 2 : 0;
        return
            text.IsWord(end, "wort")
            || text.Is(end, WordClass.EponymHead)
            || text[at].Is(WordClass.Ordinary) && !text[at].Is(WordClass.Person)
            ? i
            : Take(i, Tail(end), "saint", 0.8);
    }

    /// <summary>"works at Brandt Logistics", "Acme Corp", "employed by …".</summary>
    private int Employer(int i)
    {
        if (text[i].Is(WordClass.Company) && !text[i].Is(WordClass.AmbiguousPlace | WordClass.Person))
        {
            hits.Add(i, i + 1, PhiType.Organisation, "company", 0.7);
            return i + 1;
        }

        int before = i - 1;
        before -= text.IsWord(before, "the") ? 1 : 0;
        bool cued =
            text.Follows(i)
            && (
                (text.IsAny(before, "at", "for", "by", "from", "with", "bei", "en")) && IsWork(before - 1)
                || text.IsSign(before, ':') && (text.IsAny(before - 1, "employer", "arbeitgeber", "empresa"))
            );
        int end = i;
        while (
            end < i + 5
            && end < text.Count
            && (end == i || text.Follows(end))
            && (
                text.IsUpper(end) && !text.Is(end, WordClass.Function | WordClass.Month)
                || end > i && text.IsSignOf(end, "&-") && text.IsUpper(end + 1)
                || end > i && text.IsWord(end, "and") && text.IsUpper(end + 1)
            )
        )
        {
            end++;
            if (text.Is(end - 1, WordClass.CompanyEnd) && end > i + 1 && text[end - 1].Length < 6)
            {
                break;
            }
        }

        bool company =
            end > i + 1
            && text.Is(end - 1, WordClass.CompanyEnd)
            && !text[i].InTitle
            && !text.Is(i, WordClass.Ordinary)
            && (text[end - 1].Shape == TokenShape.Capital || text[end - 1].Length > 2 || text.Lexicon.Language == "de");
        if (!company && !(cued && end > i && (end > i + 1 || !text.Is(i, WordClass.Clinical | WordClass.Drug))))
        {
            return i;
        }

        hits.Add(i, end, PhiType.Organisation, cued ? "employer" : "company", cued ? 0.75 : 0.7);
        return end;
    }

    private bool IsWork(int i)
    {
        for (int at = i; at > i - 5 && at >= 0; at--)
        {
            if (
                text.IsAny(
                    at,
                    "works",
                    "work",
                    "worked",
                    "working",
                    "employed",
                    "job",
                    "retired",
                    "arbeitet",
                    "trabaja"
                )
            )
            {
                return true;
            }
        }

        return false;
    }

    private int Take(int from, int to, string rule, double score)
    {
        to += text[to - 1].Possessive && text.IsWord(to + 1, "s") ? 2 : 0;
        hits.Add(from, to, PhiType.Location, rule, score);
        return to;
    }
}
