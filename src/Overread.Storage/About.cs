namespace Overread.Storage;

/// <summary>What an event is about.</summary>
/// <param name="Project">The project, or null.</param>
/// <param name="Stream">The stream, such as <c>read/01J…</c>.</param>
/// <param name="Item">The item, where the event belongs to an item's history.</param>
/// <param name="Cause">The id of the event that led to it.</param>
public sealed record About(string? Project, string Stream, string? Item = null, string? Cause = null);
