using System.Text;

namespace Overread.Dicom.Multipart;

/// <summary>
/// The bytes of a message that were read and not yet used, 64 KiB at most. Begins with a line break that is not in the
/// message, so that a delimiter at the very start is found like any other.
/// </summary>
internal sealed class MultipartWindow(Stream source, byte[] delimiter)
{
    private readonly byte[] _buffer = Start();
    private int _start;
    private int _end = 2;

    /// <summary>Delimiters passed so far.</summary>
    internal int Delimiters { get; private set; }

    private ReadOnlySpan<byte> Filled => _buffer.AsSpan(_start, _end - _start);

    private static byte[] Start()
    {
        byte[] buffer = new byte[64 << 10];
        "\r\n"u8.CopyTo(buffer);
        return buffer;
    }

    /// <summary>Reads more behind what there is.</summary>
    /// <returns>0 at the end of the message.</returns>
    internal async ValueTask<int> FillAsync(CancellationToken cancellation)
    {
        MakeRoom();
        int read = await source.ReadAsync(_buffer.AsMemory(_end), cancellation).ConfigureAwait(false);
        _end += read;
        return read;
    }

    internal int Fill()
    {
        MakeRoom();
        int read = source.Read(_buffer.AsSpan(_end));
        _end += read;
        return read;
    }

    /// <summary>Copies bytes that surely belong to the part.</summary>
    /// <param name="target">Receives them.</param>
    /// <param name="atDelimiter">True where the next bytes are the delimiter: the part is over.</param>
    /// <returns>Number copied; 0 and not at the delimiter means that more must be read first.</returns>
    internal int Take(Span<byte> target, out bool atDelimiter)
    {
        int found = Filled.IndexOf(delimiter);
        int certain = found >= 0 ? found : Math.Max(0, Filled.Length - delimiter.Length + 1);
        atDelimiter = found == 0;
        int count = Math.Min(certain, target.Length);
        Filled[..count].CopyTo(target);
        _start += count;
        return count;
    }

    internal void PassDelimiter()
    {
        _start += delimiter.Length;
        Delimiters++;
    }

    /// <summary>
    /// A part may have no body at all (RFC 2046: the body is optional): the line break that ends its headers is then that of
    /// the delimiter.
    /// </summary>
    internal async ValueTask JoinEmptyBodyAsync(CancellationToken cancellation)
    {
        while (Filled.Length < delimiter.Length - 2 && await FillAsync(cancellation).ConfigureAwait(false) > 0) { }
        if (_buffer.AsSpan(_start - 2, Filled.Length + 2).StartsWith(delimiter))
        {
            _start -= 2;
        }
    }

    /// <summary>Takes a line without its break.</summary>
    /// <exception cref="InvalidDataException">The line is too long.</exception>
    internal bool TryLine(int longest, out string line)
    {
        int length = Filled.IndexOf("\r\n"u8);
        if ((length < 0 ? Filled.Length : length) > longest)
        {
            throw new InvalidDataException("a header of a part is too large");
        }

        line = length < 0 ? "" : Encoding.UTF8.GetString(Filled[..length]);
        _start += length < 0 ? 0 : length + 2;
        return length >= 0;
    }

    internal string TakeRest()
    {
        string rest = Encoding.UTF8.GetString(Filled);
        _start = _end;
        return rest;
    }

    private void MakeRoom()
    {
        // Two bytes stay before the start for JoinEmptyBodyAsync.
        if (_start > 2)
        {
            _buffer.AsSpan(_start - 2, _end - _start + 2).CopyTo(_buffer);
            _end -= _start - 2;
            _start = 2;
        }
    }
}
