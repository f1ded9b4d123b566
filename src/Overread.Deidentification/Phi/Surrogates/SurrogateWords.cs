using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Overread.Deidentification.Pseudonyms;

namespace Overread.Deidentification.Phi.Surrogates;

/// <summary>
/// Names for names, word by word: a given name for a given name of the same sex and origin, a family name for a family name, an
/// initial for the initial of whom it belongs to, in the same letters and about the same length.
/// </summary>
internal sealed class SurrogateWords
{
    private const int MostTries = 200;
    private const int LengthClass = 2;

    private const WordClass Unfit =
        WordClass.Ambiguous
        | WordClass.Ordinary
        | WordClass.Eponym
        | WordClass.Place
        | WordClass.Particle
        | WordClass.Month
        | WordClass.Weekday
        | WordClass.Title
        | WordClass.Facility
        | WordClass.Company;

    private readonly ProjectKey _key;
    private readonly IReadOnlySet<string> _real;
    private readonly PhiLexicon _lexicon = PhiLexicon.Of(PhiLanguage.English);
    private readonly Dictionary<WordClass, string[]> _pools = [];
    private readonly Dictionary<string, string> _made = new(StringComparer.Ordinal);

    // The given name of who is written "J. Doe", the family name of who is written "Jane D.".
    private readonly Dictionary<(char Initial, string Other), string> _initials = [];

    internal SurrogateWords(ProjectKey key, IReadOnlySet<string> real)
    {
        _key = key;
        _real = real;
    }

    /// <summary>Words and what stands between them, in order.</summary>
    internal static List<string> Split(string value)
    {
        List<string> parts = [];
        int start = 0;
        for (int i = 1; i <= value.Length; i++)
        {
            if (i == value.Length || Kind(value[i]) != Kind(value[i - 1]) || Kind(value[i]) == 0)
            {
                parts.Add(value[start..i]);
                start = i;
            }
        }

        return parts;
    }

    internal void LearnName(string value)
    {
        string[] words =
        [
            .. Split(value).Where(w => Kind(w[0]) == 1 && w.Length > 1 && !Is(w, WordClass.Title | WordClass.Particle)),
        ];
        if (words.Length > 1)
        {
            string first = PhiLexicon.Fold(words[0]);
            string last = PhiLexicon.Fold(words[^1]);
            _initials.TryAdd((first[0], last), first);
            _initials.TryAdd((last[0], first), last);
        }
    }

    /// <summary>A name with its titles, particles, initials and signs.</summary>
    internal string Name(string value)
    {
        List<string> parts = Split(value);
        string[] whole =
        [
            .. parts
                .Where(w => Kind(w[0]) == 1 && w.Length > 1 && !Is(w, WordClass.Title | WordClass.Particle))
                .Select(PhiLexicon.Fold),
        ];
        bool single = whole.Length == 1 && !parts.Any(p => p.Length == 1 && char.IsUpper(p[0]));
        StringBuilder made = new(value.Length);
        int seen = 0;
        for (int i = 0; i < parts.Count; i++)
        {
            string part = parts[i];
            bool possessive = part is "s" or "S" && i > 0 && parts[i - 1] is "'" or "’";
            if (
                Kind(part[0]) != 1
                || possessive
                || Is(part, WordClass.Title) && !Is(part, WordClass.Person)
                || part is "Jr" or "Sr" or "II" or "III"
            )
            {
                made.Append(part);
                continue;
            }

            if (part.Length == 1)
            {
                made.Append(Initial(part[0], whole));
                continue;
            }

            if (Is(part, WordClass.Particle) && char.IsLower(part[0]))
            {
                made.Append(part);
                continue;
            }

            made.Append(Cased(Word(PhiLexicon.Fold(part), first: seen == 0 && !single), part));
            seen++;
        }

        return made.ToString();
    }

