namespace Overread.Deidentification.Phi;

/// <summary>
/// Names of people: after titles, labels, kinship and greetings, before degrees, by the vocabularies of names, and by how they
/// stand in a sentence. A word that is a name and something else as well ("May", "Grant", "Foley") needs a reason from beside it.
/// </summary>
internal sealed class NameRules(PhiText text, PhiHits hits)
{
    private const float LikeName = 0.35f;
    private readonly NameRuns _runs = new(text);
    private readonly bool _lower = text.IsLowerCase;

    internal void Find()
    {
        for (int i = 0; i < text.Count; i++)
        {
            if (text[i].Kind != TokenKind.Word || hits.IsTaken(i))
            {
                continue;
            }

            int end = OfCue(i);
            end =
                end > i ? end
                : text[i].Upper ? OfCapital(i)
                : OfSmall(i);
            i = Math.Max(i, end - 1);
        }
    }

    /// <summary>A cue, and the name behind it; the place to go on, or the token itself.</summary>
    private int OfCue(int i)
    {
        WordClass of = text[i].Class;
        if ((of & WordClass.Title) != 0 && AfterTitle(i) is var titled and > 0)
        {
            return titled;
        }

        if ((of & WordClass.Credential) != 0 && text[i].Shape == TokenShape.Capitals)
        {
            BeforeDegree(i);
            return i;
        }

        // "M.D.", "R.N."
        if (
            text.IsInitial(i)
            && text.IsSign(i - 1, ',')
            && text.IsSign(i + 1, '.')
            && text.IsInitial(i + 2)
            && text.IsGlued(i + 2)
            && text.Of(i)[0] is 'M' or 'D' or 'R' or 'N' or 'P'
        )
        {
            BeforeDegree(i);
            return i;
        }

        if (
            (of & (WordClass.NameLabel | WordClass.NameCue | WordClass.Relation)) != 0
            && AfterLabel(i) is var labelled and > 0
        )
        {
            return labelled;
        }

        if ((of & WordClass.NameCue) != 0 && After(i + 1, "called", 0.85, _lower) is var called and > 0)
        {
            return called;
        }

        if ((of & WordClass.Relation) != 0 && AfterKin(i) is var kin and > 0)
        {
            return kin;
        }

        return (of & WordClass.AgentCue) != 0 && IsGreeting(i) && AfterGreeting(i) is var greeted and > 0 ? greeted : i;
    }

    private int AfterTitle(int i)
    {
        ref PhiToken title = ref text[i];
        if (title.Is(WordClass.AmbiguousWord) && !(title.Upper && text.IsUpper(i + 1)))
        {
            return 0;
        }

        // "MS", "Dr" the drive: a title stands in small capitals, or in a text without capitals.
        if (title.Shape == TokenShape.Capitals && !title.InTitle && title.Length > 1 && !text.IsSign(i + 1, '.'))
        {
            return 0;
        }

        int at = i + 1;
        while (
            text.Follows(at)
            && (
                text.IsSign(at, '.')
                || text.Is(at, WordClass.Title) && !text[at].Is(WordClass.Ambiguous)
                || text.IsWord(at, "med")
            )
        )
        {
            at++;
        }

        // "Mr. and Mrs. Brown"
        if ((text.IsWord(at, "and") || text.IsSign(at, '&')) && text.Is(at + 1, WordClass.Title))
        {
            at += text.IsSign(at + 2, '.') ? 3 : 2;
        }

        if (!text.Follows(at) && !(at < text.Count && text[at].Gap == TokenGap.Line && text.IsUpper(at)))
        {
            return 0;
        }

        bool lower = _lower || !title.Upper || text.IsSign(i + 1, '.') && text[at].Shape == TokenShape.Lower;
        int end = _runs.End(at, trusted: true, lower);
        if (end == at)
        {
            return 0;
        }

        // In English the title is part of what names somebody; elsewhere it stays.
        int from = text.Lexicon.Language == "en" && title.Upper ? i : at;
        hits.Add(from, end, PhiType.Name, "title", 0.95);
        return end;
    }

