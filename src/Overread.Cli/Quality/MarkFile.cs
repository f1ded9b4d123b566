using System.Globalization;
using Overread.Cli.Quality.Files;
using Overread.Quality.Agreement;
using Overread.Quality.Geometry;
using Overread.Quality.LabelErrors;

namespace Overread.Cli.Quality;

/// <summary>
/// A file of marks: one row per mark with item, reader, its coordinates and, if there is such a column, its category. A row
/// whose coordinates are empty says that the reader looked and marked nothing.
/// </summary>
internal sealed class MarkFile
{
    private static readonly string[][] s_columns =
    [
        ["start", "end"],
        ["x0", "y0", "x1", "y1"],
        ["x", "y", "width", "height"],
        ["x", "y", "z"],
        ["x", "y"],
    ];

    private readonly Dictionary<(int Item, int Reader), List<(int Category, double[] At, double Score)>> _marks = [];
    private readonly Dictionary<(List<string>, string), int> _places = [];
    private readonly string[] _kind;
    private readonly string _path;

    private MarkFile(string[] kind, string path) => (_kind, _path) = (kind, path);

    internal List<string> Items { get; } = [];

    internal List<string> Readers { get; } = [];

    internal List<string> Categories { get; } = [];

    /// <summary>spans, boxes or points.</summary>
    internal string Kind =>
        _kind[0] == "start" ? "spans"
        : _kind.Length == 4 ? "boxes"
        : "points";

    /// <summary>Reads marks out of one file, or out of several whose readers differ, such as one COCO file per reader.</summary>
    /// <exception cref="FileError">A file cannot be used, or the files hold marks of different kinds.</exception>
    internal static MarkFile Load(IReadOnlyList<string> paths, FileReading? reading = null)
    {
        MarkFile? file = null;
        foreach (string path in paths)
        {
            using TableRows rows = TableRows.Open(path, reading);
            file = Add(file, rows, reading);
        }

        return file!;
    }

    private static MarkFile Add(MarkFile? before, TableRows rows, FileReading? reading)
    {
        string path = rows.Path;
        int item = ColumnRoles.Find(rows, "item", [.. ColumnRoles.Item, "document"], reading, main: true);
        int reader = ColumnRoles.Find(rows, "reader", ColumnRoles.Reader, reading, main: true);
        int category = ColumnRoles.Find(rows, "label", ["category", "label", "class"], reading, main: true);
        int score = ColumnRoles.Find(rows, "score", ["score", "confidence", "probability"], reading);
        string[]? kind = Array.Find(s_columns, names => names.All(name => ColumnRoles.Find(rows.Header, name) >= 0));
        if (item < 0 || reader < 0 || kind is null)
        {
            throw new FileError(
                path,
                1,
                "the columns item, reader and one of start,end | x0,y0,x1,y1 | x,y,width,height | x,y[,z] are needed; "
                    + $"the header is {string.Join(',', rows.Header)}."
            );
        }

        if (before is not null && !before._kind.SequenceEqual(kind))
        {
            throw new FileError(
                path,
                1,
                $"it has {string.Join(',', kind)} where {before._path} has {string.Join(',', before._kind)}; all files need the same columns."
            );
        }

        MarkFile file = before ?? new MarkFile(kind, path);
        int known = before is null ? 0 : file.Readers.Count;
        int[] columns = [.. kind.Select(name => ColumnRoles.Find(rows.Header, name))];
        while (rows.Next())
        {
            int place = file.Index(file.Items, rows.Cell(item).ToString());
            int who = file.Index(file.Readers, rows.Cell(reader).ToString());
            if (who < known)
            {
                throw new FileError(
                    path,
                    rows.Line,
                    $"the reader {file.Readers[who]} stands in another file too; give each reader's marks once."
                );
            }

            if (!file._marks.TryGetValue((place, who), out List<(int, double[], double)>? own))
            {
                file._marks[(place, who)] = own = [];
            }

            if (Coordinates(path, rows, columns, kind) is { } at)
            {
                int label = category < 0 ? 0 : file.Index(file.Categories, rows.Cell(category).ToString());
                own.Add((label, at, Score(rows, score)));
            }
        }

        return file;
    }

    /// <summary>For each item the matchings of all pairs of readers who looked at it.</summary>
    /// <param name="threshold">Least intersection over union, or the farthest distance of points.</param>
    /// <param name="anyCategory">True to pair marks of different categories too.</param>
    /// <param name="optimal">Pair as many as can be, not greedily from the most alike down.</param>
    internal List<List<(int First, int Second, MarkMatching Matching)>> Match(
        double threshold,
        bool anyCategory,
        bool optimal = false
    ) =>
        [
            .. Enumerable
                .Range(0, Items.Count)
                .Select(item =>
                {
                    int[] readers =
                    [
                        .. Enumerable.Range(0, Readers.Count).Where(reader => _marks.ContainsKey((item, reader))),
                    ];
                    return readers
                        .SelectMany(first =>
                            readers
                                .Where(second => second > first)
                                .Select(second =>
                                    (first, second, Pair(item, first, second, threshold, anyCategory, optimal))
                                )
                        )
                        .ToList();
                }),
        ];

