using Overread.Cli.Quality.Files;
using Overread.Quality.ReaderStudies;

namespace Overread.Cli.Quality.Studies;

/// <summary>Marks of readers and the lesions of cases, from two tables.</summary>
internal sealed class MarkStudyFile
{
    private static readonly string[] s_lesion = ["lesion", "lesion_id", "hit"];
    private static readonly string[] s_weight = ["weight"];

    private sealed record Lesion(string Name, double Weight, double[] At);

    private MarkStudyFile(
        string path,
        MarkStudy study,
        IReadOnlyList<string> modalities,
        IReadOnlyList<string> readers,
        int again,
        FileReading reading
    )
    {
        Path = path;
        Study = study;
        Modalities = modalities;
        Readers = readers;
        Again = again;
        Reading = reading;
    }

    internal string Path { get; }

    internal MarkStudy Study { get; }

    internal IReadOnlyList<string> Modalities { get; }

    internal IReadOnlyList<string> Readers { get; }

    /// <summary>Marks on a lesion that the reader had marked already.</summary>
    internal int Again { get; }

    internal FileReading Reading { get; }

    /// <summary>Reads marks.</summary>
    /// <param name="path">Table: item, reader, modality, rating, and lesion (empty for none) or x, y, z.</param>
    /// <param name="lesionPath">Table of all cases: item, lesion (empty for a case without), weight, x, y, z.</param>
    /// <param name="distance">How near a mark must be to a lesion's centre, in the tables' unit; null where marks name lesions.</param>
    /// <param name="first">The modality that others are compared with; null for the first by name.</param>
    /// <param name="reading">What was declared of files.</param>
    internal static MarkStudyFile Load(
        string path,
        string lesionPath,
        double? distance,
        string? first,
        FileReading reading
    )
    {
        SortedDictionary<string, List<Lesion>> lesions = Lesions(lesionPath, distance is not null, reading);
        string[] items = [.. lesions.Keys];
        Dictionary<string, int> places = items.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i);
        using TableRows rows = TableRows.Open(path, reading);
        int item = ColumnRoles.Find(rows, "item", ColumnRoles.Item, reading, main: true);
        int reader = ColumnRoles.Find(rows, "reader", ColumnRoles.Reader, reading, main: true);
        int rating = ColumnRoles.Find(rows, "label", ColumnRoles.Rating, reading, main: true);
        int modality = ColumnRoles.Find(rows, "modality", ColumnRoles.Modality, reading, main: true);
        int lesion = ColumnRoles.Find(rows.Header, s_lesion);
        int[] axes = Axes(rows.Header);
        bool near = distance is not null;
        if (item < 0 || reader < 0 || rating < 0 || (near ? axes.Length < 2 : lesion < 0))
        {
            throw new FileError(
                path,
                1,
                $"the columns item, reader, rating and {(near ? "x, y" : "lesion")} are needed; the header is {string.Join(',', rows.Header)}."
            );
        }

        TextColumn readers = new();
        TextColumn modalities = new();
        List<(int Item, int Lesion, double Rating)> marks = [];
        while (rows.Next())
        {
            string name = rows.Cell(item).ToString();
            if (!places.TryGetValue(name, out int place))
            {
                throw new FileError(
                    path,
                    rows.Line,
                    $"the item {name} stands not in {lesionPath}, which lists all cases."
                );
            }

            if (rows.Cell(reader).IsEmpty || (modality >= 0 && rows.Cell(modality).IsEmpty))
            {
                throw new FileError(path, rows.Line, "the reader or the modality is empty.");
            }

            readers.Add(rows.Cell(reader), rows.Line);
            modalities.Add(modality < 0 ? "all" : rows.Cell(modality), rows.Line);

            // A row without a rating says that the reader read the case and marked nothing.
            if (rows.Cell(rating).IsEmpty)
            {
                marks.Add((place, -2, 0));
                continue;
            }

            if (!rows.Number(rating, out double number))
            {
                throw new FileError(path, rows.Line, $"'{rows.Cell(rating)}' is no rating.");
            }

            marks.Add(
                (
                    place,
                    near
                        ? Nearest(rows, axes, lesions[name], distance!.Value)
                        : Named(rows, lesion, lesions[name], name),
                    number
                )
            );
        }

