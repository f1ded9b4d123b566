namespace Overread.Domain.Modalities.Imaging;

/// <summary>What a person says about one object that came with images.</summary>
/// <param name="File">See <see cref="GateCompanion.File"/>.</param>
/// <param name="State">See <see cref="GateCompanion.State"/>.</param>
/// <param name="Reason">Why it is kept or dropped.</param>
public sealed record CompanionChoice(string File, string State, string? Reason = null);
