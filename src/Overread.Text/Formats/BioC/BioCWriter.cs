using Overread.Text.Documents;

namespace Overread.Text.Formats.BioC;

/// <summary>Lays a document out as BioC has it.</summary>
internal static class BioCWriter
{
    /// <summary>The value of the own infon of a passage that holds text between passages and is none.</summary>
    internal const string Gap = "between passages";

    /// <summary>The value of the own infon of a relation that is a chain.</summary>
    internal const string Chain = "chain";

    /// <summary>The infon of a passage that holds what stands before it, where that is not a line end and spaces.</summary>
    internal const string Before = "overread-before";

    internal static BioCPart Lay(AnnotatedDocument given, bool keysOnce)
    {
        AnnotatedDocument document = DocumentIds.Renamed(given, i => $"T{i}", (_, i) => $"R{i}");
        BioCPart file = new() { Kind = "document", Id = document.Id };
        List<(Passage? Passage, Fragment Place)> pieces = Pieces(document, out List<Passage> nested);
        int at = 0;
        foreach ((Passage? passage, Fragment place) in pieces)
        {
            BioCPart part = new()
            {
                Kind = "passage",
                Offset = place.Start,
                Text = document.Points.Slice(place.Start, place.End),
            };
            Name(part, passage, pieces.Count);
            string between = document.Points.Slice(at, place.Start);
            if (between.Length > 0 && between != "\n" + new string(' ', between.Length - 1))
            {
                part.Infons.Add(new(Before, between));
            }

            at = place.End;
            file.Parts.Add(part);
        }

        foreach (TextSpan span in document.Spans)
        {
            BioCPart home = file.Parts.FindLast(p => p.Offset <= span.Start) ?? file.Parts[0];
            home.Annotations.Add(
                new(
                    span.Id,
                    BioCInfons.Write(span),
                    [.. span.Fragments.Select(f => (f.Start, f.End - f.Start))],
                    span.Surface(document.Points),
                    0
                )
            );
        }

        Relate(document, file, nested, keysOnce);
        return file;
    }

    private static void Name(BioCPart part, Passage? passage, int pieces)
    {
        if (passage is null)
        {
            if (pieces > 1)
            {
                part.Infons.Add(new(BioCInfons.Own, Gap));
            }

            return;
        }

        part.Infons.Add(new("type", passage.Type));
        foreach (NamedValue attribute in passage.Attributes)
        {
            if (!part.Infons.Exists(i => i.Name == attribute.Name))
            {
                part.Infons.Add(attribute);
            }
        }
    }

    /// <summary>The document cut into passages that lie side by side, and what is between them where that is more than white space.</summary>
    private static List<(Passage? Passage, Fragment Place)> Pieces(AnnotatedDocument document, out List<Passage> nested)
    {
        List<(Passage?, Fragment)> pieces = [];
        nested = [];
        int at = 0;
        foreach (Passage passage in document.Passages.OrderBy(p => p.Start).ThenByDescending(p => p.End))
        {
            if (passage.Start < at || passage.End <= passage.Start)
            {
                nested.Add(passage);
                continue;
            }

            if (document.Points.Slice(at, passage.Start).AsSpan().Trim().Length > 0 || (at == 0 && passage.Start > 0))
            {
                pieces.Add((null, new(at, passage.Start)));
            }

            pieces.Add((passage, new(passage.Start, passage.End)));
            at = passage.End;
        }

        if (at < document.Points.Length || pieces.Count == 0)
        {
            pieces.Add((null, new(at, document.Points.Length)));
        }

        return pieces;
    }

    private static void Relate(AnnotatedDocument document, BioCPart file, List<Passage> nested, bool keysOnce)
    {
        foreach (CoreferenceChain chain in document.Chains)
        {
            file.Relations.Add(
                new(
                    chain.Id,
                    [new("type", chain.Type), new(BioCInfons.Own, Chain)],
                    [.. chain.Spans.Select(s => (s, "member"))],
                    0
                )
            );
        }

        List<Relation> others = [];
        foreach (Relation relation in document.Relations)
        {
            if (Native(relation, keysOnce) is { } native)
            {
                file.Relations.Add(native);
            }
            else
            {
                others.Add(relation);
            }
        }

        file.Infons.AddRange(document.Metadata.Where(m => m.Name != BioCInfons.Own).DistinctBy(m => m.Name));
        AnnotatedDocument rest = new(document.Id, "")
        {
            Passages = nested,
            Relations = others,
            Answers = document.Answers,
            Notes = document.Notes,
            Metadata = [.. document.Metadata.Except(file.Infons)],
        };
        if (DocumentIds.HasRest(rest))
        {
            file.Infons.Add(
                new(
                    BioCInfons.Own,
                    DocumentJson.Write(json =>
                    {
                        json.WriteStartObject();
                        DocumentJson.Rest(json, rest);
                        json.WriteEndObject();
                    })
                )
            );
        }
    }

    private static BioCRelation? Native(Relation relation, bool keysOnce)
    {
        List<NamedValue> infons = [new("type", relation.Type), .. relation.Attributes];
        bool targets = relation.Arguments.All(a => a.Target is not null && a.Role != "Trigger");
        bool concepts =
            relation.Trigger is null
            && relation.Arguments.All(a =>
                a.Concept is { Name: null } c
                && Concept.Parse(c.Curie) == c
                && !BioCReader.IsRemark(new(a.Role, c.Curie))
            )
            && relation.Attributes.All(BioCReader.IsRemark);
        if (concepts)
        {
            infons.AddRange(relation.Arguments.Select(a => new NamedValue(a.Role, a.Concept!.Curie)));
        }

        bool once = infons.Select(i => i.Name).Distinct().Count() == infons.Count;
        bool odd = infons.Skip(1).Any(i => i.Name is "type" or "relation" or BioCInfons.Own);
        if (odd || !(targets || concepts) || (!once && (keysOnce || !concepts)))
        {
            return null;
        }

        List<(string, string)> nodes = targets ? [.. relation.Arguments.Select(a => (a.Target!, a.Role))] : [];
        if (relation.Trigger is { } trigger)
        {
            nodes.Insert(0, (trigger, "Trigger"));
        }

        return new(relation.Id, infons, nodes, 0);
    }
}