    /// <summary>A place: its own words change, what says the kind of place stays.</summary>
    internal string Place(string value, SurrogateNumbers numbers)
    {
        StringBuilder made = new(value.Length);
        foreach (string part in Split(value))
        {
            bool kept =
                Kind(part[0]) == 0
                || Is(
                    part,
                    WordClass.FacilityHead
                        | WordClass.FacilityWord
                        | WordClass.Street
                        | WordClass.StreetBefore
                        | WordClass.StreetEnd
                        | WordClass.Function
                        | WordClass.Particle
                        | WordClass.CompanyEnd
                ) && !Is(part, WordClass.City | WordClass.Facility)
                || part.Length == 1 && !char.IsAsciiDigit(part[0]);
            WordClass of = _lexicon.Of(PhiLexicon.Fold(part));
            made.Append(
                kept ? part
                : char.IsAsciiDigit(part[0]) ? numbers.Of(part)
                : (of & WordClass.StateCode) != 0 && part.Length == 2
                    ? Cased(Pick(WordClass.StateCode, PhiLexicon.Fold(part)), part)
                : (of & WordClass.Country) != 0 ? Cased(Pick(WordClass.Country, PhiLexicon.Fold(part)), part)
                : (of & WordClass.State) != 0 ? Cased(Pick(WordClass.State, PhiLexicon.Fold(part)), part)
                : (of & WordClass.City) != 0 ? Cased(Pick(WordClass.City, PhiLexicon.Fold(part)), part)
                : Cased(Pick(WordClass.Family | (of & WordClass.Origin), PhiLexicon.Fold(part)), part)
            );
        }

        return made.ToString();
    }

    private static int Kind(char c) =>
        char.IsLetter(c) ? 1
        : char.IsAsciiDigit(c) ? 2
        : 0;

    private bool Is(string word, WordClass of) => (_lexicon.Of(PhiLexicon.Fold(word)) & of) != 0;

    private char Initial(char letter, string[] whole)
    {
        char small = char.ToLowerInvariant(letter);
        foreach (string other in whole)
        {
            if (_initials.TryGetValue((small, other), out string? owner))
            {
                return char.ToUpperInvariant(Word(owner, first: true)[0]);
            }
        }

        return (char)('A' + (_key.Derive("surrogate-initial", small + string.Concat(whole))[0] % 26));
    }

    /// <summary>The surrogate of a word of a name; the same whatever stands beside it.</summary>
    private string Word(string folded, bool first)
    {
        WordClass of = _lexicon.Of(folded);
        WordClass given = of & WordClass.Given;
        WordClass pool =
            given != 0 && (first || (of & WordClass.Family) == 0) ? given
            : (of & WordClass.Family) != 0 ? WordClass.Family
            : given != 0 ? given
            : WordClass.Family;
        // A word that may be either is given a given name everywhere: the same person stays the same.
        pool = given != 0 ? given : pool;
        return Pick(pool | (of & WordClass.Origin), folded);
    }

    private string Pick(WordClass pool, string folded)
    {
        string cached = ((ulong)pool).ToString(CultureInfo.InvariantCulture) + folded;
        if (_made.TryGetValue(cached, out string? made))
        {
            return made;
        }

        string[] names = Pool(pool);
        string best = names[0];
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            byte[] bytes = _key.Derive(
                "surrogate-word",
                string.Create(CultureInfo.InvariantCulture, $"{attempt}\u0000{folded}")
            );
            string candidate = names[BinaryPrimitives.ReadUInt32LittleEndian(bytes) % (uint)names.Length];
            if (candidate == folded || _real.Contains(candidate))
            {
                continue;
            }

            best = candidate;
            if (
                pool is WordClass.StateCode
                || Math.Abs(candidate.Length - folded.Length) <= LengthClass + (attempt / 40)
            )
            {
                break;
            }
        }

        _made[cached] = best;
        return best;
    }

    private string[] Pool(WordClass pool)
    {
        if (_pools.TryGetValue(pool, out string[]? names))
        {
            return names;
        }

        WordClass kind = pool & ~WordClass.Origin;
        WordClass origin = pool & WordClass.Origin;
        bool person = (kind & WordClass.Person) != 0;
        names =
        [
            .. _lexicon
                .All.Where(w =>
                    (w.Value & kind) == kind
                    && (
                        person
                            ? (w.Value & Unfit) == 0
                                && ((w.Value & WordClass.Person) == kind || kind == WordClass.Given)
                            : (w.Value & (WordClass.AmbiguousPlace | WordClass.Person)) == 0
                    )
                )
                .Where(w => !person || (origin == 0 ? (w.Value & WordClass.Origin) == 0 : (w.Value & origin) != 0))
                .Select(w => w.Key)
                .Where(w => w.Length > (kind == WordClass.StateCode ? 1 : 2))
                .Order(StringComparer.Ordinal),
        ];
        if (names.Length < 20 && origin != 0)
        {
            names = Pool(kind);
        }

        return _pools[pool] = names;
    }

    private static string Cased(string made, string like) =>
        like.Length > 1 && like.All(c => !char.IsLower(c)) ? made.ToUpperInvariant()
        : char.IsUpper(like[0]) ? char.ToUpperInvariant(made[0]) + made[1..]
        : made;
}
