using System.Text;
using System.Text.Json;
using Overread.Text.Documents;

namespace Overread.Text.Formats.BioC;

/// <summary>Makes a document of what stands in a BioC file, whether that was XML or JSON.</summary>
internal sealed class BioCReader(TextSource source, Findings findings, ReadingChoices choices)
{
    private sealed record Stretch(BioCPart Part, CodePoints Text, int Origin)
    {
        internal int Place { get; set; }

        internal List<RawSpan> Spans { get; } = [];
    }

    internal AnnotatedDocument Read(BioCPart file)
    {
        List<Stretch> stretches = Stretches(file);
        List<RawSpan> loose = Spread(file, stretches);
        OffsetResolver resolver = new(source, findings, choices);
        bool fromPassage = CountsFromPassage(file.Id, ref stretches);
        OffsetScale scale = resolver.Choose(file.Id, Groups(stretches, fromPassage), OffsetUnit.CodePoints);
        scale = fromPassage ? scale : ByPassages(file.Id, stretches, scale);
        string text = Joined(file.Id, stretches, scale);
        List<OffsetGroup> groups = Groups(stretches, fromPassage);
        if (loose.Count > 0)
        {
            groups.Add(new(new CodePoints(text), stretches.Count > 0 ? stretches[0].Origin : 0, 0, loose));
        }

        List<TextSpan> spans = resolver.Resolve(file.Id, groups, scale);
        AnnotatedDocument document = new(file.Id, text)
        {
            Spans = InOrder(file, spans),
            Passages = Passages(file, stretches),
            Metadata = [.. file.Infons.Where(i => i.Name != BioCInfons.Own)],
        };
        document = Related(file, document);
        return
            file.Infons.FirstOrDefault(i => i.Name == BioCInfons.Own) is { } own
            && BioCInfons.Json(own.Value) is { } rest
            ? DocumentJson.WithRest(document, rest)
            : document;
    }

    /// <summary>The parts that have a text of their own, in the order of their offsets.</summary>
    private List<Stretch> Stretches(BioCPart file)
    {
        List<Stretch> stretches = [];
        foreach (BioCPart part in file.All().Where(p => p.Text is not null))
        {
            // A sentence or passage within a passage that has the text already is a place in it.
            bool within = file.All()
                .Any(p => p != part && p.Text is not null && p.Kind != "document" && p.All().Contains(part));
            if (!within && part.Text!.Length > 0)
            {
                stretches.Add(new(part, new CodePoints(part.Text!), part.Offset ?? -1));
            }
        }

        for (int i = 0; i < stretches.Count; i++)
        {
            if (stretches[i].Origin < 0)
            {
                int origin = i == 0 ? 0 : stretches[i - 1].Origin + stretches[i - 1].Text.Length + 1;
                findings.Note(
                    source,
                    0,
                    $"document {file.Id}: a passage has no offset; it is taken to begin at {origin}"
                );
                stretches[i] = stretches[i] with { Origin = origin };
            }
        }

        return [.. stretches.OrderBy(s => s.Origin)];
    }

    /// <summary>Puts each annotation to the stretch in which it lies; what lies in none is returned.</summary>
    private static List<RawSpan> Spread(BioCPart file, List<Stretch> stretches)
    {
        List<RawSpan> loose = [];
        HashSet<string> ids = [];
        foreach (BioCPart part in file.All())
        {
            Stretch? home = stretches.Find(s => s.Part.All().Contains(part));
            foreach (BioCAnnotation annotation in part.Annotations)
            {
                string id = annotation.Id;
                for (int i = 2; id.Length == 0 || !ids.Add(id); i++)
                {
                    id = $"{annotation.Id}.{i}";
                }

                TextSpan read = BioCInfons.Read(id, annotation.Infons);
                RawSpan raw = new(
                    id,
                    read.Type,
                    [.. annotation.Locations.Select(l => new Fragment(l.Offset, l.Offset + l.Length))],
                    annotation.Text,
                    annotation.Line
                )
                {
                    Attributes = read.Attributes,
                    Normalisations = read.Normalisations,
                };
                Stretch? to = home ?? stretches.Find(s => Holds(s, raw));
                (to is null || Crosses(stretches, to, raw) ? loose : to.Spans).Add(raw);
            }
        }

        return loose;
    }

    private static bool Holds(Stretch stretch, RawSpan raw) =>
        raw.Fragments.All(f => f.Start >= stretch.Origin && f.End <= stretch.Origin + stretch.Text.Length);

