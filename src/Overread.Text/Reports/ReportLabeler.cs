using System.Runtime.InteropServices;
using Overread.Text.Negation;

namespace Overread.Text.Reports;

/// <summary>
/// Labels findings of a radiology report by rules: mention, then negation, doubt and time, then one state for each finding.
/// A finding that is present anywhere is present; else doubted anywhere, uncertain; else denied, absent; else nothing is said. The
/// order and "No Finding" are those of the CheXpert labeler (Irvin et al., AAAI 2019). Thread-safe.
/// </summary>
public sealed class ReportLabeler
{
    private readonly ReportRules _rules;
    private readonly int _noFinding;
    private readonly int _devices;

    /// <summary>A labeler by some rules.</summary>
    public ReportLabeler(ReportRules rules)
    {
        _rules = rules;
        List<string> findings = [.. rules.Findings];
        _noFinding = findings.IndexOf(ReportRules.NoFinding);
        _devices = findings.IndexOf(ReportRules.SupportDevices);
    }

    /// <summary>Labels one report.</summary>
    public ReportLabels Label(string report)
    {
        List<FindingEvidence> evidence = [];
        bool other = false;
        ReportSentences sentences = new(report, _rules.SkippedSections);
        Scratch scratch = new();
        while (sentences.Next(out ReadOnlySpan<ReportWord> words))
        {
            other |= Sentence(report, words, evidence, scratch);
        }

        FindingState?[] states = new FindingState?[_rules.Findings.Count];
        foreach (FindingEvidence place in evidence)
        {
            int finding = IndexOf(place.Finding);
            FindingState? known = states[finding];
            states[finding] =
                known is null
                || place.State == FindingState.Present
                || place.State == FindingState.Uncertain && known == FindingState.Absent
                    ? place.State
                    : known;
        }

        if (_noFinding >= 0)
        {
            bool clear = !other;
            for (int i = 0; i < states.Length; i++)
            {
                clear &= i == _noFinding || i == _devices || states[i] is null or FindingState.Absent;
            }

            states[_noFinding] = clear && !string.IsNullOrWhiteSpace(report) ? FindingState.Present : null;
        }

        return new(states, evidence);
    }

