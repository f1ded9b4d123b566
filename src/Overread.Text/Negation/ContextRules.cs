using System.Text.Json;
using Overread.Text.Reports;

namespace Overread.Text.Negation;

/// <summary>
/// Whether a sentence denies, doubts or only remembers what it mentions, without a parser: cues that reach forward or backward
/// until something ends them, after ConText (Harkema et al., J Biomed Inform 2009). Tables of our own.
/// </summary>
internal sealed class ContextRules
{
    private readonly PhraseTable _table = new();

    internal ContextRules(JsonElement json)
    {
        foreach (ContextKind kind in Enum.GetValues<ContextKind>())
        {
            string name = kind.ToString();
            _table.Add(ReportRules.List(json, char.ToLowerInvariant(name[0]) + name[1..]), (int)kind);
        }
    }

    /// <summary>The cues of a sentence; a longer one hides what lies within it.</summary>
    internal List<PhraseHit> Cues(string text, ReadOnlySpan<ReportWord> words)
    {
        List<PhraseHit> all = [];
        for (int i = 0; i < words.Length; i++)
        {
            _table.At(text, words, i, all);
        }

        List<PhraseHit> kept = [];
        foreach (PhraseHit hit in all)
        {
            bool hidden = false;
            foreach (PhraseHit other in all)
            {
                hidden |=
                    other.To - other.From > hit.To - hit.From
                    && other.Covers(hit)
                    && (ContextKind)other.Value != ContextKind.Fresh;
            }

            if (!hidden)
            {
                kept.Add(hit);
            }
        }

        return kept;
    }

    /// <summary>What the cues say of a mention.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">The sentence.</param>
    /// <param name="cues">As <see cref="Cues"/> gives them.</param>
    /// <param name="mention">The mention.</param>
    /// <param name="cue">The cue that decided, or null.</param>
    /// <returns>The state; null where the mention is of another time or person.</returns>
    internal static FindingState? StateOf(
        string text,
        ReadOnlySpan<ReportWord> words,
        List<PhraseHit> cues,
        PhraseHit mention,
        out PhraseHit? cue
    )
    {
        FindingState state = FindingState.Present;
        cue = null;
        foreach (PhraseHit hit in cues)
        {
            ContextKind kind = (ContextKind)hit.Value;
            bool forward = hit.To <= mention.From || hit.Covers(mention);
            bool reaches = kind switch
            {
                ContextKind.Negated or ContextKind.Uncertain or ContextKind.Historical => forward
                    && ReachesForward(text, words, cues, hit, mention, kind),
                ContextKind.NegatedAfter or ContextKind.UncertainAfter => hit.From >= mention.To
                    && ReachesBack(text, words, cues, hit, mention),
                ContextKind.UncertainNear => hit.From >= mention.To && hit.From - mention.To <= 1,
                ContextKind.Other => hit.To <= mention.From,
                _ => false,
            };
            if (!reaches)
            {
                continue;
            }

            if (kind is ContextKind.Historical or ContextKind.Other)
            {
                cue = hit;
                return null;
            }

            FindingState said = kind is ContextKind.Negated or ContextKind.NegatedAfter
                ? FindingState.Absent
                : FindingState.Uncertain;
            // "cannot exclude" and "no definite … , may": doubt outweighs denial where both reach.
            if (
                state == FindingState.Present
                || said == FindingState.Uncertain && !(kind == ContextKind.Uncertain && IsDenied(state, cue, hit))
            )
            {
                state = said;
                cue = hit;
            }
        }

        if (state == FindingState.Present && IsQuestioned(text, words, mention))
        {
            return FindingState.Uncertain;
        }

        return state;
    }

    /// <summary>"No evidence of possible …": a denial before the doubt denies the doubt too.</summary>
    private static bool IsDenied(FindingState state, PhraseHit? cue, PhraseHit doubt) =>
        state == FindingState.Absent && cue is { } denial && denial.From < doubt.From;

    private static bool IsQuestioned(string text, ReadOnlySpan<ReportWord> words, PhraseHit mention)
    {
        for (int i = mention.From; i > Math.Max(-1, mention.From - 3); i--)
        {
            if (words[i].Question)
            {
                return true;
            }
        }

        return false;
    }

    private static bool ReachesForward(
        string text,
        ReadOnlySpan<ReportWord> words,
        List<PhraseHit> cues,
        PhraseHit cue,
        PhraseHit mention,
        ContextKind kind
    )
    {
        foreach (PhraseHit end in cues)
        {
            if (
                (ContextKind)end.Value == ContextKind.End
                && end.From >= cue.To
                && end.To <= mention.From
                && !(IsThere(text, words, end) && end.From <= cue.To + 1)
            )
            {
                return false;
            }
        }

        if (kind != ContextKind.Negated)
        {
            return true;
        }

        // "no consolidation, effusion or pneumothorax" goes on; "no consolidation, small effusion" does not.
        bool joined = HasDisjunction(text, words, mention.From);
        for (int i = cue.To; i <= mention.From; i++)
        {
            if (!words[i].Comma || i == cue.To || joined)
            {
                continue;
            }

            foreach (PhraseHit fresh in cues)
            {
                if ((ContextKind)fresh.Value == ContextKind.Fresh && fresh.From == i)
                {
                    return false;
                }
            }
        }

        // "no effusion and stable cardiomegaly", "no pneumothorax with a small effusion"
        for (int i = cue.To + 1; i < mention.From; i++)
        {
            bool joins =
                words[i].Is(text, "and")
                || words[i].Is(text, "with")
                    && !words[i - 1].Is(text, "consistent")
                    && !words[i - 1].Is(text, "compatible");
            if (!joins)
            {
                continue;
            }

            int next =
                words[i + 1].Is(text, "a") || words[i + 1].Is(text, "an") || words[i + 1].Is(text, "the")
                    ? i + 2
                    : i + 1;
            foreach (PhraseHit fresh in cues)
            {
                if ((ContextKind)fresh.Value == ContextKind.Fresh && fresh.From == next)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsThere(string text, ReadOnlySpan<ReportWord> words, PhraseHit end) =>
        words[end.From].Is(text, "there");

    private static bool HasDisjunction(string text, ReadOnlySpan<ReportWord> words, int from)
    {
        for (int i = from; i < words.Length; i++)
        {
            if (words[i].Is(text, "or") || words[i].Is(text, "nor"))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ReachesBack(
        string text,
        ReadOnlySpan<ReportWord> words,
        List<PhraseHit> cues,
        PhraseHit cue,
        PhraseHit mention
    )
    {
        foreach (PhraseHit end in cues)
        {
            if ((ContextKind)end.Value == ContextKind.End && end.From >= mention.To && end.To <= cue.From)
            {
                return false;
            }
        }

        // A clause that begins anew behind a comma has its own subject.
        for (int i = mention.To; i < cue.From; i++)
        {
            if (words[i].Comma && cue.From - i > 4)
            {
                return false;
            }
        }

        return cue.From - mention.To <= 12;
    }
}