    private int AfterLabel(int i)
    {
        int colon = i + 1;
        while (colon < i + 4 && text.Follows(colon) && text[colon].Kind == TokenKind.Word && !text.IsUpper(colon + 1))
        {
            colon++;
        }

        if (text.IsAny(i + 1, "name", "by", "por"))
        {
            colon = i + 2;
        }

        bool by = text.IsAny(colon - 1, "by", "por");
        if (!text.IsSign(colon, ':') && !by)
        {
            return 0;
        }

        int at = text.IsSign(colon, ':') ? colon + 1 : colon;
        while (text.Follows(at) && (text.Is(at, WordClass.Title) || text.IsSign(at, '.')))
        {
            at++;
        }

        bool next =
            at < text.Count
            && text[at].Gap == TokenGap.Line
            && text[at].InTitle
            && text.IsSign(at - 1, ':')
            && text.Is(at, WordClass.Person);
        if (!text.Follows(at) && !next)
        {
            return 0;
        }

        return Listed(at, by ? "signed" : "label", 0.9);
    }

    /// <summary>A name, or the family name, a comma and the rest.</summary>
    private int Listed(int at, string rule, double score)
    {
        int end = _runs.End(at, trusted: true, _lower);
        if (end == at || text.IsSign(end, ':'))
        {
            return 0;
        }

        if (
            text.IsSign(end, ',')
            && text.Follows(end + 1)
            && text.IsUpper(end + 1)
            && !text.Is(end + 1, WordClass.Credential)
        )
        {
            int rest = _runs.End(end + 1, trusted: true);
            end = rest > end + 1 ? rest : end;
        }

        hits.Add(at, end, PhiType.Name, rule, score);
        return end;
    }

    private int After(int at, string rule, double score, bool lower)
    {
        while (text.IsSignOf(at, ",:\"“'(") || text.IsAny(at, "is", "named", "as"))
        {
            at++;
        }

        if (!text.Follows(at) || !text.IsUpper(at) && !lower)
        {
            return 0;
        }

        int end = _runs.End(at, text.IsUpper(at), lower);
        if (
            end == at
            || text.Is(end, WordClass.EponymHead)
            || (_runs.Sum & WordClass.Person) == 0 && _runs.Sum.HasFlag(WordClass.Eponym)
        )
        {
            return 0;
        }

        hits.Add(at, end, PhiType.Name, rule, score);
        return end;
    }

    private int AfterKin(int i)
    {
        int at = i + 1;
        if (text.IsSignOf(at, ",(") || text.IsWord(at, "named") || text.IsWord(at, "is") && text.IsUpper(at + 1))
        {
            at++;
        }

        bool lower = _lower && text.Is(at, WordClass.Given);
        return After(at, "relative", 0.85, lower);
    }

    private bool IsGreeting(int i) => text.IsAny(i, "hi", "hello", "hey", "thanks", "thank", "dear", "bye", "goodbye");

    private int AfterGreeting(int i)
    {
        int at = i + 1;
        while (text.IsAny(at, "you", "there") || text.IsSign(at, ','))
        {
            at++;
        }

        if (
            !text.Follows(at)
            || !text.Is(at, WordClass.Given)
                && !(text.IsUpper(at) && text.Is(i, WordClass.None) is false && text.IsWord(i, "dear"))
        )
        {
            return 0;
        }

        int end = _runs.End(at, trusted: true, lower: true);
        if (end == at)
        {
            return 0;
        }

        hits.Add(at, end, PhiType.Name, "greeting", 0.8);
        return end;
    }

    /// <summary>"Jane Doe, MD": the name stands before.</summary>
    private void BeforeDegree(int i)
    {
        int last = text.IsSign(i - 1, ',') ? i - 2 : i - 1;
        if (last < 0 || text[i].Gap > TokenGap.Blank || hits.IsTaken(last))
        {
            return;
        }

        int from = last + 1;
        while (
            from > 0
            && from > last - 4
            && (
                text.IsUpper(from - 1)
                || text.IsSign(from - 1, '.') && text.IsInitial(from - 2)
                || text.IsSign(from - 1, '-') && text.IsGlued(from)
            )
            && !(
                text.Is(from - 1, WordClass.Function | WordClass.Title | WordClass.Credential)
                && !(text.Is(from - 1, WordClass.Given) && !text[from - 1].Opening)
            )
            && !(text.Is(from - 1, WordClass.Ordinary | WordClass.FacilityHead) && !text.Is(from - 1, WordClass.Person))
        )
        {
            from--;
            if (text[from].Gap >= TokenGap.Line)
            {
                break;
            }
        }

        if (from <= last && !text.IsSign(from, '.') && text[last].Length > 1 && _runs.End(from, trusted: true) > last)
        {
            hits.Add(from, last + 1, PhiType.Name, "degree", 0.9);
        }
    }

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
