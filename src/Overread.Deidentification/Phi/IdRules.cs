namespace Overread.Deidentification.Phi;

/// <summary>Numbers that are somebody's: of telephones, records, plans, accounts, licences, devices.</summary>
internal sealed partial class IdRules(PhiText text, PhiHits hits)
{
    private const int FarthestCue = 7;
    private const int LongNumber = 7;

    private static readonly HashSet<string> Units =
    [
        "mg",
        "mcg",
        "ug",
        "g",
        "kg",
        "lb",
        "lbs",
        "ml",
        "l",
        "dl",
        "cc",
        "cm",
        "mm",
        "m",
        "in",
        "ft",
        "oz",
        "units",
        "unit",
        "iu",
        "u",
        "meq",
        "mmol",
        "mosm",
        "ng",
        "pg",
        "hz",
        "bpm",
        "mmhg",
        "kcal",
        "cal",
        "calories",
        "steps",
        "cells",
        "copies",
        "hours",
        "hrs",
        "hour",
        "minutes",
        "min",
        "days",
        "weeks",
        "months",
        "years",
        "year",
        "percent",
        "dollars",
        "ppm",
        "gy",
        "cgy",
        "msv",
        "mci",
        "mbq",
        "kv",
        "mah",
        "k",
        "per",
        "x",
        "ui",
        "mui",
        "einheiten",
        "ie",
        "jahre",
        "tage",
        "wochen",
        "stunden",
        "celulas",
        "dias",
        "semanas",
        "horas",
    ];

    // What is a code of medicine or of publication and nobody's own.
    private static readonly string[] CodePrefixes =
    [
        "NCT",
        "PMID",
        "PMC",
        "NM_",
        "NP_",
        "NC_",
        "RS",
        "ICD",
        "CPT",
        "HCPCS",
        "SNOMED",
        "LOINC",
        "ISO",
        "EUDRACT",
        "DOI",
        "COVID",
        "SARS",
        "RXNORM",
    ];

    internal void Find()
    {
        for (int i = 0; i < text.Count; i++)
        {
            if (hits.IsTaken(i))
            {
                continue;
            }

            if (text[i].Kind == TokenKind.Number || text.IsSignOf(i, "(+") && text.IsNumber(i + 1))
            {
                int end = Telephone(i);
                end = end > i ? end : Identifier(i);
                i = Math.Max(i, end - 1);
            }
        }
    }

    /// <summary>The cue before a number, over the words that stand between the two.</summary>
    private bool Cue(int i, out (PhiType Type, bool Strong) cue, out bool marked)
    {
        Span<char> folded = stackalloc char[2 * PhiLexicon.LongestWord];
        marked = false;
        (PhiType Type, bool Strong) weak = default;
        bool any = false;
        for (int at = i - 1; at >= Math.Max(0, i - FarthestCue) && text[at + 1].Gap < TokenGap.Paragraph; at--)
        {
            if (text[at + 1].Gap == TokenGap.Line && !text.IsSign(at, ':'))
            {
                break;
            }

            if (text[at].Kind == TokenKind.Sign)
            {
                marked |= text.IsSign(at, '#');
                if (!text.IsSignOf(at, ":#.-()=º°/ª\"*_"))
                {
                    break;
                }

                continue;
            }

            ReadOnlySpan<char> word = folded[..PhiLexicon.Fold(text.Of(at), folded)];
            if (IdCues.TryGet(word, out cue))
            {
                if (cue.Strong)
                {
                    return true;
                }

                weak = any && weak.Type != PhiType.OtherId ? weak : cue;
                any = true;
                continue;
            }

            if (
                word
                is not (
                    "number"
                    or "no"
                    or "nr"
                    or "num"
                    or "is"
                    or "was"
                    or "the"
                    or "n"
                    or "nº"
                    or "de"
                    or "of"
                    or "security"
                    or "health"
                    or "medical"
                    or "patient"
                    or "her"
                    or "his"
                    or "my"
                    or "and"
                    or "ends"
                    or "ending"
                    or "in"
                    or "last"
                    or "digits"
                    or "clinica"
                    or "social"
                    or "historia"
                    or "license"
                    or "licence"
                )
            )
            {
                break;
            }
        }

        cue = weak;
        return any;
    }