        readers.Seal();
        modalities.Seal();
        int[] order = StudyFile.Order(path, modalities.Names, first);
        List<ReaderMark> all = [];
        HashSet<(int, int, int, int)> hit = [];
        int again = 0;
        for (int i = 0; i < marks.Count; i++)
        {
            if (marks[i].Lesion == -2)
            {
                continue;
            }

            int m = Array.IndexOf(order, modalities.Codes[i]);
            all.Add(new ReaderMark(m, readers.Codes[i], marks[i].Item, marks[i].Lesion, marks[i].Rating));
            again += marks[i].Lesion >= 0 && !hit.Add((m, readers.Codes[i], marks[i].Item, marks[i].Lesion)) ? 1 : 0;
        }

        if (again > 0)
        {
            reading.Note(
                path,
                $"{again} marks hit a lesion that the same reader had marked; the surest mark of each counts."
            );
        }

        return new MarkStudyFile(
            path,
            new MarkStudy(
                [.. items.Select(name => lesions[name].Select(one => one.Weight).ToArray())],
                all,
                order.Length,
                readers.Names.Count
            ),
            [.. order.Select(at => modalities.Names[at])],
            readers.Names,
            again,
            reading
        );
    }

    private static SortedDictionary<string, List<Lesion>> Lesions(string path, bool places, FileReading reading)
    {
        using TableRows rows = TableRows.Open(path, reading);
        int item = ColumnRoles.Find(rows, "item", ColumnRoles.Item, reading);
        int lesion = ColumnRoles.Find(rows.Header, s_lesion);
        int weight = ColumnRoles.Find(rows.Header, s_weight);
        int[] axes = Axes(rows.Header);
        if (item < 0 || lesion < 0 || (places && axes.Length < 2))
        {
            throw new FileError(
                path,
                1,
                $"the columns item, lesion{(places ? ", x, y" : string.Empty)} are needed, a row with an empty lesion for a case without; the header is {string.Join(',', rows.Header)}."
            );
        }

        SortedDictionary<string, List<Lesion>> found = new(StringComparer.Ordinal);
        HashSet<string> without = new(StringComparer.Ordinal);
        while (rows.Next())
        {
            string name = rows.Cell(item).ToString();
            string which = rows.Cell(lesion).ToString();
            if (!found.TryGetValue(name, out List<Lesion>? list))
            {
                found[name] = list = [];
            }

            bool none = which.Length == 0;
            if ((none && list.Count > 0) || (!none && without.Contains(name)))
            {
                throw new FileError(path, rows.Line, $"{name} has lesions and a row that says it has none.");
            }

            if (none)
            {
                without.Add(name);
                continue;
            }

            if (list.Any(other => other.Name == which))
            {
                throw new FileError(path, rows.Line, $"a second lesion {which} of {name}.");
            }

            double share = 1;
            if (weight >= 0 && !rows.Cell(weight).IsEmpty && (!rows.Number(weight, out share) || !(share > 0)))
            {
                throw new FileError(path, rows.Line, $"'{rows.Cell(weight)}' is no weight above 0.");
            }

            list.Add(new Lesion(which, share, places ? Place(rows, axes) : []));
        }

        return found.Count > 0 ? found : throw new FileError(path, 0, "there is no case.");
    }

    private static int[] Axes(IReadOnlyList<string> header) =>
        [.. ((string[])["x", "y", "z"]).Select(name => ColumnRoles.Find(header, name)).TakeWhile(at => at >= 0)];

    private static double[] Place(TableRows rows, int[] axes) =>
        [
            .. axes.Select(at =>
                rows.Number(at, out double value)
                    ? value
                    : throw new FileError(
                        rows.Path,
                        rows.Line,
                        $"'{rows.Cell(at)}' in the column '{rows.Header[at]}' is no number."
                    )
            ),
        ];

    private static int Named(TableRows rows, int column, List<Lesion> lesions, string item)
    {
        string which = rows.Cell(column).ToString();
        if (which.Length == 0)
        {
            return -1;
        }

        int at = lesions.FindIndex(lesion => lesion.Name == which);
        return at >= 0 ? at : throw new FileError(rows.Path, rows.Line, $"{item} has no lesion '{which}'.");
    }

    private static int Nearest(TableRows rows, int[] axes, List<Lesion> lesions, double distance)
    {
        double[] here = Place(rows, axes);
        int best = -1;
        double least = distance;
        for (int i = 0; i < lesions.Count; i++)
        {
            if (lesions[i].At.Length != here.Length)
            {
                throw new FileError(rows.Path, rows.Line, "marks and lesions have not the same axes.");
            }

            double apart = Math.Sqrt(lesions[i].At.Zip(here, (a, b) => (a - b) * (a - b)).Sum());
            if (apart <= least)
            {
                (best, least) = (i, apart);
            }
        }

        return best;
    }
}
