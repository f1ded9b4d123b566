namespace Overread.Deidentification.Phi;

/// <summary>Names by the vocabularies, and in small letters.</summary>
internal sealed partial class NameRules
{
    private int OfCapital(int i)
    {
        ref PhiToken token = ref text[i];
        if (token.Shape == TokenShape.Mixed && token.Length > 4 && IsGluedName(i))
        {
            hits.Add(i, i + 1, PhiType.Name, "glued", 0.7);
            return i + 1;
        }

        if (text.IsInitial(i) && text.IsSign(i + 1, '.') && AfterInitial(i) is var initial and > 0)
        {
            return initial;
        }

        if (AsSubject(i) is var subject and > 0)
        {
            return subject;
        }

        if (token.Is(WordClass.Person))
        {
            return ByVocabulary(i);
        }

        return token.Is(WordClass.Particle) && text.Is(i + 1, WordClass.Person) && !text.Is(i + 1, WordClass.Ambiguous)
            ? ByVocabulary(i)
            : ByPlaceInSentence(i);
    }

    /// <summary>"M. Brown", "J. R. Whitcombe"; not "E. Coli" and not "B. Right lung" of a list.</summary>
    private int AfterInitial(int i)
    {
        int at = i;
        while (text.IsInitial(at) && text.IsSign(at + 1, '.') && at < i + 6)
        {
            at += 2;
        }

        if (
            !text.Follows(at)
            || !text.IsUpper(at) && !(text.Is(at, WordClass.Particle) && !text.Is(at, WordClass.Function))
            || text[i].Opening && text[at].Is(WordClass.Ambiguous | WordClass.Ordinary)
            || text.IsGlued(i)
        )
        {
            return 0;
        }

        bool person = text[at].Is(WordClass.Person | WordClass.Particle) && !text[at].Is(WordClass.Function);
        if (
            !person
            && (
                _runs.IsTerm(at)
                || text.Likeness(at) < -LikeName
                || Species.Contains(text.Folded(at))
                || text[i].Opening
            )
        )
        {
            return 0;
        }

        int end = _runs.End(at, trusted: true);
        if (end == at || text.Is(end, WordClass.EponymHead))
        {
            return 0;
        }

        // "Xzavior T. Yopp": what stands before is the given name.
        int from = i;
        while (
            from > 0
            && text.Follows(from)
            && text.IsUpper(from - 1)
            && text[from - 1].Length > 2
            && text[from - 1].Shape == TokenShape.Capital
            && !hits.IsTaken(from - 1)
            && (
                text.Is(from - 1, WordClass.Given)
                || (text[from - 1].Class & ~WordClass.Origin) == 0 && !_runs.IsTerm(from - 1)
            )
        )
        {
            from--;
        }

        hits.Add(from, end, PhiType.Name, "initial-family", person ? 0.85 : 0.65);
        return end;
    }

    private static readonly HashSet<string> Species =
    [
        "coli",
        "difficile",
        "diff",
        "aureus",
        "pylori",
        "pneumoniae",
        "faecalis",
        "albicans",
        "jejuni",
        "influenzae",
        "burgdorferi",
        "trachomatis",
        "vaginalis",
        "cereus",
        "perfringens",
    ];

    /// <summary>"Zbigniew is a 45-year-old", "Kwame, a 45 year old": what stands before is who.</summary>
    private int AsSubject(int i)
    {
        int end = _runs.End(i, trusted: true);
        if (end == i)
        {
            return 0;
        }

        int at = end;
        bool comma = text.IsSignOf(at, ",(");
        if (!comma && !text.IsWord(at, "is") && !text.IsWord(at, "was"))
        {
            return 0;
        }

        at++;
        at += text.IsWord(at, "now") ? 1 : 0;
        bool article = text.IsAny(at, "a", "an");
        at += article ? 1 : 0;
        at += article && (text.IsAny(at, "pleasant", "very")) ? 1 : 0;
        at += article && text.IsWord(at, "pleasant") ? 1 : 0;
        int age = text.Number(at);
        bool aged =
            age is >= 0 and < 120
            && (
                text.IsSign(at + 1, '-') && text.IsWord(at + 2, "year")
                || text.IsAny(at + 1, "year", "years", "yo", "y")
                || comma
                    && (
                        text.IsSignOf(at + 1, ",)") && !text.IsGlued(at + 2)
                        || text.IsAny(at + 1, "male", "female", "m", "f")
                    )
            );
        if (!aged || text.Is(i, WordClass.Function) || _runs.Sum.HasFlag(WordClass.Drug))
        {
            return 0;
        }

        hits.Add(i, end, PhiType.Name, "subject", 0.85);
        return end;
    }

