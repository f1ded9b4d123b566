namespace Overread.Domain.Protocols;

/// <summary>A code of a terminology.</summary>
/// <param name="System">The terminology's URI, such as <c>http://snomed.info/sct</c>.</param>
/// <param name="Value">The code.</param>
/// <param name="Display">The term, for people.</param>
public sealed record Code(
    string System,
    [property: System.Text.Json.Serialization.JsonPropertyName("code")] string Value,
    string? Display = null
)
{
    /// <summary>The edition of the terminology that the code is of, such as <c>2026-07</c>; null where it is not said.</summary>
    public string? Edition { get; init; }
}
