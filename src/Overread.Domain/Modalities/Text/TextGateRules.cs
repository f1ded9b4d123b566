using Overread.Domain.Intake;

namespace Overread.Domain.Modalities.Text;

/// <summary>Decides about documents at the gate.</summary>
public static class TextGateRules
{
    private const int MostSpans = 5000;

    /// <summary>Takes the places of an entry as a person has them on screen.</summary>
    /// <param name="entry">The entry's id.</param>
    /// <param name="files">Its files.</param>
    /// <param name="revision">The revision that is held.</param>
    /// <param name="based">The revision that the person's places are made from.</param>
    /// <param name="spans">The places from now on.</param>
    /// <param name="proposed">The places that a program had proposed.</param>
    public static Decision Spans(
        string entry,
        IEnumerable<FileFacts> files,
        int revision,
        int based,
        IReadOnlyList<GateSpan> spans,
        IReadOnlyList<GateSpan> proposed
    )
    {
        if (based != revision)
        {
            return Decision.Refuse(
                GateRules.Moved("gate.spans-moved", "Somebody else has changed these places.", revision)
            );
        }

        Dictionary<string, TextContent> documents = files
            .Where(f => f.Content is TextContent)
            .ToDictionary(f => f.Id, f => (TextContent)f.Content);
        // A program may propose as many as a long document has; a person adds to them by hand.
        if (spans.Count > MostSpans + proposed.Count)
        {
            return Decision.Refuse(
                new(
                    "gate.span",
                    $"An entry takes {MostSpans} places beside those that were proposed, not {spans.Count}."
                )
                {
                    Where = "spans",
                }
            );
        }

        HashSet<string> ids = [];
        for (int i = 0; i < spans.Count; i++)
        {
            GateSpan s = spans[i];
            bool right =
                s.Id.Length is > 0 and <= 64
                && ids.Add(s.Id)
                && documents.TryGetValue(s.File, out TextContent? text)
                && s.Start >= 0
                && s.End > s.Start
                && s.End <= text.Length;
            if (!right)
            {
                return Decision.Refuse(
                    new("gate.span", "A place lies outside its document, or is not of this entry.")
                    {
                        Where = $"spans[{i}]",
                    }
                );
            }
        }

        return Decision.Accept(
            new SpansMarked(entry, revision + 1, spans.Count, spans.Sum(s => s.End - s.Start))
            {
                Dismissed = proposed.Count > 0 ? Dismissed(proposed, spans).Count : null,
            }
        );
    }

    /// <summary>The proposed places of which some code point is in no place of a person's list.</summary>
    public static IReadOnlyList<GateSpan> Dismissed(IEnumerable<GateSpan> proposed, IReadOnlyList<GateSpan> spans)
    {
        // Stretches that places cover together, by document: in order and apart from each other.
        Dictionary<string, List<(int Start, int End)>> covered = [];
        foreach (GateSpan s in spans.OrderBy(s => s.Start))
        {
            if (!covered.TryGetValue(s.File, out List<(int Start, int End)>? stretches))
            {
                covered[s.File] = stretches = [];
            }

            if (stretches.Count > 0 && stretches[^1].End >= s.Start)
            {
                stretches[^1] = (stretches[^1].Start, Math.Max(stretches[^1].End, s.End));
            }
            else
            {
                stretches.Add((s.Start, s.End));
            }
        }

        return [.. proposed.Where(p => !IsCovered(p, covered.GetValueOrDefault(p.File) ?? []))];
    }

    /// <summary>
    /// A person's places with what a program had found said of those alone that it did find: what is sent is believed about where,
    /// never about whose finding it was.
    /// </summary>
    public static IReadOnlyList<GateSpan> WithFindings(IEnumerable<GateSpan> spans, IReadOnlyList<GateSpan> proposed)
    {
        Dictionary<(string, int, int), SpanFinding?> found = [];
        foreach (GateSpan p in proposed)
        {
            found.TryAdd((p.File, p.Start, p.End), p.Found);
        }

        return [.. spans.Select(s => s with { Found = found.GetValueOrDefault((s.File, s.Start, s.End)) })];
    }

    private static bool IsCovered(GateSpan place, List<(int Start, int End)> stretches)
    {
        int low = 0;
        int high = stretches.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = stretches[middle].Start <= place.Start ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && stretches[low - 1].End >= place.End;
    }

    /// <summary>What stands against the approval of an entry; null where nothing does.</summary>
    /// <param name="opened">A person has opened it.</param>
    public static Refusal? Obstacle(bool opened) =>
        opened
            ? null
            : new("gate.unopened", "Nobody has opened this document.", RefusalKind.Conflict)
            {
                Next = "Open it, read it, and mark what identifies somebody.",
            };
}
