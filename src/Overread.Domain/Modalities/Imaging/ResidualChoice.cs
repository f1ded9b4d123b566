namespace Overread.Domain.Modalities.Imaging;

/// <summary>What a person says about one finding of the separate check.</summary>
/// <param name="Finding">See <see cref="GateResidual.Finding"/>.</param>
/// <param name="State">See <see cref="GateResidual.State"/>.</param>
/// <param name="Reason">Why it is kept.</param>
public sealed record ResidualChoice(string Finding, string State, string? Reason = null);
