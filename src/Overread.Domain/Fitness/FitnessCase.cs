namespace Overread.Domain.Fitness;

/// <summary>All that decides whether a reader may have an item.</summary>
/// <param name="Rules">What the project demands.</param>
/// <param name="Guideline">The version of the guideline in force; null where the project has none of its own.</param>
/// <param name="ProtocolVersion">The version that is read under; 0 where none is published.</param>
/// <param name="Reader">The reader.</param>
/// <param name="Item">The item; null where the reader alone is asked about.</param>
/// <param name="Now">The time.</param>
public sealed record FitnessCase(
    FitnessRules Rules,
    int? Guideline,
    int ProtocolVersion,
    ReaderStand Reader,
    ItemStand? Item,
    DateTimeOffset Now
)
{
    /// <summary>The newest version of the guideline that changed a definition; null where none did.</summary>
    public int? Definition { get; init; }

    /// <summary>True where the project has a sealed test for the qualification that it demands, under the version in hand.</summary>
    public bool HasTest { get; init; }
}
