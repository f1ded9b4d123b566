using Overread.Cli.Quality.Files;

namespace Overread.Cli.Quality;

/// <summary>
/// Gathers labels row by row out of any table: one row per label, a column for each reader, or a column for each field. An
/// empty label is missing, and so is what the caller says is; every other one is a category.
/// </summary>
internal sealed class LabelRows(TableRows rows, LabelChoices choices, FileReading reading)
{
    private readonly TextColumn[] _columns = [new(), new(), new(), new(), new()];
    private readonly string[] _usual = ["item", "reader", "field", "label", "time"];
    private readonly int[] _at = new int[5];
    private readonly HashSet<string> _seenReaders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seenFields = new(StringComparer.Ordinal);
    private long _missing;
    private long _firstMissing;
    private long _trimmed;
    private long _firstTrimmed;
    private bool _fields;

    internal LabelFile Read()
    {
        string[][] names =
        [
            ColumnRoles.Item,
            ColumnRoles.Reader,
            ColumnRoles.Field,
            ColumnRoles.Label,
            ColumnRoles.Time,
        ];
        for (int i = 0; i < 5; i++)
        {
            _at[i] = i == 4 && !choices.Timed ? -1 : ColumnRoles.Find(rows, _usual[i], names[i], reading, main: true);
        }

        int[] others =
        [
            .. Enumerable
                .Range(0, rows.Header.Count)
                .Where(i =>
                    !_at.Contains(i)
                    && rows.Header[i].Length > 0
                    && !ColumnRoles.Time.Contains(rows.Header[i], StringComparer.OrdinalIgnoreCase)
                ),
        ];
        if (_at[0] >= 0 && _at[1] >= 0 && _at[3] >= 0)
        {
            _fields = _at[2] >= 0;
            ReadLong();
        }
        else if (
            _at[0] >= 0
            && _at[3] < 0
            && others.Length >= (_at[1] < 0 ? 2 : 1)
            && !(_at[1] >= 0 && _at[2] >= 0)
            && !choices.Timed
        )
        {
            _fields = _at[1] >= 0 || _at[2] >= 0;
            ReadWide(others);
        }
        else
        {
            throw Refusal(others);
        }

        Tell();
        return LabelFile.Of(rows, _columns, _fields, choices, reading);
    }

    private FileError Refusal(int[] others)
    {
        string header = string.Join(',', rows.Header);
        int lacking = Array.FindIndex(_at, at => at < 0);
        if (_at[0] < 0 && _at[1] < 0 && _at[3] < 0 && others.Length > 1)
        {
            return new FileError(
                rows.Path,
                1,
                $"no column 'item'. If this is a wide table with a column for each reader, say which column names the items "
                    + $"(--columns item=NAME); else the header must be item,reader,label or item,reader,field,answer. It is {header}."
            );
        }

        lacking = lacking == 2 ? Array.FindIndex(_at, 3, at => at < 0) : lacking;
        string hint = choices.Timed ? ", with time (or at, date, timestamp, order)" : string.Empty;
        return new FileError(
            rows.Path,
            1,
            $"no column '{_usual[lacking]}'. The header must be item,reader,label or item,reader,field,answer{hint}, or a wide table "
                + $"(item, then a column for each reader); --columns item=NAME,reader=NAME,label=NAME tells others. It is {header}."
        );
    }

    private void ReadLong()
    {
        while (rows.Next())
        {
            Add(Needed(0), Needed(1), _fields ? Needed(2) : default, _at[3]);
        }
    }

    private void ReadWide(int[] others)
    {
        bool byReader = _at[1] < 0;
        string names = string.Join(", ", others.Select(i => rows.Header[i]));
        reading.Note(rows.Path, $"read as a wide table, a column for each {(byReader ? "reader" : "field")}: {names}.");
        while (rows.Next())
        {
            ReadOnlySpan<char> item = Needed(0);
            foreach (int column in others)
            {
                ReadOnlySpan<char> name = rows.Header[column];
                if (byReader)
                {
                    Add(item, name, _fields ? Needed(2) : default, column);
                }
                else
                {
                    Add(item, Needed(1), name, column);
                }
            }
        }
    }

    private ReadOnlySpan<char> Needed(int role)
    {
        ReadOnlySpan<char> cell = rows.Cell(_at[role]);
        return cell.IsEmpty
            ? throw new FileError(rows.Path, rows.Line, $"the column '{rows.Header[_at[role]]}' is empty.")
            : cell;
    }

    private void Add(ReadOnlySpan<char> item, ReadOnlySpan<char> reader, ReadOnlySpan<char> field, int column)
    {
        if (!Keeps(choices.Readers, _seenReaders, reader) || (_fields && !Keeps(choices.Fields, _seenFields, field)))
        {
            return;
        }

        ReadOnlySpan<char> raw = rows[column];
        ReadOnlySpan<char> label = rows.Cell(column);
        if (raw.Trim().Length < raw.Length && label.Length > 0 && _trimmed++ == 0)
        {
            _firstTrimmed = rows.Line;
        }

        if (label.Length > 0 && reading.Missing.Count > 0 && reading.Missing.Contains(label.ToString()))
        {
            label = default;
        }

        if (label.IsEmpty && _missing++ == 0)
        {
            _firstMissing = rows.Line;
        }

        _columns[0].Add(item, rows.Line);
        _columns[1].Add(reader, rows.Line);
        if (_fields)
        {
            _columns[2].Add(field, rows.Line);
        }

        _columns[3].Add(label, rows.Line);
        if (_at[4] >= 0)
        {
            _columns[4].Add(Needed(4), rows.Line);
        }
    }

    private static bool Keeps(IReadOnlyList<string>? wanted, HashSet<string> seen, ReadOnlySpan<char> name)
    {
        if (wanted is null)
        {
            return true;
        }

        string text = name.ToString();
        seen.Add(text);
        return wanted.Contains(text);
    }

    private void Tell()
    {
        Known(choices.Readers, _seenReaders, "reader");
        Known(choices.Fields, _seenFields, "field");
        if (_missing > 0 && choices.Sets is null)
        {
            reading.Note(
                rows.Path,
                $"{_missing} labels are missing{(reading.Missing.Count > 0 ? $" (empty or {string.Join(", ", reading.Missing)})" : " (empty)")}, first on line {_firstMissing}."
            );
        }

        if (rows.FirstComposed > 0)
        {
            reading.Note(
                rows.Path,
                $"letters and their accents stand apart (Unicode form D), first on line {rows.FirstComposed}; they are read composed (form C), in all files of this command."
            );
        }

        if (_trimmed > 0)
        {
            reading.Note(
                rows.Path,
                $"{_trimmed} labels had blanks around them, first on line {_firstTrimmed}; the blanks are no part of the label."
            );
        }
    }

    private void Known(IReadOnlyList<string>? wanted, HashSet<string> seen, string what)
    {
        if (wanted?.FirstOrDefault(name => !seen.Contains(name)) is { } stranger)
        {
            throw new FileError(
                rows.Path,
                0,
                $"there is no {what} '{stranger}'; there are {string.Join(", ", seen.Order(StringComparer.Ordinal).Take(20))}."
            );
        }
    }
}
