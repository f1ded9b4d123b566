using System.Globalization;
using System.Text;

namespace Overread.Text;

/// <summary>
/// brat standoff (Stenetorp et al., EACL 2012): text-bound annotations with offsets in code points. A span over several
/// lines is written as fragments, one a line, because the format keeps the text of an annotation on one line.
/// </summary>
public static class Brat
{
    private const string Bounds = "bounds";

    /// <summary>One annotation.</summary>
    /// <param name="Id">Such as T1.</param>
    /// <param name="Type">Letters, digits, '-' and '_'.</param>
    /// <param name="Start">First code point.</param>
    /// <param name="End">The code point behind the last.</param>
    /// <param name="Attributes">Names and values, in order.</param>
    public sealed record Annotation(
        string Id,
        string Type,
        int Start,
        int End,
        IReadOnlyList<KeyValuePair<string, string>> Attributes
    );

    /// <summary>The <c>.ann</c> file of a document.</summary>
    /// <param name="text">The document.</param>
    /// <param name="annotations">Their bounds lie in the text.</param>
    public static string Write(CodePoints text, IEnumerable<Annotation> annotations)
    {
        StringBuilder ann = new();
        int attribute = 0;
        foreach (Annotation a in annotations)
        {
            List<(int Start, int End)> fragments = Fragments(text, a.Start, a.End);
            string places = string.Join(
                ';',
                fragments.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Start} {f.End}"))
            );
            ann.Append(CultureInfo.InvariantCulture, $"{a.Id}\t{a.Type} {places}\t");
            ann.AppendJoin(' ', fragments.Select(f => OnOneLine(text.Slice(f.Start, f.End)))).Append('\n');
            // Line ends at the rim of a span are in no fragment: its bounds are written beside it.
            bool whole = fragments[0].Start == a.Start && fragments[^1].End == a.End;
            string bounds = string.Create(CultureInfo.InvariantCulture, $"{a.Start}-{a.End}");
            foreach ((string name, string value) in whole ? a.Attributes : [.. a.Attributes, new(Bounds, bounds)])
            {
                ann.Append(CultureInfo.InvariantCulture, $"A{++attribute}\t{name} {a.Id} {value}\n");
            }
        }

        return ann.ToString();
    }

    /// <summary>Reads text-bound annotations and their attributes; fragments are joined from the first to the last, and reach to the bounds that stand beside them.</summary>
    /// <exception cref="FormatException">A line is none of the format.</exception>
    public static IReadOnlyList<Annotation> Read(string ann)
    {
        List<Annotation> annotations = [];
        Dictionary<string, List<KeyValuePair<string, string>>> attributes = [];
        foreach (string line in ann.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] cells = line.Split('\t');
            if (cells is [['T', ..] id, string bound, _])
            {
                int space = bound.IndexOf(' ', StringComparison.Ordinal);
                int[] numbers = space < 0 ? [] : Numbers(bound[(space + 1)..]);
                if (numbers.Length < 2 || numbers.Length % 2 != 0)
                {
                    throw new FormatException($"The line of {id} has no bounds.");
                }

                attributes[id] = [];
                annotations.Add(new(id, bound[..space], numbers[0], numbers[^1], attributes[id]));
            }
            else if (
                cells is [['A', ..] name, string words]
                && words.Split(' ') is [string key, string of, string value]
                && attributes.TryGetValue(of, out List<KeyValuePair<string, string>>? own)
            )
            {
                own.Add(new(key, value));
            }
            else
            {
                throw new FormatException("A line is neither a text-bound annotation nor an attribute of one before.");
            }
        }

        return [.. annotations.Select(Whole)];
    }

    private static Annotation Whole(Annotation a)
    {
        if (a.Attributes.FirstOrDefault(v => v.Key == Bounds).Value is not { } bounds)
        {
            return a;
        }

        int[] numbers = Numbers(bounds.Replace('-', ' '));
        return numbers.Length == 2
            ? a with
            {
                Start = numbers[0],
                End = numbers[1],
                Attributes = [.. a.Attributes.Where(v => v.Key != Bounds)],
            }
            : throw new FormatException($"The bounds of {a.Id} are no two numbers.");
    }

    private static string OnOneLine(string text) => text.Replace('\r', ' ').Replace('\n', ' ').Replace('\t', ' ');

    private static int[] Numbers(string bounds) =>
        [
            .. bounds
                .Split(';', ' ')
                .Select(n =>
                    int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
                        ? value
                        : throw new FormatException("A bound is no number.")
                ),
        ];

    private static List<(int Start, int End)> Fragments(CodePoints text, int start, int end)
    {
        List<(int, int)> fragments = [];
        int from = start;
        for (int i = start; i <= end; i++)
        {
            if (i < end && text.Slice(i, i + 1) is not ("\r" or "\n" or "\t"))
            {
                continue;
            }

            if (i > from)
            {
                fragments.Add((from, i));
            }

            from = i + 1;
        }

        return fragments.Count > 0 ? fragments : [(start, end)];
    }
}
