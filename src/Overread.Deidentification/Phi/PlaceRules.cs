namespace Overread.Deidentification.Phi;

/// <summary>Cities, regions, postal codes, rooms, and places named by where they stand ("lives in", "seen at").</summary>
internal sealed partial class PlaceRules(PhiText text, PhiHits hits)
{
    private readonly NameRuns _runs = new(text);
    private readonly string _language = text.Lexicon.Language;

    internal void Find()
    {
        for (int i = 0; i < text.Count; i++)
        {
            if (hits.IsTaken(i))
            {
                continue;
            }

            int end = text[i].Kind switch
            {
                TokenKind.Number => PostalCode(i),
                TokenKind.Word => OfWord(i),
                _ => i,
            };
            i = Math.Max(i, end - 1);
        }
    }

    private int OfWord(int i)
    {
        if (text[i].Is(WordClass.Opens) && text.Phrase(i, out int end) is var phrase and not WordClass.None)
        {
            if (
                (phrase & WordClass.Place) != 0
                && (text.IsUpper(i) || text.IsLowerCase && (phrase & WordClass.City) != 0)
                && !text.Is(end, WordClass.EponymHead)
            )
            {
                bool doubtful = (phrase & WordClass.AmbiguousPlace) != 0 && !IsCued(i) && !IsRegionBehind(end);
                if (!doubtful)
                {
                    return Place(i, end, phrase, "place-name", 0.85);
                }
            }
        }

        if (text[i].Is(WordClass.Place))
        {
            return ByVocabulary(i);
        }

        // "from TX", "in NY": a code that is no word.
        if (
            text[i].Is(WordClass.StateCode)
            && text[i].Shape == TokenShape.Capitals
            && !text[i].Is(WordClass.Function | WordClass.Clinical | WordClass.Common)
            && (text.IsAny(i - 1, "in", "from"))
        )
        {
            hits.Add(i, i + 1, PhiType.Region, "state-code", 0.6);
            return i + 1;
        }

        if (Room(i) is var room and > 0)
        {
            return room;
        }

        return Street(i) is var street and > 0 ? street : ByCue(i);
    }

    private int ByVocabulary(int i)
    {
        ref PhiToken token = ref text[i];
        if (!token.Upper)
        {
            return
                text.IsLowerCase
                && token.Is(WordClass.City)
                && !token.Is(WordClass.AmbiguousPlace | WordClass.Person | WordClass.Ordinary)
                && text.Is(i - 1, WordClass.PlaceCue)
                ? Place(i, i + 1, token.Class, "place-name", 0.6)
                : i;
        }

        if (
            text.Is(i + 1, WordClass.EponymHead)
            || token.Possessive && text.Is(i + 3, WordClass.EponymHead)
            || text.IsGlued(i + 1) && text.IsSign(i + 1, '-') && text.IsGlued(i + 2)
        )
        {
            return i;
        }

        bool cued = IsCued(i);
        if (
            token.Is(WordClass.Eponym)
            && !cued
            && (text.IsNumber(i + 1) || text.IsSignOf(i + 1, "(") || text.IsSign(i - 1, '('))
        )
        {
            return i;
        }

        bool region = IsRegionBehind(i + 1);
        bool doubtful = token.Is(WordClass.AmbiguousPlace | WordClass.Person | WordClass.Ordinary);
        if (
            token.Shape == TokenShape.Capitals
            && !token.InTitle
            && token.Length < 4
            && !token.Is(WordClass.Country)
            && !(token.Is(WordClass.City) && token.Length == 3 && !doubtful)
        )
        {
            return i;
        }

        // "from Charlotte Smith" names a person.
        if (
            doubtful
            && token.Is(WordClass.Person)
            && !region
            && text.Follows(i + 1)
            && text.IsUpper(i + 1)
            && (text.IsInitial(i + 1) || text.Is(i + 1, WordClass.Person))
        )
        {
            return i;
        }

        if (doubtful && !region && !(cued && !token.Is(WordClass.Ordinary)) && !(cued && IsHome(i)))
        {
            return i;
        }

        return Place(i, i + 1, token.Class, "place-name", doubtful ? 0.65 : 0.8);
    }