    private int IndexOf(string finding)
    {
        for (int i = 0; i < _rules.Findings.Count; i++)
        {
            if (ReferenceEquals(_rules.Findings[i], finding))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Reads a sentence; true where it says something that has no column.</summary>
    private bool Sentence(
        string report,
        ReadOnlySpan<ReportWord> words,
        List<FindingEvidence> evidence,
        Scratch scratch
    )
    {
        scratch.Clear();
        for (int i = 0; i < words.Length; i++)
        {
            _rules.Mentions.At(report, words, i, scratch.Mentions);
            _rules.Structures.At(report, words, i, scratch.Structures);
            _rules.Other.At(report, words, i, scratch.Others);
        }

        if (scratch.Mentions.Count + scratch.Structures.Count + scratch.Others.Count == 0)
        {
            return false;
        }

        List<PhraseHit> cues = _rules.Context.Cues(report, words);
        foreach (PhraseHit mention in scratch.Mentions)
        {
            if (mention.Except || IsWithin(mention, scratch.Mentions))
            {
                continue;
            }

            FindingState? state = ContextRules.StateOf(report, words, cues, mention, out PhraseHit? cue);
            if (state == FindingState.Present && IsAlternative(report, words, mention, scratch.Mentions))
            {
                state = FindingState.Uncertain;
            }

            if (state is { } said)
            {
                evidence.Add(Place(report, words, mention, said, cue));
            }
        }

        foreach (PhraseHit structure in scratch.Structures)
        {
            if (
                !structure.Except
                && !IsWithin(structure, scratch.Structures)
                && Quality(report, words, structure, scratch.Mentions, out PhraseHit? quality) is { } said
            )
            {
                evidence.Add(Place(report, words, structure, said, quality));
            }
        }

        foreach (PhraseHit hit in scratch.Others)
        {
            if (ContextRules.StateOf(report, words, cues, hit, out _) is FindingState.Present or FindingState.Uncertain)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A shorter mention of the same finding inside a longer one, or inside an exception.</summary>
    private static bool IsWithin(PhraseHit hit, List<PhraseHit> all)
    {
        foreach (PhraseHit other in CollectionsMarshal.AsSpan(all))
        {
            if (
                other.Value == hit.Value
                && other.Covers(hit)
                && (other.Except && !hit.Except || other.To - other.From > hit.To - hit.From)
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>"atelectasis or consolidation": one of two, neither of them sure.</summary>
    private static bool IsAlternative(
        string report,
        ReadOnlySpan<ReportWord> words,
        PhraseHit mention,
        List<PhraseHit> all
    )
    {
        foreach (PhraseHit other in CollectionsMarshal.AsSpan(all))
        {
            if (other.Except || other.Value == mention.Value)
            {
                continue;
            }

            (int from, int to) =
                mention.To <= other.From ? (mention.To, other.From)
                : other.To <= mention.From ? (other.To, mention.From)
                : (0, 0);
            if (to - from is > 0 and <= 4 && !all.Exists(m => m.From >= from && m.To <= to))
            {
                for (int i = from; i < to; i++)
                {
                    if (words[i].Is(report, "or") || words[i].Is(report, "versus") || words[i].Is(report, "vs"))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    /// <summary>What is said of a structure: the nearest quality behind it in the sentence, else the one before it.</summary>
    private FindingState? Quality(
        string report,
        ReadOnlySpan<ReportWord> words,
        PhraseHit structure,
        List<PhraseHit> mentions,
        out PhraseHit? quality
    )
    {
        List<PhraseHit> found = [];
        for (int i = 0; i < words.Length; i++)
        {
            _rules.Qualities.At(report, words, i, found);
        }

        quality = null;
        int best = int.MaxValue;
        foreach (PhraseHit hit in found)
        {
            bool behind = hit.From >= structure.To;
            int distance = behind ? hit.From - structure.To : structure.From - hit.To + 6;
            if (
                !behind && (hit.To > structure.From || structure.From - hit.To > 3)
                || distance > 14
                || IsHidden(hit, found)
                || behind && IsCut(report, words, structure.To, hit.From)
            )
            {
                continue;
            }

            if (distance < best)
            {
                best = distance;
                quality = hit;
            }
        }

        if (quality is not { } said)
        {
            return null;
        }

        FindingState state = (FindingState)said.Value;
        bool denied =
            said.From > 0
            && (
                words[said.From - 1].Is(report, "not")
                || words[said.From - 1].Is(report, "no")
                || said.From > 1 && words[said.From - 2].Is(report, "not")
            );
        return state == FindingState.Present && denied ? FindingState.Absent : state;
    }

    private static bool IsHidden(PhraseHit hit, List<PhraseHit> all)
    {
        foreach (PhraseHit other in CollectionsMarshal.AsSpan(all))
        {
            if (other.To - other.From > hit.To - hit.From && other.Covers(hit))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Another subject stands between: "heart size, lungs are clear".</summary>
    private static bool IsCut(string report, ReadOnlySpan<ReportWord> words, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if (
                words[i].Is(report, "lungs")
                || words[i].Is(report, "lung")
                || words[i].Is(report, "aorta")
                || words[i].Is(report, "pulmonary")
                || words[i].Is(report, "but")
                || words[i].Is(report, "no")
            )
            {
                return true;
            }
        }

        return false;
    }

    private FindingEvidence Place(
        string report,
        ReadOnlySpan<ReportWord> words,
        PhraseHit mention,
        FindingState state,
        PhraseHit? cue
    )
    {
        (int start, int end) = cue is { } c ? (words[c.From].Start, words[c.To - 1].End) : (-1, -1);
        return new(
            _rules.Findings[mention.Value],
            state,
            words[mention.From].Start,
            words[mention.To - 1].End,
            start < 0 ? "" : report[start..end],
            start
        );
    }

    /// <summary>Lists that are used anew for each sentence.</summary>
    private sealed class Scratch
    {
        internal List<PhraseHit> Mentions { get; } = [];
        internal List<PhraseHit> Structures { get; } = [];
        internal List<PhraseHit> Others { get; } = [];

        internal void Clear()
        {
            Mentions.Clear();
            Structures.Clear();
            Others.Clear();
        }
    }
}
