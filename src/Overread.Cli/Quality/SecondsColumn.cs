using Overread.Cli.Quality.Files;

namespace Overread.Cli.Quality;

/// <summary>The seconds that reads took, where a file of reads says so in a column of that name.</summary>
internal sealed class SecondsColumn
{
    private readonly Dictionary<(string Item, string Reader, string? Field), double> _seconds = [];

    /// <summary>Seconds of a reader's first label; not a number where they are unknown.</summary>
    internal double Of(string item, string reader, string? field) =>
        _seconds.GetValueOrDefault((item, reader, field), double.NaN);

    /// <exception cref="FileError">A cell is no number of seconds; its line is named.</exception>
    internal static SecondsColumn Read(string path, FileReading reading)
    {
        SecondsColumn column = new();
        using TableRows rows = TableRows.Open(path, reading);
        string[] header = [.. rows.Header.Select(name => name.Trim().ToLowerInvariant())];
        int At(string name) => Array.IndexOf(header, name);
        (int seconds, int item, int reader, int field) = (At("seconds"), At("item"), At("reader"), At("field"));
        if (seconds < 0)
        {
            return column;
        }

        if (item < 0 || reader < 0)
        {
            throw new FileError(path, 1, "a column 'seconds' needs columns 'item' and 'reader' beside it.");
        }

        while (rows.Next())
        {
            string cell = rows[seconds].Trim().ToString();
            if (cell.Length == 0)
            {
                continue;
            }

            if (!NumberText.TryParse(cell, rows.DecimalComma, out double value) || !(value >= 0))
            {
                throw new FileError(path, rows.Line, $"'{cell}' in the column 'seconds' is no number of seconds.");
            }

            column._seconds.TryAdd(
                (
                    rows[item].Trim().ToString(),
                    rows[reader].Trim().ToString(),
                    field < 0 ? null : rows[field].Trim().ToString()
                ),
                value
            );
        }

        return column;
    }
}
