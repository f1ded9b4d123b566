using Overread.Domain.Record;

namespace Overread.Domain.Intake;

/// <summary>A batch of files arrived in quarantine and was closed.</summary>
/// <param name="Name">What its sender calls it.</param>
/// <param name="Files">Number of files.</param>
/// <param name="Bytes">Their size in all.</param>
public sealed record BatchReceived(string Name, int Files, long Bytes) : DomainEvent;

/// <summary>A file of a batch was not taken. Its path is not recorded: paths hold names.</summary>
/// <param name="ContentHash">SHA-256 of its bytes, keyed with the project's secret.</param>
/// <param name="Kind">refused, duplicate or damaged.</param>
/// <param name="Reason">Why, without any value from the file.</param>
public sealed record FileRefused(string ContentHash, string Kind, string Reason) : DomainEvent;

/// <summary>A study or photo was de-identified and lies at the gate.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="PlanHash">SHA-256 of the plan that was applied.</param>
/// <param name="Claim">What may be said of the result.</param>
/// <param name="Kept">Elements kept as they are.</param>
/// <param name="Changed">Elements changed.</param>
/// <param name="Removed">Elements removed.</param>
/// <param name="Residuals">What the separate check of the output noticed.</param>
public sealed record DeidentificationApplied(
    string Entry,
    string PlanHash,
    string Claim,
    int Kept,
    int Changed,
    int Removed,
    IReadOnlyList<string> Residuals
) : DomainEvent;

/// <summary>One study or photo was decided on its own.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Decision">approve, hold or reject.</param>
/// <param name="Reason">Why; mandatory unless approved.</param>
public sealed record EntryDecided(string Entry, string Decision, string? Reason) : DomainEvent;

/// <summary>A batch was decided at the gate.</summary>
/// <param name="Decision">approve, hold or reject.</param>
/// <param name="Reason">Why; mandatory unless approved.</param>
/// <param name="Looked">Ids of the entries that the person opened before deciding.</param>
public sealed record BatchDecided(string Decision, string? Reason, IReadOnlyList<string> Looked) : DomainEvent;

/// <summary>An item passed the gate and can be read.</summary>
/// <param name="Item">The item.</param>
public sealed record ItemReady(ItemFacts Item) : DomainEvent;

/// <summary>An item was withdrawn: nobody gets it any more, no release takes it.</summary>
/// <param name="Reason">Why.</param>
public sealed record ItemWithdrawn(string Reason) : DomainEvent;

/// <summary>A withdrawn item came back.</summary>
/// <param name="Reason">Why.</param>
public sealed record ItemRestored(string Reason) : DomainEvent;

/// <summary>A reader flagged an item for the lead.</summary>
/// <param name="Comment">What is odd about it.</param>
public sealed record ItemFlagged(string Comment) : DomainEvent;

/// <summary>The lead dealt with a flag.</summary>
/// <param name="Reason">How.</param>
public sealed record ItemUnflagged(string Reason) : DomainEvent;
