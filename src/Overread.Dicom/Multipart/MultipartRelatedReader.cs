using System.Text;

namespace Overread.Dicom.Multipart;

/// <summary>
/// Reads multipart/related (RFC 2046 section 5.1) from a stream in constant memory: part after part, each a stream of its
/// own. What stands before the first delimiter and behind the last is passed over. Not safe for two threads.
/// </summary>
public sealed class MultipartRelatedReader
{
    private const int LargestHead = 32 << 10;
    private readonly MultipartWindow _window;

    /// <summary>Starts on a stream, which is not closed.</summary>
    /// <param name="source">The message.</param>
    /// <param name="boundary">Boundary of the Content-Type; see <see cref="MultipartRelated.TryParse"/>.</param>
    /// <exception cref="ArgumentException">The boundary is not legal.</exception>
    public MultipartRelatedReader(Stream source, string boundary)
    {
        if (!MultipartRelated.IsBoundary(boundary))
        {
            throw new ArgumentException("not a boundary of RFC 2046", nameof(boundary));
        }

        _window = new MultipartWindow(source, Encoding.ASCII.GetBytes($"\r\n--{boundary}"));
    }

    /// <summary>True once the closing delimiter was read: all parts were sent.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Goes to the next part; what was not read of the one before is passed over.</summary>
    /// <returns>Null behind the last part; see <see cref="IsComplete"/>.</returns>
    /// <exception cref="InvalidDataException">The message has no delimiter, or a part's headers are no headers.</exception>
    /// <exception cref="EndOfStreamException">The message ends inside a part.</exception>
    public async ValueTask<MultipartPart?> NextAsync(CancellationToken cancellation = default)
    {
        if (IsComplete)
        {
            return null;
        }

        await SkipAsync(cancellation).ConfigureAwait(false);
        string rest = await LineAsync(cancellation).ConfigureAwait(false);
        if (rest.StartsWith("--", StringComparison.Ordinal))
        {
            IsComplete = true;
            return null;
        }

        if (rest.AsSpan().Trim(" \t").Length > 0)
        {
            throw new InvalidDataException("a delimiter with more behind it");
        }

        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        int size = 0;
        string? name = null;
        while (await LineAsync(cancellation).ConfigureAwait(false) is { Length: > 0 } line)
        {
            if ((size += line.Length) > LargestHead)
            {
                throw new InvalidDataException("the headers of a part are too large");
            }

            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line[0] is ' ' or '\t' && name is not null)
            {
                headers[name] = $"{headers[name]} {line.Trim()}";
            }
            else if (colon > 0)
            {
                name = line[..colon].Trim();
                headers[name] = line[(colon + 1)..].Trim();
            }
            else
            {
                throw new InvalidDataException("a header of a part without a colon");
            }
        }

        await _window.JoinEmptyBodyAsync(cancellation).ConfigureAwait(false);
        return new MultipartPart(headers, new MultipartBody(_window));
    }

    /// <summary>Passes over what is left of the part, or over the preamble, and the delimiter.</summary>
    private async ValueTask SkipAsync(CancellationToken cancellation)
    {
        byte[] buffer = new byte[16 << 10];
        using MultipartBody rest = new(_window);
        try
        {
            while (await rest.ReadAsync(buffer, cancellation).ConfigureAwait(false) > 0) { }
        }
        catch (EndOfStreamException) when (_window.Delimiters == 0)
        {
            throw new InvalidDataException("no delimiter of the boundary that the header names");
        }

        _window.PassDelimiter();
    }

    private async ValueTask<string> LineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (_window.TryLine(LargestHead, out string line))
            {
                return line;
            }

            if (await _window.FillAsync(cancellation).ConfigureAwait(false) == 0)
            {
                // Only the closing delimiter may do without its line break.
                return _window.TakeRest() is { } rest && rest.StartsWith("--", StringComparison.Ordinal)
                    ? rest
                    : throw new EndOfStreamException("the message ended inside the headers of a part");
            }
        }
    }
}
