using System.Text;

namespace Overread.Text.Reading;

/// <summary>Bytes with a media type to text.</summary>
public static class AttachedText
{
    private static readonly UTF8Encoding s_strict = new(false, true);

    /// <summary>The text of an attachment: plain, HTML, XHTML and RTF; null for other types, such as pictures.</summary>
    /// <param name="bytes">The attachment.</param>
    /// <param name="mediaType">Such as <c>text/plain; charset=utf-8</c>.</param>
    public static string? Of(ReadOnlySpan<byte> bytes, string mediaType)
    {
        string type = mediaType.Split(';')[0].Trim().ToLowerInvariant();
        return type switch
        {
            "text/html" or "application/xhtml+xml" => MarkupText.OfHtml(Decoded(bytes, mediaType)),
            "text/rtf" or "application/rtf" => RichText.Of(Decoded(bytes, "charset=iso-8859-1")),
            _ when type.StartsWith("text/", StringComparison.Ordinal) => Decoded(bytes, mediaType),
            _ => null,
        };
    }

    /// <summary>UTF-8 where it is valid; the declared charset or Latin-1 otherwise.</summary>
    internal static string Decoded(ReadOnlySpan<byte> bytes, string mediaType)
    {
        if (mediaType.Contains("8859-1", StringComparison.OrdinalIgnoreCase))
        {
            return Encoding.Latin1.GetString(bytes);
        }

        if (PlainDocument.TryRead(bytes, out PlainDocument? document, out _))
        {
            return document!.Text;
        }

        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
