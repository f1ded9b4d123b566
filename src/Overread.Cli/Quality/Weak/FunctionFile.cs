using System.Text.RegularExpressions;
using Overread.Cli.Quality.Files;

namespace Overread.Cli.Quality.Weak;

/// <summary>Labelling functions as data: a table with the columns name, label, pattern and, if wished, context and field.</summary>
internal static class FunctionFile
{
    private static readonly string[] s_columns = ["name", "label", "pattern", "context", "field"];

    internal static List<LabellingFunction> Load(string path, FileReading reading)
    {
        using TableRows rows = TableRows.Open(path, reading);
        int[] at = [.. s_columns.Select(name => ColumnRoles.Find(rows.Header, name))];
        string? lacking = s_columns.Take(3).Where((_, i) => at[i] < 0).FirstOrDefault();
        if (lacking is not null)
        {
            throw new FileError(
                path,
                1,
                $"there is no column '{lacking}'; labelling functions need name, label, pattern, and may have context ({string.Join(", ", LabellingFunction.Contexts)}) and field. The header is {string.Join(',', rows.Header)}."
            );
        }

        List<LabellingFunction> functions = [];
        HashSet<(string?, string)> names = [];
        while (rows.Next())
        {
            string Cell(int column) => at[column] < 0 ? "" : rows.Cell(at[column]).ToString();
            (string name, string label, string pattern, string context) = (Cell(0), Cell(1), Cell(2), Cell(3));
            string? field = at[4] < 0 ? null : Cell(4);
            int empty = Array.FindIndex([name, label, pattern], string.IsNullOrEmpty);
            if (empty >= 0)
            {
                throw new FileError(path, rows.Line, $"the {s_columns[empty]} is empty.");
            }

            if (!names.Add((field, name)))
            {
                throw new FileError(
                    path,
                    rows.Line,
                    $"a second function is called {name}; each needs a name of its own."
                );
            }

            context = context.Length == 0 ? "any" : context.ToLowerInvariant();
            if (!LabellingFunction.Contexts.Contains(context))
            {
                throw new FileError(
                    path,
                    rows.Line,
                    $"the context '{context}' of {name} is none of {string.Join(", ", LabellingFunction.Contexts)}."
                );
            }

            functions.Add(
                new LabellingFunction(name, field, label, pattern, context, Compile(path, rows.Line, name, pattern))
            );
        }

        return functions;
    }

    private static Regex Compile(string path, long line, string name, string pattern)
    {
        const RegexOptions asPeopleWrite = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
        try
        {
            try
            {
                // In time linear in the text, whatever the pattern.
                return new Regex(pattern, asPeopleWrite | RegexOptions.NonBacktracking);
            }
            catch (NotSupportedException)
            {
                // Look-arounds and back-references cannot be had in linear time: they get a second each.
                return new Regex(pattern, asPeopleWrite, TimeSpan.FromSeconds(1));
            }
        }
        catch (ArgumentException broken)
        {
            throw new FileError(path, line, $"the pattern of {name} is no regular expression: {broken.Message}");
        }
    }
}
