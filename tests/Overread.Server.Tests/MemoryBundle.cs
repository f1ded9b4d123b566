using System.Text;
using System.Text.Json.Nodes;
using Overread.Ledger.Bundles;

namespace Overread.Server.Tests;

/// <summary>The text files of a bundle in memory, to be changed as somebody would who has no record to change with them.</summary>
internal sealed class MemoryBundle : IBundleSource
{
    private readonly SortedDictionary<string, string> _files;

    private MemoryBundle(IDictionary<string, string> files) => _files = new(files, StringComparer.Ordinal);

    public static MemoryBundle Of(IBundleSource source)
    {
        Dictionary<string, string> files = [];
        foreach (string path in source.Paths.Where(p => Path.GetExtension(p) is not (".pdf" or ".bin" or ".parquet")))
        {
            using StreamReader reader = new(source.Open(path), Encoding.UTF8);
            files[path] = reader.ReadToEnd();
        }

        return new(files);
    }

    public MemoryBundle Copy() => new(_files);

    public IReadOnlyList<string> Paths => [.. _files.Keys];

    public string this[string path]
    {
        get => _files[path];
        set => _files[path] = value;
    }

    public Stream Open(string path) => new MemoryStream(Encoding.UTF8.GetBytes(_files[path]));

    public IReadOnlyList<BundleFault> ContainerFaults() => [];

    public void Dispose() { }

    /// <summary>Rows of a table; its cells hold neither commas nor quotes.</summary>
    public int RowsOf(string path) => _files[path].TrimEnd('\n').Split('\n').Length - 1;

    public string Cell(string path, int row, string column)
    {
        string[] lines = _files[path].Split('\n');
        return Split(lines[row + 1])[Array.IndexOf(Split(lines[0]), column)];
    }

    public void Set(string path, int row, string column, string value)
    {
        string[] lines = _files[path].Split('\n');
        string[] cells = Split(lines[row + 1]);
        cells[Array.IndexOf(Split(lines[0]), column)] = value;
        lines[row + 1] = string.Join(',', cells);
        _files[path] = string.Join('\n', lines);
    }

    public void Drop(string path, Func<int, bool> rows)
    {
        string[] lines = _files[path].TrimEnd('\n').Split('\n');
        _files[path] = string.Join('\n', lines.Where((_, i) => i == 0 || !rows(i - 1))) + "\n";
    }

    public void AddRow(string path, string line) => _files[path] += line + "\n";

    /// <summary>Changes the events that are chosen; null takes one away.</summary>
    public void Events(Func<JsonNode, bool> which, Func<JsonNode, JsonNode?> change)
    {
        StringBuilder made = new();
        foreach (string line in _files[BundleManifest.EventsName].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            JsonNode disclosed = JsonNode.Parse(line)!;
            JsonNode payload = JsonNode.Parse(disclosed["payload"]!.GetValue<string>())!;
            JsonNode? kept = which(payload) ? change(payload) : payload;
            if (kept is not null)
            {
                disclosed["payload"] = kept.ToJsonString();
                made.Append(disclosed.ToJsonString()).Append('\n');
            }
        }

        _files[BundleManifest.EventsName] = made.ToString();
    }

    // The tables that are changed here quote only what holds a comma or a quote; quoted cells are kept whole.
    private static string[] Split(string line)
    {
        List<string> cells = [];
        StringBuilder cell = new();
        bool quoted = false;
        foreach (char c in line)
        {
            quoted ^= c == '"';
            if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString());
        return [.. cells];
    }
}
