using System.Text.Json.Serialization;
using Overread.Domain;
using Overread.Domain.Protocols;

namespace Overread.Server.Features.Protocols.Contracts;

/// <summary>A protocol version as the API shows it.</summary>
/// <param name="Version">A number, or the text draft.</param>
internal sealed record ProtocolView(
    [Words("draft")] object Version,
    string Title,
    string Hash,
    string? Published,
    string? PublishedBy,
    ProtocolBody Body
)
{
    /// <summary>Revision of the draft's stream; its ETag.</summary>
    [JsonIgnore]
    public long Revision { get; init; }

    [JsonIgnore]
    public string ETag => $"\"{Revision}\"";
}
