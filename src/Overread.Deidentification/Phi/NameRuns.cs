namespace Overread.Deidentification.Phi;

/// <summary>How far a name reaches: given names, initials, particles, family names, hyphens, "Jr".</summary>
internal sealed class NameRuns(PhiText text)
{
    private const int MostParts = 6;
    private const float LeastLikeness = -0.6f;

    // Endings of terms that no vocabulary lists in full: drugs, diseases, operations, findings.
    private static readonly string[] TermEndings =
    [
        "itis",
        "osis",
        "emia",
        "aemia",
        "ectomy",
        "otomy",
        "ostomy",
        "plasty",
        "oscopy",
        "pathy",
        "oma",
        "pril",
        "sartan",
        "olol",
        "statin",
        "cillin",
        "mycin",
        "azole",
        "mab",
        "nib",
        "cycline",
        "floxacin",
        "dipine",
        "zepam",
        "zolam",
        "triptan",
        "gliptin",
        "gliflozin",
        "parin",
        "caine",
        "setron",
        "tidine",
        "prazole",
        "oxetine",
        "aline",
        "idone",
        "azine",
        "vir",
        "fenac",
        "profen",
        "phylline",
        "terol",
        "sone",
        "solone",
        "onide",
        "tropium",
        "uria",
        "algia",
        "esthesia",
        "plegia",
        "paresis",
        "pnea",
        "rhea",
        "rrhea",
        "megaly",
        "graphy",
        "gram",
        "logy",
        "logic",
        "logist",
        "lysis",
        "trophy",
        "phagia",
        "phasia",
        "scopic",
        "tomy",
        "ally",
        "tion",
        "sion",
        "ment",
        "ness",
        "ical",
        "able",
        "ible",
        "ular",
        "eal",
        "emic",
        "enic",
        "otic",
        "itic",
        "ance",
        "ence",
        "cina",
        "cino",
        "ciclina",
        "azol",
        "tidina",
        "prazol",
        "ología",
        "ologia",
        "ción",
        "cion",
        "miento",
        "idad",
        "mente",
        "ectomia",
        "patia",
        "tomia",
        "grafia",
        "scopia",
        "ung",
        "keit",
        "heit",
        "schaft",
        "ologie",
        "ektomie",
        "skopie",
        "pathie",
        "graphie",
        "tomie",
    ];

    /// <summary>What the last run was made of.</summary>
    internal int Parts { get; private set; }
    internal int Initials { get; private set; }
    internal WordClass Sum { get; private set; }

    /// <summary>Parts that are names and nothing else.</summary>
    internal int Sure { get; private set; }

    /// <summary>Parts that no vocabulary has.</summary>
    internal int Unknown { get; private set; }

    /// <summary>Behind the last token of the name that begins at a token, or the token itself where none does.</summary>
    /// <param name="i">The first token.</param>
    /// <param name="trusted">Something before says that a name follows.</param>
    /// <param name="lower">Words in small letters count too where only names are spelled so.</param>
    internal int End(int i, bool trusted, bool lower = false)
    {
        (Parts, Initials, Sure, Unknown, Sum) = (0, 0, 0, 0, WordClass.None);
        int end = i;
        int at = i;
        while (at < text.Count && Parts + Initials < MostParts && (at == i || Continues(at)))
        {
            if (text[at].Kind == TokenKind.Sign)
            {
                // "Smith-Jones", "Maria-Jose"; a hyphen with blanks around it joins nothing.
                if (
                    Parts > 0
                    && text.IsSignOf(at, "-‐‑")
                    && text.IsGlued(at)
                    && text.IsGlued(at + 1)
                    && IsPart(at + 1, true, lower)
                )
                {
                    at++;
                    continue;
                }

                break;
            }

            if (text.IsInitial(at) && (Parts > 0 || text.IsSign(at + 1, '.')) && !IsInitialOfOther(at))
            {
                Initials++;
                at++;
                end = at;
                if (text.IsSign(at, '.') && text.IsGlued(at))
                {
                    end = ++at;
                }

                continue;
            }

            if (IsPart(at, trusted || Parts > 0, lower))
            {
                Count(at);
                end = ++at;
                if (text[at - 1].Possessive)
                {
                    break;
                }

                continue;
            }

            if (
                text[at].Is(WordClass.Particle)
                && (Parts > 0 || trusted || text.IsUpper(at))
                && IsAfterParticle(at + 1, trusted, lower)
            )
            {
                at++;
                // "St. Clair"
                at += text.IsSign(at, '.') && text.IsGlued(at) ? 1 : 0;
                continue;
            }

            break;
        }

        return Parts == 0 && !(trusted && Initials > 0) ? i : Suffix(end);
    }

