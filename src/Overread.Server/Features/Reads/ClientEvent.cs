using Overread.Domain;
using Overread.Domain.Marks;
using Overread.Domain.Reads;

namespace Overread.Server.Features.Reads;

/// <summary>One event as the client sends it.</summary>
internal sealed record ClientEvent(
    string Id,
    [Words(
        "AnswerGiven",
        "AnswerWithdrawn",
        "MarkDrawn",
        "MarkRevised",
        "MarkPartsRevised",
        "MarkWithdrawn",
        "CommentAdded",
        "ReadOpened",
        "WorkTimed",
        "ReadSubmitted"
    )]
        string Type,
    string? At = null
)
{
    public string? Field { get; init; }
    public Answer? Answer { get; init; }

    /// <summary>A mark (drawn, revised) or the id of one (parts revised, withdrawn).</summary>
    public System.Text.Json.JsonElement? Mark { get; init; }

    /// <summary>A region of the mark's shape that has the changed parts alone, each as it is now; a part without content goes.</summary>
    public Region? Parts { get; init; }
    public string? Text { get; init; }
    public Shown? Shown { get; init; }
    public double? Seconds { get; init; }

    /// <summary>Where the seconds were worked: a random id of the browser, made for this read.</summary>
    public string? Source { get; init; }

    /// <summary>
    /// hand (default), rest (an answer given by one act with all that was still blank), suggestion (taken over from what a
    /// model suggested), import or rehearsal.
    /// </summary>
    [Words("hand", ReadRules.Rest, ReadRules.TakenOver, "import", "rehearsal")]
    public string? Origin { get; init; }

    /// <summary>The id of the suggestion that an answer was taken over from.</summary>
    public string? Suggestion { get; init; }
}
