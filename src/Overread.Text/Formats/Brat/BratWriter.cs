using System.Text.RegularExpressions;
using Overread.Text.Documents;

namespace Overread.Text.Formats.Brat;

/// <summary>Writes the <c>.ann</c> file of one document.</summary>
internal sealed partial class BratWriter(TextWriter ann)
{
    private int _attribute;
    private int _concept;
    private int _note;

    internal void Write(AnnotatedDocument document, string fileName)
    {
        int events = 0;
        int relations = 0;
        int others = 0;
        HashSet<string> native =
        [
            .. document.Relations.Where(r => IsRelation(r, document) || IsEvent(r)).Select(r => r.Id),
        ];
        // What points at something that has no line of its own cannot have one either.
        for (int before = -1; before != native.Count; )
        {
            before = native.Count;
            HashSet<string> spans = [.. document.Spans.Select(s => s.Id)];
            native.RemoveWhere(id =>
                document
                    .Relations.First(r => r.Id == id)
                    .Arguments.Any(a => !spans.Contains(a.Target!) && !native.Contains(a.Target!))
            );
        }

        AnnotatedDocument named = DocumentIds.Renamed(
            document,
            i => $"T{i}",
            (r, _) =>
                !native.Contains(r.Id) ? $"X{++others}"
                : r.Trigger is null ? $"R{++relations}"
                : $"E{++events}"
        );
        foreach (TextSpan span in named.Spans)
        {
            Span(named.Points, span);
        }

        foreach (Relation relation in named.Relations.Where(r => r.Id[0] != 'X'))
        {
            Relation(relation);
        }

        foreach (CoreferenceChain chain in named.Chains.Where(c => IsWord(c.Type)))
        {
            ann.Write($"*\t{chain.Type} {string.Join(' ', chain.Spans)}\n");
        }

        foreach (TextNote note in named.Notes.Where(IsNote))
        {
            ann.Write($"#{++_note}\t{note.Type} {note.Target}\t{note.Text}\n");
        }

        Rest(named, fileName);
    }

    private void Rest(AnnotatedDocument named, string fileName)
    {
        AnnotatedDocument rest = named with
        {
            Relations = [.. named.Relations.Where(r => r.Id[0] == 'X')],
            Chains = [.. named.Chains.Where(c => !IsWord(c.Type))],
            Notes = [.. named.Notes.Where(n => !IsNote(n))],
        };
        if (!DocumentIds.HasRest(rest) && fileName == named.Id)
        {
            return;
        }

        string json = DocumentJson.Write(j =>
        {
            j.WriteStartObject();
            if (fileName != named.Id)
            {
                j.WriteString("id", named.Id);
            }

            DocumentJson.Rest(j, rest);
            j.WriteEndObject();
        });
        ann.Write($"#{++_note}\t{BratFormat.Own} DOC\t{json}\n");
    }

    private void Span(CodePoints points, TextSpan span)
    {
        List<Fragment> lines = [.. span.Fragments.SelectMany(f => OnOneLine(points, f))];
        bool whole = lines.SequenceEqual(span.Fragments);
        string type = Word(span.Type);
        ann.Write($"{span.Id}\t{type} {string.Join(';', lines.Select(f => $"{f.Start} {f.End}"))}\t");
        ann.Write(
            string.Join(' ', lines.Select(f => points.Slice(f.Start, f.End))).ReplaceLineEndings(" ").Replace('\t', ' ')
        );
        ann.Write('\n');
        foreach (NamedValue attribute in span.Attributes.Where(IsAttribute))
        {
            Attribute(span.Id, attribute);
        }

        foreach (Concept concept in span.Normalisations.Where(IsConcept))
        {
            string terminology = concept.Terminology.Length == 0 ? "_" : concept.Terminology;
            ann.Write(
                $"N{++_concept}\tReference {span.Id} {terminology}:{concept.Code}{(concept.Name is null ? "" : "\t" + concept.Name)}\n"
            );
        }

        if (!whole || type != span.Type || !span.Attributes.All(IsAttribute) || !span.Normalisations.All(IsConcept))
        {
            string json = DocumentJson.Write(j =>
            {
                j.WriteStartObject();
                DocumentJson.Aspects(j, span, points);
                j.WriteEndObject();
            });
            ann.Write($"#{++_note}\t{BratFormat.Own} {span.Id}\t{json}\n");
        }
    }

