namespace Overread.Dicom.Multipart;

/// <summary>One part of a multipart message: its headers and its bytes, which are read once and forward.</summary>
public sealed class MultipartPart
{
    internal MultipartPart(IReadOnlyDictionary<string, string> headers, Stream body)
    {
        Headers = headers;
        Body = body;
    }

    /// <summary>Headers by name, whatever the case; the last of several of one name.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>
    /// The bytes of the part; valid until the next part is asked for. Reading throws an
    /// <see cref="EndOfStreamException"/> where the message ends inside the part, so that half a file is never taken for a
    /// whole one.
    /// </summary>
    public Stream Body { get; }

    /// <summary>Content-Type with its parameters; "" where there is none.</summary>
    public string ContentType => Headers.GetValueOrDefault("Content-Type", "");

    /// <summary>Content-Location; null where there is none.</summary>
    public string? ContentLocation => Headers.GetValueOrDefault("Content-Location");

    /// <summary>The media type alone, in lower case: "application/dicom".</summary>
    public string MediaType => ContentType.Split(';')[0].Trim().ToLowerInvariant();
}
