namespace Overread.Deidentification.Phi;

/// <summary>
/// Finds what identifies in running clinical text: the classes of Safe Harbor (45 CFR 164.514(b)(2)(i)), in English, Spanish and
/// German. Rules with context and vocabularies; what the vocabularies lack is judged by its letters and its place. Every finding
/// says its rule. No detector finds everything: what is released is looked at by a person as well. Thread-safe.
/// </summary>
public sealed class PhiDetector
{
    private readonly PhiOptions _options;

    /// <summary>Makes a detector; the vocabularies are read when a text first needs them.</summary>
    public PhiDetector(PhiOptions? options = null) => _options = options ?? new PhiOptions();

    /// <summary>What identifies in a text, in its order, without overlaps.</summary>
    /// <param name="text">Decoded text. Offsets of the findings are UTF-16 units of it.</param>
    /// <param name="header">What is known of the case, or null.</param>
    public IReadOnlyList<PhiSpan> Find(string text, PhiHeader? header = null)
    {
        if (text.Length == 0)
        {
            return [];
        }

        PhiLanguage language = _options.Language == PhiLanguage.Auto ? LanguageOf(text) : _options.Language;
        PhiText tokens = new(text, PhiLexicon.Of(language));
        PhiHits hits = new(tokens);
        if (header is not null)
        {
            new HeaderRules(tokens, hits, header).Find();
        }

        new ContactRules(tokens, hits).Find();
        new AddressRules(tokens, hits).Find();
        new FacilityRules(tokens, hits).Find();
        new DateRules(tokens, hits).Find();
        new AgeRules(tokens, hits, _options.OldestAge, _options.Year).Find();
        new IdRules(tokens, hits).Find();
        new PlaceRules(tokens, hits).Find();
        new NameRules(tokens, hits).Find();
        new SeenBefore(tokens, hits).Find();
        List<PhiSpan> found = hits.Merged(_options.LeastScore);
        if (_options.Keep.Count > 0)
        {
            found.RemoveAll(s => _options.Keep.Contains(s.Type));
        }

        return Joined(text, found);
    }

    /// <summary>The language whose function words are the most frequent among the first words of a text.</summary>
    public static PhiLanguage LanguageOf(string text)
    {
        int english = 0;
        int spanish = 0;
        int german = 0;
        int words = 0;
        ReadOnlySpan<char> all = text;
        for (int i = 0; i < all.Length && words < 800; )
        {
            if (!char.IsLetter(all[i]))
            {
                i++;
                continue;
            }

            int start = i;
            while (i < all.Length && char.IsLetter(all[i]))
            {
                i++;
            }

            words++;
            switch (all[start..i])
            {
                case "the"
                or "of"
                or "and"
                or "is"
                or "was"
                or "with"
                or "to"
                or "for"
                or "he"
                or "she"
                or "has"
                or "on"
                or "at"
                or "The"
                or "her"
                or "his"
                or "patient"
                or "Patient":
                    english++;
                    break;
                case "el"
                or "la"
                or "los"
                or "las"
                or "que"
                or "por"
                or "del"
                or "con"
                or "se"
                or "una"
                or "El"
                or "La"
                or "y"
                or "años"
                or "paciente"
                or "Paciente":
                    spanish++;
                    break;
                case "der"
                or "die"
                or "das"
                or "und"
                or "mit"
                or "bei"
                or "ist"
                or "nicht"
                or "von"
                or "wurde"
                or "zur"
                or "im"
                or "Der"
                or "Die"
                or "ein"
                or "eine"
                or "auf"
                or "Patientin":
                    german++;
                    break;
            }
        }

        return spanish > english && spanish >= german ? PhiLanguage.Spanish
            : german > english ? PhiLanguage.German
            : PhiLanguage.English;
    }

    /// <summary>"Mercy Clinic in Boston", "Elm St, Boston": one place with what lies between.</summary>
    private static List<PhiSpan> Joined(string text, List<PhiSpan> spans)
    {
        List<PhiSpan> joined = [];
        foreach (PhiSpan span in spans)
        {
            if (
                joined.Count > 0
                && joined[^1] is { } last
                && (last.Type == span.Type || last.Type == PhiType.Location && span.Type == PhiType.Region)
                && span.Type is PhiType.Location or PhiType.Date or PhiType.Region
                && text[last.End..span.Start] is var between
                && (
                    span.Type is PhiType.Location or PhiType.Region
                        && last.Type == PhiType.Location
                        && between is ", " or " in " or " " or " - "
                    || between == " "
                    || span.Type == PhiType.Date && between == ", "
                )
            )
            {
                joined[^1] = last with { End = span.End, Score = Math.Max(last.Score, span.Score) };
                continue;
            }

            joined.Add(span);
        }

        return joined;
    }
}
