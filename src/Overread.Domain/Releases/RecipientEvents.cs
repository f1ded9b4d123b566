using Overread.Domain.Record;

namespace Overread.Domain.Releases;

/// <summary>Who may be given releases was stated, for the first time or anew.</summary>
/// <param name="Recipient">The recipient's id.</param>
/// <param name="Stated">What is known of them from now on.</param>
public sealed record RecipientStated(string Recipient, RecipientFacts Stated) : DomainEvent;

/// <summary>A recipient was told what became of a release that they have.</summary>
/// <param name="Recipient">The recipient's id.</param>
/// <param name="Release">The release's id.</param>
/// <param name="Kinds">What it was about, such as <c>recalled</c>.</param>
/// <param name="How">How they were told, in the words of whoever did.</param>
public sealed record RecipientNotified(string Recipient, string Release, IReadOnlyList<string> Kinds, string How)
    : DomainEvent;

/// <summary>It was laid down how bundles are given out.</summary>
/// <param name="Policy">The policy from now on.</param>
public sealed record DisclosurePolicySet(DisclosurePolicy Policy) : DomainEvent;
