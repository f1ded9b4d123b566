using CsvHelper;

namespace Overread.Server.Features.Releases.Bundle;

/// <summary>Reads a table of a bundle (RFC 4180) back as rows by column name.</summary>
internal static class CsvRows
{
    public static List<Dictionary<string, string>> Read(string text)
    {
        using CsvReader csv = CsvReader.FromText(text, new() { Separator = ',' });
        csv.ReadHeader();
        string[] names = [.. csv.Headers];
        List<Dictionary<string, string>> rows = [];
        while (csv.Read())
        {
            rows.Add(names.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => csv.GetString(p.i)));
        }

        return rows;
    }
}
