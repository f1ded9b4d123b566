using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Overread.Text.Formats;

namespace Overread.Text.Terminology;

/// <summary>
/// Makes the index of a terminology. Layout: the magic, the length of a JSON head, the head (edition, and where each section lies), then the
/// sections: names, the concept of each name, codes, codes in order, words, where names have words and words have names.
/// Integers are 32 bits, little-endian, on multiples of four.
/// </summary>
public sealed class TermIndexBuilder
{
    internal const string Magic = "OVERREAD-TERMS-1\n";

    private readonly Dictionary<string, int> _concepts = new(StringComparer.Ordinal);
    private readonly List<string> _codes = [];
    private readonly List<int> _preferred = [];
    private readonly List<(int Concept, string Text)> _terms = [];
    private readonly HashSet<(int, string)> _seen = [];

    /// <summary>Names so far.</summary>
    public int Terms => _terms.Count;

    /// <summary>Codes so far.</summary>
    public int Concepts => _codes.Count;

    /// <summary>Adds a name; one that a concept has already is not added twice.</summary>
    /// <exception cref="ArgumentException">Code or text are empty.</exception>
    public void Add(TermEntry entry)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(entry.Code);
        ArgumentException.ThrowIfNullOrWhiteSpace(entry.Text);
        if (!_concepts.TryGetValue(entry.Code, out int concept))
        {
            _concepts[entry.Code] = concept = _codes.Count;
            _codes.Add(entry.Code);
            _preferred.Add(-1);
        }

        if (!_seen.Add((concept, entry.Text)))
        {
            if (entry.Preferred && _preferred[concept] < 0)
            {
                _preferred[concept] = _terms.FindIndex(t => t.Concept == concept && t.Text == entry.Text);
            }

            return;
        }

        if (entry.Preferred && _preferred[concept] < 0)
        {
            _preferred[concept] = _terms.Count;
        }

        _terms.Add((concept, entry.Text));
    }

    /// <summary>Writes the index.</summary>
    /// <param name="stream">Takes it.</param>
    /// <param name="terminology">Short name of the terminology.</param>
    /// <param name="edition">Its edition.</param>
    /// <param name="files">Names and SHA-256 of the files it was read from.</param>
    public void Write(
        Stream stream,
        string terminology,
        string edition,
        IReadOnlyList<KeyValuePair<string, string>> files
    )
    {
        List<string>[] words = [.. _terms.Select(t => TermText.Words(t.Text))];
        // Short names first: a list of names by number is then a list by likelihood.
        int[] order =
        [
            .. Enumerable
                .Range(0, _terms.Count)
                .OrderBy(i => words[i].Count)
                .ThenBy(i => _terms[i].Text.Length)
                .ThenBy(i => i),
        ];
        int[] place = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            place[order[i]] = i;
        }

        string[] vocabulary =
        [
            .. words
                .SelectMany(w => w)
                .Distinct(StringComparer.Ordinal)
                .OrderBy(w => Encoding.UTF8.GetBytes(w), ByteOrder.Instance),
        ];
        Dictionary<string, int> numbers = new(vocabulary.Length, StringComparer.Ordinal);
        for (int i = 0; i < vocabulary.Length; i++)
        {
            numbers[vocabulary[i]] = i;
        }

        int[][] ofTerms = [.. order.Select(i => words[i].Select(w => numbers[w]).ToArray())];
        List<int>[] ofWords = [.. vocabulary.Select(_ => new List<int>())];
        for (int term = 0; term < ofTerms.Length; term++)
        {
            foreach (int word in ofTerms[term].Distinct())
            {
                ofWords[word].Add(term);
            }
        }

        int[] byCode =
        [
            .. Enumerable.Range(0, _codes.Count).OrderBy(i => TermText.Code(_codes[i]), StringComparer.Ordinal),
        ];
        List<(string Name, byte[] Bytes)> sections = [];
        Pool(sections, "term", [.. order.Select(i => _terms[i].Text)]);
        sections.Add(("termConcept", Bytes(order.Select(i => _terms[i].Concept))));
        Pool(sections, "code", _codes);
        sections.Add(("preferred", Bytes(_preferred.Select((p, c) => place[p >= 0 ? p : First(c)]))));
        Pool(sections, "codeKey", [.. byCode.Select(i => TermText.Code(_codes[i]))]);
        sections.Add(("codeOrder", Bytes(byCode)));
        Pool(sections, "word", vocabulary);
        Lists(sections, "termWord", ofTerms);
        Lists(sections, "wordTerm", ofWords);
        Write(stream, new TermEdition(terminology, edition, files, _codes.Count, _terms.Count), sections);
    }

    private int[]? _firsts;

    private int First(int concept)
    {
        if (_firsts is null)
        {
            _firsts = new int[_codes.Count];
            for (int i = _terms.Count - 1; i >= 0; i--)
            {
                _firsts[_terms[i].Concept] = i;
            }
        }

        return _firsts[concept];
    }

    private static void Write(Stream stream, TermEdition edition, List<(string Name, byte[] Bytes)> sections)
    {
        string head = DocumentJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("terminology", edition.Terminology);
            json.WriteString("edition", edition.Edition);
            json.WriteNumber("concepts", edition.Concepts);
            json.WriteNumber("terms", edition.Terms);
            json.WriteStartObject("files");
            foreach ((string name, string hash) in edition.Files)
            {
                json.WriteString(name, hash);
            }

            json.WriteEndObject();
            json.WriteStartArray("sections");
            foreach ((string name, byte[] bytes) in sections)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteNumber("length", bytes.Length);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
        byte[] text = Encoding.UTF8.GetBytes(head);
        stream.Write(Encoding.ASCII.GetBytes(Magic));
        stream.Write(Encoding.ASCII.GetBytes(text.Length.ToString("D10", CultureInfo.InvariantCulture)));
        stream.Write(text);
        Pad(stream, Magic.Length + 10 + text.Length);
        foreach ((string _, byte[] bytes) in sections)
        {
            stream.Write(bytes);
            Pad(stream, bytes.Length);
        }
    }

    private static void Pad(Stream stream, int length)
    {
        for (int i = length; i % 4 != 0; i++)
        {
            stream.WriteByte(0);
        }
    }

    private static void Pool(List<(string, byte[])> sections, string name, IReadOnlyList<string> texts)
    {
        using MemoryStream bytes = new();
        int[] starts = new int[texts.Count + 1];
        for (int i = 0; i < texts.Count; i++)
        {
            starts[i] = (int)bytes.Length;
            bytes.Write(Encoding.UTF8.GetBytes(texts[i]));
        }

        starts[^1] = (int)bytes.Length;
        sections.Add((name + "Start", Bytes(starts)));
        sections.Add((name + "Bytes", bytes.ToArray()));
    }

    private static void Lists<T>(List<(string, byte[])> sections, string name, IReadOnlyList<T> lists)
        where T : IReadOnlyList<int>
    {
        int[] starts = new int[lists.Count + 1];
        for (int i = 0; i < lists.Count; i++)
        {
            starts[i + 1] = starts[i] + lists[i].Count;
        }

        sections.Add((name + "Start", Bytes(starts)));
        sections.Add((name + "List", Bytes(lists.SelectMany(l => l))));
    }

    private static byte[] Bytes(IEnumerable<int> numbers) =>
        MemoryMarshal.AsBytes(numbers.ToArray().AsSpan()).ToArray();

    private sealed class ByteOrder : IComparer<byte[]>
    {
        internal static ByteOrder Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
