namespace Overread.Deidentification.Phi;

/// <summary>
/// Names of people: after titles, labels, kinship and greetings, before degrees, by the vocabularies of names, and by how they
/// stand in a sentence. A word that is a name and something else as well ("May", "Grant", "Foley") needs a reason from beside it.
/// </summary>
internal sealed partial class NameRules(PhiText text, PhiHits hits)
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
            return BehindDegree(i);
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
        if (end == at && IsTitledEponym(at))
        {
            end = at + 1;
        }

        if (end == at)
        {
            return 0;
        }

        // In English the title is part of what names somebody; elsewhere it stays.
        int from = text.Lexicon.Language == "en" && title.Upper ? i : at;
        hits.Add(from, end, PhiType.Name, "title", 0.95);
        return end;
    }

    // "seen by Dr. Parkinson": whoever has a title is somebody, though a disease is called so, unless the disease is named.
    private bool IsTitledEponym(int at) =>
        text.Is(at, WordClass.Eponym)
        && text[at].Shape == TokenShape.Capital
        && !text[at].Possessive
        && !text.Is(at + 1, WordClass.EponymHead);

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
        // "Patient Name - Will Price"
        bool sign =
            text.IsSign(colon, ':')
            || text.IsSignOf(colon, "-–") && !text.IsGlued(colon) && text.IsWord(colon - 1, "name");
        if (!sign && !by)
        {
            return 0;
        }

        int at = sign ? colon + 1 : colon;
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
        else if (rule == "label" && _runs.Parts == 1 && (_runs.Sum & WordClass.Given) != 0 && EndsField(end))
        {
            end++;
        }

        hits.Add(at, end, PhiType.Name, rule, score);
        // "cc: Stone, Bill; Wood, April"
        return
            rule == "label"
            && text.IsSign(end, ';')
            && text.Follows(end + 1)
            && text.IsUpper(end + 1)
            && Listed(end + 1, rule, score) is var more and > 0
            ? more
            : end;
    }

    // "Patient: Jane Q. Banks": a field of a name that has a given name alone so far goes on with the family name, whatever else
    // that word means.
    private bool EndsField(int at) =>
        text.Follows(at)
        && text[at].Kind == TokenKind.Word
        && text.IsUpper(at)
        && !text.IsAny(at, "male", "female", "unknown", "adult", "child")
        && (text[at].Shape != TokenShape.Capitals || text[at - 1].Shape == TokenShape.Capitals)
        && (at + 1 == text.Count || text[at + 1].Gap >= TokenGap.Line || text.IsSignOf(at + 1, ",;("));

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
        return After(at, "relative", 0.85, lower) is var known and > 0 ? known : AsKin(i, at);
    }

    // "her son Chance called": in the middle of a sentence a word in capital letters that is none of medicine is somebody.
    private int AsKin(int i, int at)
    {
        if (
            text.Lexicon.Language != "en"
            || text[i].Upper
            || at >= text.Count
            || !text.Follows(at)
            || text[at].Shape != TokenShape.Capital
            || text[at].InTitle
            || text[at].Length < 3
            || text.Is(
                at,
                WordClass.Function
                    | WordClass.Clinical
                    | WordClass.Drug
                    | WordClass.EponymHead
                    | WordClass.Month
                    | WordClass.Weekday
            )
            || text.IsSign(at + 1, ':')
            || text.Follows(at + 1) && text.IsUpper(at + 1) && !text.IsInitial(at + 1)
        )
        {
            return 0;
        }

        hits.Add(at, at + 1, PhiType.Name, "relative", 0.6);
        return at + 1;
    }

    // "RN Penny Cash": a given name behind a degree, and whatever follows it in capital letters.
    private int BehindDegree(int i)
    {
        int at = i + 1;
        if (
            text.Lexicon.Language != "en"
            || !text.Follows(at)
            || text[at].Shape != TokenShape.Capital
            || !text.Is(at, WordClass.Given)
            || text[at].InTitle
            || hits.IsTaken(at)
        )
        {
            return i;
        }

        int end = Math.Max(_runs.End(at, trusted: true), at + 1);
        if (end == at + 1 && text.Follows(end) && text.IsUpper(end) && text[end].Shape == TokenShape.Capital)
        {
            end++;
        }
        else if (end == at + 1 && text.Is(at, WordClass.Ambiguous))
        {
            return i;
        }

        hits.Add(at, end, PhiType.Name, "degree", 0.8);
        return end;
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
}
