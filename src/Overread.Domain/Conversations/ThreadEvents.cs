using Overread.Domain.Record;

namespace Overread.Domain.Conversations;

/// <summary>Somebody began a thread: about a field of the protocol for everybody in the project, or about one item.</summary>
/// <param name="Field">The field that it is about; null where it is about none.</param>
/// <param name="Mark">The mark of the writer's own read that it is about; null where it is about none.</param>
/// <param name="Remark">The event that holds the comment, flag or reason for skipping that it answers; null where it answers none.</param>
/// <param name="To">The person who wrote that remark; null where it answers none.</param>
/// <param name="Question">An answer of the lead is asked for.</param>
/// <param name="Text">What they wrote.</param>
/// <param name="Mentions">Persons whom they call in.</param>
public sealed record ThreadOpened(
    string? Field,
    string? Mark,
    string? Remark,
    string? To,
    bool Question,
    string Text,
    IReadOnlyList<string> Mentions
) : DomainEvent;

/// <summary>Somebody wrote in a thread.</summary>
/// <param name="Text">What they wrote.</param>
/// <param name="Mentions">Persons whom they call in.</param>
public sealed record ThreadAnswered(string Text, IReadOnlyList<string> Mentions) : DomainEvent;

/// <summary>A thread is settled: nothing in it waits for anybody any more.</summary>
public sealed record ThreadResolved : DomainEvent;

/// <summary>A settled thread is open again.</summary>
public sealed record ThreadReopened : DomainEvent;

/// <summary>What a thread came to stands in the guideline, and the thread is settled.</summary>
/// <param name="Guideline">The version that says it first.</param>
public sealed record ThreadNoted(int Guideline) : DomainEvent;

/// <summary>Somebody was shown what others wrote in a thread.</summary>
/// <param name="Entries">How many entries of it they have been shown in all.</param>
/// <param name="AfterOwnRead">Their own read of the item was in already: it was blind, and stays what it was.</param>
public sealed record ThreadViewed(int Entries, bool AfterOwnRead) : DomainEvent;
