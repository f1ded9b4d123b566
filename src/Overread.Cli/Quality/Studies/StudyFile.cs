using Overread.Cli.Quality.Files;
using Overread.Quality.ReaderStudies;

namespace Overread.Cli.Quality.Studies;

/// <summary>The ratings of a reader study from a table, with the truth beside them or in a file of its own.</summary>
internal sealed class StudyFile
{
    private StudyFile(
        string path,
        ReaderStudy study,
        IReadOnlyList<string> modalities,
        IReadOnlyList<string> readers,
        FileReading reading
    )
    {
        Path = path;
        Study = study;
        Modalities = modalities;
        Readers = readers;
        Reading = reading;
    }

    internal string Path { get; }

    internal ReaderStudy Study { get; }

    internal IReadOnlyList<string> Modalities { get; }

    internal IReadOnlyList<string> Readers { get; }

    internal FileReading Reading { get; }

    /// <summary>Reads the ratings.</summary>
    /// <param name="path">Table: item, reader, modality (absent for one), rating, and truth where it has no file.</param>
    /// <param name="truthPath">Table: item, truth; null where the ratings bear it.</param>
    /// <param name="truth">Which words mean diseased.</param>
    /// <param name="first">The modality that others are compared with; null for the first by name.</param>
    /// <param name="reading">What was declared of files.</param>
    internal static StudyFile Load(string path, string? truthPath, TruthText truth, string? first, FileReading reading)
    {
        Dictionary<string, bool>? known = truthPath is null ? null : Truths(truthPath, truth, reading);
        using TableRows rows = TableRows.Open(path, reading);
        int item = Column("item", ColumnRoles.Item);
        int reader = Column("reader", ColumnRoles.Reader);
        int rating = Column("label", ColumnRoles.Rating);
        int modality = ColumnRoles.Find(rows, "modality", ColumnRoles.Modality, reading, main: true);
        int truthAt = ColumnRoles.Find(rows, "truth", ColumnRoles.Truth, reading);
        if (known is null && truthAt < 0)
        {
            throw new FileError(
                path,
                1,
                $"no column 'truth', and no --truth FILE (item,truth); the header is {string.Join(',', rows.Header)}."
            );
        }

        TextColumn items = new();
        TextColumn readers = new();
        TextColumn modalities = new();
        List<double> ratings = [];
        Dictionary<string, bool> said = known ?? new(StringComparer.Ordinal);
        int empty = 0;
        while (rows.Next())
        {
            string name = rows.Cell(item).ToString();
            if (name.Length == 0 || rows.Cell(reader).IsEmpty)
            {
                throw new FileError(path, rows.Line, "the item or the reader is empty.");
            }

            if (known is null)
            {
                bool ill = truth.Read(path, rows.Line, rows.Cell(truthAt));
                if (!said.TryAdd(name, ill) && said[name] != ill)
                {
                    throw new FileError(path, rows.Line, $"a second, different truth for {name}.");
                }
            }
            else if (!known.ContainsKey(name))
            {
                throw new FileError(path, rows.Line, $"no truth for the item {name} in {truthPath}.");
            }

            ReadOnlySpan<char> cell = rows.Cell(rating);
            if (cell.IsEmpty || reading.Missing.Contains(cell.ToString()))
            {
                empty++;
                continue;
            }

            if (!rows.Number(rating, out double number))
            {
                throw new FileError(
                    path,
                    rows.Line,
                    $"'{cell}' is no rating: a number is needed, of which more means more likely diseased."
                );
            }

            items.Add(name, rows.Line);
            readers.Add(rows.Cell(reader), rows.Line);
            modalities.Add(modality < 0 ? "all" : rows.Cell(modality), rows.Line);
            ratings.Add(number);
        }

        if (ratings.Count == 0)
        {
            throw new FileError(path, 0, "there is no rating.");
        }

        if (empty > 0)
        {
            reading.Note(path, $"{empty} ratings are missing.");
        }

        items.Seal();
        readers.Seal();
        modalities.Seal();
        if (modalities.Codes.Contains(-1))
        {
            throw new FileError(path, 0, "a modality is empty.");
        }

        int[] order = Order(path, modalities.Names, first);
        int[] place = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            place[order[i]] = i;
        }

        if (known is not null && known.Keys.Except(items.Names, StringComparer.Ordinal).Count() is > 0 and int apart)
        {
            reading.Note(truthPath!, $"{apart} of {known.Count} items were read by nobody; they are left out.");
        }

        return new StudyFile(
            path,
            Make(path, items, readers, [.. modalities.Codes.Select(code => place[code])], ratings, said, order.Length),
            [.. order.Select(at => modalities.Names[at])],
            readers.Names,
            reading
        );

        int Column(string role, string[] names)
        {
            int at = ColumnRoles.Find(rows, role, names, reading, main: true);
            return at >= 0
                ? at
                : throw new FileError(
                    path,
                    1,
                    $"no column '{names[0]}' (--columns {(role == "label" ? "rating" : role)}=NAME); the header is {string.Join(',', rows.Header)}."
                );
        }
    }

    private static ReaderStudy Make(
        string path,
        TextColumn items,
        TextColumn readers,
        int[] modalities,
        List<double> ratings,
        Dictionary<string, bool> truth,
        int count
    )
    {
        try
        {
            return ReaderStudy.Of(
                modalities,
                readers.Codes,
                items.Codes,
                ratings.ToArray(),
                [.. items.Names.Select(name => truth[name])],
                count,
                readers.Names.Count
            );
        }
        catch (ArgumentException)
        {
            HashSet<(int, int, int)> seen = [];
            for (int i = 0; i < ratings.Count; i++)
            {
                if (!seen.Add((modalities[i], readers.Codes[i], items.Codes[i])))
                {
                    throw new FileError(
                        path,
                        0,
                        $"{readers.Names[readers.Codes[i]]} rated {items.Names[items.Codes[i]]} twice under one modality; which rating counts cannot be told."
                    );
                }
            }

            throw;
        }
    }

    internal static int[] Order(string path, IReadOnlyList<string> names, string? first)
    {
        if (first is null)
        {
            return [.. Enumerable.Range(0, names.Count)];
        }

        int at = names.ToList().IndexOf(first);
        return at >= 0
            ? [at, .. Enumerable.Range(0, names.Count).Where(i => i != at)]
            : throw new FileError(path, 0, $"no modality '{first}'; there are {string.Join(", ", names)}.");
    }

    private static Dictionary<string, bool> Truths(string path, TruthText truth, FileReading reading)
    {
        using TableRows rows = TableRows.Open(path, reading);
        int item = ColumnRoles.Find(rows, "item", ColumnRoles.Item, reading);
        int at = ColumnRoles.Find(rows, "truth", ColumnRoles.Truth, reading);
        if (item < 0 || at < 0)
        {
            throw new FileError(
                path,
                1,
                $"the columns item and truth are needed; the header is {string.Join(',', rows.Header)}."
            );
        }

        Dictionary<string, bool> found = new(StringComparer.Ordinal);
        while (rows.Next())
        {
            string name = rows.Cell(item).ToString();
            bool ill = truth.Read(path, rows.Line, rows.Cell(at));
            if (!found.TryAdd(name, ill) && found[name] != ill)
            {
                throw new FileError(path, rows.Line, $"a second, different truth for {name}.");
            }
        }

        return found;
    }
}
