using System.Text;

namespace Overread.Cli.Quality.Files;

/// <summary>
/// A strict reader of separated text (RFC 4180; the separator is that of the header): every row as long as the header,
/// quotes closed, nothing guessed. Whatever is wrong is an error that names the line.
/// </summary>
internal sealed class CsvRows : TableRows
{
    private readonly TextReader _reader;
    private readonly char _separator;
    private readonly char[] _buffer = new char[1 << 16];
    private readonly List<(int Start, int Length)> _fields = [];
    private char[] _text = new char[256];
    private int _used;
    private int _at;
    private int _filled;
    private long _nextLine = 1;

    private CsvRows(string path, TextReader reader, char? separator)
        : base(path)
    {
        _reader = reader;
        Fill();
        _separator = separator ?? TextSeparator.Of(_buffer.AsSpan(0, _filled));
        DecimalComma = _separator != ',';
        PassDeclaration();
        if (!ReadRow())
        {
            throw new FileError(path, 1, "the file is empty; a header row is needed.");
        }

        string[] header = new string[_fields.Count];
        for (int i = 0; i < header.Length; i++)
        {
            header[i] = this[i].Trim().ToString();
        }

        Name(header);
    }

    /// <inheritdoc/>
    internal override ReadOnlySpan<char> this[int field] => _text.AsSpan(_fields[field].Start, _fields[field].Length);

    /// <summary>Opens a text file.</summary>
    internal static new CsvRows Open(string path, FileReading? reading = null)
    {
        try
        {
            return new CsvRows(path, TextEncoding.Open(path, reading?.Encoding), reading?.Separator);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new FileError(path, 0, broken.Message);
        }
    }

    internal static CsvRows Of(string name, TextReader text, char? separator = null) => new(name, text, separator);

    /// <summary>Moves to the next row; blank lines are passed over.</summary>
    private protected override bool Advance()
    {
        while (ReadRow())
        {
            if (_fields.Count == 1 && Header.Count > 1 && _fields[0].Length == 0)
            {
                continue;
            }

            if (_fields.Count != Header.Count)
            {
                throw new FileError(Path, Line, $"{_fields.Count} fields where the header has {Header.Count}.");
            }

            return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _reader.Dispose();
        base.Dispose();
    }

    /// <summary>Passes over the line <c>sep=;</c> that spreadsheets write before the header.</summary>
    private void PassDeclaration()
    {
        ReadOnlySpan<char> start = _buffer.AsSpan(0, _filled);
        if (
            start.Length > 5
            && start.StartsWith("sep=", StringComparison.OrdinalIgnoreCase)
            && start[5] is ('\r' or '\n')
        )
        {
            _at = start[5] == '\r' && start.Length > 6 && start[6] == '\n' ? 7 : 6;
            _nextLine = 2;
        }
    }

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

    /// <summary>Reads a plain field; returns what ended it: the separator, a line feed or −1.</summary>
    private int Plain()
    {
        while (true)
        {
            int c = Take();
            if (c == _separator)
            {
                return c;
            }

            switch (c)
            {
                case -1:
                    return c;
                case '\n':
                    return EndOfLine();
                case '\r' when Peek() is '\n' or < 0:
                    Take();
                    return EndOfLine();
                case '"':
                    throw new FileError(Path, Line, "a quote inside a field that does not begin with one.");
                case 0:
                    throw new FileError(Path, _nextLine, "a zero byte; this is not a text file.");
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
                throw new FileError(Path, Line, "a quote that is never closed.");
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
            if (next == _separator)
            {
                return next;
            }

            switch (next)
            {
                case '"':
                    Keep('"');
                    continue;
                case -1:
                    return next;
                case '\n':
                    return EndOfLine();
                case '\r' when Peek() is '\n' or < 0:
                    Take();
                    return EndOfLine();
                default:
                    throw new FileError(Path, _nextLine, "text after a closing quote.");
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
            throw new FileError(
                Path,
                _nextLine,
                "the text from about here is not in the encoding that was expected (UTF-8); --encoding names another, such as windows-1252."
            );
        }

        _at = 0;
        return _filled > 0;
    }
}
