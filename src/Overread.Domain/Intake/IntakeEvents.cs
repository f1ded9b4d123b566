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
) : DomainEvent
{
    /// <summary>Fingerprint of the key from which pseudonyms and date offsets were derived.</summary>
    public string? Key { get; init; }
}

/// <summary>Text was looked for in the pixels of an entry.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Frames">Frames looked at; those of an image of which one could not be drawn are not counted.</param>
/// <param name="Of">Frames of the images in which text was to be looked for.</param>
/// <param name="Proposed">Places proposed to a person. What was read there is not kept.</param>
public sealed record PixelTextSought(string Entry, int Frames, int Of, int Proposed) : DomainEvent;

/// <summary>A person said which places of an entry's pixels are to be blanked.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Revision">Grows by one with each change.</param>
/// <param name="Boxes">All boxes as they stand now, proposals and dismissed ones among them.</param>
public sealed record BoxesMarked(string Entry, int Revision, IReadOnlyList<GateBox> Boxes) : DomainEvent;

/// <summary>Pixels of an entry were blanked as a person had approved.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Files">What was done to each image.</param>
public sealed record PixelsBlanked(string Entry, IReadOnlyList<BlankedFile> Files) : DomainEvent;

/// <summary>Heads of an entry were looked at, and cuts proposed by which their faces would go.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Series">What was found about each series in which a face may be seen.</param>
public sealed record FacesSought(string Entry, IReadOnlyList<GateFace> Series) : DomainEvent;

/// <summary>A person said of which series the face is removed and which pass as they are.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Revision">Grows by one with each change.</param>
/// <param name="Series">All series in which a face may be seen, as they stand now.</param>
public sealed record FacesDecided(string Entry, int Revision, IReadOnlyList<GateFace> Series) : DomainEvent;

/// <summary>Faces of an entry were removed as a person had approved.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Series">What was done to each series.</param>
public sealed record FacesRemoved(string Entry, IReadOnlyList<DefacedSeries> Series) : DomainEvent;

/// <summary>One study or photo was decided on its own.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Decision">approve, hold or reject.</param>
/// <param name="Reason">Why; mandatory unless approved.</param>
public sealed record EntryDecided(string Entry, string Decision, string? Reason) : DomainEvent
{
    /// <summary>Frames that were on the person's screen; null where a rule decided.</summary>
    public int? FramesSeen { get; init; }

    /// <summary>Frames that the entry has.</summary>
    public int? Frames { get; init; }

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
