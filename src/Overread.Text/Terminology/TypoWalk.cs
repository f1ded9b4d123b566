namespace Overread.Text.Terminology;

/// <summary>
/// Words of a sorted list within a few errors of a word (insertion, deletion, substitution, exchange of neighbours: the optimal string
/// alignment distance). Words that begin alike share their rows, and a beginning that has too many errors is skipped with all
/// that begins so.
/// </summary>
internal sealed class TypoWalk(StringPool words, byte[] query, int errors, bool prefix)
{
    private const int Longest = 64;
    private readonly byte[,] _rows = new byte[Longest + 2, query.Length + 1];

    /// <summary>Each word with its errors; where only beginnings count, those of its best beginning.</summary>
    internal List<(int Word, int Errors)> Find(int most)
    {
        List<(int, int)> found = [];
        for (int i = 0; i <= query.Length; i++)
        {
            _rows[0, i] = (byte)Math.Min(i, 255);
        }

        int word = 0;
        int known = 0;
        ReadOnlySpan<byte> before = default;
        while (word < words.Count && found.Count < most)
        {
            ReadOnlySpan<byte> text = words[word];
            int depth = Math.Min(known, before.CommonPrefixLength(text));
            int skip = -1;
            int best = int.MaxValue;
            if (prefix)
            {
                for (int d = 1; d <= depth; d++)
                {
                    best = Math.Min(best, _rows[d, query.Length]);
                }
            }

            for (; depth < text.Length && depth < Longest; depth++)
            {
                if (Row(text, depth + 1) > errors)
                {
                    skip = depth + 1;
                    break;
                }

                best = prefix ? Math.Min(best, _rows[depth + 1, query.Length]) : best;
            }

            known = skip > 0 ? skip : depth;
            before = text;
            if (skip < 0 && !prefix)
            {
                best = text.Length <= Longest ? _rows[text.Length, query.Length] : int.MaxValue;
            }

            if (best <= errors && (skip < 0 || prefix))
            {
                found.Add((word, best));
                word++;
            }
            else
            {
                word = skip > 0 ? After(text[..skip], word) : word + 1;
            }
        }

        return found;
    }

    private byte Row(ReadOnlySpan<byte> text, int depth)
    {
        byte c = text[depth - 1];
        byte least = _rows[depth, 0] = (byte)depth;
        for (int i = 1; i <= query.Length; i++)
        {
            int cost = Math.Min(
                Math.Min(_rows[depth - 1, i] + 1, _rows[depth, i - 1] + 1),
                _rows[depth - 1, i - 1] + (query[i - 1] == c ? 0 : 1)
            );
            if (depth > 1 && i > 1 && query[i - 1] == text[depth - 2] && query[i - 2] == c)
            {
                cost = Math.Min(cost, _rows[depth - 2, i - 2] + 1);
            }

            least = Math.Min(least, _rows[depth, i] = (byte)cost);
        }

        return least;
    }

    /// <summary>The first word that does not begin so.</summary>
    private int After(ReadOnlySpan<byte> beginning, int from)
    {
        int step = 1;
        int low = from;
        while (low + step < words.Count && words[low + step].StartsWith(beginning))
        {
            low += step;
            step *= 2;
        }

        int high = Math.Min(words.Count, low + step);
        low++;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = words[middle].StartsWith(beginning) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
