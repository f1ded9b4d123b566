using Overread.Domain.Modalities.Text;
using Overread.Server.Features.Intake;

namespace Overread.Server.Modalities.Text.Intake;

/// <summary>A document before the gate.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Facts">What becomes the item.</param>
/// <param name="Plan">The plan by which it is cleaned.</param>
internal sealed record DocumentEntry(string Id, EntryFacts Facts, AppliedPlan Plan) : IntakeEntry(Id, Facts, Plan)
{
    /// <summary>Places that a program found; empty until it has looked.</summary>
    public IReadOnlyList<GateSpan> Proposed { get; init; } = [];

    /// <inheritdoc/>
    public override int Steps => 1;
}