    private int ByVocabulary(int i)
    {
        ref PhiToken token = ref text[i];
        bool reason = !token.Is(WordClass.Ambiguous) || IsReason(i);
        int end = _runs.End(i, trusted: reason || IsNameBehind(i));
        if (end == i || IsEponym(i, end))
        {
            return i;
        }

        if (
            _runs.Parts + _runs.Initials > 1
            && (_runs.Sum & WordClass.Given) != 0
            && (_runs.Sure > 0 || _runs.Initials > 0 || reason)
        )
        {
            double sure = _runs.Sure > 1 || _runs.Initials > 0 ? 0.95 : 0.85;
            end = AfterComma(i, end);
            hits.Add(i, end, PhiType.Name, "full-name", sure);
            return end;
        }

        // "Smith J."
        if (
            _runs.Parts == 1
            && _runs.Initials > 0
            && (_runs.Sum & WordClass.Family) != 0
            && text.IsSign(end - 1, '.')
            && (_runs.Sure > 0 || text.IsSignOf(end, ",;)"))
        )
        {
            hits.Add(i, end, PhiType.Name, "family-initial", 0.75);
            return end;
        }

        if (AfterComma(i, end) is var full && full > end)
        {
            hits.Add(i, full, PhiType.Name, "family-first", 0.85);
            return full;
        }

        bool capitals = token.Shape == TokenShape.Capitals;
        if (capitals && !token.InCapitals && token.Length < 4 || IsOfEponym(i, end))
        {
            return i;
        }

        bool eponym = _runs.Sum.HasFlag(WordClass.Eponym) && !_runs.Sum.HasFlag(WordClass.Given);
        bool own = reason && _runs.Sure > 0;
        double score =
            eponym ? 0
            : own && (_runs.Sum & WordClass.Given) != 0 ? (token.Is(WordClass.Foreign) ? 0.65 : 0.8)
            : own && !token.Opening && !token.InTitle ? 0.7
            : own && (IsVerbBehind(end) || token.Possessive || !token.Is(WordClass.Foreign) && _runs.Parts > 1) ? 0.6
            : !own && reason && !token.InTitle ? 0.6
            : own && !token.Is(WordClass.Foreign) ? 0.5
            : 0;
        if (score == 0)
        {
            return i;
        }

        hits.Add(i, end, PhiType.Name, (_runs.Sum & WordClass.Given) != 0 ? "given-name" : "family-name", score);
        return end;
    }

    /// <summary>"Smith, John A.": behind the comma stands a given name and no new thought.</summary>
    private int AfterComma(int i, int end)
    {
        if (
            !text.IsSign(end, ',')
            || !text.Follows(end + 1)
            || !text.IsUpper(end + 1)
            || !text.Is(end + 1, WordClass.Given)
            || !text.Is(i, WordClass.Family)
            || _runs.Initials > 0
        )
        {
            return end;
        }

        int rest = _runs.End(end + 1, trusted: true);
        return rest > end + 1 ? rest : end;
    }

    /// <summary>Names in small letters: only such as are nothing else.</summary>
    private int OfSmall(int i)
    {
        ref PhiToken token = ref text[i];
        if (
            _lower
            && token.Is(WordClass.Given)
            && text.Is(i + 1, WordClass.Family)
            && text.Follows(i + 1)
            && !text.Is(i + 1, WordClass.Ambiguous | WordClass.Foreign | WordClass.Ordinary | WordClass.Eponym)
            && !token.Is(WordClass.Function | WordClass.Foreign)
        )
        {
            hits.Add(i, i + 2, PhiType.Name, "small-letters", 0.65);
            return i + 2;
        }

        if (
            !token.Is(WordClass.Given)
            || token.Is(
                WordClass.Ambiguous
                    | WordClass.Foreign
                    | WordClass.Ordinary
                    | WordClass.Eponym
                    | WordClass.Place
                    | WordClass.Particle
                    | WordClass.Relation
            )
            || token.Length < 4
            || text.IsGlued(i) && text.IsSignOf(i - 1, "@./-_")
        )
        {
            return i;
        }

        int end = _runs.End(i, trusted: false, lower: true);
        if (end == i)
        {
            return i;
        }

        hits.Add(i, end, PhiType.Name, "small-letters", _runs.Parts > 1 || _lower ? 0.7 : 0.55);
        return end;
    }

    /// <summary>"JSmith", "JohnSmith".</summary>
    private bool IsGluedName(int i)
    {
        ReadOnlySpan<char> word = text.Of(i);
        Span<char> folded = stackalloc char[2 * PhiLexicon.LongestWord];
        for (int split = 1; split < Math.Min(word.Length - 2, PhiLexicon.LongestWord); split++)
        {
            if (!char.IsUpper(word[split]) || char.IsUpper(word[split + 1]))
            {
                continue;
            }

            WordClass second = text.Lexicon.Of(folded[..PhiLexicon.Fold(word[split..], folded)]);
            WordClass first = text.Lexicon.Of(folded[..PhiLexicon.Fold(word[..split], folded)]);
            bool family = (second & WordClass.Family) != 0 && (second & WordClass.Eponym) == 0;
            if (family && (split == 1 && (second & WordClass.Ambiguous) == 0 || (first & WordClass.Given) != 0))
            {
                return true;
            }
        }

        return false;
    }
}
