using Overread.Domain.Marks;
using Overread.Domain.Protocols;
using Overread.Domain.Record;

namespace Overread.Domain.Reads;

/// <summary>The reader opened the item.</summary>
/// <param name="Shown">What was shown.</param>
public sealed record ReadOpened(Shown Shown) : DomainEvent;

/// <summary>A field was answered; a later answer to the same field takes its place in the read and leaves this in the record.</summary>
/// <param name="Field">The field.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Origin">
/// hand, rest (one act of the reader said "absent" of every field that was still blank, this one among them), suggestion (the
/// reader took over what a model suggested), import or rehearsal.
/// </param>
/// <param name="Suggestion">The id of the suggestion that was taken over.</param>
public sealed record AnswerGiven(string Field, Answer Answer, string Origin = "hand", string? Suggestion = null)
    : DomainEvent;

/// <summary>The reader was shown what a model suggests. What they answered before and after is in the read's other events.</summary>
/// <param name="Suggestion">What was shown.</param>
/// <param name="Policy">By what the protocol says of the field.</param>
/// <param name="First">The reader's own answer at that moment; null where the field was blank.</param>
public sealed record SuggestionShown(ShownSuggestion Suggestion, ShowingPolicy Policy, Answer? First = null)
    : DomainEvent;

/// <summary>An answer was taken back: the field is blank again.</summary>
/// <param name="Field">The field.</param>
public sealed record AnswerWithdrawn(string Field) : DomainEvent;

/// <summary>A mark was drawn.</summary>
/// <param name="Mark">The mark.</param>
/// <param name="Origin">hand, import or rehearsal.</param>
public sealed record MarkDrawn(Mark Mark, string Origin = "hand") : DomainEvent;

/// <summary>A mark was moved, resized or given another class.</summary>
/// <param name="Mark">The mark as it is now.</param>
public sealed record MarkRevised(Mark Mark) : DomainEvent;

/// <summary>Parts of a mark were changed, such as what is painted on one picture of a stack; the others stay as they were.</summary>
/// <param name="Mark">The mark's id.</param>
/// <param name="Parts">A region of the mark's shape with the changed parts alone, each as it is now.</param>
public sealed record MarkPartsRevised(string Mark, Region Parts) : DomainEvent;

/// <summary>A mark was taken back.</summary>
/// <param name="Mark">Its id.</param>
public sealed record MarkWithdrawn(string Mark) : DomainEvent;

/// <summary>The reader left a remark.</summary>
/// <param name="Text">What was said.</param>
/// <param name="Field">The field it is about, if one.</param>
public sealed record CommentAdded(string Text, string? Field = null) : DomainEvent;

/// <summary>
/// The time of work on a read was told: so much so far in one browser, over all its windows and sittings. A later word from the
/// same source takes the place of an earlier one, so telling it twice counts nothing twice.
/// </summary>
/// <param name="Source">A random id of the browser, made for this read.</param>
/// <param name="Seconds">Seconds of work so far, idle left out; never more than the reader has had the item.</param>
/// <param name="Claimed">What the browser said, where that was more.</param>
public sealed record WorkTimed(string Source, double Seconds, double? Claimed = null) : DomainEvent;

/// <summary>The read was finished.</summary>
/// <param name="Seconds">Seconds of work, idle left out; never more than the reader has had the item.</param>
/// <param name="Claimed">What the reader's program said; absent in records of earlier builds, which took its word.</param>
/// <param name="Elapsed">Seconds from first sight to the submission by the server's clock; absent where the work was done elsewhere.</param>
public sealed record ReadSubmitted(double Seconds, double? Claimed = null, double? Elapsed = null) : DomainEvent
{
    /// <summary>The version of the project's guideline that the reader had acknowledged; null where the project has none of its own.</summary>
    public int? Guideline { get; init; }
}

/// <summary>A finished read was opened again.</summary>
/// <param name="Reason">Why.</param>
public sealed record ReadReopened(string Reason) : DomainEvent
{
    /// <summary>The version of the guideline for which it is read again; null where that is not why.</summary>
    public int? Guideline { get; init; }

    /// <summary>
    /// UTC time of the submission that is to be repeated, where the item is read anew from blank to see how well its reader agrees
    /// with themselves; null where the answers stay.
    /// </summary>
    public string? Repeats { get; init; }
}
