using System.Globalization;

namespace Overread.Deidentification.Phi;

/// <summary>A text cut into tokens, each with what the vocabularies say of it. Made anew for each text; not thread-safe.</summary>
internal sealed class PhiText
{
    private const int LongLine = 55;
    private readonly PhiLexicon _lexicon;
    private PhiToken[] _tokens;

    internal PhiText(string text, PhiLexicon lexicon)
    {
        Text = text;
        _lexicon = lexicon;
        _tokens = new PhiToken[Math.Max(16, text.Length / 4)];
        Cut();
        Array.Resize(ref _tokens, Count);
        Lines();
    }

    internal string Text { get; }

    internal PhiLexicon Lexicon => _lexicon;

    internal int Count { get; private set; }

    internal ref PhiToken this[int i] => ref _tokens[i];

    /// <summary>True where hardly a word of the text begins with a capital.</summary>
    internal bool IsLowerCase { get; private set; }

    internal ReadOnlySpan<char> Of(int i) => Text.AsSpan(_tokens[i].Start, _tokens[i].Length);

    internal string Folded(int i)
    {
        Span<char> folded = stackalloc char[2 * PhiLexicon.LongestWord];
        return new string(folded[..PhiLexicon.Fold(Of(i), folded)]);
    }

    internal float Likeness(int i)
    {
        Span<char> folded = stackalloc char[2 * PhiLexicon.LongestWord];
        return _lexicon.Likeness.Of(folded[..PhiLexicon.Fold(Of(i), folded)]);
    }

    internal bool Is(int i, WordClass any) => i >= 0 && i < Count && (_tokens[i].Class & any) != 0;

    internal bool IsSign(int i, char sign) =>
        i >= 0 && i < Count && _tokens[i].Kind == TokenKind.Sign && Text[_tokens[i].Start] == sign;

    internal bool IsSignOf(int i, string signs) =>
        i >= 0
        && i < Count
        && _tokens[i].Kind == TokenKind.Sign
        && signs.Contains(Text[_tokens[i].Start], StringComparison.Ordinal);

    internal bool IsWord(int i, string lower) =>
        i >= 0
        && i < Count
        && _tokens[i].Kind == TokenKind.Word
        && Of(i).Equals(lower, StringComparison.OrdinalIgnoreCase);

