using System.Globalization;
using Overread.Cli.Quality.Files;

namespace Overread.Cli.Quality;

/// <summary>
/// A model's scores: a CSV file whose first column names the item and whose others are fields, or with a single column of
/// scores. An item may carry a longer path in front.
/// </summary>
internal sealed class ScoreFile
{
    private readonly string _path;
    private readonly string[] _fields;
    private readonly Dictionary<string, double[]> _rows = new(StringComparer.Ordinal);

    private ScoreFile(string path, string[] fields)
    {
        _path = path;
        _fields = fields;
    }

    internal static ScoreFile Load(string path, FileReading? reading = null)
    {
        using TableRows rows = TableRows.Open(path, reading);
        ScoreFile file = new(path, [.. rows.Header.Skip(1)]);
        while (rows.Next())
        {
            double[] scores = new double[file._fields.Length];
            for (int i = 0; i < scores.Length; i++)
            {
                if (!rows.Number(i + 1, out scores[i]))
                {
                    throw new FileError(path, rows.Line, $"'{rows[i + 1]}' is no score.");
                }
            }

            if (!file._rows.TryAdd(rows.Cell(0).ToString(), scores))
            {
                throw new FileError(path, rows.Line, $"a second row for {rows[0]}.");
            }
        }

        return file;
    }

    /// <summary>All numbers of the items, row by row, and how many there are per item.</summary>
    internal (double[] Numbers, int Width) Table(IReadOnlyList<string> items) =>
        (
            [
                .. items.SelectMany(item =>
                    _rows.TryGetValue(item, out double[]? row)
                        ? row
                        : throw new FileError(_path, 0, $"no row for the item {item}.")
                ),
            ],
            _fields.Length
        );

    /// <summary>Whether the file scores a field.</summary>
    internal bool Has(string? field) => Column(field) >= 0;

    /// <summary>The scores of the items.</summary>
    internal double[] Of(IReadOnlyList<string> items, string? field)
    {
        Dictionary<string, double[]> byTail = [];
        foreach ((string name, double[] scores) in _rows)
        {
            for (int at = name.IndexOf('/', StringComparison.Ordinal); at >= 0; at = name.IndexOf('/', at + 1))
            {
                byTail.TryAdd(name[(at + 1)..], scores);
            }
        }

        int column = Column(field);
        return
        [
            .. items.Select(item =>
                _rows.TryGetValue(item, out double[]? row) || byTail.TryGetValue(item, out row)
                    ? row[column]
                    : throw new FileError(_path, 0, $"no score for the item {item}.")
            ),
        ];
    }

    private int Column(string? field) => field is null ? (_fields.Length == 1 ? 0 : -1) : Array.IndexOf(_fields, field);
}
