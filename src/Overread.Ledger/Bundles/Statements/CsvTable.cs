using System.Text;

namespace Overread.Ledger.Bundles.Statements;

/// <summary>A table of a bundle (RFC 4180), row by row, by column name.</summary>
internal static class CsvTable
{
    /// <summary>The rows; none where the bundle has no such file.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Rows(IBundleSource source, string path)
    {
        if (!source.Paths.Contains(path))
        {
            yield break;
        }

        using StreamReader reader = new(source.Open(path), Encoding.UTF8);
        if (Next(reader) is not { } header)
        {
            yield break;
        }

        Dictionary<string, int> columns = new(header.Count, StringComparer.Ordinal);
        for (int i = 0; i < header.Count; i++)
        {
            columns[header[i]] = i;
        }

        while (Next(reader) is { } cells)
        {
            for (int i = 0; i < cells.Count; i++)
            {
                cells[i] = Meant(cells[i]);
            }

            yield return new CsvRow(columns, cells);
        }
    }

    // The tables of a bundle put an apostrophe before what a spreadsheet would take for a formula (CWE-1236).
    private static string Meant(string cell)
    {
        string bare = cell.TrimStart('\'');
        return bare.Length < cell.Length && bare.Length > 0 && bare[0] is '=' or '+' or '-' or '@' or '\t' or '\r'
            ? cell[1..]
            : cell;
    }

    private static List<string>? Next(StreamReader reader)
    {
        if (reader.Peek() < 0)
        {
            return null;
        }

        List<string> cells = [];
        StringBuilder cell = new();
        bool quoted = false;
        for (int c = reader.Read(); c >= 0; c = reader.Read())
        {
            if (c == '"' && quoted && reader.Peek() == '"')
            {
                reader.Read();
                cell.Append('"');
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == '\n' && !quoted)
            {
                break;
            }
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else if (c != '\r' || quoted)
            {
                cell.Append((char)c);
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
