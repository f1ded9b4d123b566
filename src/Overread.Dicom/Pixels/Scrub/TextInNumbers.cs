using System.Buffers.Binary;

namespace Overread.Dicom.Pixels.Scrub;

/// <summary>
/// Finds letters where numbers belong: in tables, in arrays of binary numbers, in streams of samples. A run of letters, blanks
/// and the signs of names that is longer than chance makes it, and neither a ramp nor a pattern that repeats itself, is a text.
/// </summary>
internal static class TextInNumbers
{
    /// <summary>The longest array that is looked into, in bytes.</summary>
    internal const long Largest = 16 << 20;

    // In numbers that are spread evenly, twelve letters in a row stand once in a hundred million bytes. The first byte of a
    // float is nearly always a letter, and that of a sample often.
    private const int ShortestRun = 12;
    private const int ShortestInFew = 8;
    private const int ShortestInFloats = 24;
    private const int FewBytes = 64;
    private const int LongestPeriod = 8;
    private const int FewestLetters = 4;

    /// <summary>True where a text stands in coded samples. Those of JPEG are as good as evenly spread.</summary>
    /// <param name="bytes">A stream of a codec that spends bits, not bytes, on a sample.</param>
    internal static bool IsInStream(ReadOnlySpan<byte> bytes) => Find(bytes, 0, ShortestRun + 4, 1) is not null;

    /// <summary>The element without texts: what held them holds the number before. Itself where there are none.</summary>
    /// <param name="element">Binary numbers.</param>
    /// <param name="samples">They are samples of a signal of more than eight bits, which stay within few values.</param>
    internal static Element Blanked(Element element, bool samples)
    {
        if (element.Length is < ShortestInFew or > Largest || element.Fragments is not null)
        {
            return element;
        }

        int shortest =
            samples ? ShortestInFloats
            : element.Vr is Vr.FL or Vr.OF
                ? element.Length <= FewBytes ? ShortestRun
                    : ShortestInFloats
            : element.Length <= FewBytes ? ShortestInFew
            : ShortestRun;
        ReadOnlyMemory<byte> bytes = element.ReadBytes();
        byte[]? blanked = null;
        int from = 0;
        while (
            (Find(bytes.Span, from, shortest, 1) ?? (samples ? null : InWords(bytes.Span, from, shortest))) is { } run
        )
        {
            blanked ??= bytes.ToArray();
            from = Blank(blanked, run, Unit(element.Vr));
        }

        return blanked is null ? element : new Element(element.Tag, element.Vr, blanked) { Offset = element.Offset };
    }

    private static int Blank(byte[] bytes, Range run, int unit)
    {
        int start = run.Start.Value / unit * unit;
        int end = Math.Min(bytes.Length, (run.End.Value + unit - 1) / unit * unit);
        for (int i = start; i < end; i++)
        {
            bytes[i] = i >= unit ? bytes[i - unit] : (byte)0;
        }

        return end;
    }

    private static int Unit(Vr vr) =>
        vr switch
        {
            Vr.FD or Vr.OD or Vr.SV or Vr.UV or Vr.OV => 8,
            Vr.FL or Vr.OF or Vr.UL or Vr.SL or Vr.OL or Vr.AT => 4,
            Vr.OB => 1,
            _ => 2,
        };

    /// <summary>Letters of sixteen bits, in either order of bytes: nothing stands in every other byte.</summary>
    private static Range? InWords(ReadOnlySpan<byte> bytes, int from, int shortest) =>
        Find(bytes, from, shortest, 2) ?? Find(bytes, from + 1, shortest, 2);

    private static Range? Find(ReadOnlySpan<byte> bytes, int from, int shortest, int stride)
    {
        int reach = (shortest - 1) * stride;
        int at = from;
        while (at + reach < bytes.Length)
        {
            // From the end of the shortest run back: most of the bytes are never looked at.
            int back = shortest - 1;
            while (back >= 0 && Is(bytes, at + back * stride, stride))
            {
                back--;
            }

            if (back >= 0)
            {
                at += (back + 1) * stride;
                continue;
            }

            int end = at + reach + stride;
            while (end < bytes.Length && Is(bytes, end, stride))
            {
                end += stride;
            }

            end = Math.Min(end, bytes.Length);
            if (IsText(bytes[at..end], stride) && !IsRampOfWords(bytes[(at + (at & 1))..end]))
            {
                return at..end;
            }

            at = end + (stride > 1 ? (end - at) % stride : 0);
        }

        return null;
    }

    private static bool Is(ReadOnlySpan<byte> bytes, int at, int stride) =>
        (char.IsAsciiLetter((char)bytes[at]) || bytes[at] is (byte)' ' or (byte)'^' or (byte)',' or (byte)'.')
        && (stride == 1 || at + 1 >= bytes.Length || bytes[at + 1] == 0);

    private static bool IsText(ReadOnlySpan<byte> run, int stride)
    {
        List<byte> letters = [];
        for (int i = 0; i < run.Length; i += stride)
        {
            letters.Add(run[i]);
        }

        return letters.Where(letter => char.IsAsciiLetter((char)letter)).Distinct().Count() >= FewestLetters
            && !Enumerable.Range(1, LongestPeriod).Any(period => Repeats(letters, period))
            && !Enumerable.Range(1, 2).Any(step => IsRamp(letters, step));
    }

    private static bool Repeats(List<byte> letters, int period) =>
        period * 2 <= letters.Count
        && Enumerable.Range(period, letters.Count - period).All(i => letters[i] == letters[i - period]);

    /// <summary>True where every so many-th value only rises, or only falls: entries of a table, in one byte or two.</summary>
    private static bool IsRamp(List<byte> letters, int step)
    {
        for (int first = 0; first < step; first++)
        {
            int rises = 0;
            int falls = 0;
            for (int i = first + step; i < letters.Count; i += step)
            {
                rises += letters[i] > letters[i - step] ? 1 : 0;
                falls += letters[i] < letters[i - step] ? 1 : 0;
            }

            if (rises > 0 && falls > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True where the numbers of sixteen bits only rise, or only fall: a table whose low bytes go round and round.</summary>
    private static bool IsRampOfWords(ReadOnlySpan<byte> run)
    {
        int rises = 0;
        int falls = 0;
        for (int i = 2; i + 1 < run.Length; i += 2)
        {
            int step =
                BinaryPrimitives.ReadUInt16LittleEndian(run[i..])
                - BinaryPrimitives.ReadUInt16LittleEndian(run[(i - 2)..]);
            rises += step > 0 ? 1 : 0;
            falls += step < 0 ? 1 : 0;
        }

        return rises == 0 || falls == 0;
    }
}
