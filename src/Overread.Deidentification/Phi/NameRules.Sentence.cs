namespace Overread.Deidentification.Phi;

/// <summary>Names by their place in the sentence: before a verb, behind who tells or is told.</summary>
internal sealed partial class NameRules
{
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
        // "pt Quillfeather", "the patient (Quillfeather)": what no vocabulary has and stands where the patient's name would. "Given the
        // patient Protonix 40 mg" is a medicine, "Patient Agreements:" a heading.
        bool bracket = text.IsSign(i - 1, '(');
        bool patient =
            token.Length > 3
            && !text.IsNumber(end)
            && !text.IsSign(end, ':')
            && (
                text.IsWord(bracket ? i - 2 : i - 1, "pt")
                || text.IsWord(bracket ? i - 2 : i - 1, "patient") && (bracket || IsVerbBehind(end))
            );
        double score =
            _runs.Initials > 0 && likeness > -LikeName ? 0.8
            : _runs.Sure > 0 ? 0.8
            : _runs.Parts > 1 && likeness > 0 ? 0.6
            : IsVerbBehind(end) && likeness > 0 ? 0.65
            : agent && likeness > 0 ? 0.6
            : likeness > LikeName && text[end - 1].Possessive ? 0.55
            : patient && _runs.Unknown == _runs.Parts ? 0.55
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
}
