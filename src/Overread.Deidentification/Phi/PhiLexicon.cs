using System.Collections.Frozen;
using Overread.Deidentification.Text;

namespace Overread.Deidentification.Phi;

/// <summary>
/// The vocabularies of one language: what a word may be, and how much an unknown word looks like a name. Read from the embedded
/// files of <c>Phi/Vocabulary</c> once a language; immutable afterwards.
/// </summary>
internal sealed class PhiLexicon
{
    internal const int LongestWord = 40;
    private const string People = "people.";
    private const string Words = "words.";
    private static readonly Lazy<PhiLexicon> English = new(() => new("en"));
    private static readonly Lazy<PhiLexicon> Spanish = new(() => new("es"));
    private static readonly Lazy<PhiLexicon> German = new(() => new("de"));

    private static readonly string[] Files =
    [
        "people.en.txt",
        "people.world.txt",
        "people.es.txt",
        "people.de.txt",
        "places.txt",
        "speech.txt",
        "words.en.txt",
        "words.es.txt",
        "words.de.txt",
    ];

    private static readonly FrozenDictionary<string, WordClass> Sections = new Dictionary<string, WordClass>
    {
        ["given female"] = WordClass.GivenFemale,
        ["given male"] = WordClass.GivenMale,
        ["family"] = WordClass.Family,
        ["function"] = WordClass.Function,
        ["common"] = WordClass.Common,
        ["city"] = WordClass.City,
        ["state"] = WordClass.State,
        ["statecode"] = WordClass.StateCode,
        ["country"] = WordClass.Country,
        ["street"] = WordClass.Street,
        ["streetbefore"] = WordClass.StreetBefore,
        ["streetend"] = WordClass.StreetEnd,
        ["facilityhead"] = WordClass.FacilityHead,
        ["facilityword"] = WordClass.FacilityWord,
        ["facility"] = WordClass.Facility,
        ["company"] = WordClass.Company,
        ["companyend"] = WordClass.CompanyEnd,
        ["holiday"] = WordClass.Holiday,
        ["season"] = WordClass.Season,
        ["title"] = WordClass.Title,
        ["credential"] = WordClass.Credential,
        ["relation"] = WordClass.Relation,
        ["particle"] = WordClass.Particle,
        ["namelabel"] = WordClass.NameLabel,
        ["namecue"] = WordClass.NameCue,
        ["agentcue"] = WordClass.AgentCue,
        ["placecue"] = WordClass.PlaceCue,
        ["month"] = WordClass.Month,
        ["weekday"] = WordClass.Weekday,
        ["eponymhead"] = WordClass.EponymHead,
        ["eponymlead"] = WordClass.EponymLead,
        ["eponym"] = WordClass.Eponym,
        ["drug"] = WordClass.Drug,
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, WordClass> _words;
    private readonly FrozenDictionary<string, WordClass>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly FrozenDictionary<string, WordClass>.AlternateLookup<ReadOnlySpan<char>> _phrases;

    private PhiLexicon(string language)
    {
        Language = language;
        Dictionary<string, WordClass> words = [];
        Dictionary<string, WordClass> phrases = [];
        foreach (string file in Files)
        {
            Read(file, words, phrases);
        }

        foreach (string word in Clinical())
        {
            string key = Fold(word);
            if ((words.GetValueOrDefault(key) & WordClass.Person) == 0)
            {
                words[key] = words.GetValueOrDefault(key) | WordClass.Clinical;
            }
        }

        // A name that is an ordinary word as well is ambiguous, whether the list of names says so or not.
        foreach ((string word, WordClass of) in words.ToArray())
        {
            if ((of & WordClass.Person) != 0 && (of & (WordClass.Function | WordClass.Common)) != 0)
            {
                words[word] = of | WordClass.Ambiguous;
            }
        }

        _words = words.ToFrozenDictionary(StringComparer.Ordinal);
        _lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        _phrases = phrases.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        Likeness = new NameLikeness(_words);
    }

    /// <summary>en, es or de.</summary>
    internal string Language { get; }

    internal NameLikeness Likeness { get; }

    /// <summary>Every word with what it may be: what surrogates are drawn from.</summary>
    internal IEnumerable<KeyValuePair<string, WordClass>> All => _words;

    internal static PhiLexicon Of(PhiLanguage language) =>
        language switch
        {
            PhiLanguage.Spanish => Spanish.Value,
            PhiLanguage.German => German.Value,
            _ => English.Value,
        };

    /// <summary>What a word may be.</summary>
    /// <param name="folded">As <see cref="Fold(ReadOnlySpan{char}, Span{char})"/> writes it.</param>
    internal WordClass Of(ReadOnlySpan<char> folded) =>
        _lookup.TryGetValue(folded, out WordClass of) ? of : WordClass.None;

    /// <summary>What words are together, one blank between each.</summary>
    internal WordClass OfPhrase(ReadOnlySpan<char> folded) =>
        _phrases.TryGetValue(folded, out WordClass of) ? of : WordClass.None;

    /// <summary>Small letters without marks, ’ as '; the letters written.</summary>
    /// <param name="word">At most <see cref="LongestWord"/> characters are folded.</param>
    /// <param name="folded">At least twice <see cref="LongestWord"/> long.</param>
    internal static int Fold(ReadOnlySpan<char> word, Span<char> folded)
    {
        int n = 0;
        foreach (char c in word[..Math.Min(word.Length, LongestWord)])
        {
            if (c is >= 'A' and <= 'Z')
            {
                folded[n++] = (char)(c | 0x20);
            }
            else if (c < 0x80)
            {
                folded[n++] = c;
            }
            else if (c is 'ß' or 'ẞ')
            {
                folded[n++] = 's';
                folded[n++] = 's';
            }
            else if (c is '’' or 'ʼ')
            {
                folded[n++] = '\'';
            }
            else if (char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.NonSpacingMark)
            {
                char small = char.ToLowerInvariant(BaseLetters.Of(c));
                folded[n++] = small switch
                {
                    'ł' => 'l',
                    'ø' => 'o',
                    'đ' => 'd',
                    'ı' => 'i',
                    _ => small,
                };
            }
        }

        return n;
    }

    internal static string Fold(string word)
    {
        Span<char> folded = stackalloc char[2 * LongestWord];
        return new string(folded[..Fold(word.AsSpan(), folded)]);
    }

    private void Read(string file, Dictionary<string, WordClass> words, Dictionary<string, WordClass> phrases)
    {
        string[] name = file.Split('.');
        bool people = file.StartsWith(People, StringComparison.Ordinal);
        if (file.StartsWith(Words, StringComparison.Ordinal) && name[1] != Language)
        {
            return;
        }

        WordClass origin = (people ? name[1] : "") switch
        {
            "es" => WordClass.Spanish,
            "de" => WordClass.German,
            "world" => WordClass.World,
            _ => WordClass.None,
        };
        WordClass foreign = people && name[1] != Language && name[1] != "world" ? WordClass.Foreign : WordClass.None;
        WordClass section = WordClass.None;
        foreach (string line in Lines(file))
        {
            if (line[0] == '[')
            {
                string title = line[1..^1];
                if (!Sections.TryGetValue(title, out section))
                {
                    int space = title.IndexOf(' ', StringComparison.Ordinal);
                    section = title[(space + 1)..] == Language ? Sections[title[..space]] : WordClass.None;
                }

                continue;
            }

            if (section == WordClass.None)
            {
                continue;
            }

            foreach (string entry in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                Add(entry, section | origin, foreign, words, phrases);
            }
        }
    }

    private static void Add(
        string entry,
        WordClass section,
        WordClass foreign,
        Dictionary<string, WordClass> words,
        Dictionary<string, WordClass> phrases
    )
    {
        bool ambiguous = entry[^1] == '!';
        string spelled = ambiguous ? entry[..^1] : entry;
        string word = Fold(spelled);
        WordClass of = section | (ambiguous ? Doubt(section) : WordClass.None);
        int joint = word.IndexOf('_', StringComparison.Ordinal);
        if (joint > 0)
        {
            string phrase = word.Replace('_', ' ');
            phrases[phrase] = phrases.GetValueOrDefault(phrase) | of;
            string first = word[..joint];
            words[first] = words.GetValueOrDefault(first) | WordClass.Opens;
            return;
        }

        WordClass known = words.GetValueOrDefault(word);
        // Known in the text's own language too: then no stranger.
        bool own = foreign != 0 && (known & WordClass.Person) != 0 && (known & WordClass.Foreign) == 0;
        words[word] = known | of | (own ? WordClass.None : foreign);
        // "Mueller" for "Müller".
        string narrow = spelled
            .Replace("ä", "ae", StringComparison.Ordinal)
            .Replace("ö", "oe", StringComparison.Ordinal)
            .Replace("ü", "ue", StringComparison.Ordinal);
        if (narrow != spelled)
        {
            string key = Fold(narrow);
            words[key] = words.GetValueOrDefault(key) | of | foreign;
        }
    }

    private static WordClass Doubt(WordClass section) =>
        (section & WordClass.Person) != 0 ? WordClass.Ambiguous
        : (section & (WordClass.Place | WordClass.Facility | WordClass.Company)) != 0 ? WordClass.AmbiguousPlace
        : WordClass.AmbiguousWord;

    private static IEnumerable<string> Clinical() =>
        new[] { "clinical-words.txt", "standard-words.txt" }
            .SelectMany(Lines)
            .Where(line => line[0] != '+')
            .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> Lines(string file)
    {
        using StreamReader reader = new(typeof(PhiLexicon).Assembly.GetManifestResourceStream(file)!);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }
}
