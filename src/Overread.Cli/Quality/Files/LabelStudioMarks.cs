using System.Text.Json;

namespace Overread.Cli.Quality.Files;

/// <summary>
/// The rectangles and text spans of a Label Studio JSON export as a table of marks. Rectangles are percentages of the picture there and
/// become pixels; a rotated one is refused, since its overlap would be another.
/// </summary>
internal static class LabelStudioMarks
{
    internal static MemoryRows Table(string path, List<(long Line, JsonElement Entry)> entries, FileReading? reading)
    {
        MarkTable table = new(path);
        foreach ((long line, JsonElement task) in entries)
        {
            string item =
                LabelStudioExport.Property(task, "id") ?? throw new FileError(path, line, "the task has no id.");
            foreach ((string reader, JsonElement results) in LabelStudioExport.Annotations(path, line, task))
            {
                bool any = false;
                foreach (JsonElement result in results.EnumerateArray())
                {
                    any |= Add(table, path, line, item, reader, result);
                }

                if (!any)
                {
                    table.Nothing(line, item, reader);
                }
            }
        }

        return table.Table(reading);
    }

    private static bool Add(MarkTable table, string path, long line, string item, string reader, JsonElement result)
    {
        string type = LabelStudioExport.Property(result, "type") ?? "without a type";
        if (
            result.ValueKind != JsonValueKind.Object
            || !result.TryGetProperty("value", out JsonElement value)
            || value.ValueKind != JsonValueKind.Object
        )
        {
            table.Other(type);
            return false;
        }

        if (type is "rectanglelabels" or "rectangle")
        {
            if (value.TryGetProperty("rotation", out JsonElement turned) && Read(turned) is not (null or 0))
            {
                throw new FileError(
                    path,
                    line,
                    $"a rectangle of {reader} is rotated; rotated boxes cannot be compared."
                );
            }

            double width = Number(path, line, result, "original_width") / 100;
            double height = Number(path, line, result, "original_height") / 100;
            table.Box(
                line,
                item,
                reader,
                Label(value, "rectanglelabels"),
                [
                    Number(path, line, value, "x") * width,
                    Number(path, line, value, "y") * height,
                    Number(path, line, value, "width") * width,
                    Number(path, line, value, "height") * height,
                ]
            );
            return true;
        }

        if (type == "labels" && value.TryGetProperty("start", out _))
        {
            table.Span(
                line,
                item,
                reader,
                Label(value, "labels"),
                Number(path, line, value, "start"),
                Number(path, line, value, "end")
            );
            return true;
        }

        table.Other(type);
        return false;
    }

    private static string? Label(JsonElement value, string name) =>
        value.TryGetProperty(name, out JsonElement labels) && labels.ValueKind == JsonValueKind.Array
            ? string.Join(';', labels.EnumerateArray().Select(JsonRows.Text).Order(StringComparer.Ordinal))
            : null;

    private static double Number(string path, long line, JsonElement of, string name) =>
        of.TryGetProperty(name, out JsonElement number) && Read(number) is { } value
            ? value
            : throw new FileError(path, line, $"a mark has no number '{name}'.");

    private static double? Read(JsonElement number) =>
        number.ValueKind == JsonValueKind.Number && number.TryGetDouble(out double value) && double.IsFinite(value)
            ? value
            : null;
}
