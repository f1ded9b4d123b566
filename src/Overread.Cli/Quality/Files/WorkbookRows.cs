using System.Globalization;
using System.Text;
using ExcelDataReader;

namespace Overread.Cli.Quality.Files;

/// <summary>
/// A sheet of an Excel workbook: the first row names the columns, cells are text as they are stored (dates as ISO 8601,
/// numbers in their shortest exact form), so that no display format changes a label.
/// </summary>
internal sealed class WorkbookRows : MemoryRows
{
    private WorkbookRows(string path, string[] header, List<(long, string?[])> rows)
        : base(path, header, rows) { }

    internal static new WorkbookRows Open(string path, FileReading? reading = null)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        try
        {
            using FileStream stream = File.OpenRead(path);
            using IExcelDataReader book = ExcelReaderFactory.CreateReader(stream);
            return Read(path, book, reading);
        }
        catch (Exception broken) when (broken is not FileError and not OutOfMemoryException)
        {
            throw new FileError(path, 0, $"this workbook cannot be read: {broken.Message}");
        }
    }

    private static WorkbookRows Read(string path, IExcelDataReader book, FileReading? reading)
    {
        List<string> names = [];
        WorkbookRows? chosen = null;
        do
        {
            names.Add(book.Name);
            bool wanted = reading?.Sheet is { } sheet
                ? sheet.Equals(book.Name, StringComparison.OrdinalIgnoreCase)
                : chosen is null && book.FieldCount > 0;
            if (wanted)
            {
                chosen = Sheet(path, book);
            }
        } while (book.NextResult());

        if (chosen is null)
        {
            throw new FileError(path, 0, $"no sheet to read; there are {string.Join(", ", names)} (--sheet NAME).");
        }

        if (names.Count > 1 && reading is { Sheet: null })
        {
            reading.Note(path, $"the first sheet of {string.Join(", ", names)} is read (--sheet NAME).");
        }

        return chosen;
    }

    private static WorkbookRows Sheet(string path, IExcelDataReader book)
    {
        string[]? header = null;
        List<(long, string?[])> rows = [];
        for (long line = 1; book.Read(); line++)
        {
            string?[] cells = [.. Enumerable.Range(0, book.FieldCount).Select(i => Text(path, line, book.GetValue(i)))];
            if (header is null)
            {
                int width = Array.FindLastIndex(cells, cell => !string.IsNullOrWhiteSpace(cell)) + 1;
                header = width == 0 ? null : [.. cells.Take(width).Select(cell => cell?.Trim() ?? string.Empty)];
                continue;
            }

            if (cells.All(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            if (cells.Skip(header.Length).Any(cell => !string.IsNullOrWhiteSpace(cell)))
            {
                throw new FileError(path, line, $"more cells than the {header.Length} of the header.");
            }

            rows.Add((line, [.. Enumerable.Range(0, header.Length).Select(i => i < cells.Length ? cells[i] : null)]));
        }

        return header is null
            ? throw new FileError(path, 1, "the sheet is empty; a header row is needed.")
            : new WorkbookRows(path, header, rows);
    }

    private static string? Text(string path, long line, object? cell) =>
        cell switch
        {
            null => null,
            string text => text.StartsWith('#') && text.EndsWith('!')
                ? throw new FileError(path, line, $"the cell holds the error {text}.")
                : text,
            bool flag => flag ? "true" : "false",
            DateTime time => time.TimeOfDay == TimeSpan.Zero
                ? time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                : time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => cell.ToString(),
        };
}
