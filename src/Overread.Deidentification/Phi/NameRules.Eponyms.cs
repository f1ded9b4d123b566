namespace Overread.Deidentification.Phi;

/// <summary>Names of diseases, signs and devices, which name nobody, and what makes a word a name all the same.</summary>
internal sealed partial class NameRules
{
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
}