    /// <summary>Reaches into another passage by the offsets that are declared.</summary>
    private static bool Crosses(List<Stretch> stretches, Stretch home, RawSpan raw) =>
        !Holds(home, raw)
        && raw.Surface is { } surface
        && !home.Text.Text.Contains(surface, StringComparison.OrdinalIgnoreCase)
        && raw.Fragments.All(f => stretches.Exists(s => f.Start >= s.Origin && f.Start <= s.Origin + s.Text.Length));

    private static List<OffsetGroup> Groups(List<Stretch> stretches, bool fromPassage) =>
        [.. stretches.Select(s => new OffsetGroup(s.Text, fromPassage ? 0 : s.Origin, s.Place, s.Spans))];

    /// <summary>
    /// Whether offsets are counted from each passage. Where neither that nor the declared places of passages fit the words of
    /// annotations, but passages put one behind the other do, they are put so.
    /// </summary>
    private bool CountsFromPassage(string id, ref List<Stretch> stretches)
    {
        int usual = OffsetResolver.MostFitting(Groups(stretches, fromPassage: false), out int all);
        if (usual == all)
        {
            return false;
        }

        int ownStart = OffsetResolver.MostFitting(Groups(stretches, fromPassage: true), out _);
        foreach (int gap in (int[])[1, 0, 2])
        {
            int at = 0;
            List<Stretch> inRow = [];
            foreach (Stretch stretch in stretches)
            {
                inRow.Add(stretch with { Origin = at });
                at += stretch.Text.Length + gap;
            }

            int fit = OffsetResolver.MostFitting(Groups(inRow, fromPassage: false), out _);
            if (fit > usual && fit >= ownStart)
            {
                findings.Note(
                    source,
                    0,
                    $"document {id}: the offsets of its passages do not fit its annotations; {fit} of {all} fit where passages follow each other with {gap} between them; read so"
                );
                stretches = inRow;
                return false;
            }
        }

        if (ownStart <= usual)
        {
            return false;
        }

        findings.Note(
            source,
            0,
            $"document {id}: offsets are counted from the start of each passage, not of the document; converted"
        );
        return true;
    }

    /// <summary>
    /// Annotations may fit in several units where the odd letters stand in other passages. Then the offsets of passages decide: in the
    /// unit in which they were counted, nothing or one sign is between them.
    /// </summary>
    private OffsetScale ByPassages(string id, List<Stretch> stretches, OffsetScale scale)
    {
        bool Follow(OffsetUnit unit)
        {
            OffsetScale counted = OffsetScale.Plain(unit);
            for (int i = 1; i < stretches.Count; i++)
            {
                int[] places = counted.Places(stretches[i - 1].Text);
                if (stretches[i].Origin - stretches[i - 1].Origin - places[^1] is not (0 or 1))
                {
                    return false;
                }
            }

            return true;
        }

        if (scale != OffsetScale.Plain(OffsetUnit.CodePoints) || Follow(OffsetUnit.CodePoints))
        {
            return scale;
        }

        foreach (OffsetUnit unit in (OffsetUnit[])[OffsetUnit.Utf16, OffsetUnit.Utf8])
        {
            if (Follow(unit))
            {
                findings.Note(
                    source,
                    0,
                    $"document {id}: the offsets of its passages are counted in {OffsetScale.Plain(unit).Said}, not in code points; converted"
                );
                return OffsetScale.Plain(unit);
            }
        }

        return scale;
    }

    /// <summary>The text of the document: passages at their offsets, one line end and spaces between them.</summary>
    private string Joined(string id, List<Stretch> stretches, OffsetScale scale)
    {
        StringBuilder text = new();
        int length = 0;
        int overlaps = 0;
        for (int i = 0; i < stretches.Count; i++)
        {
            Stretch stretch = stretches[i];
            if (i > 0)
            {
                Stretch before = stretches[i - 1];
                int[] places = scale.Places(before.Text);
                int gap = stretch.Origin - before.Origin - (places[^1] - places[0]);
                overlaps += gap < 0 ? 1 : 0;
                string between =
                    stretch.Part.Infons.FirstOrDefault(n => n.Name == BioCWriter.Before)?.Value ?? Between(gap);
                text.Append(between);
                length += new CodePoints(between).Length;
            }

            stretch.Place = length;
            text.Append(stretch.Text.Text);
            length += stretch.Text.Length;
        }

        if (overlaps > 0)
        {
            findings.Note(
                source,
                0,
                $"document {id}: {overlaps} passages begin before the one before them ends; they are put one after the other"
            );
        }

        return text.ToString();
    }

