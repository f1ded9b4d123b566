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
        HashSet<string> ids = [];
        for (int i = 0; i < spans.Count; i++)
        {
            GateSpan s = spans[i];
            bool right =
                spans.Count <= MostSpans
                && s.Id.Length is > 0 and <= 64
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
    public static IReadOnlyList<GateSpan> Dismissed(IEnumerable<GateSpan> proposed, IReadOnlyList<GateSpan> spans) =>
        [
            .. proposed.Where(p =>
            {
                int at = p.Start;
                foreach (GateSpan s in spans.Where(s => s.File == p.File).OrderBy(s => s.Start))
                {
                    if (s.Start <= at && s.End > at)
                    {
                        at = s.End;
                    }
                }

                return at < p.End;
            }),
        ];

    /// <summary>
    /// A person's places with what a program had found said of those alone that it did find: what is sent is believed about where,
    /// never about whose finding it was.
    /// </summary>
    public static IReadOnlyList<GateSpan> WithFindings(IEnumerable<GateSpan> spans, IReadOnlyList<GateSpan> proposed) =>
        [
            .. spans.Select(s =>
                s with
                {
                    Found = proposed
                        .FirstOrDefault(p => p.File == s.File && p.Start == s.Start && p.End == s.End)
                        ?.Found,
                }
            ),
        ];

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