    private int Telephone(int i)
    {
        // Digits glued to letters belong to a code.
        if (
            text.IsGlued(i)
            && (
                text[i - 1].Kind != TokenKind.Sign
                || text.IsSignOf(i - 1, "-/.") && text.IsGlued(i - 1) && text[i - 2].Kind != TokenKind.Sign
            )
        )
        {
            return i;
        }

        Span<int> groups = stackalloc int[8];
        int count = 0;
        int total = 0;
        int end = i;
        int at = i;
        char separators = ' ';
        while (at < text.Count && count < groups.Length)
        {
            if (at > i && text[at].Gap > TokenGap.Blank)
            {
                break;
            }

            if (text[at].Kind == TokenKind.Number)
            {
                if (total + text[at].Length > 15)
                {
                    break;
                }

                groups[count++] = text[at].Length;
                total += text[at].Length;
                end = ++at;
                continue;
            }

            bool joins =
                text.IsSignOf(at, "-./()+–")
                && (text.IsNumber(at + 1) || text.IsSignOf(at, ")") || text.IsSignOf(at + 1, "(-"));
            if (!joins)
            {
                break;
            }

            separators = text.IsSignOf(at, "-.") && separators == ' ' ? '-' : separators;
            at++;
        }

        if (count == 0 || text.IsGlued(end) && text[end].Kind == TokenKind.Word && !text.IsWord(end, "x"))
        {
            return i;
        }

        ReadOnlySpan<int> lengths = groups[..count];
        bool international = text.IsSign(i, '+') && total >= 8;
        bool bracketed = text.IsSign(i, '(') && lengths is [3, 3, 4];
        bool cued = Cue(i, out (PhiType Type, bool Strong) cue, out _) && cue.Type is PhiType.Phone or PhiType.Fax;
        double score =
            international || bracketed ? 0.95
            : cued && cue.Strong && total >= 4 ? 0.95
            : lengths is [3, 3, 4] && separators == '-' ? 0.9
            : lengths is [1, 3, 3, 4] ? 0.9
            : lengths is [3, 3, 4] && cued ? 0.8
            : lengths is [3, 4] && cued && !Measured(end) ? 0.75
            : lengths is [10] && cued ? 0.75
            : National(i, lengths, total) && !Measured(end) ? 0.7
            : 0;
        if (score == 0)
        {
            return i;
        }

        // Not a telephone where another cue says what it is.
        if (!cued && Cue(i, out cue, out _) && cue.Strong)
        {
            return i;
        }

        end = Extension(end);
        hits.Add(i, end, cued ? cue.Type : PhiType.Phone, cued ? "telephone-cue" : "telephone", score);
        return end;
    }

    /// <summary>How telephone numbers of Spain and Germany are grouped.</summary>
    private bool National(int i, ReadOnlySpan<int> lengths, int total)
    {
        char first = text.Text[text[i].Start];
        return text.Lexicon.Language switch
        {
            "es" => total == 9
                && first is >= '6' and <= '9'
                && lengths is [3, 3, 3] or [3, 2, 2, 2] or [2, 3, 2, 2] or [9] or [3, 6],
            // "617 555 0199": neither an area nor an exchange begins with 0 or 1.
            "en" => lengths is [3, 3, 4]
                && first is >= '2'
                && text[i + 1].Kind == TokenKind.Number
                && text.Text[text[i + 1].Start] >= '2',
            "de" => first is '0' or '(' && total is >= 8 and <= 13 && lengths.Length >= 2 && lengths[0] >= 3,
            _ => false,
        };
    }

    private int Extension(int end)
    {
        int at = end;
        while (text.Follows(at) && (text.IsSignOf(at, ".,:") || text.IsAny(at, "ext", "x", "extension")))
        {
            at++;
        }

        return
            at > end
            && text.IsNumber(at)
            && text.Follows(at)
            && text[at].Length <= 6
            && !text.IsSign(at - 1, ',')
            && (text.IsAny(at - 1, "x", "ext") || text.IsWord(at - 2, "ext") || text.IsWord(at - 1, "extension"))
            ? at + 1
            : end;
    }

    private bool Measured(int end) =>
        text.IsSignOf(end, "%°")
        || text.Follows(end) && text[end].Kind == TokenKind.Word && Units.Contains(text.Folded(end));
}
