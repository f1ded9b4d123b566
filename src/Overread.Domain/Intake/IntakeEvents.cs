using System.Text.Json.Serialization;
using Overread.Domain.Record;

namespace Overread.Domain.Intake;

/// <summary>A batch of files arrived in quarantine and was closed.</summary>
/// <param name="Name">What its sender calls it.</param>
/// <param name="Files">Number of files.</param>
/// <param name="Bytes">Their size in all.</param>
public sealed record BatchReceived(string Name, int Files, long Bytes) : DomainEvent;

/// <summary>Whoever brings data declared how they were acquired before, for the first time or anew.</summary>
/// <param name="Import">The batch, or <c>references</c> for the items by reference.</param>
/// <param name="Stated">What they say from now on.</param>
public sealed record AcquisitionDeclared(string Import, Acquisition Stated) : DomainEvent;

/// <summary>A file of a batch was not taken. Its path is not recorded: paths hold names.</summary>
/// <param name="ContentHash">SHA-256 of its bytes, keyed with the project's secret.</param>
/// <param name="Kind">refused, duplicate or damaged.</param>
/// <param name="Reason">Why, without any value from the file.</param>
public sealed record FileRefused(string ContentHash, string Kind, string Reason) : DomainEvent;

/// <summary>An entry (what becomes one item) was de-identified and lies at the gate.</summary>
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
) : DomainEvent
{
    /// <summary>Fingerprint of the key from which pseudonyms and date offsets were derived.</summary>
    public string? Key { get; init; }
}

/// <summary>One entry was decided on its own.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Decision">approve, hold or reject.</param>
/// <param name="Reason">Why; mandatory unless approved.</param>
public sealed record EntryDecided(string Entry, string Decision, string? Reason) : DomainEvent
{
    /// <summary>Parts (frames of images, whole documents) that were on the person's screen; null where a rule decided.</summary>
    [JsonPropertyName("framesSeen")]
    public int? PartsSeen { get; init; }

    /// <summary>Parts that the entry has.</summary>
    [JsonPropertyName("frames")]
    public int? Parts { get; init; }

    /// <summary>The rule that decided, such as <c>face</c>; null where a person did.</summary>
    public string? Rule { get; init; }
}

/// <summary>Entries were drawn at random for a person to look at, so that the leak rate of the batch can be bounded.</summary>
/// <param name="Seed">Seed of the draw.</param>
/// <param name="Population">Entries it was drawn from.</param>
/// <param name="Entries">Ids drawn.</param>
public sealed record ReviewSampled(long Seed, int Population, IReadOnlyList<string> Entries) : DomainEvent;

/// <summary>A person found, or took back having found, something identifying that the machine had missed.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Found">True when found. What it was is not recorded.</param>
public sealed record LeakMarked(string Entry, bool Found) : DomainEvent;

/// <summary>A batch was decided at the gate.</summary>
/// <param name="Decision">approve, hold or reject.</param>
/// <param name="Reason">Why; mandatory unless approved.</param>
/// <param name="Looked">Ids of the entries that the person opened before deciding.</param>
public sealed record BatchDecided(string Decision, string? Reason, IReadOnlyList<string> Looked) : DomainEvent
{
    /// <summary>How many entries went which way, and what the sampled review proves; null in records of before.</summary>
    public GateOutcome? Outcome { get; init; }
}

/// <summary>An item passed the gate and can be read.</summary>
/// <param name="Item">The item.</param>
public sealed record ItemReady(ItemFacts Item) : DomainEvent;

/// <summary>
/// What is coarsely known of an item and of the subject it is of, for tables of populations. A bundle discloses counts of it and
/// not the event: few traits together can point at somebody.
/// </summary>
/// <param name="Traits">The traits, with the reason for each that is not known.</param>
public sealed record ItemDescribed(IReadOnlyList<ItemTrait> Traits) : DomainEvent;

/// <summary>Files that belong to an item came later than its own and passed the gate: they go with it from now on.</summary>
/// <param name="Batch">The batch they came with.</param>
/// <param name="Files">The files.</param>
public sealed record CompanionsJoined(string Batch, IReadOnlyList<FileFacts> Files) : DomainEvent;

/// <summary>An item was withdrawn: nobody gets it any more, no release takes it.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Cause">consent, erasure, correction, restriction or other; null in records of before.</param>
public sealed record ItemWithdrawn(string Reason, string? Cause = null) : DomainEvent;

/// <summary>A withdrawn item came back.</summary>
/// <param name="Reason">Why.</param>
public sealed record ItemRestored(string Reason) : DomainEvent;

/// <summary>A reader flagged an item for the lead.</summary>
/// <param name="Comment">What is odd about it.</param>
public sealed record ItemFlagged(string Comment) : DomainEvent;

/// <summary>The lead dealt with a flag.</summary>
/// <param name="Reason">How.</param>
public sealed record ItemUnflagged(string Reason) : DomainEvent;