    /// <summary>A place, and the state and postal code behind it.</summary>
    private int Place(int from, int to, WordClass of, string rule, double score)
    {
        bool city = (of & WordClass.City) != 0;
        int end = city ? Region(to) : to;
        bool office = city && end == to && (text.IsAny(end, "office", "clinic", "hospital", "campus", "branch"));
        end += office ? 1 : 0;
        hits.Add(from, end, city ? PhiType.Location : PhiType.Region, rule, end > to ? 0.9 : score);
        return end;
    }

    private bool IsRegionBehind(int i) => Region(i) > i;

    private int Region(int i)
    {
        int at = text.IsSign(i, ',') ? i + 1 : i;
        if (!text.Follows(at))
        {
            return i;
        }

        bool code = text.Is(at, WordClass.StateCode) && text[at].Shape == TokenShape.Capitals && text[at].Length == 2;
        bool named = at > i && text.IsUpper(at) && text.Is(at, WordClass.State | WordClass.Country);
        int end = at + 1;
        if (
            !code
            && !named
            && at > i
            && (text.Phrase(at, out end) & (WordClass.State | WordClass.Country)) != 0
            && text.IsUpper(at)
        )
        {
            named = true;
        }

        // "York, PA" and "Dr. Young, MD": a degree is no state.
        if (!named && !(code && (at > i || text.IsNumber(at + 1) && text[at + 1].Length == 5)))
        {
            return i;
        }

        int zip = text.IsSign(end, ',') ? end + 1 : end;
        if (text.IsNumber(zip) && text[zip].Length == 5 && text[zip].Gap <= TokenGap.Line)
        {
            end =
                text.IsSign(zip + 1, '-')
                && text.IsGlued(zip + 2)
                && text.IsNumber(zip + 2)
                && text[zip + 2].Length == 4
                    ? zip + 3
                    : zip + 1;
        }

        return end;
    }

    private bool IsCued(int i) =>
        text.Follows(i)
        && (
            text.IsSign(i - 1, ',') && hits.IsTaken(i - 2)
            || text.Is(i - 1, WordClass.PlaceCue)
            || text.IsWord(i - 1, "at")
            || text.Is(i - 1, WordClass.Function) && text.Is(i - 2, WordClass.PlaceCue)
        );

    /// <summary>"lives in", "moved to", "nacido en": where somebody is at home.</summary>
    private bool IsHome(int i)
    {
        int at = i - 2;
        at -= text.Is(i - 1, WordClass.PlaceCue) || text.IsWord(i - 1, "de") ? 0 : 1;
        return text.IsAny(
                at,
                "lives",
                "live",
                "lived",
                "living",
                "resides",
                "residing",
                "resident",
                "moved",
                "born",
                "grew"
            )
            || text.IsWord(at, "up") && text.IsWord(at - 1, "grew")
            || text.IsAny(
                at,
                "raised",
                "native",
                "traveled",
                "travelled",
                "trip",
                "home",
                "house",
                "vacation",
                "family",
                "originally",
                "immigrated",
                "emigrated",
                "came",
                "back",
                "vive",
                "reside",
                "natural",
                "procedente",
                "residente",
                "nacido",
                "nacida",
                "wohnhaft",
                "wohnt",
                "geboren",
                "lebt"
            );
    }

    /// <summary>"seen by Dr. Hill at UWMC": a house known by its letters, where somebody was seen.</summary>
    private bool IsVisit(int i)
    {
        if (!text.IsWord(i - 1, "at") && !text.IsWord(i - 1, "to") && !text.IsWord(i - 1, "in"))
        {
            return false;
        }

        for (int at = i - 2; at > i - 7 && at >= 0 && !text.IsSign(at, ';'); at--)
        {
            if (
                text.IsAny(
                    at,
                    "seen",
                    "admitted",
                    "treated",
                    "hospitalized",
                    "evaluated",
                    "transferred",
                    "visited",
                    "visit"
                )
            )
            {
                return true;
            }
        }

        return false;
    }
}
