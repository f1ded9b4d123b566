using System.Globalization;
using System.Text.Json;
using Overread.Text.Documents;

namespace Overread.Text.Formats.Brat;

/// <summary>Reads one pair of files.</summary>
internal sealed class BratReader(TextSource source, Findings findings, ReadingChoices choices)
{
    private readonly List<RawSpan> _spans = [];
    private readonly List<Relation> _relations = [];
    private readonly List<CoreferenceChain> _chains = [];
    private readonly List<TextNote> _notes = [];
    private readonly Dictionary<string, List<NamedValue>> _attributes = [];
    private readonly Dictionary<string, List<Concept>> _concepts = [];
    private readonly Dictionary<string, JsonElement> _own = [];
    private readonly HashSet<string> _ids = [];

    internal AnnotatedDocument Read()
    {
        string text =
            source.Beside(source.Stem + ".txt")
            ?? source.Beside(source.Stem + ".TXT")
            ?? throw new FormatException($"The text {source.Stem}.txt is not beside it.");
        CodePoints points = new(text);
        long number = 0;
        foreach (string line in JsonRecords.Lines(source.Text))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                Line(line, number);
            }
        }

        List<TextSpan> spans = new OffsetResolver(source, findings, choices).Resolve(
            source.Stem,
            [new OffsetGroup(points, 0, 0, _spans)],
            OffsetUnit.CodePoints
        );
        AnnotatedDocument document = new(source.Stem, text)
        {
            Spans = [.. spans.Select(Dressed)],
            Relations = [.. _relations.Select(r => r with { Attributes = _attributes.GetValueOrDefault(r.Id) ?? [] })],
            Chains = _chains,
            Notes = _notes,
        };
        if (_own.TryGetValue("DOC", out JsonElement rest))
        {
            document = DocumentJson.WithRest(document, rest);
            document = DocumentJson.Text(rest, "id") is { } id ? document with { Id = id } : document;
        }

        Unclaimed(document);
        return Connected(document);
    }

    private TextSpan Dressed(TextSpan span)
    {
        TextSpan dressed = span with
        {
            Attributes = _attributes.GetValueOrDefault(span.Id) ?? [],
            Normalisations = _concepts.GetValueOrDefault(span.Id) ?? [],
        };
        return _own.TryGetValue(span.Id, out JsonElement own) ? DocumentJson.WithAspects(dressed, own) : dressed;
    }

    /// <summary>What was said of things that are not there.</summary>
    private void Unclaimed(AnnotatedDocument document)
    {
        HashSet<string> there = [.. document.Spans.Select(s => s.Id), .. document.Relations.Select(r => r.Id)];
        foreach (string id in _attributes.Keys.Concat(_concepts.Keys).Where(id => !there.Contains(id)).Distinct())
        {
            findings.LeftOut(source, 0, $"attributes or normalisations of {id}, which is not there, are left out");
        }
    }

    /// <summary>Leaves out relations and chains whose ends are not there.</summary>
    private AnnotatedDocument Connected(AnnotatedDocument document)
    {
        HashSet<string> there = [.. document.Spans.Select(s => s.Id), .. document.Relations.Select(r => r.Id)];
        List<Relation> kept = [.. document.Relations];
        for (int before = -1; before != kept.Count; )
        {
            before = kept.Count;
            foreach (
                Relation loose in kept.Where(r =>
                        (r.Trigger is { } t && !there.Contains(t))
                        || r.Arguments.Any(a => a.Target is { } target && !there.Contains(target))
                    )
                    .ToList()
            )
            {
                findings.LeftOut(source, 0, $"{loose.Id} speaks of something that is not there and is left out");
                kept.Remove(loose);
                there.Remove(loose.Id);
            }
        }

        List<CoreferenceChain> chains = [];
        foreach (CoreferenceChain chain in document.Chains)
        {
            if (chain.Spans.All(there.Contains))
            {
                chains.Add(chain);
            }
            else
            {
                findings.LeftOut(
                    source,
                    0,
                    $"the equivalence of {string.Join(", ", chain.Spans)} speaks of something that is not there and is left out"
                );
            }
        }

        return document with
        {
            Relations = kept,
            Chains = chains,
        };
    }

    private void Line(string line, long number)
    {
        string[] cells = line.Split('\t', 3);
        string body = cells.Length > 1 ? cells[1].Trim(' ') : "";
        bool read =
            cells.Length >= 2
            && line[0] switch
            {
                'T' => Bound(cells, body, number),
                'R' => Relation(cells[0], body),
                'E' => Event(cells[0], body),
                'A' or 'M' => Attribute(body),
                'N' => Concept(cells, body),
                '*' => Equivalence(body, number),
                '#' => Note(cells, body, number),
                _ => false,
            };
        if (!read)
        {
            findings.LeftOut(source, number, "no line of brat standoff; it is left out");
        }
        else if (line[0] is 'T' or 'R' or 'E' && !_ids.Add(cells[0]))
        {
            findings.LeftOut(source, number, $"the id {cells[0]} stands twice; the second is left out");
            Drop(line[0]);
        }
    }

    private void Drop(char kind)
    {
        if (kind == 'T')
        {
            _spans.RemoveAt(_spans.Count - 1);
        }
        else
        {
            _relations.RemoveAt(_relations.Count - 1);
        }
    }

    private bool Bound(string[] cells, string body, long number)
    {
        int space = body.IndexOf(' ', StringComparison.Ordinal);
        if (space <= 0)
        {
            return false;
        }

        List<Fragment> fragments = [];
        foreach (string part in body[(space + 1)..].Split(';'))
        {
            string[] ends = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (
                ends.Length != 2
                || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int start)
                || !int.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out int end)
                || end < start
            )
            {
                return false;
            }

            fragments.Add(new(start, end));
        }

        _spans.Add(new(cells[0], body[..space], fragments, cells.Length > 2 ? cells[2] : null, number));
        return true;
    }

    private bool Relation(string id, string body)
    {
        string[] words = body.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || Arguments(words.Skip(1)) is not { } arguments)
        {
            return false;
        }

        _relations.Add(new(id, words[0], arguments));
        return true;
    }

    private bool Event(string id, string body)
    {
        string[] words = body.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 1 || Arguments(words) is not { } all)
        {
            return false;
        }

        _relations.Add(new(id, all[0].Role, all[1..]) { Trigger = all[0].Target });
        return true;
    }

    private static List<RelationArgument>? Arguments(IEnumerable<string> words)
    {
        List<RelationArgument> arguments = [];
        foreach (string word in words)
        {
            int colon = word.LastIndexOf(':');
            if (colon <= 0 || colon == word.Length - 1)
            {
                return null;
            }

            arguments.Add(new(word[..colon], word[(colon + 1)..]));
        }

        return arguments;
    }

    private bool Attribute(string body)
    {
        string[] words = body.Split(' ', 3);
        if (words.Length < 2)
        {
            return false;
        }

        List(_attributes, words[1]).Add(new(words[0], words.Length > 2 ? words[2] : "true"));
        return true;
    }

    private bool Concept(string[] cells, string body)
    {
        string[] words = body.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        int colon = words.Length == 3 ? words[2].IndexOf(':', StringComparison.Ordinal) : -1;
        if (colon < 0 || colon == words[2].Length - 1)
        {
            return false;
        }

        string terminology = words[2][..colon];
        string? name = cells.Length > 2 && cells[2].Length > 0 ? cells[2] : null;
        List(_concepts, words[1]).Add(new(terminology == "_" ? "" : terminology, words[2][(colon + 1)..], name));
        return true;
    }

    private bool Equivalence(string body, long number)
    {
        string[] words = body.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2)
        {
            return false;
        }

        _chains.Add(new($"*{number}", words[0], words[1..]));
        return true;
    }

    private bool Note(string[] cells, string body, long number)
    {
        string[] words = body.Split(' ', 2);
        string text = cells.Length > 2 ? cells[2] : "";
        if (words[0] == BratFormat.Own && words.Length == 2)
        {
            try
            {
                using JsonDocument json = JsonDocument.Parse(LoneSurrogates.Replaced(text));
                _own[words[1]] = json.RootElement.Clone();
            }
            catch (JsonException)
            {
                findings.LeftOut(
                    source,
                    number,
                    "what this note of the type Overread held was changed and is no JSON any more"
                );
            }

            return true;
        }

        _notes.Add(new(words.Length == 2 ? words[1] : null, words[0], text));
        return true;
    }

    private static List<T> List<T>(Dictionary<string, List<T>> lists, string key) =>
        lists.TryGetValue(key, out List<T>? list) ? list : lists[key] = [];
}