    /// <summary>The items as documents with spans.</summary>
    /// <param name="lengths">Length of each item; null for the last end of any span in it.</param>
    /// <param name="lengthsPath">The file of them; null for none.</param>
    /// <exception cref="FileError">A span ends behind its document.</exception>
    internal List<SpanDocument> Documents(IReadOnlyDictionary<string, double>? lengths, string? lengthsPath = null) =>
        [
            .. Enumerable
                .Range(0, Items.Count)
                .Select(item =>
                {
                    List<MarkedSpan>[] readers =
                    [
                        .. Enumerable
                            .Range(0, Readers.Count)
                            .Where(reader => _marks.ContainsKey((item, reader)))
                            .Select(reader =>
                                _marks[(item, reader)]
                                    .Select(mark => new MarkedSpan(mark.At[0], mark.At[1], mark.Category))
                                    .ToList()
                            ),
                    ];
                    double last = readers.SelectMany(spans => spans).Select(s => s.End).DefaultIfEmpty(1).Max();
                    double length = lengths?.GetValueOrDefault(Items[item], last) ?? last;
                    return length >= last
                        ? new SpanDocument(length, readers)
                        : throw new FileError(
                            lengthsPath ?? _path,
                            0,
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"the document {Items[item]} is {length} long, and a span of it ends at {last}."
                            )
                        );
                }),
        ];

    private MarkMatching Pair(int item, int first, int second, double threshold, bool anyCategory, bool optimal)
    {
        List<(int Category, double[] At, double Score)> one = _marks[(item, first)];
        List<(int Category, double[] At, double Score)> other = _marks[(item, second)];
        double Alike(int i, int j) =>
            anyCategory || one[i].Category == other[j].Category
                ? Likeness(one[i].At, other[j].At, threshold)
                : double.NegativeInfinity;
        double least = Kind == "points" ? 0 : threshold;
        return optimal
            ? MarkMatching.Optimal(one.Count, other.Count, Alike, least)
            : MarkMatching.Of(one.Count, other.Count, Alike, least);
    }

    /// <summary>As <see cref="MarkMatching"/> has it: intersection over union, or 1 less the distance over the farthest.</summary>
    private double Likeness(double[] one, double[] other, double farthest)
    {
        switch (Kind)
        {
            case "boxes":
                return BoxOf(one).IntersectionOverUnion(BoxOf(other));
            case "spans":
                double both = new MarkedSpan(one[0], one[1]).Overlap(new MarkedSpan(other[0], other[1]));
                return both / (one[1] - one[0] + other[1] - other[0] - both);
            default:
                return 1 - (Math.Sqrt(one.Zip(other, (a, b) => (a - b) * (a - b)).Sum()) / farthest);
        }
    }

    private Box BoxOf(double[] at) =>
        _kind[0] == "x0" ? new Box(at[0], at[1], at[2], at[3]) : new Box(at[0], at[1], at[0] + at[2], at[1] + at[3]);

    /// <summary>The boxes of a reader in an item with their scores; null where the reader did not look.</summary>
    internal IReadOnlyList<LabelledBox>? Boxes(int item, int reader) =>
        _marks.TryGetValue((item, reader), out List<(int Category, double[] At, double Score)>? own)
            ? [.. own.Select(mark => new LabelledBox(BoxOf(mark.At), mark.Category, mark.Score))]
            : null;

    /// <summary>How sure a mark is; 1 where there is no such column, or nothing in it.</summary>
    private static double Score(TableRows rows, int column)
    {
        if (column < 0 || rows.Cell(column).IsEmpty)
        {
            return 1;
        }

        return rows.Number(column, out double score) && score is >= 0 and <= 1
            ? score
            : throw new FileError(
                rows.Path,
                rows.Line,
                $"'{rows.Cell(column)}' in the column '{rows.Header[column]}' is no score from 0 to 1."
            );
    }

    /// <summary>The coordinates of a row; null where all are empty.</summary>
    private static double[]? Coordinates(string path, TableRows rows, int[] columns, string[] kind)
    {
        double[] at = new double[columns.Length];
        int empty = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            ReadOnlySpan<char> cell = rows[columns[i]];
            if (cell.IsWhiteSpace())
            {
                empty++;
            }
            else if (!rows.Number(columns[i], out at[i]))
            {
                throw new FileError(path, rows.Line, $"'{cell}' in the column '{kind[i]}' is no number.");
            }
        }

        if (empty == columns.Length)
        {
            return null;
        }

        bool whole = kind[0] switch
        {
            "start" => at[1] > at[0] && at[0] >= 0,
            "x0" => at[2] > at[0] && at[3] > at[1],
            _ => kind.Length < 4 || (at[2] > 0 && at[3] > 0),
        };
        return empty > 0 ? throw new FileError(path, rows.Line, "some coordinates are there and some are empty.")
            : whole ? at
            : throw new FileError(
                path,
                rows.Line,
                kind[0] == "start" && at[0] < 0
                    ? $"a span begins at {Written(at[0])}; a document begins at 0."
                    : $"the mark has no extent: {string.Join(", ", at.Select(Written))}."
            );
    }

    private static string Written(double number) => number.ToString(CultureInfo.InvariantCulture);

    private int Index(List<string> names, string name)
    {
        if (!_places.TryGetValue((names, name), out int at))
        {
            _places[(names, name)] = at = names.Count;
            names.Add(name);
        }

        return at;
    }
}
