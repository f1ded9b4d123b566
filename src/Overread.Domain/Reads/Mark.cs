namespace Overread.Domain.Reads;

/// <summary>One region that a reader drew.</summary>
/// <param name="Id">Made by the client; a revision keeps it.</param>
/// <param name="Field">The field it answers.</param>
/// <param name="Geometry">Where it lies.</param>
/// <param name="Class">Option id of the field, where it has options.</param>
public sealed record Mark(string Id, string Field, Geometry Geometry, string? Class = null);
