using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Overread.Text.Formats;
using Overread.Text.Formats.Brat;

namespace Overread.Text.Benchmarks;

/// <summary>Reads the corpora of a folder as their authors publish them; a corpus that is absent gives nothing.</summary>
internal static class Corpora
{
    /// <summary>The half that was looked at during development: an even first byte of the SHA-256 of the name.</summary>
    internal static bool IsSeen(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name))[0] % 2 == 0;

    /// <summary>ASQ-PHI: queries and, as JSON lines, the values in them.</summary>
    internal static IEnumerable<GoldDocument> Asq(string data)
    {
        string path = Path.Combine(data, "text_phi/asq-phi/data/synthetic_clinical_queries.txt");
        if (!File.Exists(path))
        {
            yield break;
        }

        int number = 0;
        foreach (string block in File.ReadAllText(path).Split("===QUERY===\n").Skip(1))
        {
            number++;
            string[] parts = block.Split("===PHI_TAGS===");
            string text = parts[0].Trim('\n');
            List<GoldSpan> gold = [];
            foreach (
                string line in parts[1]
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            )
            {
                using JsonDocument tag = JsonDocument.Parse(line);
                string value = tag.RootElement.GetProperty("value").GetString()!;
                string type = tag.RootElement.GetProperty("identifier_type").GetString()!;
                gold.AddRange(Everywhere(text, value).Select(start => new GoldSpan(start, start + value.Length, type)));
            }

            yield return new(string.Create(CultureInfo.InvariantCulture, $"query-{number}"), text, gold);
        }
    }

    /// <summary>MEDDOCAN: brat standoff beside each text.</summary>
    internal static IEnumerable<GoldDocument> Meddocan(string data)
    {
        string folder = Path.Combine(data, "text_phi/SPACCC_MEDDOCAN/dev/brat");
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (string path in Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal))
        {
            // The byte order mark is counted by the offsets of the corpus.
            string text = Encoding.UTF8.GetString(File.ReadAllBytes(path));
            CodePoints points = new(text);
            yield return new(
                Path.GetFileNameWithoutExtension(path),
                text,
                [
                    .. new BratFormat()
                        .Read(
                            new TextSource(
                                Path.ChangeExtension(path, ".ann"),
                                File.ReadAllText(Path.ChangeExtension(path, ".ann")),
                                _ => text
                            ),
                            new Findings(),
                            ReadingChoices.Default
                        )
                        .SelectMany(document => document.Spans)
                        .Select(span => new GoldSpan(points.ToUnits(span.Start), points.ToUnits(span.End), span.Type)),
                ]
            );
        }
    }

    /// <summary>ACI-BENCH: the notes; nothing in them is marked.</summary>
    internal static IEnumerable<GoldDocument> Aci(string data, string column = "note")
    {
        string folder = Path.Combine(data, "text_notes/aci-bench/data/challenge_data");
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (
            string path in Directory
                .EnumerateFiles(folder, "*.csv")
                .Where(p => !p.Contains("metadata", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        )
        {
            List<string[]> rows = [.. Rows(File.ReadAllText(path))];
            int at = Array.IndexOf(rows[0], column);
            foreach (string[] row in rows.Skip(1).Where(r => r.Length > at))
            {
                yield return new(row[1], row[at], []);
            }
        }
    }

    private static IEnumerable<int> Everywhere(string text, string value)
    {
        for (
            int at = text.IndexOf(value, StringComparison.Ordinal);
            at >= 0;
            at = text.IndexOf(value, at + value.Length, StringComparison.Ordinal)
        )
        {
            yield return at;
        }
    }

    /// <summary>RFC 4180.</summary>
    internal static IEnumerable<string[]> Rows(string csv)
    {
        List<string> row = [];
        StringBuilder cell = new();
        bool quoted = false;
        for (int i = 0; i < csv.Length; i++)
        {
            char c = csv[i];
            if (quoted)
            {
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (i + 1 < csv.Length && csv[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"')
            {
                quoted = true;
            }
            else if (c is ',' or '\n')
            {
                row.Add(cell.ToString().TrimEnd('\r'));
                cell.Clear();
                if (c == '\n')
                {
                    yield return [.. row];
                    row.Clear();
                }
            }
            else
            {
                cell.Append(c);
            }
        }

        if (row.Count > 0 || cell.Length > 0)
        {
            row.Add(cell.ToString());
            yield return [.. row];
        }
    }
}
