namespace Overread.Dicom.Pixels.JpegBlanking;

/// <summary>
/// The best Huffman table for the symbols that occur (ISO/IEC 10918-1 annex K.2): codes of at most 16 bits, none of them all
/// ones.
/// </summary>
internal sealed class JpegHuffmanBuilder
{
    private readonly long[] _frequencies = new long[257];
    private readonly int[] _codes = new int[256];
    private readonly byte[] _lengths = new byte[256];

    /// <summary>How many codes there are of each length from 1.</summary>
    internal byte[] Counts { get; } = new byte[16];

    /// <summary>The symbols by length of code.</summary>
    internal List<byte> Values { get; } = [];

    internal void Count(int symbol) => _frequencies[symbol]++;

    internal (int Code, int Length) CodeOf(int symbol) => (_codes[symbol], _lengths[symbol]);

    internal void Build()
    {
        // A place that is never used takes the code of all ones.
        _frequencies[256] = 1;
        int[] sizes = Sizes();
        int[] bits = new int[Math.Max(33, sizes.Max() + 1)];
        foreach (int size in sizes.Where(size => size > 0))
        {
            bits[size]++;
        }

        Limit(bits);
        for (int i = 1; i <= 16; i++)
        {
            Counts[i - 1] = (byte)bits[i];
        }

        Values.AddRange(
            Enumerable.Range(0, 256).Where(s => sizes[s] > 0).OrderBy(s => sizes[s]).ThenBy(s => s).Select(s => (byte)s)
        );
        int code = 0;
        int next = 0;
        for (int length = 1; length <= 16; length++)
        {
            for (int i = 0; i < Counts[length - 1]; i++)
            {
                byte symbol = Values[next++];
                (_codes[symbol], _lengths[symbol]) = (code++, (byte)length);
            }

            code <<= 1;
        }
    }

    /// <summary>Code sizes by joining the two rarest again and again (figure K.1).</summary>
    private int[] Sizes()
    {
        long[] frequencies = [.. _frequencies];
        int[] sizes = new int[257];
        int[] others = new int[257];
        Array.Fill(others, -1);
        while (true)
        {
            int rare = Rarest(frequencies, -1);
            int second = Rarest(frequencies, rare);
            if (second < 0)
            {
                return sizes;
            }

            frequencies[rare] += frequencies[second];
            frequencies[second] = 0;
            int at = rare;
            for (sizes[at]++; others[at] >= 0; sizes[at]++)
            {
                at = others[at];
            }

            others[at] = second;
            for (at = second, sizes[at]++; others[at] >= 0; sizes[at]++)
            {
                at = others[at];
            }
        }
    }

    /// <summary>Of equals the last one, so that the unused place gets the longest code.</summary>
    private static int Rarest(long[] frequencies, int but)
    {
        int found = -1;
        for (int i = 0; i < frequencies.Length; i++)
        {
            if (frequencies[i] > 0 && i != but && (found < 0 || frequencies[i] <= frequencies[found]))
            {
                found = i;
            }
        }

        return found;
    }

    /// <summary>Shortens codes of more than 16 bits, and takes the unused place out (figure K.3).</summary>
    private static void Limit(int[] bits)
    {
        for (int i = bits.Length - 1; i > 16; i--)
        {
            while (bits[i] > 0)
            {
                int j = i - 2;
                while (bits[j] == 0)
                {
                    j--;
                }

                bits[i] -= 2;
                bits[i - 1]++;
                bits[j + 1] += 2;
                bits[j]--;
            }
        }

        int last = 16;
        while (bits[last] == 0)
        {
            last--;
        }

        bits[last]--;
    }
}
