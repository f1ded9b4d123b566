using System.Globalization;
using System.Text;
using Overread.Cli.Quality.Files;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks;

/// <summary>
/// The names and codes of the numbers in a label map, as a CSV beside the file (<c>NAME.labels.csv</c>) for formats that hold
/// numbers alone. Codes stand as VALUE^SCHEME^MEANING.
/// </summary>
internal static class LabelTable
{
    private const string Columns =
        "number,name,red,green,blue,category,type,modifier,region,region_modifier,algorithm_type,algorithm_name,tracking_id,tracking_uid,description";

    /// <summary>Name of the table of a label map.</summary>
    internal static string PathFor(string path) =>
        Path.Combine(Path.GetDirectoryName(path) ?? "", Reading.VolumeSource.Stem(path) + ".labels.csv");

    /// <summary>The label of a number by the table beside a file; null where there is none.</summary>
    internal static MarkLabel? Beside(string path, int number) =>
        Read(PathFor(path)).FirstOrDefault(label => label.Number == number);

    internal static IReadOnlyList<MarkLabel> Read(string table)
    {
        if (!File.Exists(table))
        {
            return [];
        }

        List<MarkLabel> labels = [];
        using CsvRows rows = CsvRows.Open(table);
        Dictionary<string, int> columns = rows
            .Header.Select((name, i) => (name, i))
            .ToDictionary(p => p.name, p => p.i);
        while (rows.Next())
        {
            string? Cell(string name) =>
                columns.TryGetValue(name, out int at) && rows.Cell(at) is { Length: > 0 } cell ? cell.ToString() : null;
            if (!int.TryParse(Cell("number"), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                throw new FileError(table, rows.Line, "the column 'number' holds no label number.");
            }

            labels.Add(
                new MarkLabel
                {
                    Number = number,
                    Name = Cell("name") ?? $"label {number}",
                    Colour =
                        byte.TryParse(Cell("red"), CultureInfo.InvariantCulture, out byte red)
                        && byte.TryParse(Cell("green"), CultureInfo.InvariantCulture, out byte green)
                        && byte.TryParse(Cell("blue"), CultureInfo.InvariantCulture, out byte blue)
                            ? (red, green, blue)
                            : null,
                    Category = Term(Cell("category")),
                    Type = Term(Cell("type")),
                    Modifier = Term(Cell("modifier")),
                    Region = Term(Cell("region")),
                    RegionModifier = Term(Cell("region_modifier")),
                    AlgorithmType = Cell("algorithm_type"),
                    AlgorithmName = Cell("algorithm_name"),
                    TrackingId = Cell("tracking_id"),
                    TrackingUid = Cell("tracking_uid"),
                    Description = Cell("description"),
                }
            );
        }

        return labels;
    }

    internal static void Write(Stream stream, IEnumerable<(int Number, MarkLabel Label)> labels)
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(Columns);
        foreach ((int number, MarkLabel label) in labels)
        {
            writer.WriteLine(
                Row(
                    number.ToString(CultureInfo.InvariantCulture),
                    label.Name,
                    label.Colour?.Red.ToString(CultureInfo.InvariantCulture),
                    label.Colour?.Green.ToString(CultureInfo.InvariantCulture),
                    label.Colour?.Blue.ToString(CultureInfo.InvariantCulture),
                    label.Category?.ToString(),
                    label.Type?.ToString(),
                    label.Modifier?.ToString(),
                    label.Region?.ToString(),
                    label.RegionModifier?.ToString(),
                    label.AlgorithmType,
                    label.AlgorithmName,
                    label.TrackingId,
                    label.TrackingUid,
                    label.Description
                )
            );
        }
    }

    /// <summary>A row of separated text (RFC 4180).</summary>
    internal static string Row(params ReadOnlySpan<string?> cells)
    {
        StringBuilder row = new();
        for (int i = 0; i < cells.Length; i++)
        {
            string cell = cells[i] ?? "";
            row.Append(i > 0 ? "," : "");
            row.Append(
                cell.AsSpan().IndexOfAny(",\"\r\n") < 0
                    ? cell
                    : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            );
        }

        return row.ToString();
    }

    private static CodedTerm? Term(string? text) =>
        text?.Split('^', 3) is [{ Length: > 0 } value, var scheme, var meaning]
            ? new CodedTerm(value, scheme, meaning)
            : null;
}
