using System.Text.Json.Serialization;

namespace Overread.Domain.Marks;

/// <summary>One region that a reader drew.</summary>
/// <param name="Id">Made by the client; a revision keeps it.</param>
/// <param name="Field">The field it answers.</param>
/// <param name="Region">Where it lies.</param>
/// <param name="Class">Option id of the field, where it has options.</param>
public sealed record Mark(
    string Id,
    string Field,
    [property: JsonPropertyName("geometry")] Region Region,
    string? Class = null
);
