namespace Overread.Deidentification.Phi;

/// <summary>Names by the vocabularies, by their place in the sentence, and in small letters.</summary>
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

    /// <summary>"Harris-Benedict", "Y de Roux": two families joined, or one behind "de", name a thing unless something says who.</summary>
    private bool IsOfEponym(int i, int end)
    {
        if (
            (_runs.Sum & WordClass.Given) != 0 && _runs.Sure > 0 && !text.IsSign(i + 1, '-')
            || IsReason(i)
            || IsVerbBehind(end)
        )
        {
            return false;
        }

        bool joined = _runs.Parts == 2 && text.IsSign(i + 1, '-');
        bool of =
            text.Lexicon.Language == "es"
            && text.IsWord(i - 1, "de")
            && !text.Is(i - 2, WordClass.Relation | WordClass.NameLabel);
        return joined || of;
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

    /// <summary>"Hodgkin lymphoma", "the Foley": what names a disease, a sign or a device names nobody.</summary>
    private bool IsEponym(int i, int end)
    {
        int head = text[end - 1].Possessive ? end + 2 : end;
        if (text.IsSign(head, '-') && text.IsGlued(head))
        {
            head++;
        }

        bool headed =
            text.Is(head, WordClass.EponymHead) && text.Follows(head) && !text.IsUpper(head)
            || text.Is(head, WordClass.EponymHead) && text.Follows(head) && _runs.Sum.HasFlag(WordClass.Eponym);
        bool led =
            text.Is(i - 1, WordClass.EponymLead) && text.Follows(i)
            || text.IsWord(i - 1, "de") && text.Is(i - 2, WordClass.EponymLead | WordClass.EponymHead);
        if (!headed && !led)
        {
            // "Smith and Jones fractures", "Osgood-Schlatter"
            bool initial = _runs.Initials > 0 && (_runs.Sum & WordClass.Person) != 0;
            return _runs.Sum.HasFlag(WordClass.Eponym) && _runs.Sure == 0 && !initial && !IsReason(i);
        }

        bool person = _runs.Parts > 1 && _runs.Sure > 1 || _runs.Initials > 0;
        return !person || _runs.Sum.HasFlag(WordClass.Eponym);
    }

    /// <summary>What stands beside an ambiguous word and makes it a name.</summary>
    private bool IsReason(int i)
    {
        if (text.Is(i - 1, WordClass.Relation | WordClass.Title) && text.Follows(i))
        {
            return true;
        }

        if (text[i].Is(WordClass.Month) && text.Is(i - 1, WordClass.PlaceCue | WordClass.Function))
        {
            return false;
        }

        bool amid = !text[i].Opening && !text[i].InTitle;
        if (text[i].Is(WordClass.Given) && IsVerbBehind(i + 1) && text[i].Shape == TokenShape.Capital)
        {
            return true;
        }

        return amid
            && text[i].Shape == TokenShape.Capital
            && (
                text[i].Possessive && !text[i].Is(WordClass.Eponym)
                || text.Is(i - 1, WordClass.AgentCue)
                    && !text.Is(i - 1, WordClass.PlaceCue)
                    && text[i].Is(WordClass.Given)
            );
    }

    private bool IsNameBehind(int i)
    {
        int next = i + 1;
        return text.Follows(next)
            && text.IsUpper(next)
            && text[i].Shape == TokenShape.Capital
            && (
                text.Is(next, WordClass.Family)
                    && !text.Is(next, WordClass.Ambiguous | WordClass.Eponym)
                    && text[i].Is(WordClass.Given)
                || text.IsInitial(next) && text.IsSign(next + 1, '.') && text[i].Is(WordClass.Given)
                || text[i].Is(WordClass.Given)
                    && text.Is(next, WordClass.Family)
                    && !text[i].InTitle
                    && text[next].Shape == TokenShape.Capital
            );
    }

    // What follows only who does something; "Will is" and "May denies" are no verbs with their auxiliaries.
    private bool IsVerbBehind(int i) =>
        text.Follows(i)
        && (
            text.IsAny(
                i,
                "is",
                "was",
                "has",
                "had",
                "denies",
                "denied",
                "reports",
                "reported",
                "states",
                "stated",
                "says",
                "said",
                "presents",
                "presented",
                "complains",
                "lives",
                "works",
                "feels",
                "returns",
                "called",
                "underwent",
                "wants"
            )
        );

    /// <summary>Words that no vocabulary has, in the place and of the look of a name.</summary>
    private int ByPlaceInSentence(int i)
    {
        ref PhiToken token = ref text[i];
        if (
            token.Opening
            || token.InTitle
            || token.Shape != TokenShape.Capital
            || token.Length < 3
            || text.Lexicon.Language == "de"
            || (token.Class & ~(WordClass.Opens | WordClass.Foreign | WordClass.Particle | WordClass.Origin)) != 0
            || _runs.IsTerm(i)
            || text.IsGlued(i) && !text.IsSignOf(i - 1, "(\"“'")
            || text.IsSign(i + 1, '-') && text.IsGlued(i + 1)
        )
        {
            return i;
        }

        int end = _runs.End(i, trusted: true);
        if (end == i || text.Is(text[end - 1].Possessive ? end + 2 : end, WordClass.EponymHead) || IsEponym(i, end))
        {
            return i;
        }

        float likeness = text.Likeness(i);
        bool agent = IsAgent(i - 1);
        double score =
            _runs.Initials > 0 && likeness > -LikeName ? 0.8
            : _runs.Sure > 0 ? 0.8
            : _runs.Parts > 1 && likeness > 0 ? 0.6
            : IsVerbBehind(end) && likeness > 0 ? 0.65
            : agent && likeness > 0 ? 0.6
            : likeness > LikeName && text[end - 1].Possessive ? 0.55
            : 0;
        if (score == 0)
        {
            return i;
        }

        hits.Add(i, end, PhiType.Name, "like-a-name", score);
        return end;
    }

    /// <summary>"told", "by", "per", "spoke with": somebody follows. "with" and "to" alone are followed by drugs as well.</summary>
    private bool IsAgent(int i)
    {
        if (text.Is(i, WordClass.Relation))
        {
            return true;
        }

        bool small = text.IsAny(i, "with", "to", "from", "for", "and", "con", "a", "por");
        return small
            ? text.IsAny(i - 1, "spoke", "discussed", "talked", "lives", "met", "referred", "married")
            : text.Is(i, WordClass.AgentCue);
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
