namespace Overread.Domain.Training;

/// <summary>Items with reference answers for one purpose, under one protocol version.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Purpose">What it is for; never changes.</param>
/// <param name="ProtocolVersion">The published version that its answers are given under; never changes.</param>
/// <param name="Title">As readers see it.</param>
/// <param name="Introduction">Markdown that stands before the first item; null where there is none.</param>
public sealed record TrainingSet(
    string Id,
    TrainingPurpose Purpose,
    int ProtocolVersion,
    string Title,
    string? Introduction = null
)
{
    /// <summary>How its tests go; null but for a bank of tests.</summary>
    public TestRules? Test { get; init; }

    /// <summary>The share of a reader's items that are taken from it, above 0 and at most 0.5; null but for gold.</summary>
    public double? GoldShare { get; init; }

    /// <summary>Seeds which places of each reader's queue have gold; 0 but for gold.</summary>
    public long Seed { get; init; }
}
