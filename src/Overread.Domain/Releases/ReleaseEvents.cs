using Overread.Domain.Governance;
using Overread.Domain.Record;

namespace Overread.Domain.Releases;

/// <summary>A release was frozen and published.</summary>
/// <param name="Release">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version; name and version are never used twice in a project.</param>
/// <param name="Notes">What it is and what changed.</param>
/// <param name="ProtocolVersion">The version of its reads.</param>
/// <param name="Items">Number of items.</param>
/// <param name="Subjects">Number of subjects.</param>
/// <param name="Split">Shares and seed of the split by subject.</param>
/// <param name="ContentHash">SHA-256 over the bundle's files except those that hold this event and its proof.</param>
/// <param name="Consensus">The consensus run it takes its labels from.</param>
/// <param name="Licence">An SPDX id, an address or a text; null where none was stated.</param>
/// <param name="Authors">Whom it is cited by; null where none were stated.</param>
public sealed record ReleasePublished(
    string Release,
    string Name,
    string Version,
    string Notes,
    int ProtocolVersion,
    int Items,
    int Subjects,
    SplitPlan Split,
    string ContentHash,
    string Consensus,
    string? Licence = null,
    IReadOnlyList<CitationAuthor>? Authors = null
) : DomainEvent
{
    /// <summary>Why subjects that an earlier version has stand in another split now; null where all kept theirs.</summary>
    public string? SplitReason { get; init; }

    /// <summary>How many subjects stand in another split than in an earlier version.</summary>
    public int SubjectsMoved { get; init; }

    /// <summary>What its maker declared; null where nothing was.</summary>
    public ReleaseDeclarations? Declared { get; init; }

    /// <summary>How many of the items are in the test part and sealed: the bundle commits to their labels and holds none. Null where none are.</summary>
    public int? Sealed { get; init; }

    /// <summary>The files that were labelled; null in records of before, whose bundles list none.</summary>
    public ReleasedData? Data { get; init; }

    /// <summary>SHA-256 of the printed page of signatures in the bundle; null where nothing is signed.</summary>
    public string? SignaturePage { get; init; }

    /// <summary>What the project had laid down of uses, countries and keeping when it was made; null where nothing was.</summary>
    public ProjectCharter? Charter { get; init; }
}

/// <summary>A release was made and waits for signatures; nobody has its bundle as a release yet.</summary>
/// <param name="Release">What will be published, with the hash that is signed.</param>
public sealed record ReleasePrepared(ReleasePublished Release) : DomainEvent;

/// <summary>A prepared release was given up.</summary>
/// <param name="Reason">Why.</param>
public sealed record ReleaseDiscarded(string Reason) : DomainEvent;

/// <summary>What a release holds; one of several events where it holds much.</summary>
/// <param name="Items">Items with subject and split.</param>
public sealed record ReleaseHolds(IReadOnlyList<ReleasedItem> Items) : DomainEvent
{
    /// <summary>The most items of one event.</summary>
    public const int Most = 5000;
}

/// <summary>Somebody took the bundle of a release.</summary>
/// <param name="Purpose">What for, as they said.</param>
/// <param name="Despite">What stood against it and was accepted, such as withdrawn items; null where nothing did.</param>
public sealed record ReleaseDownloaded(string Purpose, string? Despite = null) : DomainEvent
{
    /// <summary>The id of the recipient that it is for; null where none was named.</summary>
    public string? Recipient { get; init; }

    /// <summary>Under what id the release's files are fetched one by one; null where the bundle itself was taken.</summary>
    public string? Access { get; init; }

    /// <summary>The country that it goes to and what allows that; null where the project laid down none.</summary>
    public Destination? Transfer { get; init; }
}

/// <summary>A release was recalled: it stays verifiable, but should no longer be used.</summary>
/// <param name="Reason">Why.</param>
public sealed record ReleaseRecalled(string Reason) : DomainEvent;
