using System.Text;

namespace Overread.Text;

/// <summary>
/// Offsets in Unicode code points against those in UTF-16 units: an emoji is one code point and two units. Grapheme clusters
/// are not joined: a letter with a combining mark is two code points, <c>\r\n</c> too.
/// </summary>
public sealed class CodePoints
{
    // The unit at which each code point begins, and the length; null where every code point is one unit.
    private readonly int[]? _units;

    // The UTF-8 byte at which each code point begins, and the length; made when first asked for.
    private int[]? _bytes;

    /// <summary>Counts the code points of a text.</summary>
    /// <exception cref="ArgumentException">A surrogate stands alone.</exception>
    public CodePoints(string text)
    {
        int count = 0;
        for (int i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1)
        {
            if (char.IsSurrogate(text[i]) && !char.IsSurrogatePair(text, i))
            {
                throw new ArgumentException($"A surrogate stands alone at unit {i}.", nameof(text));
            }

            count++;
        }

        Text = text;
        Length = count;
        if (count == text.Length)
        {
            return;
        }

        _units = new int[count + 1];
        int n = 0;
        for (int i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1)
        {
            _units[n++] = i;
        }

        _units[count] = text.Length;
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Code points in the text.</summary>
    public int Length { get; }

    /// <summary>The UTF-16 unit at which a code point begins; the length in units for <see cref="Length"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset lies outside the text.</exception>
    public int ToUnits(int codePoint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(codePoint);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(codePoint, Length);
        return _units is null ? codePoint : _units[codePoint];
    }

    /// <summary>The code point that begins at a UTF-16 unit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The unit lies outside the text, or within a code point.</exception>
    public int OfUnits(int unit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(unit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(unit, Text.Length);
        if (_units is null)
        {
            return unit;
        }

        int found = Array.BinarySearch(_units, unit);
        return found >= 0
            ? found
            : throw new ArgumentOutOfRangeException(nameof(unit), unit, "The unit lies within a code point.");
    }

    /// <summary>The code point that begins at a UTF-16 unit, if one does.</summary>
    public bool TryOfUnits(int unit, out int codePoint)
    {
        codePoint =
            unit < 0 || unit > Text.Length ? -1
            : _units is null ? unit
            : Array.BinarySearch(_units, unit);
        return codePoint >= 0;
    }

    /// <summary>Whether every code point is one UTF-16 unit.</summary>
    public bool OneUnitEach => _units is null;

    /// <summary>The UTF-8 byte at which a code point begins; the length in bytes for <see cref="Length"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset lies outside the text.</exception>
    public int ToUtf8(int codePoint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(codePoint);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(codePoint, Length);
        return Bytes()[codePoint];
    }

    /// <summary>The code point that begins at a UTF-8 byte, if one does.</summary>
    public bool TryOfUtf8(int index, out int codePoint)
    {
        codePoint = Array.BinarySearch(Bytes(), index);
        return codePoint >= 0;
    }

    private int[] Bytes()
    {
        if (_bytes is { } known)
        {
            return known;
        }

        int[] bytes = new int[Length + 1];
        int n = 0;
        int at = 0;
        foreach (Rune rune in Text.EnumerateRunes())
        {
            bytes[n++] = at;
            at += rune.Utf8SequenceLength;
        }

        bytes[n] = at;
        return _bytes = bytes;
    }

    /// <summary>The text from one code point to before another.</summary>
    public string Slice(int start, int end) => Text[ToUnits(start)..ToUnits(end)];

    /// <summary>The text with every code point of the spans but line ends replaced by U+2588, so that offsets stay.</summary>
    /// <param name="spans">Start and end in code points; they may overlap.</param>
    /// <param name="replaced">How many code points were replaced.</param>
    public string BlackedOut(IEnumerable<(int Start, int End)> spans, out int replaced)
    {
        bool[] black = new bool[Length];
        foreach ((int start, int end) in spans)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(start);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(end, Length);
            Array.Fill(black, true, start, end - start);
        }

        StringBuilder result = new(Text.Length);
        replaced = 0;
        int n = 0;
        foreach (Rune rune in Text.EnumerateRunes())
        {
            if (black[n++] && rune.Value is not ('\r' or '\n'))
            {
                result.Append('█');
                replaced++;
            }
            else
            {
                result.Append(rune.ToString());
            }
        }

        return result.ToString();
    }
}
