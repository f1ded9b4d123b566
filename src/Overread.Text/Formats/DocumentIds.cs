using System.Text;
using Overread.Text.Documents;

namespace Overread.Text.Formats;

/// <summary>Gives spans and relations the ids that a format asks for, and documents the names of files.</summary>
internal static class DocumentIds
{
    /// <summary>The document with other ids; every mention of an id follows.</summary>
    internal static AnnotatedDocument Renamed(
        AnnotatedDocument document,
        Func<int, string> span,
        Func<Relation, int, string> relation
    )
    {
        Dictionary<string, string> names = [];
        for (int i = 0; i < document.Spans.Count; i++)
        {
            names.TryAdd(document.Spans[i].Id, span(i + 1));
        }

        for (int i = 0; i < document.Relations.Count; i++)
        {
            names.TryAdd(document.Relations[i].Id, relation(document.Relations[i], i + 1));
        }

        string Of(string id) => names.GetValueOrDefault(id, id);
        return document with
        {
            Spans = [.. document.Spans.Select(s => s with { Id = Of(s.Id) })],
            Relations =
            [
                .. document.Relations.Select(r =>
                    r with
                    {
                        Id = Of(r.Id),
                        Trigger = r.Trigger is { } t ? Of(t) : null,
                        Arguments =
                        [
                            .. r.Arguments.Select(a => a with { Target = a.Target is { } target ? Of(target) : null }),
                        ],
                    }
                ),
            ],
            Chains = [.. document.Chains.Select(c => c with { Spans = [.. c.Spans.Select(Of)] })],
            Notes = [.. document.Notes.Select(n => n with { Target = n.Target is { } target ? Of(target) : null })],
        };
    }

    /// <summary>Whether anything beside text and spans is in the document.</summary>
    internal static bool HasRest(AnnotatedDocument document) =>
        document.Passages.Count
            + document.Relations.Count
            + document.Chains.Count
            + document.Answers.Count
            + document.Notes.Count
            + document.Metadata.Count
        > 0;

    /// <summary>A name for files that no file system refuses; the id itself where it is one.</summary>
    internal static string FileName(string id)
    {
        StringBuilder name = new(id.Length);
        foreach (char c in id)
        {
            name.Append(
                char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ' ' or '@' or '+' or '=' or '(' or ')' or ','
                    ? c
                    : '_'
            );
        }

        string plain = name.ToString().Trim().TrimStart('.');
        return plain.Length switch
        {
            0 => "document",
            > 150 => plain[..150],
            _ => plain,
        };
    }

    /// <summary>Names that differ from each other also where the file system does not tell capitals.</summary>
    internal static Func<string, string> FileNames()
    {
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        return id =>
        {
            string name = FileName(id);
            string free = name;
            for (int i = 2; !taken.Add(free); i++)
            {
                free = $"{name}_{i}";
            }

            return free;
        };
    }
}
