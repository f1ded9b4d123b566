using Microsoft.AspNetCore.Http.Metadata;

namespace Overread.Server.Access;

/// <summary>What a route answers when it is not refused, where its handler's type does not say it.</summary>
/// <param name="StatusCode">The status.</param>
/// <param name="MediaTypes">The media types of the body; none for no body.</param>
/// <param name="Body">The shape of JSON, <see cref="string"/> for text, or null for bytes.</param>
internal sealed record OperationAnswer(int StatusCode, IReadOnlyList<string> MediaTypes, Type? Body)
    : IProducesResponseTypeMetadata
{
    Type? IProducesResponseTypeMetadata.Type => MediaTypes.Count == 0 ? typeof(void) : Body ?? typeof(Stream);

    IEnumerable<string> IProducesResponseTypeMetadata.ContentTypes => MediaTypes;
}
