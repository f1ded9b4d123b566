namespace Overread.Domain.Modalities.Imaging;

/// <summary>What a person says about one series in which a face may be seen.</summary>
/// <param name="Series">The series' id in the entry.</param>
/// <param name="State">See <see cref="GateFace.State"/>.</param>
/// <param name="Reason">Why it is kept as it is.</param>
public sealed record FaceChoice(string Series, string State, string? Reason = null);
