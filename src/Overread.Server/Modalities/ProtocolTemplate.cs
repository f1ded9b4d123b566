using Overread.Domain.Protocols;

namespace Overread.Server.Modalities;

/// <summary>A protocol to begin with.</summary>
/// <param name="Id">Its name in the API.</param>
/// <param name="Body">The protocol.</param>
internal sealed record ProtocolTemplate(string Id, ProtocolBody Body);
