using Overread.Text.Documents;

namespace Overread.Text.Formats;

/// <summary>One way to count the places of a text.</summary>
internal sealed record OffsetScale(OffsetUnit Unit, LineEndCount LineEnds, int First, bool LastIncluded)
{
    internal static OffsetScale Plain(OffsetUnit unit) => new(unit, LineEndCount.AsTheyStand, 0, false);

    /// <summary>Every way that other programs were seen to count, the likely ones first.</summary>
    internal static IEnumerable<OffsetScale> All(OffsetUnit declared)
    {
        OffsetUnit[] units = [declared, .. Enum.GetValues<OffsetUnit>().Where(u => u != declared)];
        foreach (OffsetUnit unit in units)
        {
            yield return Plain(unit);
        }

        foreach (LineEndCount ends in (LineEndCount[])[LineEndCount.PairAsOne, LineEndCount.OneAsPair])
        {
            foreach (OffsetUnit unit in units)
            {
                yield return new(unit, ends, 0, false);
            }
        }

        foreach (OffsetUnit unit in units)
        {
            yield return new(unit, LineEndCount.AsTheyStand, 1, false);
            yield return new(unit, LineEndCount.AsTheyStand, 0, true);
            yield return new(unit, LineEndCount.AsTheyStand, 1, true);
        }
    }

    internal string Said =>
        (
            Unit switch
            {
                OffsetUnit.Utf16 => "UTF-16 units",
                OffsetUnit.Utf8 => "bytes of UTF-8",
                _ => "code points",
            }
        )
        + LineEnds switch
        {
            LineEndCount.PairAsOne => ", CR LF as one",
            LineEndCount.OneAsPair => ", line ends as two",
            _ => "",
        }
        + (First == 1 ? ", from 1" : "")
        + (LastIncluded ? ", the last one included" : "");

    /// <summary>How often the scale counts up to each code point of a text, and to its end.</summary>
    internal int[] Places(CodePoints text)
    {
        int[] places = new int[text.Length + 1];
        int at = First;
        string units = text.Text;
        for (int i = 0; i < text.Length; i++)
        {
            places[i] = at;
            int unit = text.ToUnits(i);
            int step = Unit switch
            {
                OffsetUnit.Utf16 => text.ToUnits(i + 1) - unit,
                OffsetUnit.Utf8 => text.ToUtf8(i + 1) - text.ToUtf8(i),
                _ => 1,
            };
            bool pair = units[unit] == '\r' && unit + 1 < units.Length && units[unit + 1] == '\n';
            bool alone = units[unit] == '\n' && (unit == 0 || units[unit - 1] != '\r');
            at +=
                LineEnds == LineEndCount.PairAsOne && pair ? 0
                : LineEnds == LineEndCount.OneAsPair && alone ? 2
                : step;
        }

        places[^1] = at;
        return places;
    }

    /// <summary>The fragment in code points; null where a place is within a code point or outside the text.</summary>
    internal Fragment? Map(int[] places, int start, int end)
    {
        int from = Array.BinarySearch(places, start);
        int to = Array.BinarySearch(places, LastIncluded ? end + 1 : end);
        if (from < 0 || to < from)
        {
            return null;
        }

        // Where a pair of line ends counts once, its first half and its second have one place: the span begins at the pair.
        while (from > 0 && places[from - 1] == start)
        {
            from--;
        }

        while (to > 0 && places[to - 1] == places[to])
        {
            to--;
        }

        return to < from ? null : new(from, to);
    }
}

/// <summary>How ends of lines are counted.</summary>
internal enum LineEndCount
{
    AsTheyStand,
    PairAsOne,
    OneAsPair,
}
