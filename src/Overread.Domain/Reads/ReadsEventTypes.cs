namespace Overread.Domain.Reads;

/// <summary>The events about reads.</summary>
public static class ReadsEventTypes
{
    /// <summary>All, in the order in which they came to be.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(ReadOpened),
        typeof(AnswerGiven),
        typeof(AnswerWithdrawn),
        typeof(MarkDrawn),
        typeof(MarkRevised),
        typeof(MarkWithdrawn),
        typeof(CommentAdded),
        typeof(ReadSubmitted),
        typeof(ReadReopened),
        typeof(AnswersSeen),
        typeof(WorkTimed),
        typeof(SuggestionShown),
        typeof(MarkPartsRevised),
    ];
}
