using Overread.Text.Reports;

namespace Overread.Text.Negation;

/// <summary>
/// Whether a text denies, doubts or affirms what stands at a place of it, by the cues of the embedded chest rules (after ConText,
/// Harkema et al. 2009). Not thread-safe.
/// </summary>
public sealed class MentionContext
{
    private readonly string _text;
    private readonly List<ReportWord[]> _sentences = [];
    private readonly ContextRules _rules = ReportRules.Chest.Context;

    /// <summary>Cuts a text into sentences.</summary>
    public MentionContext(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
        ReportSentences sentences = new(text, ReportRules.Chest.SkippedSections);
        while (sentences.Next(out ReadOnlySpan<ReportWord> words))
        {
            _sentences.Add(words.ToArray());
        }
    }

    /// <summary>What the sentence says of a stretch of the text.</summary>
    /// <param name="start">Its first UTF-16 unit.</param>
    /// <param name="end">The unit behind its last.</param>
    /// <returns>
    /// The state; null where it is of another time or person, stands under a heading that is passed over (INDICATION, HISTORY …), or
    /// holds no word.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The stretch lies outside the text.</exception>
    public FindingState? StateOf(int start, int end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, _text.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(end, start);
        foreach (ReportWord[] words in _sentences)
        {
            int from = Array.FindIndex(words, word => word.End > start && word.Start < end);
            if (from < 0)
            {
                continue;
            }

            int last = Array.FindLastIndex(words, word => word.Start < end);
            PhraseHit mention = new(from, last + 1, 0, Except: false);
            return ContextRules.StateOf(_text, words, _rules.Cues(_text, words), mention, out _);
        }

        return null;
    }
}
