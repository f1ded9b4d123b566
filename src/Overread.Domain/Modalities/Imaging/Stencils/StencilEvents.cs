using Overread.Domain.Record;

namespace Overread.Domain.Modalities.Imaging.Stencils;

/// <summary>
/// A person said that some places are blanked in every picture of one device, kind and size from now on, and in those that wait
/// at the gate.
/// </summary>
/// <param name="Of">The pictures.</param>
/// <param name="Places">All places from now on; they stand in place of those kept before.</param>
public sealed record StencilKept(StencilPicture Of, IReadOnlyList<StencilPlace> Places) : DomainEvent;

/// <summary>A stencil is not laid on pictures any more; what it has blanked stays so.</summary>
/// <param name="Of">The pictures.</param>
/// <param name="Reason">Why.</param>
public sealed record StencilForgotten(StencilPicture Of, string Reason) : DomainEvent;
