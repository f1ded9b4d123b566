using Overread.Cli.Quality.Files;

namespace Overread.Cli.Quality;

/// <summary>Labels that are sets, such as <c>edema;effusion</c>: every member becomes a field of its own.</summary>
internal static class LabelSets
{
    /// <summary>One row per row of the file and member seen anywhere: <c>present</c> or <c>absent</c>.</summary>
    internal static LabelFile Spread(LabelFile file, string parting)
    {
        if (file.Fields is not null || parting.Length == 0)
        {
            throw new ArgumentException("--sets needs a text that parts members, and a file without a field column.");
        }

        string[][] sets = [.. file.Labels.Names.Select(name => name.Split(parting, StringSplitOptions.TrimEntries))];
        string[] members = TextColumn.Sort(sets.SelectMany(set => set).Where(member => member.Length > 0).Distinct());
        TextColumn[] columns = [new(), new(), new(), new(), new()];
        for (int row = 0; row < file.Items.Codes.Length; row++)
        {
            // An empty cell is a read in which nothing was found, not a missing one.
            int code = file.Labels.Codes[row];
            foreach (string member in members)
            {
                columns[0].Add(file.Items.Names[file.Items.Codes[row]]);
                columns[1].Add(file.Readers.Names[file.Readers.Codes[row]]);
                columns[2].Add(member);
                columns[3].Add(code >= 0 && sets[code].Contains(member, StringComparer.Ordinal) ? "present" : "absent");
            }
        }

        return file.With(columns, fields: true);
    }
}
