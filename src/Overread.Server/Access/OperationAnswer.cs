using Microsoft.AspNetCore.Http.Metadata;

namespace Overread.Server.Access;

/// <summary>The bytes or text that a route answers when it is not refused: its handler's type says only JSON and nothing.</summary>
/// <param name="StatusCode">The status.</param>
/// <param name="MediaTypes">The media types of the body.</param>
/// <param name="Body"><see cref="string"/> for text, or null for bytes.</param>
internal sealed record OperationAnswer(int StatusCode, IReadOnlyList<string> MediaTypes, Type? Body)
    : IProducesResponseTypeMetadata
{
    Type? IProducesResponseTypeMetadata.Type => Body ?? typeof(Stream);

    IEnumerable<string> IProducesResponseTypeMetadata.ContentTypes => MediaTypes;
}
