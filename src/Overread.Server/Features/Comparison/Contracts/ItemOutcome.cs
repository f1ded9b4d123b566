using Overread.Domain.Comparison;

namespace Overread.Server.Features.Comparison.Contracts;

/// <summary>What the reads of one item come to, a comparison for each field. An item has a handful: they are looked through.</summary>
/// <param name="All">In the protocol's order.</param>
internal sealed record ItemOutcome(FieldComparison[] All)
{
    /// <exception cref="KeyNotFoundException">The protocol has no field of that name.</exception>
    public FieldComparison this[string field] =>
        Array.Find(All, f => f.Field == field) ?? throw new KeyNotFoundException($"The protocol has no field {field}.");
}
