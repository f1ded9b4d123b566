using Overread.Domain.Record;

namespace Overread.Domain.Releases;

/// <summary>The project declared, for the first time or anew, the population that it aims at.</summary>
/// <param name="Target">The population from now on; null where none is declared any more.</param>
public sealed record TargetPopulationDeclared(TargetPopulation? Target) : DomainEvent;
