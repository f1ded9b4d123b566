using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Overread.Deidentification.Phi;
using Overread.Text;

namespace Overread.Cli.Text;

/// <summary>Spans that others made on the texts, moved to where their characters lie after replacement.</summary>
internal sealed class CarriedSpans
{
    private readonly string _path;
    private readonly List<JsonObject> _rows = [];
    private readonly Dictionary<string, List<JsonObject>> _files = new(StringComparer.Ordinal);

    private CarriedSpans(string path) => _path = path;

    /// <summary>Reads JSON lines with file, start, end in code points.</summary>
    /// <exception cref="CommandFailedException">A line is none; the message says which.</exception>
    internal static CarriedSpans Read(string path)
    {
        CarriedSpans spans = new(path);
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            if (!TryRead(line, out JsonObject? row, out string? file))
            {
                throw new CommandFailedException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{path}, line {number}: an object with file, start and end is meant."
                    )
                );
            }

            spans._rows.Add(row);
            if (!spans._files.TryGetValue(file, out List<JsonObject>? rows))
            {
                spans._files[file] = rows = [];
            }

            rows.Add(row);
        }

        return spans;
    }

    private static bool TryRead(
        string line,
        [NotNullWhen(true)] out JsonObject? row,
        [NotNullWhen(true)] out string? file
    )
    {
        file = null;
        try
        {
            row = JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            row = null;
        }

        return row?["file"] is JsonValue name
            && name.TryGetValue(out file)
            && row["start"] is JsonValue start
            && start.TryGetValue(out int _)
            && row["end"] is JsonValue end
            && end.TryGetValue(out int _);
    }

    /// <summary>Moves the spans of one text; one that lies outside of it stays as it was.</summary>
    /// <returns>A sentence for each that lies outside.</returns>
    internal IEnumerable<string> Move(string file, CodePoints text, PhiReplacement replaced)
    {
        if (!_files.TryGetValue(file, out List<JsonObject>? rows))
        {
            yield break;
        }

        CodePoints result = new(replaced.Text);
        foreach (JsonObject row in rows)
        {
            int start = row["start"]!.GetValue<int>();
            int end = row["end"]!.GetValue<int>();
            if (start < 0 || end < start || end > text.Length)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{_path}: {start} to {end} lies outside {file}, which has {text.Length} code points; it was not moved."
                );
                continue;
            }

            (int from, int to, bool touched) = replaced.Map.Carry(text.ToUnits(start), text.ToUnits(end));
            row["start"] = result.OfUnits(from);
            row["end"] = result.OfUnits(to);
            row["replaced"] = touched;
        }
    }

    /// <summary>Writes the moved spans beside the ones that were read.</summary>
    internal void Write() =>
        File.WriteAllLines(Path.ChangeExtension(_path, ".carried.jsonl"), _rows.Select(r => r.ToJsonString()));
}
