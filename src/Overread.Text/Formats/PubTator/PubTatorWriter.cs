using Overread.Text.Documents;

namespace Overread.Text.Formats.PubTator;

/// <summary>Writes one document.</summary>
internal static class PubTatorWriter
{
    internal static void Write(AnnotatedDocument document, TextWriter writer)
    {
        string id = OneLine(document.Id).Replace('|', '_').Trim();
        id = id.Length == 0 ? "document" : id;
        int end = TitleEnd(document);
        string text = document.Text;
        writer.Write($"{id}|t|{OneLine(text[..end])}\n");
        writer.Write($"{id}|a|{(end < text.Length ? OneLine(text[(end + 1)..]) : "")}\n");
        foreach (TextSpan span in document.Spans)
        {
            string surface = OneLine(document.Points.Slice(span.Start, span.End));
            string? last = Last(span);
            writer.Write(
                $"{id}\t{span.Start}\t{span.End}\t{surface}\t{OneLine(span.Type)}\t{PubTatorCodes.Write(span)}{(last is null ? "" : "\t" + last)}\n"
            );
        }

        Dictionary<string, TextSpan> spans = document.Spans.ToDictionary(s => s.Id);
        foreach (Relation relation in document.Relations.Where(r => r.Arguments.Count == 2))
        {
            string?[] codes = [.. relation.Arguments.Select(a => Code(a, spans))];
            if (codes.All(c => !string.IsNullOrEmpty(c)))
            {
                string more = string.Concat(
                    relation.Attributes.Where(a => a.Name is "score" or "note").Select(a => "\t" + OneLine(a.Value))
                );
                writer.Write($"{id}\t{OneLine(relation.Type)}\t{codes[0]}\t{codes[1]}{more}\n");
            }
        }
    }

    /// <summary>The unit behind the title: the first line's end, or the end of the passage that is the title.</summary>
    private static int TitleEnd(AnnotatedDocument document)
    {
        string text = document.Text;
        if (document.Passages is [{ Start: 0, Type: "title" } title, { } next, ..] && next.Start == title.End + 1)
        {
            return document.Points.ToUnits(title.End);
        }

        int end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text.Length : end;
    }

    private static string? Last(TextSpan span)
    {
        if (span.Normalisations.Count > 0 && span.Normalisations.All(n => n.Name is { Length: > 0 }))
        {
            return OneLine(string.Join('|', span.Normalisations.Select(n => n.Name)));
        }

        return span.Attributes.FirstOrDefault(a => a.Name is "score" or "mentions")?.Value is { } value
            ? OneLine(value)
            : null;
    }

    private static string? Code(RelationArgument argument, Dictionary<string, TextSpan> spans) =>
        argument.Concept?.Curie
        ?? (
            argument.Target is { } target && spans.TryGetValue(target, out TextSpan? span)
                ? PubTatorCodes.Write(span)
                : null
        );

    /// <summary>As many characters as before.</summary>
    private static string OneLine(string text) =>
        text.AsSpan().IndexOfAny(s_breaks) < 0 ? text : string.Concat(text.Select(c => s_breaks.Contains(c) ? ' ' : c));

    private static readonly System.Buffers.SearchValues<char> s_breaks = System.Buffers.SearchValues.Create(
        "\r\n\t\f\v"
    );
}
