using System.Text;

namespace Overread.Dicom.Multipart;

/// <summary>
/// The media type multipart/related (RFC 2387) as DICOMweb uses it (PS3.18 section 8.7): what a Content-Type says.
/// </summary>
/// <param name="Boundary">
/// Separates the parts: characters of RFC 2046 section 5.1.1, which allows 70; archives in use send 73.
/// </param>
/// <param name="RootType">Media type of the parts, such as "application/dicom"; "" where none is named.</param>
public sealed record MultipartRelated(string Boundary, string RootType)
{
    private const int LongestBoundary = 200;
    private const string Punctuation = "'()+_,-./:=? ";

    /// <summary>The Content-Type header for this type.</summary>
    public string ContentType =>
        RootType.Length == 0
            ? $"multipart/related; boundary=\"{Boundary}\""
            : $"multipart/related; type=\"{RootType}\"; boundary=\"{Boundary}\"";

    /// <summary>A boundary made of 16 or more bytes of randomness, which the caller draws.</summary>
    public static string BoundaryOf(ReadOnlySpan<byte> randomness) =>
        "overread-" + Convert.ToHexStringLower(randomness);

    /// <summary>True where a text may be a boundary.</summary>
    public static bool IsBoundary(string text) =>
        text.Length is > 0 and <= LongestBoundary
        && text[^1] != ' '
        && text.All(character => char.IsAsciiLetterOrDigit(character) || Punctuation.Contains(character));

    /// <summary>Reads a Content-Type header; parameters in any order, quoted or not.</summary>
    /// <returns>False where it is not multipart/related or has no legal boundary.</returns>
    public static bool TryParse(string? contentType, out MultipartRelated type)
    {
        type = new MultipartRelated("", "");
        string[] parts = Split(contentType ?? "");
        if (!parts[0].Trim().Equals("multipart/related", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        foreach (string part in parts.Skip(1))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                continue;
            }

            string value = Unquoted(part[(equals + 1)..].Trim());
            type = part[..equals].Trim().ToLowerInvariant() switch
            {
                "boundary" => type with { Boundary = value },
                "type" => type with { RootType = value.ToLowerInvariant() },
                _ => type,
            };
        }

        return IsBoundary(type.Boundary);
    }

    /// <summary>Splits at semicolons outside of quotes.</summary>
    private static string[] Split(string text)
    {
        List<string> parts = [];
        StringBuilder part = new();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char character = text[i];
            if (quoted && character == '\\' && i + 1 < text.Length)
            {
                part.Append(character).Append(text[++i]);
                continue;
            }

            quoted ^= character == '"';
            if (character == ';' && !quoted)
            {
                parts.Add(part.ToString());
                part.Clear();
                continue;
            }

            part.Append(character);
        }

        parts.Add(part.ToString());
        return [.. parts];
    }

    private static string Unquoted(string value)
    {
        if (value.Length < 2 || value[0] != '"' || value[^1] != '"')
        {
            return value;
        }

        StringBuilder text = new();
        for (int i = 1; i < value.Length - 1; i++)
        {
            if (value[i] == '\\' && i + 1 < value.Length - 1)
            {
                i++;
            }

            text.Append(value[i]);
        }

        return text.ToString();
    }
}
