namespace Overread.Cli.Quality.Files;

/// <summary>A table of text read row by row, whatever the file's form: separated text, Parquet, Excel, JSON.</summary>
internal abstract class TableRows(string path) : IDisposable
{
    private bool _any;

    /// <summary>The file.</summary>
    internal string Path { get; } = path;

    /// <summary>Names of the columns, each once.</summary>
    internal IReadOnlyList<string> Header { get; private set; } = [];

    /// <summary>Where the current row begins, from 1: the line of a text, else the number of the row.</summary>
    internal long Line { get; private protected set; }

    /// <summary>Whether 1,5 may be a number here, because commas part no columns.</summary>
    internal bool DecimalComma { get; private protected set; }

    /// <summary>A field of the current row as it stands in the file; valid until the next row is read.</summary>
    internal abstract ReadOnlySpan<char> this[int field] { get; }

    /// <summary>Moves to the next row; false after the last.</summary>
    /// <exception cref="FileError">There is no row at all: a header alone answers no question, and figures of nothing would look like figures.</exception>
    internal bool Next()
    {
        if (Advance())
        {
            _any = true;
            return true;
        }

        return _any
            ? false
            : throw new FileError(
                Path,
                1,
                "there is no row under the header; a row for each label, mark or item is needed."
            );
    }

    /// <summary>Moves to the next row of the file; false after the last.</summary>
    private protected abstract bool Advance();

    /// <summary>A field of the current row without the blanks around it, accents composed (<see cref="ComposedText"/>).</summary>
    internal ReadOnlySpan<char> Cell(int field)
    {
        ReadOnlySpan<char> written = this[field].Trim();
        ReadOnlySpan<char> composed = ComposedText.Of(written);
        if (composed.Length < written.Length && FirstComposed == 0)
        {
            FirstComposed = Line;
        }

        return composed;
    }

    /// <summary>The first line with an accent that stood apart from its letter; 0 where there is none.</summary>
    internal long FirstComposed { get; private set; }

    /// <summary>Reads a number, or says that the field is none.</summary>
    internal bool Number(int field, out double number) => NumberText.TryParse(Cell(field), DecimalComma, out number);

    /// <summary>Opens a file by the end of its name; what is not known there is separated text.</summary>
    /// <exception cref="FileError">The file cannot be read as such.</exception>
    internal static TableRows Open(string path, FileReading? reading = null) =>
        System.IO.Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".parquet" => ParquetRows.Open(path, reading),
            ".xlsx" or ".xls" or ".xlsm" or ".xlsb" => WorkbookRows.Open(path, reading),
            ".xml" => CvatExport.Open(path, reading),
            ".jsonl" or ".ndjson" or ".json" => JsonRows.Open(path, reading),
            _ => CsvRows.Open(path, reading),
        };

    /// <inheritdoc/>
    public virtual void Dispose() { }

    /// <summary>Takes the names of the columns; a name that stands twice is refused, since either could be meant.</summary>
    private protected void Name(string[] header)
    {
        header = [.. header.Select(name => ComposedText.Of(name).ToString())];
        string? twice = header
            .Where(name => name.Length > 0)
            .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Count() > 1)
            ?.Key;
        if (twice is not null)
        {
            throw new FileError(
                Path,
                1,
                $"the column '{twice}' stands {header.Count(name => name.Equals(twice, StringComparison.OrdinalIgnoreCase))} times; rename or remove all but one."
            );
        }

        Header = header;
    }
}
