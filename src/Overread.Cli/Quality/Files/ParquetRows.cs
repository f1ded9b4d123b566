using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Overread.Cli.Quality.Files;

/// <summary>The columns of a Parquet file as text; numbers in their shortest exact form, times as ISO 8601.</summary>
internal sealed class ParquetRows : TableRows
{
    /// <summary>Slower than any disk that people have: what takes longer will not end.</summary>
    private const long BytesPerSecond = 100_000;

    private readonly List<string?[]> _columns = [];

    private ParquetRows(string path)
        : base(path) { }

    /// <inheritdoc/>
    internal override ReadOnlySpan<char> this[int field] => _columns[field][Line - 1];

    internal string?[] Column(int index) => _columns[index];

    /// <inheritdoc/>
    private protected override bool Advance()
    {
        if (_columns.Count == 0 || Line >= _columns[0].Length)
        {
            return false;
        }

        Line++;
        return true;
    }

    internal static new ParquetRows Open(string path, FileReading? reading = null)
    {
        try
        {
            ParquetFooter.Check(path);
            Task<ParquetRows> opened = Task.Run(() => OpenAsync(path));
            TimeSpan longest = TimeSpan.FromSeconds(20 + (new FileInfo(path).Length / BytesPerSecond));
            return opened.Wait(longest)
                ? opened.Result
                : throw new FileError(
                    path,
                    0,
                    $"this Parquet file cannot be read: it did not come to an end within {longest.TotalSeconds:F0} s, as damaged pages do not."
                );
        }
        catch (AggregateException several) when (several.InnerException is FileError refused)
        {
            throw refused;
        }
        catch (AggregateException several) when (several.InnerException is not OutOfMemoryException)
        {
            throw new FileError(path, 0, $"this Parquet file cannot be read: {several.InnerException!.Message}");
        }
        catch (Exception broken) when (broken is not FileError and not OutOfMemoryException)
        {
            throw new FileError(path, 0, $"this Parquet file cannot be read: {broken.Message}");
        }
    }

    private static async Task<ParquetRows> OpenAsync(string path)
    {
        await using ParquetReader reader = await ParquetReader.CreateAsync(path);
        DataField[] fields = reader.Schema.GetDataFields();
        ParquetRows table = new(path);
        table.Name([.. fields.Select(field => field.Name)]);
        List<string?>[] cells = [.. fields.Select(_ => new List<string?>())];
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
            for (int i = 0; i < fields.Length; i++)
            {
                cells[i].AddRange(await Read(rows, fields[i], path));
            }
        }

        table._columns.AddRange(cells.Select(column => column.ToArray()));
        return table;
    }

    private static async Task<string?[]> Read(ParquetRowGroupReader rows, DataField field, string path)
    {
        if (field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>))
        {
            string?[] text = new string?[rows.RowCount];
            await rows.ReadAsync(field, text.AsMemory()!);
            return text;
        }

        return Type.GetTypeCode(field.ClrType) switch
        {
            TypeCode.Boolean => await Values<bool>(rows, field),
            TypeCode.Byte => await Values<byte>(rows, field),
            TypeCode.Int16 => await Values<short>(rows, field),
            TypeCode.Int32 => await Values<int>(rows, field),
            TypeCode.Int64 => await Values<long>(rows, field),
            TypeCode.Single => await Values<float>(rows, field),
            TypeCode.Double => await Values<double>(rows, field),
            TypeCode.Decimal => await Values<decimal>(rows, field),
            TypeCode.DateTime => await Values<DateTime>(rows, field),
            _ => throw new FileError(
                path,
                0,
                $"the column '{field.Name}' has the type {field.ClrType.Name}, which is no label."
            ),
        };
    }

    private static async Task<string?[]> Values<T>(ParquetRowGroupReader rows, DataField field)
        where T : struct
    {
        if (field.IsNullable)
        {
            T?[] nullable = new T?[rows.RowCount];
            await rows.ReadAsync<T>(field, nullable.AsMemory());
            return [.. nullable.Select(value => value is null ? null : Text(value.Value))];
        }

        T[] values = new T[rows.RowCount];
        await rows.ReadAsync<T>(field, values.AsMemory());
        return [.. values.Select(value => Text(value))];
    }

    private static string Text<T>(T value)
        where T : struct =>
        value switch
        {
            bool flag => flag ? "true" : "false",
            DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => string.Empty,
        };
}
