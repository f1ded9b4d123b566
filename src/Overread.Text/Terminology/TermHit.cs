namespace Overread.Text.Terminology;

/// <summary>A concept that was found.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">The name by which it is shown.</param>
/// <param name="Matched">The name that was found, which may be a synonym.</param>
/// <param name="How">Whether by code, by its words, by their beginnings, or with typing errors set right.</param>
public sealed record TermHit(string Code, string Name, string Matched, TermMatch How);
