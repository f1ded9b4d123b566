namespace Overread.Deidentification.Phi;

/// <summary>Hospitals, clinics, homes, schools and employers. A ward or a kind of clinic ("the Pain Clinic") is nobody's name and stays.</summary>
internal sealed partial class FacilityRules(PhiText text, PhiHits hits)
{
    private const int MostWords = 9;

    private static readonly HashSet<string> Compounds =
    [
        "hospital",
        "krankenhaus",
        "klinikum",
        "spital",
        "klinik",
        "stift",
    ];

    private static readonly HashSet<string> Heads =
    [
        "hospital",
        "hospitals",
        "clinic",
        "clinics",
        "center",
        "centre",
        "ctr",
        "infirmary",
        "hospice",
        "sanatorium",
        "medical",
        "health",
        "healthcare",
        "pharmacy",
        "institute",
        "university",
        "college",
        "school",
        "academy",
        "associates",
        "rehab",
        "rehabilitation",
        "manor",
        "village",
        "home",
        "hosp",
        "laboratory",
        "laboratories",
        "church",
        "foundation",
        "physicians",
        "network",
        "system",
        "med",
    ];

    // Heads that make a name of what stands before them whatever it is.
    private static readonly HashSet<string> Strong =
    [
        "hospital",
        "infirmary",
        "hospice",
        "sanatorium",
        "hosp",
        "university",
        "college",
        "academy",
        "church",
        "manor",
    ];

    private static readonly HashSet<string> Generic =
    [
        "general",
        "memorial",
        "community",
        "regional",
        "county",
        "municipal",
        "state",
        "national",
        "city",
        "veterans",
        "va",
        "central",
        "good",
        "sacred",
        "holy",
        "saint",
        "mercy",
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "northside",
        "southside",
        "lake",
        "lakeside",
        "riverside",
        "valley",
        "hill",
        "hills",
        "park",
        "grove",
        "spring",
        "springs",
        "river",
        "mountain",
        "ocean",
        "bay",
        "beach",
        "harbor",
        "cedar",
        "oak",
        "pine",
        "maple",
        "sunset",
        "hope",
        "methodist",
        "presbyterian",
        "baptist",
        "lutheran",
        "catholic",
        "jewish",
        "adventist",
        "christian",
        "children",
        "women",
    ];

    // Heads of houses that may have no proper name.
    private static readonly HashSet<string> House =
    [
        "hospital",
        "hospitals",
        "hosp",
        "clinic",
        "clinics",
        "medical",
        "infirmary",
        "center",
        "centre",
        "home",
        "church",
        "school",
        "hospice",
        "va",
    ];

    // What is left of a hospital's name in speech: "Houston Memorial", "Denver General".
    private static readonly HashSet<string> Short =
    [
        "memorial",
        "general",
        "va",
        "gen",
        "presbyterian",
        "methodist",
        "regional",
        "baptist",
        "childrens",
        "mercy",
    ];

    private static readonly HashSet<string> SmallHeads =
    [
        "hospital",
        "clinic",
        "office",
        "center",
        "centre",
        "campus",
        "branch",
        "er",
        "facility",
        "location",
        "site",
    ];

    internal void Find()
    {
        string language = text.Lexicon.Language;
        for (int i = 0; i < text.Count; i++)
        {
            if (
                hits.IsTaken(i)
                || text[i].Kind != TokenKind.Word
                || !text[i].Upper && !(text.IsLowerCase && text[i].Is(WordClass.Facility | WordClass.Opens))
            )
            {
                continue;
            }

            // The longer reading: "MD Anderson" is known, "MD Anderson Cancer Center" is what stands there.
            int end = language == "en" ? English(i) : HeadFirst(i);
            end = Math.Max(end, Known(i));
            end =
                end > i ? end
                : language == "de" ? Compound(i)
                : end;
            end = end > i ? end : Saint(i);
            end = end > i ? end : Employer(i);
            i = Math.Max(i, end - 1);
        }
    }

    /// <summary>Houses known by name.</summary>
    private int Known(int i)
    {
        WordClass phrase = text.Phrase(i, out int end);
        bool facility = (phrase & WordClass.Facility) != 0;
        if (!facility && !text[i].Is(WordClass.Facility))
        {
            return i;
        }

        // "UCLA-12345" is a number of the house's.
        int next = facility ? end : i + 1;
        if (text.IsSign(next, '-') && text.IsGlued(next + 1) && (text.IsNumber(next + 1) || text.IsGlued(i)))
        {
            return i;
        }

        end = facility ? end : i + 1;
        end = text[end - 1].Possessive && text.IsWord(end + 1, "s") ? end + 2 : end;
        // "NYU Langone"
        while (
            text.Follows(end)
            && text.IsUpper(end)
            && text[end].Shape == TokenShape.Capital
            && (text[end].Class & ~WordClass.Opens) == 0
        )
        {
            end++;
        }

        bool doubtful = ((facility ? phrase : text[i].Class) & (WordClass.AmbiguousPlace | WordClass.Person)) != 0;
        if (text.Is(end, WordClass.EponymHead) || doubtful && !(text.IsAny(i - 1, "at", "from", "in")) && !HasHead(end))
        {
            return i;
        }

        return Take(i, Tail(end), "facility-name", doubtful ? 0.7 : 0.85);
    }

