using Overread.Domain.Record;

namespace Overread.Domain.Reads;

/// <summary>
/// Somebody was shown answers of others, in a list of several items or for a whole project. Whoever saw them reads none of these
/// items blind any more.
/// </summary>
/// <param name="What">Where: events, labels, agreement, disputes.</param>
/// <param name="Items">The items whose answers were shown.</param>
/// <param name="Projects">Projects of which all answers until then were shown or told about.</param>
public sealed record AnswersSeen(string What, IReadOnlyList<string> Items, IReadOnlyList<string> Projects) : DomainEvent
{
    /// <summary>Kinds of events that tell what somebody answered about an item.</summary>
    public static IReadOnlySet<string> Telling { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            nameof(AnswerGiven),
            nameof(AnswerWithdrawn),
            nameof(MarkDrawn),
            nameof(MarkRevised),
            nameof(MarkPartsRevised),
            nameof(MarkWithdrawn),
            nameof(CommentAdded),
            nameof(Conversations.ThreadOpened),
            nameof(Conversations.ThreadAnswered),
            nameof(Models.SuggestionsMade),
            nameof(SuggestionShown),
            nameof(Comparison.ReadsCompared),
            nameof(Comparison.ComparisonRevised),
            nameof(Comparison.AdjudicationDecided),
        };

    /// <summary>Kinds that tell so of all items of a project.</summary>
    public static IReadOnlySet<string> TellingOfAll { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            nameof(Comparison.ConsensusComputed),
            nameof(Comparison.ConsensusLabelled),
        };
}