    private static string Between(int gap) =>
        gap < 0 ? "\n"
        : gap == 0 ? ""
        : "\n" + new string(' ', gap - 1);

    private static List<TextSpan> InOrder(BioCPart file, List<TextSpan> spans)
    {
        Dictionary<string, int> order = [];
        foreach (BioCAnnotation annotation in file.All().SelectMany(p => p.Annotations))
        {
            order.TryAdd(annotation.Id, order.Count);
        }

        return [.. spans.OrderBy(s => order.GetValueOrDefault(s.Id, int.MaxValue))];
    }

    private static List<Passage> Passages(BioCPart file, List<Stretch> stretches)
    {
        List<Passage> passages = [];
        foreach (BioCPart part in file.All().Skip(1))
        {
            Stretch? home = stretches.Find(s => s.Part.All().Contains(part));
            bool gap = part.Infons.Exists(i => i.Name == BioCInfons.Own && i.Value == BioCWriter.Gap);
            List<Stretch> own = [.. stretches.Where(s => part.All().Contains(s.Part))];
            if (gap || (home is null && own.Count == 0))
            {
                continue;
            }

            int start =
                own.Count > 0 ? own[0].Place : home!.Place + Math.Max(0, (part.Offset ?? home.Origin) - home.Origin);
            int end =
                own.Count > 0
                    ? own[^1].Place + own[^1].Text.Length
                    : start + (part.Text is { } t ? new CodePoints(t).Length : 0);
            string? type = part.Infons.FirstOrDefault(i => i.Name == "type")?.Value;
            passages.Add(
                new(
                    type ?? (part.Kind == "sentence" ? "sentence" : ""),
                    start,
                    Math.Min(end, stretches[^1].Place + stretches[^1].Text.Length)
                )
                {
                    Attributes = [.. part.Infons.Where(i => i.Name != "type" && i.Name != BioCWriter.Before)],
                }
            );
        }

        return passages.Count == 1 && passages[0] is { Type: "", Attributes.Count: 0 } ? [] : passages;
    }

    private AnnotatedDocument Related(BioCPart file, AnnotatedDocument document)
    {
        HashSet<string> there =
        [
            .. document.Spans.Select(s => s.Id),
            .. file.All().SelectMany(p => p.Relations).Select(r => r.Id),
        ];
        List<Relation> relations = [];
        List<CoreferenceChain> chains = [];
        HashSet<string> ids = [.. document.Spans.Select(s => s.Id)];
        foreach (BioCRelation relation in file.All().SelectMany(p => p.Relations))
        {
            if (relation.Nodes.Find(n => !there.Contains(n.Id)) is { Id: not null } missing)
            {
                findings.LeftOut(
                    source,
                    relation.Line,
                    $"document {file.Id}: the relation {relation.Id} speaks of {missing.Id}, which is not there; it is left out"
                );
                continue;
            }

            string type = relation.Infons.Find(i => i.Name is "type" or "relation")?.Value ?? "";
            if (relation.Infons.Exists(i => i.Name == BioCInfons.Own && i.Value == BioCWriter.Chain))
            {
                chains.Add(new(relation.Id, type, [.. relation.Nodes.Select(n => n.Id)]));
                continue;
            }

            string id = relation.Id;
            for (int i = 2; id.Length == 0 || !ids.Add(id); i++)
            {
                id = $"R{relation.Id}.{i}";
            }

            relations.Add(Relation(relation, id, type));
        }

        return document with
        {
            Relations = relations,
            Chains = chains,
        };
    }

    private static Relation Relation(BioCRelation relation, string id, string type)
    {
        List<NamedValue> others = [.. relation.Infons.Where(i => i.Name is not ("type" or "relation"))];
        if (relation.Nodes.Count > 0)
        {
            return new(
                id,
                type,
                [.. relation.Nodes.Where(n => n.Role != "Trigger").Select(n => new RelationArgument(n.Role, n.Id))]
            )
            {
                Trigger = relation.Nodes.Find(n => n.Role == "Trigger").Id,
                Attributes = others,
            };
        }

        // Without nodes its infons are the concepts that it relates, each under its role.
        return new(
            id,
            type,
            [.. others.Where(i => !IsRemark(i)).Select(i => new RelationArgument(i.Name, null, Concept.Parse(i.Value)))]
        )
        {
            Attributes = [.. others.Where(IsRemark)],
        };
    }

    internal static bool IsRemark(NamedValue infon) =>
        infon.Name is "score" or "note" or "comment" or "novelty" or "annotator" or "updated_at"
        || infon.Value.Trim().Length == 0;
}
