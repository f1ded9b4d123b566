namespace Overread.Text.Documents;

/// <summary>
/// A text with all that was marked on it. Offsets are Unicode code points of <see cref="Text"/>, from 0, ends not included;
/// <see cref="CodePoints"/> tells them in UTF-16 units and UTF-8 bytes.
/// </summary>
/// <param name="Id">What the file calls it; unique within a collection.</param>
/// <param name="Text">The text, unchanged; a byte order mark is no part of it.</param>
public sealed record AnnotatedDocument(string Id, string Text)
{
    private CodePoints? _points;

    /// <summary>The offsets of the text.</summary>
    public CodePoints Points => _points?.Text == Text ? _points : _points = new CodePoints(Text);

    /// <summary>Its parts, in order; none where the file told of none.</summary>
    public IReadOnlyList<Passage> Passages { get; init; } = [];

    /// <summary>Overlapping and nested ones too, in the order of the file.</summary>
    public IReadOnlyList<TextSpan> Spans { get; init; } = [];

    /// <summary>Relations and events.</summary>
    public IReadOnlyList<Relation> Relations { get; init; } = [];

    /// <summary>Spans that speak of the same thing.</summary>
    public IReadOnlyList<CoreferenceChain> Chains { get; init; } = [];

    /// <summary>Answers about the document as a whole: the question and what was chosen; a question may stand more than once.</summary>
    public IReadOnlyList<NamedValue> Answers { get; init; } = [];

    /// <summary>Remarks.</summary>
    public IReadOnlyList<TextNote> Notes { get; init; } = [];

    /// <summary>What the file says of the document that is none of the above, such as its author.</summary>
    public IReadOnlyList<NamedValue> Metadata { get; init; } = [];

    /// <summary>Says what does not fit: a span outside the text, an id twice, an end of a relation that is not there.</summary>
    public IEnumerable<string> Faults()
    {
        HashSet<string> ids = [];
        foreach (TextSpan span in Spans)
        {
            if (!ids.Add(span.Id))
            {
                yield return $"the id {span.Id} stands twice";
            }

            if (span.Fragments.Any(f => f.Start < 0 || f.End < f.Start || f.End > Points.Length))
            {
                yield return $"the span {span.Id} lies outside the text of {Points.Length} code points";
            }
        }

        foreach (Relation relation in Relations)
        {
            if (!ids.Add(relation.Id))
            {
                yield return $"the id {relation.Id} stands twice";
            }
        }

        foreach (
            (string of, string target) in Relations
                .SelectMany(r => r.Arguments.Select(a => (r.Id, a.Target)).Append((r.Id, r.Trigger)))
                .Concat(Chains.SelectMany(c => c.Spans.Select(s => (c.Id, (string?)s))))
                .Where(pair => pair.Item2 is not null && !ids.Contains(pair.Item2))
                .Select(pair => (pair.Item1, pair.Item2!))
        )
        {
            yield return $"{of} speaks of {target}, which is not there";
        }
    }
}
