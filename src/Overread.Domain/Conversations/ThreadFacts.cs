namespace Overread.Domain.Conversations;

/// <summary>What is known of a thread where it is asked who may see it and what may become of it.</summary>
/// <param name="Item">The item that it is about; null where it is about none and everybody in the project sees it.</param>
/// <param name="By">The person who began it.</param>
/// <param name="To">The person whose remark it answers; null where it answers none.</param>
/// <param name="State">How it stands.</param>
public sealed record ThreadFacts(string? Item, string By, string? To, ThreadStanding State);
