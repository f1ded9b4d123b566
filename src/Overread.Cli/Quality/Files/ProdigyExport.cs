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

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out JsonElement value)
        && value.ValueKind is (JsonValueKind.String or JsonValueKind.Number)
            ? JsonRows.Text(value)
            : null;
}
