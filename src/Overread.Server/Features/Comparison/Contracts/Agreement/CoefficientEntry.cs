using Overread.Domain.Protocols.Kinds;
using Overread.Quality.Agreement;

namespace Overread.Server.Features.Comparison.Contracts.Agreement;

/// <summary>One coefficient of the catalogue.</summary>
/// <param name="Name">Stable name.</param>
/// <param name="Title">Short, for people.</param>
/// <param name="Scales">The scales it is honest for.</param>
/// <param name="Compute">Computes it for one field; null where the field gives it nothing to work on.</param>
/// <param name="InUnit">True when its value is in the field's unit.</param>
internal sealed record CoefficientEntry(
    string Name,
    string Title,
    IReadOnlyList<Scale> Scales,
    Func<FieldReads, Coefficient?> Compute,
    bool InUnit = false
)
{
    /// <summary>False for a field where the figure is what it is by definition.</summary>
    public Func<FieldReads, bool> Says { get; init; } = _ => true;
}
