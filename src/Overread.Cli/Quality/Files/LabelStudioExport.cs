using System.Text.Json;

namespace Overread.Cli.Quality.Files;

/// <summary>
/// Label Studio's JSON export: tasks with annotations, each by a person and with results. Choices, ratings, numbers and texts
/// become labels of the field that asked for them; several choices are joined by a semicolon (<c>--sets ";"</c>).
/// Annotations that were skipped are none.
/// </summary>
internal static class LabelStudioExport
{
    internal static bool Fits(List<(long Line, JsonElement Entry)> entries) =>
        entries.TrueForAll(entry =>
            entry.Entry.TryGetProperty("annotations", out JsonElement found) && found.ValueKind == JsonValueKind.Array
        );

    internal static MemoryRows Table(string path, List<(long Line, JsonElement Entry)> entries, FileReading? reading)
    {
        List<(long, string?[])> rows = [];
        SortedSet<string> others = new(StringComparer.Ordinal);
        foreach ((long line, JsonElement task) in entries)
        {
            string item = Property(task, "id") ?? throw new FileError(path, line, "the task has no id.");
            foreach ((string reader, JsonElement results) in Annotations(path, line, task))
            {
                foreach (JsonElement result in results.EnumerateArray())
                {
                    if (Label(result) is { } label)
                    {
                        rows.Add((line, [item, reader, Property(result, "from_name") ?? string.Empty, label]));
                    }
                    else
                    {
                        others.Add(Property(result, "type") ?? "without a type");
                    }
                }
            }
        }

        if (others.Count > 0)
        {
            reading?.Note(path, $"results of the kinds {string.Join(", ", others)} are no labels and are left out.");
        }

        return new MemoryRows(path, ["item", "reader", "field", "label"], rows);
    }

    /// <summary>The annotations of a task that were not skipped: by whom, and their results.</summary>
    internal static IEnumerable<(string Reader, JsonElement Results)> Annotations(
        string path,
        long line,
        JsonElement task
    )
    {
        foreach (JsonElement annotation in task.GetProperty("annotations").EnumerateArray())
        {
            if (annotation.ValueKind != JsonValueKind.Object)
            {
                throw new FileError(path, line, "an annotation is no object.");
            }

            if (
                annotation.TryGetProperty("was_cancelled", out JsonElement skipped)
                && skipped.ValueKind == JsonValueKind.True
            )
            {
                continue;
            }

            string reader =
                Person(annotation)
                ?? throw new FileError(path, line, "an annotation does not say by whom (completed_by).");
            yield return annotation.TryGetProperty("result", out JsonElement results)
            && results.ValueKind == JsonValueKind.Array
                ? (reader, results)
                : throw new FileError(path, line, "an annotation has no result.");
        }
    }

    private static string? Person(JsonElement annotation) =>
        !annotation.TryGetProperty("completed_by", out JsonElement by) ? null
        : by.ValueKind == JsonValueKind.Object ? Property(by, "email") ?? Property(by, "id")
        : JsonRows.Text(by);

    private static string? Label(JsonElement result)
    {
        if (
            result.ValueKind != JsonValueKind.Object
            || !result.TryGetProperty("value", out JsonElement value)
            || value.ValueKind != JsonValueKind.Object
        )
        {
            return null;
        }

        foreach (string kind in (string[])["choices", "rating", "number", "text"])
        {
            if (value.TryGetProperty(kind, out JsonElement given))
            {
                return given.ValueKind == JsonValueKind.Array
                    ? string.Join(';', given.EnumerateArray().Select(JsonRows.Text).Order(StringComparer.Ordinal))
                    : JsonRows.Text(given);
            }
        }

        return null;
    }

    internal static string? Property(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object
        && of.TryGetProperty(name, out JsonElement value)
        && value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)
            ? JsonRows.Text(value)
            : null;
}
