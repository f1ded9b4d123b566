using System.Text;

namespace Overread.Cli.Quality;

/// <summary>
/// A strict reader of comma-separated files (RFC 4180, UTF-8): every row as long as the header, quotes closed, nothing
/// guessed. Whatever is wrong is an error that names the line.
/// </summary>
internal sealed class CsvRows : IDisposable
{
    private readonly string _path;
    private readonly TextReader _reader;
    private readonly char[] _buffer = new char[1 << 16];
    private readonly List<(int Start, int Length)> _fields = [];
    private char[] _text = new char[256];
    private int _used;
    private int _at;
    private int _filled;
    private long _nextLine = 1;

    private CsvRows(string path, TextReader reader)
    {
        _path = path;
        _reader = reader;
        if (!ReadRow())
        {
            throw new FileError(path, 1, "the file is empty; a header row is needed.");
        }

        string[] header = new string[_fields.Count];
        for (int i = 0; i < header.Length; i++)
        {
            header[i] = this[i].Trim().ToString();
        }

        Header = header;
    }

    /// <summary>Names of the columns.</summary>
    internal IReadOnlyList<string> Header { get; }

    /// <summary>Line on which the current row begins, from 1.</summary>
    internal long Line { get; private set; }

    /// <summary>A field of the current row; valid until the next row is read.</summary>
    internal ReadOnlySpan<char> this[int field] => _text.AsSpan(_fields[field].Start, _fields[field].Length);

    internal static CsvRows Open(string path)
    {
        try
        {
            return new CsvRows(path, new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true)));
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new FileError(path, 0, broken.Message);
        }
    }

    internal static CsvRows Of(string name, TextReader text) => new(name, text);

    /// <summary>Moves to the next row; blank lines are passed over.</summary>
    internal bool Next()
    {
        while (ReadRow())
        {
            if (_fields.Count == 1 && Header.Count > 1 && _fields[0].Length == 0)
            {
                continue;
            }

            if (_fields.Count != Header.Count)
            {
                throw new FileError(_path, Line, $"{_fields.Count} fields where the header has {Header.Count}.");
            }

            return true;
        }

        return false;
    }

    public void Dispose() => _reader.Dispose();

    private bool ReadRow()
    {
        _fields.Clear();
        _used = 0;
        Line = _nextLine;
        if (Peek() < 0)
        {
            return false;
        }

        while (true)
        {
            int start = _used;
            int end = Peek() == '"' ? Quoted() : Plain();
            _fields.Add((start, _used - start));
            if (end is '\n' or < 0)
            {
                return true;
            }
        }
    }

    /// <summary>Reads a plain field; returns what ended it: a comma, a line feed or −1.</summary>
    private int Plain()
    {
        while (true)
        {
            int c = Take();
            switch (c)
            {
                case -1:
                case ',':
                    return c;
                case '\n':
                    return EndOfLine();
                case '\r' when Peek() is '\n' or < 0:
                    Take();
                    return EndOfLine();
                case '"':
                    throw new FileError(_path, Line, "a quote inside a field that does not begin with one.");
                case 0:
                    throw new FileError(_path, _nextLine, "a zero byte; this is not a text file.");
                default:
                    Keep((char)c);
                    break;
            }
        }
    }

    private int Quoted()
    {
        Take();
        while (true)
        {
            int c = Take();
            if (c < 0)
            {
                throw new FileError(_path, Line, "a quote that is never closed.");
            }

            if (c == '\n')
            {
                _nextLine++;
            }

            if (c != '"')
            {
                Keep((char)c);
                continue;
            }

            int next = Take();
            switch (next)
            {
                case '"':
                    Keep('"');
                    continue;
                case -1:
                case ',':
                    return next;
                case '\n':
                    return EndOfLine();
                case '\r' when Peek() is '\n' or < 0:
                    Take();
                    return EndOfLine();
                default:
                    throw new FileError(_path, _nextLine, "text after a closing quote.");
            }
        }
    }

    private int EndOfLine()
    {
        _nextLine++;
        return '\n';
    }

    private void Keep(char c)
    {
        if (_used == _text.Length)
        {
            Array.Resize(ref _text, _text.Length * 2);
        }

        _text[_used++] = c;
    }

    private int Peek()
    {
        if (_at == _filled && !Fill())
        {
            return -1;
        }

        return _buffer[_at];
    }

    private int Take()
    {
        if (_at == _filled && !Fill())
        {
            return -1;
        }

        return _buffer[_at++];
    }

    private bool Fill()
    {
        try
        {
            _filled = _reader.Read(_buffer, 0, _buffer.Length);
        }
        catch (DecoderFallbackException)
        {
            throw new FileError(_path, _nextLine, "the text from about here is not UTF-8.");
        }

        _at = 0;
        return _filled > 0;
    }
}
