using System.Globalization;

namespace Overread.Cli.Quality.Files;

/// <summary>
/// Gathers the marks of a tool's export as a table: item, reader, label, and the coordinates of one kind of shape. An item without a mark
/// is a row without coordinates: it was looked at.
/// </summary>
/// <param name="path">The export.</param>
internal sealed class MarkTable(string path)
{
    private static readonly string[] s_box = ["x", "y", "width", "height"];
    private static readonly string[] s_span = ["start", "end"];

    private readonly List<(long, string?[])> _boxes = [];
    private readonly List<(long, string?[])> _spans = [];
    private readonly List<(long, string?[])> _empty = [];
    private readonly SortedSet<string> _others = new(StringComparer.Ordinal);

    /// <summary>Adds a box by its corner and extent, in pixels.</summary>
    internal void Box(long line, string item, string reader, string? label, double[] at, string? score = null) =>
        _boxes.Add((line, [item, reader, label, .. at.Select(Text), score]));

    /// <summary>Adds a span by where it begins and ends.</summary>
    internal void Span(long line, string item, string reader, string? label, double start, double end) =>
        _spans.Add((line, [item, reader, label, Text(start), Text(end), null]));

    /// <summary>Adds an item in which a reader marked nothing.</summary>
    internal void Nothing(long line, string item, string reader) =>
        _empty.Add((line, [item, reader, null, null, null, null, null, null]));

    /// <summary>A shape that is neither box nor span; it is left out aloud.</summary>
    internal void Other(string kind) => _others.Add(kind);

    /// <summary>The table of the kind that there is.</summary>
    /// <exception cref="FileError">There are boxes and spans, or neither.</exception>
    internal MemoryRows Table(FileReading? reading)
    {
        if (_boxes.Count > 0 && _spans.Count > 0)
        {
            throw new FileError(
                path,
                0,
                "it holds boxes and spans; export them apart, since one figure is of one kind."
            );
        }

        if (_others.Count > 0)
        {
            reading?.Note(
                path,
                $"shapes of the kinds {string.Join(", ", _others)} are neither boxes nor spans and are left out."
            );
        }

        bool spans = _spans.Count > 0;
        string[] kind = spans ? s_span : s_box;
        int width = 4 + kind.Length;
        return new MemoryRows(
            path,
            ["item", "reader", "label", .. kind, "score"],
            [.. _boxes.Concat(_spans).Concat(_empty.Select(row => (row.Item1, row.Item2[..width])))]
        );
    }

    /// <summary>The reader of a file that names none: the file's own name.</summary>
    internal static string ReaderOf(string path) => Path.GetFileNameWithoutExtension(path);

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
