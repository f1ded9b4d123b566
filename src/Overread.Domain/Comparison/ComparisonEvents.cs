using Overread.Domain.Marks;
using Overread.Domain.Reads;
using Overread.Domain.Record;

namespace Overread.Domain.Comparison;

/// <summary>All reads an item needs were in, and were compared. A later comparison stands beside it.</summary>
/// <param name="Reads">The reads compared.</param>
/// <param name="Fields">What each field showed.</param>
/// <param name="Disputed">Fields that an adjudicator has to decide.</param>
public sealed record ReadsCompared(
    IReadOnlyList<string> Reads,
    IReadOnlyList<FieldComparison> Fields,
    IReadOnlyList<string> Disputed
) : DomainEvent;

/// <summary>
/// A decision changed what other fields of the item come to: a condition holds now, or holds no longer. What was compared
/// before stays in the record.
/// </summary>
/// <param name="Fields">The fields that stand differently now, as they stand.</param>
/// <param name="Disputed">Those among them that an adjudicator has to decide now.</param>
public sealed record ComparisonRevised(IReadOnlyList<FieldComparison> Fields, IReadOnlyList<string> Disputed)
    : DomainEvent;

/// <summary>Agreement was computed.</summary>
/// <param name="ProtocolVersion">Over reads of this version.</param>
/// <param name="InputHash">SHA-256 over the ratings that went in.</param>
/// <param name="Coefficients">How many figures came out.</param>
public sealed record AgreementComputed(int ProtocolVersion, string InputHash, int Coefficients) : DomainEvent;

/// <summary>A consensus was computed. The reads are never touched; a newer run stands beside the old.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Method">The algorithm, such as majority.</param>
/// <param name="Version">Its version.</param>
/// <param name="ProtocolVersion">Over reads of this version.</param>
/// <param name="RecordSize">Events in the record that the input was taken from.</param>
/// <param name="InputHash">SHA-256 over the ratings that went in.</param>
/// <param name="Labels">One label per item and field, in records of before; now they follow as <see cref="ConsensusLabelled"/>.</param>
public sealed record ConsensusComputed(
    string Run,
    string Method,
    string Version,
    int ProtocolVersion,
    long RecordSize,
    string InputHash,
    IReadOnlyList<ConsensusLabel> Labels
) : DomainEvent
{
    /// <summary>How each field was inferred, and why so; null in records of before, where it was <see cref="Method"/> for all.</summary>
    public IReadOnlyList<ConsensusChosen>? Fields { get; init; }

    /// <summary>
    /// How many items it was computed over, where those were chosen: the others' labels are sealed in a release, and nothing of
    /// them may be inferred from this run. Null where all were.
    /// </summary>
    public int? Over { get; init; }

    /// <summary>How many labels it came to; null in records of before, where they are in <see cref="Labels"/>.</summary>
    public int? Count { get; init; }
}

/// <summary>
/// Some of the labels of a consensus, after <see cref="ConsensusComputed"/> and in the same commit. A project of hundreds of
/// thousands of items has as many labels: in one event, whoever reads the record would hold all of them at once, several times.
/// </summary>
/// <param name="Run">The run's id.</param>
/// <param name="Labels">One label per item and field, at most <see cref="Most"/>.</param>
public sealed record ConsensusLabelled(string Run, IReadOnlyList<ConsensusLabel> Labels) : DomainEvent
{
    /// <summary>The most labels of one event: some 100 kB.</summary>
    public const int Most = 500;
}

/// <summary>Agreed items were drawn for a second look.</summary>
/// <param name="Share">Share asked for.</param>
/// <param name="Seed">Seed of the draw.</param>
/// <param name="Items">The items drawn.</param>
public sealed record RecheckSampled(double Share, long Seed, IReadOnlyList<string> Items) : DomainEvent;

/// <summary>An adjudicator decided a field. A later decision supersedes it; both stay.</summary>
/// <param name="Field">The field.</param>
/// <param name="Answer">The answer from now on.</param>
/// <param name="Marks">The marks, for a field of marks.</param>
/// <param name="TakenFrom">Pseudonym of the reader whose answer was taken over, if one.</param>
/// <param name="Reason">Why; mandatory.</param>
/// <param name="Reads">The reads it stands on.</param>
/// <param name="Kind">dispute or recheck.</param>
public sealed record AdjudicationDecided(
    string Field,
    Answer Answer,
    IReadOnlyList<Mark>? Marks,
    string? TakenFrom,
    string Reason,
    IReadOnlyList<string> Reads,
    string Kind
) : DomainEvent;
