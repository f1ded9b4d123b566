using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Overread.Cli.Quality;

/// <summary>A result for programs: named columns of text, whole or real numbers, as CSV or Parquet with all digits.</summary>
internal sealed class ResultTable
{
    private readonly List<(string Name, Type Type, List<object?> Cells)> _columns = [];

    internal int Rows => _columns.Count == 0 ? 0 : _columns[0].Cells.Count;

    internal ResultTable Text(string name, IEnumerable<string?> cells) => Add<string>(name, cells.Cast<object?>());

    internal ResultTable Number(string name, IEnumerable<double?> cells) =>
        Add<double>(name, cells.Select(cell => cell is { } number && double.IsFinite(number) ? (object)number : null));

    internal ResultTable Whole(string name, IEnumerable<int> cells) => Add<int>(name, cells.Cast<object?>());

    internal ResultTable Flag(string name, IEnumerable<bool> cells) => Add<bool>(name, cells.Cast<object?>());

    internal void WriteCsv(TextWriter writer)
    {
        writer.Write(TextTable.CsvLine(_columns.Select(column => column.Name)));
        for (int row = 0; row < Rows; row++)
        {
            writer.Write(TextTable.CsvLine(_columns.Select(column => Cell(column.Cells[row]))));
        }
    }

    internal void WriteParquet(string path) => WriteParquetAsync(path).GetAwaiter().GetResult();

    private static string Cell(object? cell) =>
        cell switch
        {
            null => string.Empty,
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            int number => number.ToString(CultureInfo.InvariantCulture),
            bool flag => flag ? "true" : "false",
            _ => (string)cell,
        };

    private ResultTable Add<T>(string name, IEnumerable<object?> cells)
    {
        List<object?> list = [.. cells];
        if (_columns.Count > 0 && list.Count != Rows)
        {
            throw new ArgumentException($"The column {name} has {list.Count} cells, the table {Rows} rows.");
        }

        _columns.Add((name, typeof(T), list));
        return this;
    }

    private async Task WriteParquetAsync(string path)
    {
        DataField[] fields =
        [
            .. _columns.Select(column =>
                column.Type == typeof(double) ? new DataField<double?>(column.Name)
                : column.Type == typeof(int) ? new DataField<int>(column.Name)
                : column.Type == typeof(bool) ? new DataField<bool>(column.Name)
                : (DataField)new DataField<string>(column.Name)
            ),
        ];
        await using FileStream stream = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream);
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        for (int i = 0; i < fields.Length; i++)
        {
            List<object?> cells = _columns[i].Cells;
            if (_columns[i].Type == typeof(double))
            {
                await group.WriteAsync<double>(fields[i], cells.Select(cell => (double?)cell).ToArray());
            }
            else if (_columns[i].Type == typeof(int))
            {
                await group.WriteAsync<int>(fields[i], cells.Select(cell => (int)cell!).ToArray());
            }
            else if (_columns[i].Type == typeof(bool))
            {
                await group.WriteAsync<bool>(fields[i], cells.Select(cell => (bool)cell!).ToArray());
            }
            else
            {
                await group.WriteAsync(fields[i], [.. cells.Select(cell => (string?)cell ?? string.Empty)]);
            }
        }
    }
}