    private bool HasHead(int i) =>
        text.Follows(i)
        && text[i].Kind == TokenKind.Word
        && (Heads.Contains(text.Folded(i)) || SmallHeads.Contains(text.Folded(i)));

    /// <summary>"Medical Center", "hospital", "clinic in …" behind a name.</summary>
    private int Tail(int end)
    {
        while (
            text.Follows(end)
            && text.IsUpper(end)
            && (Heads.Contains(text.Folded(end)) || text.Is(end, WordClass.FacilityWord))
        )
        {
            end++;
            end += text.IsSign(end, '.') && text.IsUpper(end + 1) && Heads.Contains(text.Folded(end + 1)) ? 1 : 0;
        }

        return
            text.Follows(end)
            && text[end].Kind == TokenKind.Word
            && text[end].Shape == TokenShape.Lower
            && SmallHeads.Contains(text.Folded(end))
            ? end + 1
            : end;
    }

    /// <summary>Words with capitals up to one that says what they name.</summary>
    private int English(int i)
    {
        if (text[i].Is(WordClass.Function | WordClass.Title | WordClass.Month | WordClass.Weekday))
        {
            return i;
        }

        int end = i;
        int last = -1;
        bool named = false;
        bool strong = false;
        bool proper = false;
        for (int at = i; at < text.Count && at < i + MostWords && (at == i || text.Follows(at)); at++)
        {
            if (text[at].Kind == TokenKind.Word && text[at].Upper)
            {
                string word = text.Folded(at);
                bool head =
                    Heads.Contains(word)
                    || at > i
                        && Short.Contains(word)
                        && !text[i].InTitle
                        && (
                            text.Is(at - 1, WordClass.Place | WordClass.Facility | WordClass.Person)
                            || (text[at - 1].Class & ~WordClass.Opens) == 0
                        )
                        && !IsHeadBehind(at + 1);
                if (
                    head && at > i
                    || head && text.IsWord(at + 1, "of") && text.IsUpper(at + 2) && Strong.Contains(word)
                )
                {
                    last = at;
                    strong |= Strong.Contains(word);
                    end = at + 1;
                    named |= text.IsWord(at + 1, "of") && text.IsUpper(at + 2);
                    end = named && text.IsWord(at + 1, "of") ? Of(at + 2) : end;
                    at = end - 1;
                    continue;
                }

                named |= Names(at, word);
                proper |= !Generic.Contains(word) && Names(at, word);
                continue;
            }

            bool joins =
                text.IsAny(at, "of", "the", "and", "for", "s")
                || text.IsSign(at, '&')
                || text.IsSignOf(at, "'’-") && (text.IsGlued(at) || text[at - 1].Possessive)
                || text.IsSign(at, '.') && (text.IsAny(at - 1, "st", "mt", "med") || text.IsInitial(at - 1));
            if (!joins || last >= 0 && !text.IsSignOf(at, "."))
            {
                break;
            }
        }

        if (last < 0)
        {
            // "Chicago office", "Mt. Sinai hospital": the name may be known, the head is small.
            return i;
        }

        // "National … Network" is a society, "General Hospital" a house.
        named &= proper || House.Contains(text.Folded(last)) || House.Contains(text.Folded(Math.Max(i, last - 1)));
        bool amid = !text[i].InTitle;
        bool visited = text.IsAny(i - 1, "at", "to", "from");
        bool word1 =
            last > i
            && amid
            && !text[i].Opening
            && (!text.Is(i, WordClass.Ordinary) || visited && Generic.Contains(text.Folded(i)));
        if (!named && !word1 || text[i].InTitle && !strong && !text.Is(i, WordClass.Person | WordClass.City))
        {
            return i;
        }

        int from = i;
        while (
            from < last
            && text.Is(from, WordClass.Common | WordClass.Clinical)
            && !Names(from, text.Folded(from))
            && text[from].Opening
        )
        {
            from++;
        }

        return Take(from, Tail(end), "facility", named ? 0.85 : 0.65);
    }

    private bool IsHeadBehind(int i) => text.Follows(i) && text.IsUpper(i) && Heads.Contains(text.Folded(i));

    private int Of(int i)
    {
        int end = i;
        while (
            end < i + 4
            && (end == i || text.Follows(end))
            && (text.IsUpper(end) || text.IsSignOf(end, ".-") && text.IsUpper(end + 1))
        )
        {
            end++;
        }

        return end;
    }

    /// <summary>True for a word that makes a name of a hospital: of a person, a place, a saint, or one that no vocabulary has.</summary>
    private bool Names(int i, string word) =>
        Generic.Contains(word)
        || text.Is(i, WordClass.Person | WordClass.Place | WordClass.Facility | WordClass.Company)
            && !text.Is(i, WordClass.Clinical | WordClass.Drug)
        || text.IsWord(i, "st") && text.IsUpper(i + (text.IsSign(i + 1, '.') ? 2 : 1))
        || !text.Is(
            i,
            WordClass.Ordinary
                | WordClass.FacilityWord
                | WordClass.FacilityHead
                | WordClass.EponymHead
                | WordClass.Credential
        )
            && text[i].Length > 2
            && !new NameRuns(text).IsTerm(i);
}
