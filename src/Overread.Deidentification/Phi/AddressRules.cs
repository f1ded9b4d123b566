namespace Overread.Deidentification.Phi;

/// <summary>Streets with numbers, boxes, and what stands behind a label such as "Address:".</summary>
internal sealed class AddressRules(PhiText text, PhiHits hits)
{
    private const int LongestLabelled = 18;

    private static readonly HashSet<string> Labels =
    [
        "address",
        "domicilio",
        "direccion",
        "localidad",
        "provincia",
        "poblacion",
        "municipio",
        "anschrift",
        "adresse",
        "wohnort",
        "city",
        "town",
        "residence",
        "pais",
        "wohnhaft",
        "strasse",
        "hometown",
        "birthplace",
        "geburtsort",
    ];

    // What is cut off before a number and counts as a street all the same.
    private static readonly HashSet<string> StreetEnds =
    [
        "strasse",
        "str",
        "weg",
        "platz",
        "allee",
        "gasse",
        "damm",
        "ring",
        "ufer",
        "chaussee",
        "stieg",
        "steig",
        "pfad",
    ];

    internal void Find()
    {
        for (int i = 0; i < text.Count; i++)
        {
            if (hits.IsTaken(i))
            {
                continue;
            }

            int end = i;
            if (text[i].Kind == TokenKind.Number)
            {
                end = Numbered(i);
            }
            else if (text[i].Kind == TokenKind.Word)
            {
                end = Labelled(i);
                end = end > i ? end : Box(i);
                end =
                    end > i ? end
                    : text.Lexicon.Language == "es" ? Spanish(i)
                    : German(i);
            }

            i = Math.Max(i, end - 1);
        }
    }

    /// <summary>"1420 N. Elm Street, Apt 3".</summary>
    private int Numbered(int i)
    {
        if (text[i].Length > 6 || text.IsGlued(i) && !text.IsSignOf(i - 1, "(,:;"))
        {
            return i;
        }

        int at = i + 1;
        bool named = false;
        // "lives at 5 high street": where somebody is at home is said in small letters too.
        bool home =
            text.IsWord(i - 1, "at")
            && text.IsAny(i - 2, "lives", "live", "lived", "living", "resides", "residing", "stays", "staying");
        for (; at < i + (home ? 5 : 7) && text.Follows(at); at++)
        {
            if (text.IsSign(at, '.') && text.IsGlued(at))
            {
                continue;
            }

            bool ordinal = text.IsNumber(at) && text.IsGlued(at + 1) && (text.IsAny(at + 1, "th", "st", "nd", "rd"));
            if (ordinal)
            {
                at++;
                named = true;
                continue;
            }

            if (named && text.Is(at, WordClass.Street) && (home || !(text[at].Length <= 2 && !text.IsUpper(at))))
            {
                int end = text.IsSign(at + 1, '.') && text.IsGlued(at + 1) ? at + 2 : at + 1;
                return Take(i, Unit(end), "street", 0.95);
            }

            if (
                !(text.IsUpper(at) || home && text[at].Kind == TokenKind.Word && !text.Is(at, WordClass.Function))
                || text.Is(at, WordClass.Drug)
            )
            {
                break;
            }

            named |= text[at].Length > 1;
        }

        return i;
    }

    /// <summary>", Apt. 3B", " Suite 200", "#4": with the city behind where it follows.</summary>
    private int Unit(int end)
    {
        int at = text.IsSign(end, ',') ? end + 1 : end;
        bool unit = text.IsAny(at, "apt", "apartment", "suite", "ste", "unit", "floor") || text.IsSign(at, '#');
        if (!unit)
        {
            return end;
        }

        at++;
        while (text.IsSignOf(at, ".#"))
        {
            at++;
        }

        if (!text.Follows(at) || !text.IsNumber(at) && !(text.IsUpper(at) && text[at].Length <= 2))
        {
            return end;
        }

        at++;
        while (text.IsGlued(at) && text[at].Kind != TokenKind.Sign)
        {
            at++;
        }

        return at;
    }

    private int Box(int i)
    {
        if (
            !text.IsWord(i, "po")
            && !(text.IsWord(i, "p") && text.IsSign(i + 1, '.') && text.IsWord(i + 2, "o"))
            && !text.IsWord(i, "postfach")
            && !text.IsWord(i, "apartado")
        )
        {
            return i;
        }

        int at = i + 1;
        while (at < i + 8 && (text.IsSign(at, '.') || text.IsAny(at, "o", "box", "de", "correos")))
        {
            at++;
        }

        return
            at > i + 1 && text.IsNumber(at) && (text.IsAny(at - 1, "box", "correos"))
            || text.IsWord(i, "postfach") && text.IsNumber(at)
            ? Take(i, at + 1, "box", 0.9)
            : i;
    }