    private void Relation(Relation relation)
    {
        IEnumerable<string> arguments = relation.Arguments.Select(a => $"{a.Role}:{a.Target}");
        ann.Write(
            relation.Trigger is { } trigger
                ? $"{relation.Id}\t{string.Join(' ', arguments.Prepend($"{relation.Type}:{trigger}"))}\n"
                : $"{relation.Id}\t{string.Join(' ', arguments.Prepend(relation.Type))}\t\n"
        );
        foreach (NamedValue attribute in relation.Attributes)
        {
            Attribute(relation.Id, attribute);
        }
    }

    private void Attribute(string of, NamedValue attribute)
    {
        string value = attribute.Value == "true" ? "" : " " + attribute.Value;
        ann.Write($"A{++_attribute}\t{attribute.Name} {of}{value}\n");
    }

    private static bool IsRelation(Relation relation, AnnotatedDocument document) =>
        relation.Trigger is null
        && relation.Arguments.Count == 2
        && relation.Arguments.All(a => a.Target is not null && IsWord(a.Role))
        && IsWord(relation.Type)
        && relation.Attributes.All(IsAttribute)
        && document.Spans.Count > 0;

    private static bool IsEvent(Relation relation) =>
        relation.Trigger is not null
        && relation.Arguments.All(a => a.Target is not null && IsWord(a.Role))
        && IsWord(relation.Type)
        && relation.Attributes.All(IsAttribute);

    private static bool IsAttribute(NamedValue attribute) =>
        IsWord(attribute.Name)
        && attribute.Value.Length > 0
        && attribute.Value.Trim() == attribute.Value
        && attribute.Value.AsSpan().IndexOfAny('\t', '\r', '\n') < 0;

    private static bool IsConcept(Concept concept) =>
        (
            concept.Terminology.Length == 0
            || (
                Blank().Count(concept.Terminology) == 0
                && concept.Terminology.IndexOf(':', StringComparison.Ordinal) < 0
            )
        )
        && concept.Terminology != "_"
        && concept.Code.Length > 0
        && Blank().Count(concept.Code) == 0
        && (
            concept.Name is null || (concept.Name.Length > 0 && concept.Name.AsSpan().IndexOfAny('\t', '\r', '\n') < 0)
        );

    private static bool IsNote(TextNote note) =>
        note.Target is not null
        && note.Type != BratFormat.Own
        && IsWord(note.Type)
        && note.Text.AsSpan().IndexOfAny('\t', '\r', '\n') < 0;

    private static bool IsWord(string type) => Odd().Count(type) == 0 && type.Length > 0;

    private static string Word(string type) => type.Length == 0 ? "_" : Odd().Replace(type, "_");

    /// <summary>The parts of a fragment between its line ends: a line of the file holds no line end.</summary>
    private static List<Fragment> OnOneLine(CodePoints points, Fragment fragment)
    {
        List<Fragment> parts = [];
        int from = fragment.Start;
        for (int i = fragment.Start; i <= fragment.End; i++)
        {
            if (i < fragment.End && points.Text[points.ToUnits(i)] is not ('\r' or '\n'))
            {
                continue;
            }

            if (i > from)
            {
                parts.Add(new(from, i));
            }

            from = i + 1;
        }

        return parts.Count > 0 ? parts : [fragment];
    }

    [GeneratedRegex(@"[\s:;|]")]
    private static partial Regex Odd();

    [GeneratedRegex(@"\s")]
    private static partial Regex Blank();
}
