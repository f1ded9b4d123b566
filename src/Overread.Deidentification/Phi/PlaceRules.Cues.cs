namespace Overread.Deidentification.Phi;

/// <summary>Places by where they stand: streets, postal codes, rooms, "lives in", "seen at".</summary>
internal sealed partial class PlaceRules
{
    /// <summary>A word with a capital where a place is to be expected: "seen at Cedar Crest", "lives in Elmwick".</summary>
    private int ByCue(int i)
    {
        ref PhiToken token = ref text[i];
        if (
            token.Shape is TokenShape.Capitals or TokenShape.Mixed
            && token.Length is > 2 and < 12
            && (token.Class & ~WordClass.Opens) == 0
            && !token.InCapitals
            && IsVisit(i)
        )
        {
            hits.Add(i, i + 1, PhiType.Location, "seen-at", 0.55);
            return i + 1;
        }

        if (
            !token.Upper
            || token.Opening
            || token.InTitle
            || token.Shape == TokenShape.Capitals
            || token.Length < 3
            || !text.Follows(i)
        )
        {
            return i;
        }

        bool home = IsHome(i) && text.Is(i - 1, WordClass.PlaceCue);
        bool at = text.IsWord(i - 1, "at") || text.IsWord(i - 1, "from") && text.Likeness(i) > 0.3;
        if (!home && !at)
        {
            return i;
        }

        int end = i;
        while (
            end < text.Count
            && end < i + 4
            && (end == i || text.Follows(end))
            && text[end].Upper
            && text[end].Shape != TokenShape.Capitals
            && !text.Is(
                end,
                WordClass.Function
                    | WordClass.Drug
                    | WordClass.Month
                    | WordClass.Weekday
                    | WordClass.EponymHead
                    | WordClass.Title
            )
            && (!text.Is(end, WordClass.Clinical) || home || end > i)
        )
        {
            end++;
            if (text[end - 1].Possessive)
            {
                end += 2;
                break;
            }
        }

        if (
            end == i
            || end > text.Count
            || text.Is(end, WordClass.EponymHead)
            || end == i + 1 && (_runs.IsTerm(i) || text.Is(i, WordClass.Given | WordClass.Eponym))
        )
        {
            return i;
        }

        hits.Add(i, Math.Min(end, text.Count), PhiType.Location, home ? "home" : "seen-at", home ? 0.75 : 0.6);
        return end;
    }

    /// <summary>"from Elm Street": a street without a number.</summary>
    private int Street(int i)
    {
        if (
            !text.IsUpper(i)
            || !text.Is(i + 1, WordClass.Street)
            || !text.IsUpper(i + 1)
            || text[i + 1].Length < 4
            || !text.Follows(i + 1)
            || text[i].Is(WordClass.Function)
            || text[i].InTitle
        )
        {
            return 0;
        }

        bool cued = text.IsAny(i - 1, "on", "from", "at", "of");
        if (!cued)
        {
            return 0;
        }

        hits.Add(i, i + 2, PhiType.Location, "street-name", 0.7);
        return i + 2;
    }

    /// <summary>"28019 Madrid", "D-52074 Aachen".</summary>
    private int PostalCode(int i)
    {
        if (
            text[i].Length != 5
            || text.IsGlued(i) && !text.IsSignOf(i - 1, "-,;(:=")
            || text.IsGlued(i + 1) && !text.IsSignOf(i + 1, ",.;-)")
        )
        {
            return i;
        }

        bool labelled =
            text.IsSignOf(i - 1, ":=")
                && (
                    text.IsAny(i - 2, "cp", "zip", "plz", "postal")
                    || text.IsWord(i - 2, "code") && text.IsWord(i - 3, "zip")
                )
            || text.IsAny(i - 1, "zip", "zipcode", "plz", "cp")
            || text.IsWord(i - 1, "code") && text.IsAny(i - 2, "zip", "postal");
        if (labelled)
        {
            hits.Add(i, i + 1, PhiType.Location, "postal-code", 0.9);
            return i + 1;
        }

        int town = text.IsSignOf(i + 1, ",.") ? i + 2 : i + 1;
        if (
            _language == "en"
            || !text.Follows(town)
            || !text.IsUpper(town)
            || town > i + 1 && !text.Is(town, WordClass.City | WordClass.State | WordClass.Opens)
            || text.Is(town, WordClass.Function) && !text.Is(town, WordClass.Opens)
            || text.Is(town, WordClass.Ordinary) && !text.Is(town, WordClass.City | WordClass.Opens)
        )
        {
            bool state =
                text.Is(i - 1, WordClass.StateCode) && text[i - 1].Shape == TokenShape.Capitals
                || text.Is(i - 1, WordClass.State) && text.IsUpper(i - 1);
            if (state)
            {
                hits.Add(i - 1, i + 1, PhiType.Location, "postal-code", 0.85);
                return i + 1;
            }

            return i;
        }

        int end = (text.Phrase(town, out int place) & WordClass.Place) != 0 ? place : town + 1;
        while (
            text.Follows(end)
            && (
                text.IsUpper(end) && !text.Is(end, WordClass.Ordinary)
                || text.Is(end, WordClass.Particle) && text.IsUpper(end + 1)
            )
            && end < i + 6
        )
        {
            end++;
        }

        hits.Add(i, end, PhiType.Location, "postal-code", 0.85);
        return end;
    }

    /// <summary>"Room 412", "bed 3B", "Zimmer 12".</summary>
    private int Room(int i)
    {
        bool room = text.IsAny(
            i,
            "room",
            "rm",
            "bed",
            "suite",
            "ste",
            "apt",
            "apartment",
            "zimmer",
            "zi",
            "habitacion",
            "habitación",
            "cama"
        );
        if (!room)
        {
            return 0;
        }

        int at = i + 1;
        while (text.IsSignOf(at, "#.") || text.IsAny(at, "number", "no"))
        {
            at++;
        }

        bool letter = text.IsGlued(at + 1) && text.IsUpper(at) && text[Math.Min(at, text.Count - 1)].Length <= 2;
        int number =
            text.IsNumber(at) ? at
            : letter ? at + 1
            : -1;
        if (
            number < 0
            || !text.IsNumber(number)
            || !text.Follows(at)
            || text.IsSign(number + 1, '%')
            || text.IsWord(i, "bed")
                && !text.IsUpper(i)
                && text.Follows(number + 1)
                && text[number + 1].Kind == TokenKind.Word
        )
        {
            return 0;
        }

        int end = number + 1;
        while (
            text.IsGlued(end) && (text[end].Kind != TokenKind.Sign || text.IsSign(end, '-') && text.IsGlued(end + 1))
        )
        {
            end++;
        }

        hits.Add(i, end, PhiType.Location, "room", 0.7);
        return end;
    }
}
