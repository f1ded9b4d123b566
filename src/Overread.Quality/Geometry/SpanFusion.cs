namespace Overread.Quality.Geometry;

/// <summary>
/// One set of spans out of several readers': a place belongs to a category when at least a share of the readers marked it
/// so. On crowds that miss much a share of 0.4 to 0.5 did best (PICO tokens). Spans of one category that touch are one.
/// </summary>
public static class SpanFusion
{
    /// <summary>Fuses.</summary>
    /// <param name="readers">The spans of each reader who read the text or recording, also of those who marked nothing.</param>
    /// <param name="share">Share of readers that a place needs, above 0, at most 1.</param>
    /// <param name="shortest">Shortest span that is kept, in the unit of the spans.</param>
    /// <returns>Spans by start and category, each with the mean share of readers behind it.</returns>
    /// <exception cref="ArgumentException">A span ends before it begins, or the share is out of range.</exception>
    public static IReadOnlyList<(MarkedSpan Span, double Share)> Fuse(
        IReadOnlyList<IReadOnlyList<MarkedSpan>> readers,
        double share = 0.5,
        double shortest = 0
    )
    {
        ArgumentNullException.ThrowIfNull(readers);
        if (!(share > 0 && share <= 1))
        {
            throw new ArgumentException($"The share {share} must be above 0 and at most 1.");
        }

        int categories = 1 + readers.SelectMany(spans => spans).Select(span => span.Category).DefaultIfEmpty(-1).Max();
        List<(MarkedSpan Span, double Share)> fused = [];
        for (int category = 0; category < categories; category++)
        {
            Sweep(Events(readers, category), category, readers.Count, share, fused);
        }

        return
        [
            .. fused
                .Where(entry => entry.Span.Length >= shortest)
                .OrderBy(entry => entry.Span.Start)
                .ThenBy(entry => entry.Span.Category),
        ];
    }

    /// <summary>Where the number of readers changes: a reader's own overlapping spans count once.</summary>
    private static (double At, int Step)[] Events(IReadOnlyList<IReadOnlyList<MarkedSpan>> readers, int category)
    {
        List<(double At, int Step)> events = [];
        foreach (IReadOnlyList<MarkedSpan> spans in readers)
        {
            double end = double.NegativeInfinity;
            foreach (MarkedSpan span in spans.Where(span => span.Category == category).OrderBy(span => span.Start))
            {
                if (!(span.End > span.Start))
                {
                    throw new ArgumentException($"The span {span.Start} to {span.End} has no length.");
                }

                if (span.Start > end)
                {
                    events.Add((span.Start, 1));
                    events.Add((span.End, -1));
                }
                else if (span.End > end)
                {
                    events.Add((end, 1));
                    events.Add((span.End, -1));
                }

                end = Math.Max(end, span.End);
            }
        }

        return [.. events.OrderBy(change => change.At)];
    }

    private static void Sweep(
        (double At, int Step)[] events,
        int category,
        int readers,
        double share,
        List<(MarkedSpan Span, double Share)> fused
    )
    {
        double needed = (share * readers) - 1e-9;
        int marking = 0;
        double start = 0;
        double area = 0;
        for (int i = 0; i < events.Length; )
        {
            bool inside = marking > 0 && marking >= needed;
            double at = events[i].At;
            area += inside ? marking * (at - events[i - 1].At) : 0;
            for (; i < events.Length && events[i].At == at; i++)
            {
                marking += events[i].Step;
            }

            bool next = marking > 0 && marking >= needed;
            if (next && !inside)
            {
                (start, area) = (at, 0);
            }
            else if (inside && !next)
            {
                fused.Add((new MarkedSpan(start, at, category), area / ((at - start) * readers)));
            }
        }
    }
}
