namespace Overread.Deidentification.Phi;

/// <summary>
/// Carries spans over from a text to the one made of it by replacements. A span that no replacement touches keeps its very
/// characters; one that touches some reaches over the whole of what stands there now. UTF-16 units. Immutable.
/// </summary>
public sealed class TextMap
{
    private readonly (int From, int To, int NewFrom, int NewTo)[] _pieces;

    internal TextMap(IEnumerable<(int From, int To, int NewFrom, int NewTo)> pieces) => _pieces = [.. pieces];

    /// <summary>Where a span lies now.</summary>
    /// <param name="start">First unit in the old text.</param>
    /// <param name="end">Behind the last, not before <paramref name="start"/>.</param>
    /// <returns>The bounds in the new text, and whether something within was replaced.</returns>
    public (int Start, int End, bool Replaced) Carry(int start, int end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(end, start);
        bool replaced = _pieces.Any(p => p.From < end && p.To > start);
        return (Of(start, atEnd: false), Math.Max(Of(start, atEnd: false), Of(end, atEnd: true)), replaced);
    }

    private int Of(int offset, bool atEnd)
    {
        int low = 0;
        int high = _pieces.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _pieces[middle].To <= offset ? (middle + 1, high) : (low, middle);
        }

        // Inside a replaced piece: its rim. Else as far from the piece before as it was.
        if (low < _pieces.Length && _pieces[low].From < offset)
        {
            return atEnd ? _pieces[low].NewTo : _pieces[low].NewFrom;
        }

        return low == 0 ? offset : _pieces[low - 1].NewTo + (offset - _pieces[low - 1].To);
    }
}
