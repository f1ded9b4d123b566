using System.Text;

namespace Overread.Dicom.Multipart;

/// <summary>
/// Writes multipart/related (RFC 2046 section 5.1) onto a stream, part by part; nothing is held back. Begin a part, write
/// its bytes to <see cref="Target"/>, begin the next, and end once. Not safe for two threads.
/// </summary>
public sealed class MultipartRelatedWriter
{
    private readonly MultipartRelated _type;
    private bool _any;
    private bool _ended;

    /// <summary>Starts on a stream, which is not closed.</summary>
    /// <param name="target">Receives everything.</param>
    /// <param name="type">Boundary and media type; the bytes of no part may contain the boundary's delimiter.</param>
    /// <exception cref="ArgumentException">The boundary is not legal.</exception>
    public MultipartRelatedWriter(Stream target, MultipartRelated type)
    {
        if (!MultipartRelated.IsBoundary(type.Boundary))
        {
            throw new ArgumentException("not a boundary of RFC 2046", nameof(type));
        }

        Target = target;
        _type = type;
    }

    /// <summary>Where the bytes of the part that was begun last are to be written.</summary>
    public Stream Target { get; }

    /// <summary>Begins a part.</summary>
    /// <param name="contentType">Its media type, such as "application/dicom; transfer-syntax=1.2.840.10008.1.2.1".</param>
    /// <param name="location">Its Content-Location, for bulk data; null for none.</param>
    /// <param name="length">Its number of bytes where known.</param>
    /// <exception cref="ArgumentException">A header would hold a line break.</exception>
    public void BeginPart(string contentType, string? location = null, long? length = null) =>
        Target.Write(Head(contentType, location, length));

    /// <summary>As <see cref="BeginPart"/>, for streams that take no synchronous writing.</summary>
    public ValueTask BeginPartAsync(
        string contentType,
        string? location = null,
        long? length = null,
        CancellationToken cancellation = default
    ) => Target.WriteAsync(Head(contentType, location, length), cancellation);

    /// <summary>Writes the closing delimiter. A message without parts is one closing delimiter.</summary>
    public void End() => Target.Write(Tail());

    /// <summary>As <see cref="End"/>, for streams that take no synchronous writing.</summary>
    public ValueTask EndAsync(CancellationToken cancellation = default) => Target.WriteAsync(Tail(), cancellation);

    private byte[] Head(string contentType, string? location, long? length)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        StringBuilder head = new();
        head.Append(_any ? "\r\n--" : "--").Append(_type.Boundary).Append("\r\n");
        Header(head, "Content-Type", contentType);
        if (location is not null)
        {
            Header(head, "Content-Location", location);
        }

        if (length is { } bytes)
        {
            head.Append(System.Globalization.CultureInfo.InvariantCulture, $"Content-Length: {bytes}\r\n");
        }

        _any = true;
        return Encoding.UTF8.GetBytes(head.Append("\r\n").ToString());
    }

    private static void Header(StringBuilder head, string name, string value)
    {
        if (value.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
        {
            throw new ArgumentException("a header holds a line break", nameof(value));
        }

        head.Append(name).Append(": ").Append(value).Append("\r\n");
    }

    private byte[] Tail()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _ended = true;
        return Encoding.ASCII.GetBytes($"{(_any ? "\r\n" : "")}--{_type.Boundary}--\r\n");
    }
}
