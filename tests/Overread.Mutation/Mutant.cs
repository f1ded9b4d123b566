using System.Text.Json;
using System.Text.RegularExpressions;

namespace Overread.Mutation;

/// <summary>One change that Stryker made to the library.</summary>
/// <param name="Id">Its number in the mutated assembly.</param>
/// <param name="File">Path below the library's folder.</param>
/// <param name="Line">Line of the change, from 1.</param>
/// <param name="Kind">Stryker's name of the change.</param>
/// <param name="Before">The text that was there, on one line.</param>
/// <param name="After">The text that replaced it, on one line.</param>
/// <param name="Status">Stryker's status while none has run: NoCoverage, Ignored or CompileError.</param>
internal sealed partial record Mutant(
    int Id,
    string File,
    int Line,
    string Kind,
    string Before,
    string After,
    string Status
)
{
    /// <summary>The folder it counts for; files beside the folders count as one.</summary>
    internal string Folder =>
        File.Contains('/', StringComparison.Ordinal) ? File[..File.IndexOf('/', StringComparison.Ordinal)] : "(top)";

    internal static Mutant[] Read(string report)
    {
        using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllText(report));
        List<Mutant> mutants = [];
        foreach (JsonProperty file in document.RootElement.GetProperty("files").EnumerateObject())
        {
            string[] source = file.Value.GetProperty("source").GetString()!.Split('\n');
            string name = file.Name.Replace('\\', '/');
            int at = name.LastIndexOf(Instrument.Name + "/", StringComparison.Ordinal);
            name = at < 0 ? name : name[(at + Instrument.Name.Length + 1)..];
            foreach (JsonElement mutant in file.Value.GetProperty("mutants").EnumerateArray())
            {
                JsonElement place = mutant.GetProperty("location");
                (int line, int column) = Point(place.GetProperty("start"));
                (int endLine, int endColumn) = Point(place.GetProperty("end"));
                mutants.Add(
                    new Mutant(
                        int.Parse(
                            mutant.GetProperty("id").GetString()!,
                            System.Globalization.CultureInfo.InvariantCulture
                        ),
                        name,
                        line,
                        mutant.GetProperty("mutatorName").GetString()!,
                        OneLine(Cut(source, line, column, endLine, endColumn)),
                        OneLine(mutant.TryGetProperty("replacement", out JsonElement r) ? r.GetString() ?? "" : ""),
                        mutant.GetProperty("status").GetString()!
                    )
                );
            }
        }

        return [.. mutants.OrderBy(m => m.Id)];
    }

    private static (int Line, int Column) Point(JsonElement point) =>
        (point.GetProperty("line").GetInt32(), point.GetProperty("column").GetInt32());

    private static string Cut(string[] source, int line, int column, int endLine, int endColumn) =>
        line == endLine ? source[line - 1][(column - 1)..(endColumn - 1)] : source[line - 1][(column - 1)..] + " …";

    private static string OneLine(string text)
    {
        string flat = Spaces().Replace(text, " ").Trim();
        return flat.Length > 100 ? flat[..100] + "…" : flat;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
