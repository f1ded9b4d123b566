using System.Globalization;
using System.Text;

namespace Overread.Server.Features.Releases.Bundle;

/// <summary>
/// Writes RFC 4180 CSV with LF line ends: the same rows give the same bytes. The text is kept in UTF-8 and in pieces, for a campaign has
/// hundreds of thousands of rows.
/// </summary>
internal sealed class CsvText
{
    private const int PieceSize = 64 * 1024;

    private readonly List<byte[]> _full = [];
    private readonly StringBuilder _row = new();
    private byte[] _piece = new byte[1024];
    private int _used;

    public CsvText(params IReadOnlyList<string> header) => Row([.. header]);

    public void Row(params ReadOnlySpan<object?> values)
    {
        _row.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                _row.Append(',');
            }

            Cell(values[i]);
        }

        _row.Append('\n');
        // Chunk by chunk, a character outside the basic plane could be cut in two.
        Add(_row.ToString());
    }

    /// <summary>The text into a file, which is made anew.</summary>
    public void Write(string path)
    {
        using FileStream file = File.Create(path);
        foreach (byte[] piece in _full)
        {
            file.Write(piece);
        }

        file.Write(_piece, 0, _used);
    }

    public override string ToString()
    {
        StringBuilder text = new();
        // A character may stand across two pieces.
        Decoder decoder = Encoding.UTF8.GetDecoder();
        char[] chars = new char[PieceSize + 1];
        foreach (
            ReadOnlyMemory<byte> piece in _full.Select(p => (ReadOnlyMemory<byte>)p).Append(_piece.AsMemory(0, _used))
        )
        {
            text.Append(chars, 0, decoder.GetChars(piece.Span, chars, flush: false));
        }

        return text.ToString();
    }

    private void Add(ReadOnlySpan<char> text)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most <= _piece.Length - _used)
        {
            _used += Encoding.UTF8.GetBytes(text, _piece.AsSpan(_used));
            return;
        }

        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        for (ReadOnlySpan<byte> left = bytes; left.Length > 0; )
        {
            if (_used == _piece.Length)
            {
                More();
            }

            int take = Math.Min(left.Length, _piece.Length - _used);
            left[..take].CopyTo(_piece.AsSpan(_used));
            _used += take;
            left = left[take..];
        }
    }

    // Most tables are small: the first piece grows until it is a whole one.
    private void More()
    {
        if (_piece.Length < PieceSize)
        {
            Array.Resize(ref _piece, Math.Min(PieceSize, 4 * _piece.Length));
            return;
        }

        _full.Add(_piece);
        _piece = new byte[PieceSize];
        _used = 0;
    }

    private void Cell(object? value)
    {
        switch (value)
        {
            case null:
                return;
            case double d:
                _row.Append(CultureInfo.InvariantCulture, $"{d:R}");
                return;
            case bool b:
                _row.Append(b ? "true" : "false");
                return;
        }

        string text = value is IFormattable f
            ? f.ToString(null, CultureInfo.InvariantCulture)
            : Harmless(value.ToString()!);
        if (text.AsSpan().IndexOfAny(",\"\r\n") < 0)
        {
            _row.Append(text);
            return;
        }

        _row.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    /// <summary>
    /// A text that a spreadsheet would take for a formula gets an apostrophe before it (CWE-1236), and so does one that begins
    /// like that already, so that it can be told what was meant. Numbers stay numbers.
    /// </summary>
    private static string Harmless(string text)
    {
        string bare = text.TrimStart('\'');
        return
            bare.Length > 0
            && bare[0] is '=' or '+' or '-' or '@' or '\t' or '\r'
            && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? "'" + text
            : text;
    }
}