    /// <summary>One of several words, whatever its letters' case.</summary>
    internal bool IsAny(int i, params ReadOnlySpan<string> words)
    {
        if (i < 0 || i >= Count || _tokens[i].Kind != TokenKind.Word)
        {
            return false;
        }

        ReadOnlySpan<char> own = Of(i);
        foreach (string word in words)
        {
            if (own.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    internal bool IsNumber(int i) => i >= 0 && i < Count && _tokens[i].Kind == TokenKind.Number;

    internal bool IsUpper(int i) => i >= 0 && i < Count && _tokens[i].Upper;

    /// <summary>A capital letter alone, as initials are.</summary>
    internal bool IsInitial(int i) => IsUpper(i) && _tokens[i].Length == 1;

    /// <summary>On the same line as the token before, or glued to it.</summary>
    internal bool Follows(int i) => i > 0 && i < Count && _tokens[i].Gap <= TokenGap.Blank;

    internal bool IsGlued(int i) => i > 0 && i < Count && _tokens[i].Gap == TokenGap.None;

    /// <summary>The number that digits of a token say, or -1.</summary>
    internal int Number(int i) =>
        IsNumber(i)
        && _tokens[i].Length <= 9
        && int.TryParse(Of(i), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : -1;

    /// <summary>What the token and those behind it are together in the vocabularies; <paramref name="end"/> is behind the last.</summary>
    internal WordClass Phrase(int i, out int end)
    {
        end = i + 1;
        if (!Is(i, WordClass.Opens))
        {
            return WordClass.None;
        }

        Span<char> phrase = stackalloc char[8 * PhiLexicon.LongestWord];
        int length = PhiLexicon.Fold(Of(i), phrase);
        WordClass found = WordClass.None;
        int last = i;
        for (int words = 1; words < 5; words++)
        {
            int next = last + 1;
            // "St. Paul", "Cedars-Sinai", "L'Hospitalet de Llobregat", and one line end.
            while (next < Count && (IsSign(next, '.') || IsSign(next, '-')) && _tokens[next].Gap == TokenGap.None)
            {
                next++;
            }

            if (next >= Count || _tokens[next].Kind != TokenKind.Word || _tokens[next].Gap > TokenGap.Line)
            {
                break;
            }

            phrase[length++] = ' ';
            length += PhiLexicon.Fold(Of(next), phrase[length..]);
            last = next;
            if (_lexicon.OfPhrase(phrase[..length]) is var of && of != WordClass.None)
            {
                found = of;
                end = last + 1;
            }

            if (length > 5 * PhiLexicon.LongestWord)
            {
                break;
            }
        }

        return found;
    }

    private void Cut()
    {
        int lower = 0;
        int upper = 0;
        TokenGap gap = TokenGap.Paragraph;
        Span<char> folded = stackalloc char[2 * PhiLexicon.LongestWord];
        for (int i = 0; i < Text.Length; )
        {
            char c = Text[i];
            if (c is ' ' or '\t' or '\u00A0' || (c > 0x7F && char.IsWhiteSpace(c)) || c is '\uFEFF' or '\u200B')
            {
                gap = gap == TokenGap.None ? TokenGap.Blank : gap;
                i++;
                continue;
            }

            if (c is '\n' or '\r' or '\f' or '\v')
            {
                i += c == '\r' && i + 1 < Text.Length && Text[i + 1] == '\n' ? 2 : 1;
                gap = gap >= TokenGap.Line ? TokenGap.Paragraph : TokenGap.Line;
                continue;
            }

            PhiToken token = new() { Start = i, Gap = gap };
            gap = TokenGap.None;
            if (char.IsAsciiDigit(c))
            {
                token.Kind = TokenKind.Number;
                while (i < Text.Length && char.IsAsciiDigit(Text[i]))
                {
                    i++;
                }
            }
            else if (IsLetter(c))
            {
                i = Word(i, ref token);
                if (token.End - token.Start <= PhiLexicon.LongestWord)
                {
                    token.Class = _lexicon.Of(
                        folded[..PhiLexicon.Fold(Text.AsSpan(token.Start, i - token.Start), folded)]
                    );
                }

                _ = token.Shape == TokenShape.Lower ? lower++ : upper++;
            }
            else
            {
                token.Kind = TokenKind.Sign;
                i += char.IsHighSurrogate(c) && i + 1 < Text.Length ? 2 : 1;
            }

            token.End = i;
            Add(token);
        }

        IsLowerCase = lower > 8 && upper * 60 < lower;
    }

    private void Add(in PhiToken token)
    {
        if (Count == _tokens.Length)
        {
            Array.Resize(ref _tokens, _tokens.Length * 2);
        }

        _tokens[Count++] = token;
    }

    private static bool IsLetter(char c) =>
        c < 0x80
            ? (uint)((c | 0x20) - 'a') <= 'z' - 'a'
            : char.IsLetter(c) || char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    private int Word(int i, ref PhiToken token)
    {
        int start = i;
        int capitals = 0;
        int small = 0;
        bool first = char.IsUpper(Text[i]);
        while (i < Text.Length)
        {
            char c = Text[i];
            if (IsLetter(c))
            {
                if (char.IsUpper(c))
                {
                    capitals++;
                }
                else
                {
                    small++;
                }

                i++;
                continue;
            }

            if (c is not ('\'' or '’') || i + 1 >= Text.Length || !IsLetter(Text[i + 1]))
            {
                break;
            }

            // "Smith's" is the name and its ending; "O'Brien" and "don't" are words.
            if (Text[i + 1] is 's' or 'S' && (i + 2 >= Text.Length || !IsLetter(Text[i + 2])))
            {
                token.Possessive = true;
                break;
            }

            i++;
        }

        token.End = i;
        token.Kind = TokenKind.Word;
        token.Shape =
            capitals == 0 ? TokenShape.Lower
            : small == 0 && i - start > 1 ? TokenShape.Capitals
            : first && (capitals == 1 || IsCompound(start, capitals)) ? TokenShape.Capital
            : TokenShape.Mixed;
        return i;
    }

    /// <summary>"McDonald", "O'Brien", "DeLuca" have two capitals as other words have one.</summary>
    private bool IsCompound(int start, int capitals) =>
        capitals == 2
        && (
            Text.AsSpan(start).StartsWith("Mc", StringComparison.Ordinal)
            || Text.AsSpan(start).StartsWith("Mac", StringComparison.Ordinal)
            || Text.AsSpan(start).StartsWith("De", StringComparison.Ordinal)
            || Text.AsSpan(start).StartsWith("Di", StringComparison.Ordinal)
            || Text.AsSpan(start).StartsWith("La", StringComparison.Ordinal)
            || Text.AsSpan(start).StartsWith("Le", StringComparison.Ordinal)
            || Text.AsSpan(start).StartsWith("Van", StringComparison.Ordinal)
            || Text.AsSpan(start).StartsWith("Fitz", StringComparison.Ordinal)
            || start + 1 < Text.Length && Text[start + 1] is '\'' or '’'
        );

    /// <summary>Marks openings of sentences and lines that are titles.</summary>
    private void Lines()
    {
        for (int from = 0; from < Count; )
        {
            int to = from + 1;
            while (to < Count && _tokens[to].Gap < TokenGap.Line)
            {
                to++;
            }

            int small = 0;
            int words = 0;
            int capitals = 0;
            for (int i = from; i < to; i++)
            {
                if (
                    _tokens[i].Kind == TokenKind.Word
                    && _tokens[i].Length > 1
                    && !_tokens[i].Is(WordClass.Function | WordClass.Particle)
                )
                {
                    words++;
                    small += _tokens[i].Shape == TokenShape.Lower ? 1 : 0;
                    capitals += _tokens[i].Shape == TokenShape.Capitals ? 1 : 0;
                }
            }

            bool title = small == 0 && words > 0;
            bool wrapped = from > 0 && _tokens[from].Gap == TokenGap.Line && IsWrapped(from);
            for (int i = from; i < to; i++)
            {
                _tokens[i].InTitle = title;
                _tokens[i].InCapitals = title && capitals == words;
                _tokens[i].Opening = i == from ? !wrapped : Opens(i);
            }

            from = to;
        }
    }

    /// <summary>The line before was long and did not end a sentence.</summary>
    private bool IsWrapped(int i)
    {
        int line = Text.LastIndexOf('\n', Math.Max(0, _tokens[i - 1].Start - 1)) + 1;
        return _tokens[i - 1].End - line >= LongLine && !IsSignOf(i - 1, ".!?:");
    }

    private bool Opens(int i)
    {
        int before = i - 1;
        while (before > 0 && IsSignOf(before, "\"'“”‘’([*•_") && _tokens[before].Gap < TokenGap.Line)
        {
            before--;
        }

        if (before != i - 1 && _tokens[before + 1].Gap >= TokenGap.Line)
        {
            return true;
        }

        // "1. Cough": what follows the number of a list opens as well.
        if (IsSignOf(before, ".)") && IsNumber(before - 1) && _tokens[before - 1].Gap >= TokenGap.Line)
        {
            return true;
        }

        return IsSignOf(before, "!?:;•*|>]=")
            || IsSignOf(before, "-–—#/+")
                && (_tokens[before].Gap >= TokenGap.Line || _tokens[before].Gap == TokenGap.Blank)
            || IsSign(before, '.') && !IsTitleStop(before);
    }

    /// <summary>The stop of "Dr." or of an initial ends no sentence.</summary>
    private bool IsTitleStop(int stop) =>
        Is(stop - 1, WordClass.Title) || IsInitial(stop - 1) || IsWord(stop - 1, "st") || IsWord(stop - 1, "mt");
}
