namespace Overread.Deidentification.Phi;

/// <summary>Collects what the rules find in one text, in units of its tokens or characters.</summary>
internal sealed class PhiHits(PhiText text)
{
    private readonly List<PhiSpan> _spans = [];

    /// <summary>For each token whether a rule has it already.</summary>
    private readonly bool[] _taken = new bool[text.Count];

    internal IReadOnlyList<PhiSpan> Spans => _spans;

    internal bool IsTaken(int token) => token >= 0 && token < _taken.Length && _taken[token];

    /// <summary>Adds the tokens from one to before another.</summary>
    internal void Add(int from, int to, PhiType type, string rule, double score)
    {
        _spans.Add(new(text[from].Start, text[to - 1].End, type, rule, score));
        _taken.AsSpan(from, to - from).Fill(true);
    }

    /// <summary>Adds characters of the text, and takes the tokens that they touch.</summary>
    internal void AddCharacters(int start, int end, PhiType type, string rule, double score)
    {
        _spans.Add(new(start, end, type, rule, score));
        int low = 0;
        int high = text.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = text[middle].End <= start ? (middle + 1, high) : (low, middle);
        }

        for (; low < text.Count && text[low].Start < end; low++)
        {
            _taken[low] = true;
        }
    }

    /// <summary>
    /// The spans in their order; those that overlap become one that reaches over both, of the type and rule of the surer one.
    /// </summary>
    internal List<PhiSpan> Merged(double least)
    {
        List<PhiSpan> merged = [];
        foreach (
            PhiSpan span in _spans.Where(s => s.Score >= least).OrderBy(s => s.Start).ThenByDescending(s => s.Length)
        )
        {
            if (merged.Count == 0 || span.Start >= merged[^1].End)
            {
                merged.Add(span);
                continue;
            }

            PhiSpan last = merged[^1];
            PhiSpan surer = span.Score > last.Score ? span : last;
            merged[^1] = surer with { Start = last.Start, End = Math.Max(last.End, span.End) };
        }

        return merged;
    }
}
