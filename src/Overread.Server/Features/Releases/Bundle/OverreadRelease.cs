// Reads this release for ML.NET: copy the file into a project that has the package Microsoft.ML.
//
//     MLContext ml = new(seed: 1);
//     IDataView train = OverreadRelease.Labelled(ml, "set-1.0.0", "finding", "train");
//
// Rows are items with a settled label: silence is never an answer. What became of the release since is in the list that
// `overread release status` writes; its signature is checked by `overread verify`, not here.

#nullable enable

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.ML;

#pragma warning disable CA1050 // Whoever copies it gives it a namespace of their own.

/// <summary>The items and labels of a release of Overread.</summary>
public static class OverreadRelease
{
    /// <summary>An item with its label. A study has several files: then the paths stand one a line.</summary>
    public sealed class Row
    {
        /// <summary>The item's id.</summary>
        public string Item { get; set; } = "";

        /// <summary>The pseudonym of the patient.</summary>
        public string Subject { get; set; } = "";

        /// <summary>train, tuning or test.</summary>
        public string Split { get; set; } = "";

        /// <summary>The settled label.</summary>
        public string Label { get; set; } = "";

        /// <summary>Where the files are, one path a line; empty where the item is a reference.</summary>
        public string Paths { get; set; } = "";
    }

    /// <summary>The names of the labels, in the order of the protocol.</summary>
    public static IReadOnlyList<string> Fields(string folder) =>
        Table(Path.Combine(folder, "exports", "labels.csv")).First().Skip(3).ToList();

    /// <summary>The items with a settled label of a field, as ML.NET takes them.</summary>
    /// <param name="folder">Where the bundle is, unpacked.</param>
    /// <param name="split">train, tuning or test; null for all.</param>
    /// <param name="status">A list of what became of releases, or null. Withdrawn items are left out.</param>
    /// <param name="data">The folder that holds data/, where that is another.</param>
    public static IDataView Labelled(
        MLContext ml,
        string folder,
        string field,
        string? split = null,
        string? status = null,
        string? data = null
    ) => ml.Data.LoadFromEnumerable(Rows(folder, field, split, status, data));

    /// <summary>The same as rows.</summary>
    /// <exception cref="ArgumentException">There is no such label.</exception>
    /// <exception cref="InvalidOperationException">The release was recalled, or the list does not name it.</exception>
    public static IReadOnlyList<Row> Rows(
        string folder,
        string field,
        string? split = null,
        string? status = null,
        string? data = null
    )
    {
        int column = Fields(folder).ToList().IndexOf(field);
        if (column < 0)
        {
            throw new ArgumentException(
                $"There is no label {field}; there are: {string.Join(", ", Fields(folder))}.",
                nameof(field)
            );
        }

        HashSet<string> withdrawn = status is null ? new() : Withdrawn(folder, status);
        ILookup<string, string> files = Table(Path.Combine(folder, "data", "files.csv"))
            .Skip(1)
            .ToLookup(r => r[0], r => Path.GetFullPath(Path.Combine(data ?? folder, r[2])));
        return Table(Path.Combine(folder, "exports", "labels.csv"))
            .Skip(1)
            .Where(r => r[3 + column].Length > 0 && (split is null || r[2] == split) && !withdrawn.Contains(r[0]))
            .Select(r => new Row
            {
                Item = r[0],
                Subject = r[1],
                Split = r[2],
                Label = r[3 + column],
                Paths = string.Join("\n", files[r[0]]),
            })
            .ToList();
    }

    // The list has a line for each release: id, name, version, words, withdrawn items.
    private static HashSet<string> Withdrawn(string folder, string status)
    {
        string about = File.ReadAllText(Path.Combine(folder, "data", "retrieval.json"));
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(about);
        string release = json.RootElement.GetProperty("release").GetString()!;
        string[] lines = File.ReadAllText(status).Split("\n\n")[0].Split('\n');
        string[] cells =
            lines[0] != "overread-release-status/1"
                ? throw new InvalidOperationException($"{status} is no list of what became of releases.")
                : lines.Skip(4).Select(l => l.Split(' ')).FirstOrDefault(c => c[0] == release)
                    ?? throw new InvalidOperationException($"{status} does not name this release; is it older?");
        return cells[3].Split(',').Contains("recalled")
            ? throw new InvalidOperationException("The release was recalled.")
            : new HashSet<string>(cells.Length > 4 ? cells[4].Split(',') : Array.Empty<string>());
    }

    // RFC 4180. What a spreadsheet would take for a formula has an apostrophe before it in the tables.
    private static IEnumerable<IReadOnlyList<string>> Table(string path)
    {
        using StreamReader reader = new(path, Encoding.UTF8);
        List<string> row = new();
        StringBuilder cell = new();
        bool quoted = false;
        for (int c = reader.Read(); c >= 0; c = reader.Read())
        {
            if (c == '"' && quoted && reader.Peek() == '"')
            {
                cell.Append((char)reader.Read());
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (quoted || (c != ',' && c != '\n'))
            {
                cell.Append((char)c);
            }
            else
            {
                row.Add(Meant(cell.ToString()));
                cell.Clear();
                if (c == '\n')
                {
                    yield return row;
                    row = new();
                }
            }
        }
    }

    private static string Meant(string cell)
    {
        string bare = cell.TrimStart('\'');
        return bare.Length > 0 && bare.Length < cell.Length && "=+-@\t\r".Contains(bare[0]) ? cell.Substring(1) : cell;
    }
}
