using Overread.Domain;
using Overread.Server.Modalities;

namespace Overread.Server.Features.Intake;

/// <summary>What every entry at the gate has; its modality adds what its stage shows. In JSON, <c>type</c> names the modality.</summary>
internal abstract record EntryDetail
{
    protected EntryDetail(GateEntry entry)
    {
        Id = entry.Id;
        Title = entry.Title;
        Kind = entry.Kind;
        Modality = entry.Modality;
        Files = entry.FileCount;
        Risk = entry.Risk;
        RiskReasons = entry.Reasons;
        Decision = entry.Decision;
        Sampled = entry.Review.Sampled;
        Leak = entry.FoundLeak;
        Revision = entry.Review.Revision;
        Seen = entry.Review.Seen;
        IsAddition = entry.Facts.IsAddition;
    }

    public string Id { get; init; }
    public string Title { get; init; }

    [ItemKind]
    public string Kind { get; init; }
    public string? Modality { get; init; }
    public int Files { get; init; }

    /// <summary>0 (nothing noticed) to 1.</summary>
    public double Risk { get; init; }
    public IReadOnlyList<string> RiskReasons { get; init; }

    [Words("approve", "hold", "reject")]
    public string? Decision { get; init; }

    /// <summary>Drawn at random for a person to look at.</summary>
    public bool Sampled { get; init; }

    /// <summary>A person found something identifying that the machine had missed.</summary>
    public bool Leak { get; init; }

    /// <summary>Counts what was saved in the stage.</summary>
    public int Revision { get; init; }

    /// <summary>What of each file has been on a screen.</summary>
    public IReadOnlyDictionary<string, List<int>> Seen { get; init; }

    /// <summary>It has nothing to read of its own and goes with an item.</summary>
    public bool IsAddition { get; init; }

    /// <summary>The title of the item that it goes with; null where that has not passed the gate, or where it is an item itself.</summary>
    public string? JoinsItem { get; init; }
}
