using System.Text.Json;
using Overread.Text.Formats;

namespace Overread.Cli.Quality.Files;

/// <summary>
/// JSON as a table: JSON Lines or one array, an object per row, names of properties as columns. Exports of Label Studio and
/// Prodigy and COCO files are known by their shape and become item, reader, field, label, or marks.
/// </summary>
internal sealed class JsonRows : MemoryRows
{
    private JsonRows(string path, string[] header, List<(long, string?[])> rows)
        : base(path, header, rows) { }

    internal static new TableRows Open(string path, FileReading? reading = null)
    {
        List<(long Line, JsonElement Entry)> entries = Entries(path, reading);
        if (entries is [{ Line: 0, Entry: var coco }])
        {
            return CocoExport.Table(path, coco, reading);
        }

        if (entries.Count == 0)
        {
            throw new FileError(path, 1, "the file is empty; an object per row is needed.");
        }

        return LabelStudioExport.Fits(entries)
            ? reading is { Marks: true }
                ? LabelStudioMarks.Table(path, entries, reading)
                : LabelStudioExport.Table(path, entries, reading)
            : ProdigyExport.Fits(entries) && reading is { Marks: true }
                ? ProdigyExport.Spans(path, entries, reading)
                : ProdigyExport.Fits(entries)
                    ? ProdigyExport.Table(path, entries, reading)
                    : Flat(path, entries);
    }

    /// <summary>A scalar as text; null for null. Objects and arrays have none.</summary>
    internal static string? Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            _ => value.GetRawText(),
        };

    private static List<(long, JsonElement)> Entries(string path, FileReading? reading)
    {
        List<(long, JsonElement)> entries = [];
        long line = 1;
        try
        {
            using StreamReader text = TextEncoding.Open(path, reading?.Encoding);
            if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            {
                using JsonDocument whole = JsonDocument.Parse(text.ReadToEnd());
                JsonElement root = whole.RootElement;
                if (CocoExport.Fits(root))
                {
                    NeedWholeCharacters(path, 1, root);
                    return [(0, root.Clone())];
                }

                if (root.ValueKind != JsonValueKind.Array)
                {
                    throw new FileError(
                        path,
                        1,
                        "an array of objects is needed, one per row, or a COCO file (images, annotations, categories)."
                    );
                }

                foreach (JsonElement entry in root.EnumerateArray())
                {
                    entries.Add((line++, Checked(path, line - 1, entry.Clone())));
                }

                return entries;
            }

            for (; text.ReadLine() is { } row; line++)
            {
                if (!string.IsNullOrWhiteSpace(row))
                {
                    using JsonDocument document = JsonDocument.Parse(row);
                    entries.Add((line, Checked(path, line, document.RootElement.Clone())));
                }
            }
        }
        catch (JsonException broken)
        {
            throw new FileError(path, line, $"this is not JSON: {broken.Message}");
        }
        catch (System.Text.DecoderFallbackException)
        {
            throw new FileError(path, line, "the text is not in the encoding that was expected (UTF-8).");
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new FileError(path, 0, broken.Message);
        }

        return entries;
    }

    private static JsonElement Checked(string path, long line, JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            throw new FileError(path, line, "an object is needed for each row.");
        }

        NeedWholeCharacters(path, line, entry);
        return entry;
    }

    /// <summary>Refuses escapes of half a character (a surrogate without its other half), which JSON allows and no text can hold.</summary>
    private static void NeedWholeCharacters(string path, long line, JsonElement entry)
    {
        if (LoneSurrogates.Find(entry.GetRawText()) >= 0)
        {
            throw new FileError(
                path,
                line,
                "a text holds half a character (\\ud800 to \\udfff without its other half); write it whole."
            );
        }
    }

    private static JsonRows Flat(string path, List<(long Line, JsonElement Entry)> entries)
    {
        List<string> header = [];
        Dictionary<string, int> at = new(StringComparer.Ordinal);
        List<(long, string?[])> rows = [];
        foreach ((long line, JsonElement entry) in entries)
        {
            Dictionary<int, string?> cells = [];
            foreach (JsonProperty property in entry.EnumerateObject())
            {
                if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                {
                    throw new FileError(
                        path,
                        line,
                        $"'{property.Name}' holds an object or an array; each property must be a text, a number, true, false or null."
                    );
                }

                if (!at.TryGetValue(property.Name, out int column))
                {
                    at[property.Name] = column = header.Count;
                    header.Add(property.Name);
                }

                if (!cells.TryAdd(column, Text(property.Value)))
                {
                    throw new FileError(path, line, $"the property '{property.Name}' stands twice.");
                }
            }

            string?[] row = new string?[header.Count];
            foreach ((int column, string? cell) in cells)
            {
                row[column] = cell;
            }

            rows.Add((line, row));
        }

        // Properties that came up later are absent from the rows before.
        return new JsonRows(
            path,
            [.. header],
            [
                .. rows.Select(row =>
                    (
                        row.Item1,
                        Enumerable
                            .Range(0, header.Count)
                            .Select(i => i < row.Item2.Length ? row.Item2[i] : null)
                            .ToArray()
                    )
                ),
            ]
        );
    }
}
