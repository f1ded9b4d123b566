namespace Overread.Quality.LabelErrors;

/// <summary>What a model, or other readers, say against one mask.</summary>
/// <param name="Quality">
/// Soft minimum of the voxels' probabilities of their given labels, 0 to 1; low is suspect (Lad and Mueller 2023).
/// </param>
/// <param name="Missing">Voxels that are confidently foreground and were not marked.</param>
/// <param name="Extra">Voxels that are confidently background and were marked.</param>
/// <param name="Marked">Voxels that were marked.</param>
/// <param name="Suspect">Whether the mask stands out among the others.</param>
public sealed record MaskIssue(double Quality, long Missing, long Extra, long Marked, bool Suspect);