    private int Labelled(int i)
    {
        if (!Labels.Contains(text.Folded(i)))
        {
            return i;
        }

        int at = i + 1;
        while (
            text.IsSign(at, '/')
            || text.Follows(at) && at < i + 4 && text[at].Kind == TokenKind.Word && !text.IsSign(at - 1, ':')
        )
        {
            if (text.IsSign(at, ':'))
            {
                break;
            }

            at++;
        }

        if (!text.IsSign(at, ':') || !text.Follows(at + 1) || text.IsWord(i, "address") && text.IsWord(i - 1, "email"))
        {
            return i;
        }

        int from = at + 1;
        int end = from;
        bool place = text.IsUpper(from) || text.IsNumber(from);
        while (
            place
            && end < text.Count
            && (end == from || text.Follows(end))
            && end < from + LongestLabelled
            && !hits.IsTaken(end)
        )
        {
            if (
                text.IsSign(end, '.') && !text.IsGlued(end + 1) && end > from && text[end - 1].Length > 4
                || text.IsSign(end + 1, ':')
                || text.IsSignOf(end, ";|")
            )
            {
                break;
            }

            end++;
        }

        while (end > from && text.IsSignOf(end - 1, ".,-"))
        {
            end--;
        }

        bool country = text.IsAny(i, "país", "pais");
        if (end == from || text.Is(from, WordClass.Function) && !text.Is(from, WordClass.Particle))
        {
            return i;
        }

        hits.Add(from, end, country ? PhiType.Region : PhiType.Location, "labelled-place", 0.9);
        return end;
    }

    /// <summary>"Calle Puente Cesures, 16, 3º B", "Ctra. de Colmenar Viejo, Km 9,100", "Avda. Valdecilla s/n".</summary>
    private int Spanish(int i)
    {
        bool kind =
            text[i].Is(WordClass.StreetBefore) || text.IsWord(i, "c") && text.IsSign(i + 1, '/') && text.IsUpper(i);
        if (
            !kind
            || text[i].Shape == TokenShape.Capitals && text[i].Length > 1 && !text[i].InCapitals
            || text[i].Shape == TokenShape.Lower && !text.IsUpper(i + 1)
        )
        {
            return i;
        }

        int at = text.IsSignOf(i + 1, "./") ? i + 2 : i + 1;
        int from = at;
        bool number = false;
        bool named = false;
        while (at < text.Count && text.Follows(at) && at < from + 20)
        {
            if (text.IsNumber(at))
            {
                if (text[at].Length == 5 && number || text.IsUpper(at + 1) && text[at].Length == 5)
                {
                    break;
                }

                number = true;
                at++;
                continue;
            }

            bool part =
                text[at].Length <= 3
                || text.IsAny(at, "bajo", "izda", "dcha", "piso", "puerta", "suite", "edificio", "portal");
            if (text[at].Kind == TokenKind.Word)
            {
                bool none = text.IsWord(at, "s") && text.IsSign(at + 1, '/') || text.IsAny(at, "nº", "no", "num", "km");
                if (
                    none ? false
                    : number ? !part
                    : !text[at].Upper && !text.Is(at, WordClass.Particle) && named && !text.IsWord(at, "sn")
                )
                {
                    break;
                }

                named |= text[at].Length > 2;
                at++;
                continue;
            }

            bool stop =
                text.IsSign(at, '.') && !text.IsGlued(at + 1) && text[at - 1].Length > 4
                || text.IsSign(at, '.')
                    && number
                    && !text.IsGlued(at + 1)
                    && !(text[at - 1].Kind == TokenKind.Word && text[at - 1].Length is > 1 and < 5);
            if (stop || !text.IsSignOf(at, ",./ºª°-–'’") || text.IsSign(at, '.') && !text.Follows(at + 1))
            {
                break;
            }

            at++;
        }

        while (at > from && text.IsSignOf(at - 1, ",.-–/"))
        {
            at--;
        }

        return named && at > from ? Take(i, at, "street", number ? 0.9 : 0.75) : i;
    }

    /// <summary>"Lindenstraße 12a", "Am Alten Markt 3", "Hauptstr. 7".</summary>
    private int German(int i)
    {
        if (!text.IsUpper(i))
        {
            return i;
        }

        string word = text.Folded(i);
        bool street = text[i].Is(WordClass.StreetEnd) && text.IsUpper(i - 1);
        foreach (string end in StreetEnds)
        {
            street |= word.Length > end.Length + 2 && word.EndsWith(end, StringComparison.Ordinal);
        }

        int at = text.IsSign(i + 1, '.') ? i + 2 : i + 1;
        if (!street || !text.Follows(at) || !text.IsNumber(at) || text[at].Length > 4)
        {
            return i;
        }

        int to = at + 1;
        while (
            text.IsGlued(to)
            && (
                text[to].Kind == TokenKind.Word && text[to].Length == 1
                || text.IsSign(to, '-') && text.IsNumber(to + 1)
                || text.IsNumber(to)
            )
        )
        {
            to++;
        }

        int from = i;
        while (
            from > 0
            && text.Follows(from)
            && (
                text.IsSign(from - 1, '-') && text.IsGlued(from)
                || text.IsUpper(from - 1) && (text.IsGlued(from) || text[i].Is(WordClass.StreetEnd))
            )
            && from > i - 5
        )
        {
            from--;
        }

        return Take(from, to, "street", 0.9);
    }

    private int Take(int from, int to, string rule, double score)
    {
        hits.Add(from, to, PhiType.Location, rule, score);
        return to;
    }
}
