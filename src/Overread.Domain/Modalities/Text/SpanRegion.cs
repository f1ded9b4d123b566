using Overread.Domain.Marks;

namespace Overread.Domain.Modalities.Text;

/// <summary>A run of characters in a document.</summary>
/// <param name="File">The document.</param>
/// <param name="Start">First code point, from 0.</param>
/// <param name="End">The code point behind the last; greater than <paramref name="Start"/>.</param>
public sealed record SpanRegion(string File, int Start, int End) : Region(File)
{
    /// <summary>Code points.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Length => End - Start;
}
