using Overread.Domain.Comparison;
using Overread.Domain.Protocols.Kinds;
using Overread.Server.Features.Comparison.Contracts;

namespace Overread.Server.Features.Comparison.Consensus;

/// <summary>One method of the catalogue.</summary>
/// <param name="Name">Stable name, such as <c>dawid-skene</c>.</param>
/// <param name="Summary">One sentence for people.</param>
/// <param name="Scales">The scales it can be used for.</param>
/// <param name="Infer">Infers one field: what it chose and why, and what it says of each item, in the order of the table.</param>
internal sealed record ConsensusEntry(
    string Name,
    string Summary,
    IReadOnlyList<Scale> Scales,
    Func<FieldReads, (ConsensusChosen Chosen, IReadOnlyList<FieldOutcome> Items)> Infer
);
