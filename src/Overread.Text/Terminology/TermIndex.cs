using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Overread.Text.Formats;

namespace Overread.Text.Terminology;

/// <summary>
/// A terminology that can be searched while somebody types: by code, by words in any order, by their beginnings, by synonyms, and with
/// typing errors. Safe for use by several threads.
/// </summary>
public sealed class TermIndex
{
    private readonly StringPool _terms;
    private readonly StringPool _codes;
    private readonly StringPool _codeKeys;
    private readonly StringPool _words;
    private readonly ReadOnlyMemory<byte> _termConcept;
    private readonly ReadOnlyMemory<byte> _preferred;
    private readonly ReadOnlyMemory<byte> _codeOrder;
    private readonly ReadOnlyMemory<byte> _termWordStart;
    private readonly ReadOnlyMemory<byte> _termWords;
    private readonly ReadOnlyMemory<byte> _wordTermStart;
    private readonly ReadOnlyMemory<byte> _wordTerms;

    private TermIndex(TermEdition edition, Dictionary<string, ReadOnlyMemory<byte>> sections)
    {
        Edition = edition;
        _terms = new(sections["termStart"], sections["termBytes"]);
        _codes = new(sections["codeStart"], sections["codeBytes"]);
        _codeKeys = new(sections["codeKeyStart"], sections["codeKeyBytes"]);
        _words = new(sections["wordStart"], sections["wordBytes"]);
        _termConcept = sections["termConcept"];
        _preferred = sections["preferred"];
        _codeOrder = sections["codeOrder"];
        _termWordStart = sections["termWordStart"];
        _termWords = sections["termWordList"];
        _wordTermStart = sections["wordTermStart"];
        _wordTerms = sections["wordTermList"];
    }

    /// <summary>Which edition of which terminology it is.</summary>
    public TermEdition Edition { get; }

    internal StringPool Words => _words;

    /// <summary>Opens an index.</summary>
    /// <param name="bytes">The file; it is not copied.</param>
    /// <exception cref="FormatException">It is no index, or is cut off.</exception>
    public static TermIndex Open(ReadOnlyMemory<byte> bytes)
    {
        int magic = TermIndexBuilder.Magic.Length;
        if (
            bytes.Length < magic + 10
            || !bytes.Span[..magic].SequenceEqual(Encoding.ASCII.GetBytes(TermIndexBuilder.Magic))
            || !int.TryParse(
                Encoding.ASCII.GetString(bytes.Span.Slice(magic, 10)),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out int head
            )
            || magic + 10 + head > bytes.Length
        )
        {
            throw new FormatException("The file is no index of terms.");
        }

        using JsonDocument json = JsonDocument.Parse(bytes.Slice(magic + 10, head));
        JsonElement root = json.RootElement;
        Dictionary<string, ReadOnlyMemory<byte>> sections = [];
        int at = (magic + 10 + head + 3) / 4 * 4;
        foreach (JsonElement section in DocumentJson.Each(root, "sections"))
        {
            int length = DocumentJson.Number(section, "length");
            if (length < 0 || at + length > bytes.Length)
            {
                throw new FormatException("The index of terms is cut off: load the terminology again.");
            }

            sections[DocumentJson.Text(section, "name") ?? ""] = bytes.Slice(at, length);
            at += (length + 3) / 4 * 4;
        }

        return new(
            new(
                DocumentJson.Text(root, "terminology") ?? "",
                DocumentJson.Text(root, "edition") ?? "",
                [
                    .. root.GetProperty("files")
                        .EnumerateObject()
                        .Select(f => new KeyValuePair<string, string>(f.Name, f.Value.GetString() ?? "")),
                ],
                DocumentJson.Number(root, "concepts"),
                DocumentJson.Number(root, "terms")
            ),
            sections
        );
    }

    /// <summary>Finds concepts, the likeliest first, each once.</summary>
    /// <param name="query">A code, words, or beginnings of words in any order.</param>
    /// <param name="limit">Concepts at most.</param>
    public IReadOnlyList<TermHit> Search(string query, int limit = 20)
    {
        List<TermHit> hits = [];
        HashSet<int> concepts = [];
        ByCode(query, limit, hits, concepts);
        List<string> words = TermText.Words(query);
        if (words.Count > 0 && hits.Count < limit)
        {
            TermSearch search = new(this, words, query);
            foreach ((int term, TermMatch how) in search.Run(limit + hits.Count))
            {
                int concept = Ints(_termConcept)[term];
                if (hits.Count < limit && concepts.Add(concept))
                {
                    hits.Add(new(_codes.Text(concept), _terms.Text(Ints(_preferred)[concept]), _terms.Text(term), how));
                }
            }
        }

        return hits;
    }

    /// <summary>The name by which a code is shown; null where the terminology has no such code.</summary>
    public string? NameOf(string code)
    {
        byte[] key = Encoding.UTF8.GetBytes(TermText.Code(code));
        for (int i = _codeKeys.LowerBound(key); i < _codeKeys.Count && _codeKeys[i].SequenceEqual(key); i++)
        {
            int concept = Ints(_codeOrder)[i];
            if (_codes.Text(concept).Equals(code, StringComparison.OrdinalIgnoreCase))
            {
                return _terms.Text(Ints(_preferred)[concept]);
            }
        }

        return null;
    }

    private void ByCode(string query, int limit, List<TermHit> hits, HashSet<int> concepts)
    {
        string key = TermText.Code(query.Trim());
        // A word of letters alone begins too many codes by chance, and codes of words are rare.
        if (key.Length < 2 || !key.Any(char.IsAsciiDigit))
        {
            return;
        }

        (int from, int to) = _codeKeys.Prefixed(Encoding.UTF8.GetBytes(key));
        for (int i = from; i < to && hits.Count < limit; i++)
        {
            int concept = Ints(_codeOrder)[i];
            if (concepts.Add(concept))
            {
                string name = _terms.Text(Ints(_preferred)[concept]);
                hits.Add(new(_codes.Text(concept), name, name, TermMatch.Code));
            }
        }
    }

    internal ReadOnlySpan<int> TermsOf(int word) => List(_wordTermStart, _wordTerms, word);

    internal ReadOnlySpan<int> WordsOf(int term) => List(_termWordStart, _termWords, term);

    internal int ConceptOf(int term) => Ints(_termConcept)[term];

    internal bool IsPreferred(int term) => Ints(_preferred)[ConceptOf(term)] == term;

    internal int LengthOf(int term) => _terms[term].Length;

    private static ReadOnlySpan<int> List(ReadOnlyMemory<byte> starts, ReadOnlyMemory<byte> lists, int index)
    {
        ReadOnlySpan<int> at = Ints(starts);
        return Ints(lists)[at[index]..at[index + 1]];
    }

    private static ReadOnlySpan<int> Ints(ReadOnlyMemory<byte> bytes) => MemoryMarshal.Cast<byte, int>(bytes.Span);
}
