namespace Overread.Deidentification.Phi;

/// <summary>Numbers that are no telephone: by the word before them and by their shape.</summary>
internal sealed partial class IdRules
{
    private int Identifier(int i)
    {
        int from = i;
        while (
            text.IsGlued(from)
            && !hits.IsTaken(from - 1)
            && (
                text[from - 1].Kind != TokenKind.Sign
                || text.IsSignOf(from - 1, "-_/")
                    && from > 1
                    && text.IsGlued(from - 1)
                    && text[from - 2].Kind != TokenKind.Sign
            )
        )
        {
            from--;
        }

        int to = i + 1;
        while (
            text.IsGlued(to)
            && !hits.IsTaken(to)
            && (
                text[to].Kind != TokenKind.Sign
                || text.IsSignOf(to, "-_/.") && text.IsGlued(to + 1) && text[to + 1].Kind != TokenKind.Sign
            )
        )
        {
            to++;
        }

        int digits = 0;
        int capitals = 0;
        int small = 0;
        foreach (char c in text.Text.AsSpan(text[from].Start, text[to - 1].End - text[from].Start))
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            capitals += char.IsUpper(c) ? 1 : 0;
            small += char.IsLower(c) ? 1 : 0;
        }

        bool cued = Cue(from, out (PhiType Type, bool Strong) cue, out bool marked);
        if (cued)
        {
            int end = Groups(to, cue.Strong);
            int least =
                cue.Strong ? 3
                : marked ? 4
                : cue.Type == PhiType.Phone ? 7
                : 4;
            int all = digits + (end > to ? 4 : 0);
            bool year = to - from == 1 && text.Number(i) is >= 1900 and < 2100 && !cue.Strong;
            if (
                all + Math.Min(capitals, 1) >= least
                && all >= 2
                && !year
                && !(Measured(end) && !cue.Strong)
                && !IsDecimal(from, to)
            )
            {
                hits.Add(from, end, cue.Type, "number-cue", cue.Strong ? 0.95 : 0.8);
                return end;
            }
        }

        // "mrn27631"
        if (text.Text.AsSpan(text[from].Start).StartsWith("mrn", StringComparison.OrdinalIgnoreCase) && digits >= 3)
        {
            hits.Add(from, to, PhiType.MedicalRecord, "number-cue", 0.9);
            return to;
        }

        marked |= text.IsSign(from - 1, '#') && text.IsGlued(from);
        // "10.000UFC/ml"
        bool measure =
            text.IsNumber(from)
            && text.Text.AsSpan(text[from].Start, text[to - 1].End - text[from].Start) is var chunk
            && chunk.Contains('/')
            && !chunk.Contains('-')
            && capitals + small > 0;
        if (measure || IsCode(from, to) || Measured(to) || IsDecimal(from, to))
        {
            return i;
        }

        double score = 0;
        PhiType type = PhiType.OtherId;
        if (capitals + small == 0)
        {
            bool grouped = to - from >= 3;
            score =
                IsSecurity(from, to) ? 0.9
                : marked && digits >= 4 ? 0.8
                : grouped && digits >= 6 && !IsSpan(from, to) ? 0.75
                : !grouped && digits >= LongNumber ? 0.7
                : !grouped && digits == 6 && !text.IsSign(to, ',') ? 0.5
                : 0;
            type = IsSecurity(from, to) ? PhiType.SocialSecurity : type;
        }
        else if (capitals > 0 && small <= 2 && (digits >= 4 || marked && digits >= 3))
        {
            score = digits >= 5 || marked ? 0.8 : 0.6;
        }

        if (score == 0)
        {
            return to - 1 > i ? to : i;
        }

        hits.Add(from, to, type, marked ? "marked-number" : "number-shape", score);
        return to;
    }

    /// <summary>Groups of digits that go on behind blanks, as Spanish plan and licence numbers do.</summary>
    private int Groups(int to, bool strong)
    {
        int end = to;
        while (
            strong
            && text.Follows(end)
            && text.IsNumber(end)
            && !hits.IsTaken(end)
            && !Measured(end + 1)
            && !text.IsSign(end + 1, '/')
        )
        {
            end++;
            while (text.IsSign(end, '-') && text.IsGlued(end) && text.IsNumber(end + 1))
            {
                end += 2;
            }
        }

        return end;
    }

    private bool IsSecurity(int from, int to) =>
        to - from == 5
        && text[from].Length == 3
        && text[from + 2].Length == 2
        && text[from + 4].Length == 4
        && text.IsSign(from + 1, '-');

    /// <summary>"2019-2020", "1000-2000": from here to there.</summary>
    private bool IsSpan(int from, int to) =>
        to - from == 3
            && text[from].Length == text[from + 2].Length
            && text[from].Length <= 4
            && text.Number(from) < text.Number(from + 2)
            && (
                text.Number(from) is >= 1900 and < 2100
                || text[from].Length <= 3
                || text.Text[text[from].End - 1] == '0'
            )
        || text.IsSignOf(from + 1, "/.") && !text.IsSign(from + 3, '-');

    private bool IsDecimal(int from, int to) =>
        to - from == 3
        && text.IsSign(from + 1, '.')
        && text.IsNumber(from)
        && text.IsNumber(from + 2)
        && text[from].Length < 6;

    /// <summary>Codes of classifications, genes, trials: "I10.9", "NCT01234567", "c.1234A>G".</summary>
    private bool IsCode(int from, int to)
    {
        ReadOnlySpan<char> chunk = text.Text.AsSpan(text[from].Start, text[to - 1].End - text[from].Start);
        foreach (string prefix in CodePrefixes)
        {
            if (chunk.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && chunk.Length > prefix.Length)
            {
                return true;
            }
        }

        if (text.Is(from - 1, WordClass.Ordinary) && (text.IsAny(from - 1, "pmid", "cpt", "icd")))
        {
            return true;
        }

        // c.35delG, p.V600E
        return chunk.Length > 3
            && chunk[0] is 'c' or 'p' or 'g'
            && chunk.Length > 1
            && chunk[1] == '.'
            && char.IsLower(chunk[0]);
    }
}