    /// <summary>True for a word that looks like a term of medicine or of running text.</summary>
    internal bool IsTerm(int i)
    {
        if (text.Is(i, WordClass.Ordinary))
        {
            return true;
        }

        ReadOnlySpan<char> word = text.Of(i);
        foreach (string ending in TermEndings)
        {
            if (word.Length > ending.Length + 2 && word.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private void Count(int i)
    {
        WordClass of = text[i].Class;
        Parts++;
        Sum |= of;
        Sure += (of & WordClass.Person) != 0 && (of & (WordClass.Ambiguous | WordClass.Eponym)) == 0 ? 1 : 0;
        Unknown += (of & ~(WordClass.Opens | WordClass.Foreign | WordClass.Origin)) == 0 ? 1 : 0;
    }

    // "John\nSmith" over a line end is one name; over an empty line it is none.
    private bool Continues(int i) =>
        text[i].Gap <= TokenGap.Blank
        || text[i].Gap == TokenGap.Line
            && !text[i].Opening
            && text[i].Is(WordClass.Person)
            && !text[i].Is(WordClass.Ambiguous);

    private bool IsAfterParticle(int i, bool trusted, bool lower)
    {
        i += text.IsSign(i, '.') && text.IsGlued(i) && (text.IsAny(i - 1, "st", "ste")) ? 1 : 0;
        if (!text.Follows(i))
        {
            return false;
        }

        return text.Is(i, WordClass.Particle) && !text.Is(i, WordClass.Person)
            ? text.Follows(i + 1) && IsPart(i + 1, trusted || Parts > 0, lower)
            : IsPart(i, true, lower) && (trusted || Parts > 0 || text.Is(i, WordClass.Person));
    }

    // "I" is a pronoun, "A" an article, and "B 12" a vitamin.
    private bool IsInitialOfOther(int i) =>
        !text.IsSign(i + 1, '.')
        && (
            text.IsWord(i, "i")
            || text.IsWord(i, "a") && !text.IsUpper(i + 1) && text.Follows(i + 1)
            || text.IsNumber(i + 1)
            || text[i].Gap == TokenGap.None
        );

    private bool IsPart(int i, bool trusted, bool lower)
    {
        if (i >= text.Count || text[i].Kind != TokenKind.Word || text[i].Length < 2)
        {
            return false;
        }

        ref PhiToken token = ref text[i];
        bool person = token.Is(WordClass.Person);
        if (!token.Upper)
        {
            return lower
                && token.Length > 2
                && !token.Is(WordClass.Function)
                && (
                    person
                        ? !token.Is(WordClass.Foreign)
                            && (
                                trusted && (Parts == 0 || text.IsSignOf(i + 1, ",.?!"))
                                || !token.Is(WordClass.Ambiguous | WordClass.Ordinary)
                            )
                        : trusted && Parts == 0 && !text.Is(i, Spoken) && !IsTerm(i)
                );
        }

        if (token.Is(WordClass.Function) && !(person && trusted))
        {
            return false;
        }

        if (person)
        {
            return trusted || !token.Is(WordClass.Ambiguous);
        }

        if (token.Is(Spoken) || IsTerm(i))
        {
            return false;
        }

        // Three capitals are an abbreviation, unless all words are written so.
        if (token.Shape == TokenShape.Capitals && (token.Length <= 3 || !token.InCapitals))
        {
            return trusted && token.Length > 3 || trusted && token.InCapitals && token.Length == 3 && Parts == 0;
        }

        return trusted
            && (
                Parts == 0
                || token.Is(WordClass.Eponym | WordClass.Place)
                || text.Likeness(i) > (token.Length < 5 ? 3 : 1) * LeastLikeness
            );
    }

    /// <summary>What no name is made of.</summary>
    private const WordClass Spoken =
        WordClass.Ordinary
        | WordClass.Title
        | WordClass.Credential
        | WordClass.FacilityHead
        | WordClass.Street
        | WordClass.Month
        | WordClass.Weekday
        | WordClass.EponymHead
        | WordClass.NameLabel
        | WordClass.Relation
        | WordClass.Country
        | WordClass.State
        | WordClass.CompanyEnd;

    private int Suffix(int end)
    {
        int at = end;
        if (text.IsSign(at, ',') && text.Follows(at + 1))
        {
            at++;
        }

        if (!text.Follows(at) || text[at].Kind != TokenKind.Word || !text[at].Upper)
        {
            return end;
        }

        if (text.Of(at) is not ("Jr" or "JR" or "Sr" or "SR" or "II" or "III" or "IV"))
        {
            return end;
        }

        return text.IsSign(at + 1, '.') && text.IsGlued(at + 1) ? at + 2 : at + 1;
    }
}
