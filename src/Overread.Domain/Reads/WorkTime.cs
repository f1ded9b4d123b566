using Overread.Domain.Record;

namespace Overread.Domain.Reads;

/// <summary>
/// Sets the time of work that a reader's program claims against what the server has measured. The claim is kept beside what
/// counts, and a submission is never refused for a wrong clock.
/// </summary>
public static class WorkTime
{
    /// <summary>The most seconds that count for a read whose work was done elsewhere and which nobody here could measure.</summary>
    public const double MostElsewhere = 86_400;

    /// <summary>True where an event came from an import or a rehearsal: its read was not worked on here.</summary>
    public static bool IsElsewhere(DomainEvent happened) =>
        happened switch
        {
            AnswerGiven e => e.Origin is not ("hand" or ReadRules.Rest or ReadRules.TakenOver),
            MarkDrawn e => e.Origin != "hand",
            _ => false,
        };

    /// <summary>The event with the seconds that count; events that tell no time stay as they are.</summary>
    /// <param name="happened">The event as the client sent it.</param>
    /// <param name="had">Seconds since the reader was given the item: more than this nobody can have worked on it.</param>
    /// <param name="elapsed">Seconds since the reader first saw it.</param>
    /// <param name="elsewhere">The read's answers came from an import or a rehearsal.</param>
    public static DomainEvent Measured(DomainEvent happened, double had, double elapsed, bool elsewhere) =>
        happened switch
        {
            WorkTimed e when e.Seconds > had => e with { Seconds = had, Claimed = e.Seconds },
            ReadSubmitted e when elsewhere => e with
            {
                Seconds = Math.Min(e.Seconds, MostElsewhere),
                Claimed = e.Seconds,
            },
            ReadSubmitted e => new ReadSubmitted(Math.Min(e.Seconds, had), e.Seconds, elapsed),
            _ => happened,
        };

    /// <summary>The event as the client sent it: the server's measures taken off again.</summary>
    public static DomainEvent AsSent(DomainEvent happened) =>
        happened switch
        {
            WorkTimed e => new WorkTimed(e.Source, e.Claimed ?? e.Seconds),
            ReadSubmitted e => new ReadSubmitted(e.Claimed ?? e.Seconds),
            _ => happened,
        };
}
