using System.Globalization;
using Microsoft.Net.Http.Headers;
using Overread.Storage;

namespace Overread.Server.Modalities.Imaging.DicomWeb;

/// <summary>One thing that a client would take (PS3.18 section 8.7): a media type, alone or in parts, and transfer syntaxes.</summary>
/// <param name="Media">Such as "application/dicom"; "*/*" for anything.</param>
/// <param name="Multipart">True where it wants multipart/related of it.</param>
/// <param name="Syntax">A transfer syntax, "*" for any, or null for the usual one.</param>
internal sealed record AcceptedType(string Media, bool Multipart, string? Syntax)
{
    /// <summary>What the request takes, most wanted first; the query parameter <c>accept</c> goes before the header.</summary>
    public static List<AcceptedType> Of(HttpRequest request)
    {
        List<string> texts =
            request.Query["accept"].Count > 0
                ? [.. request.Query["accept"].Select(v => v ?? "")]
                : [.. request.Headers.Accept.Select(v => v ?? "")];
        if (texts.TrueForAll(string.IsNullOrWhiteSpace))
        {
            return [new("*/*", false, null)];
        }

        if (!MediaTypeHeaderValue.TryParseList(texts, out IList<MediaTypeHeaderValue>? parsed))
        {
            throw new RefusedException(new("dicomweb.accept", "Accept cannot be read.") { Where = "Accept" });
        }

        return
        [
            .. parsed
                .Where(t => t.Quality != 0)
                .OrderByDescending(t => t.Quality ?? 1)
                .Select(t => new AcceptedType(
                    MediaOf(t),
                    t.MediaType.Equals("multipart/related", StringComparison.OrdinalIgnoreCase),
                    Parameter(t, "transfer-syntax")
                )),
        ];
    }

    /// <summary>True where this takes a media type.</summary>
    public bool Takes(string media) =>
        Media == "*/*"
        || Media == media
        || (Media.EndsWith("/*", StringComparison.Ordinal) && media.StartsWith(Media[..^1], StringComparison.Ordinal));

    private static string MediaOf(MediaTypeHeaderValue type) =>
        type.MediaType.Equals("multipart/related", StringComparison.OrdinalIgnoreCase)
            ? Parameter(type, "type")?.ToLowerInvariant() ?? "*/*"
            : type.MediaType.ToString().ToLower(CultureInfo.InvariantCulture);

    private static string? Parameter(MediaTypeHeaderValue type, string name) =>
        type.Parameters.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
            ? HeaderUtilities.RemoveQuotes(found.Value).ToString()
            : null;
}
