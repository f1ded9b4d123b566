using System.Text.Json;

namespace Overread.Cli.Quality.Files;

/// <summary>
/// Prodigy's JSON Lines: one object per decision. A choice (<c>accept</c> lists options) is a label, several are joined by a
/// semicolon; a yes or no to one <c>label</c> is <c>accept</c> or <c>reject</c> of that field; <c>ignore</c> is missing.
/// The item is the input's hash, the reader the annotator or session.
/// </summary>
internal static class ProdigyExport
{
    internal static bool Fits(List<(long Line, JsonElement Entry)> entries) =>
        entries.TrueForAll(entry =>
            entry.Entry.TryGetProperty("_input_hash", out _) && entry.Entry.TryGetProperty("answer", out _)
        );

    internal static MemoryRows Table(string path, List<(long Line, JsonElement Entry)> entries, FileReading? reading)
    {
        List<(long, string?[])> rows = [];
        int ignored = 0;
        foreach ((long line, JsonElement entry) in entries)
        {
            string item = JsonRows.Text(entry.GetProperty("_input_hash"))!;
            string answer = JsonRows.Text(entry.GetProperty("answer")) ?? string.Empty;
            string reader =
                Text(entry, "_annotator_id")
                ?? Text(entry, "_session_id")
                ?? throw new FileError(path, line, "neither _annotator_id nor _session_id says who answered.");
            ignored += answer == "ignore" ? 1 : 0;
            if (entry.TryGetProperty("accept", out JsonElement chosen) && chosen.ValueKind == JsonValueKind.Array)
            {
                string label = string.Join(
                    ';',
                    chosen.EnumerateArray().Select(JsonRows.Text).Order(StringComparer.Ordinal)
                );
                rows.Add((line, [item, reader, "choice", answer == "accept" ? label : string.Empty]));
            }
            else if (Text(entry, "label") is { } field)
            {
                rows.Add((line, [item, reader, field, answer == "ignore" ? string.Empty : answer]));
            }
            else
            {
                throw new FileError(
                    path,
                    line,
                    "neither accept nor label: only choices and yes-or-no decisions are labels."
                );
            }
        }

        if (ignored > 0)
        {
            reading?.Note(path, $"{ignored} ignored decisions are missing labels.");
        }

        return new MemoryRows(path, ["item", "reader", "field", "label"], rows);
    }

    /// <summary>The spans of accepted decisions as marks; a rejected or ignored decision is none.</summary>
    internal static MemoryRows Spans(string path, List<(long Line, JsonElement Entry)> entries, FileReading? reading)
    {
        MarkTable table = new(path);
        foreach ((long line, JsonElement entry) in entries.Where(one => Text(one.Entry, "answer") == "accept"))
        {
            string item =
                JsonRows.Text(entry.GetProperty("_input_hash"))
                ?? throw new FileError(path, line, "the _input_hash is empty.");
            string reader =
                Text(entry, "_annotator_id")
                ?? Text(entry, "_session_id")
                ?? throw new FileError(path, line, "neither _annotator_id nor _session_id says who answered.");
            if (
                !entry.TryGetProperty("spans", out JsonElement spans)
                || spans.ValueKind != JsonValueKind.Array
                || spans.GetArrayLength() == 0
            )
            {
                table.Nothing(line, item, reader);
                continue;
            }

            foreach (JsonElement span in spans.EnumerateArray())
            {
                if (
                    span.ValueKind != JsonValueKind.Object
                    || Text(span, "start") is not { } start
                    || Text(span, "end") is not { } end
                    || !NumberText.TryParse(start, comma: false, out double from)
                    || !NumberText.TryParse(end, comma: false, out double to)
                )
                {
                    throw new FileError(path, line, "a span needs start and end, both numbers.");
                }

                table.Span(line, item, reader, Text(span, "label"), from, to);
            }
        }

        return table.Table(reading);
    }

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out JsonElement value)
        && value.ValueKind is (JsonValueKind.String or JsonValueKind.Number)
            ? JsonRows.Text(value)
            : null;
}
