namespace Overread.Dicom.Deface;

/// <summary>The threshold that parts values into two classes with the least variance within (Otsu 1979).</summary>
internal static class OtsuThreshold
{
    private const int Bins = 512;

    /// <summary>The threshold; null where all values are one.</summary>
    /// <param name="values">Values; those that are no numbers do not count.</param>
    internal static float? Of(IReadOnlyCollection<float> values)
    {
        float least = float.MaxValue;
        float most = float.MinValue;
        foreach (float value in values)
        {
            if (!float.IsNaN(value))
            {
                least = Math.Min(least, value);
                most = Math.Max(most, value);
            }
        }

        if (!(most > least))
        {
            return null;
        }

        // A few very bright cells (vessels, metal) must not squeeze all others into one bin.
        long[] counts = Histogram(values, least, most);
        most = least + ((most - least) * (Quantile(counts, 0.998) + 1) / Bins);
        counts = Histogram(values, least, most);
        return least + ((most - least) * Split(counts) / Bins);
    }

    private static long[] Histogram(IReadOnlyCollection<float> values, float least, float most)
    {
        long[] counts = new long[Bins];
        foreach (float value in values)
        {
            if (!float.IsNaN(value))
            {
                counts[(int)Math.Clamp((value - least) / (most - least) * Bins, 0, Bins - 1)]++;
            }
        }

        return counts;
    }

    private static int Quantile(long[] counts, double share)
    {
        long wanted = (long)(counts.Sum() * share);
        long seen = 0;
        for (int i = 0; i < Bins; i++)
        {
            seen += counts[i];
            if (seen > wanted)
            {
                return i;
            }
        }

        return Bins - 1;
    }

    private static int Split(long[] counts)
    {
        double total = counts.Sum();
        double sum = 0;
        for (int i = 0; i < Bins; i++)
        {
            sum += (double)i * counts[i];
        }

        double below = 0;
        double sumBelow = 0;
        double best = -1;
        int split = 0;
        for (int i = 0; i < Bins - 1; i++)
        {
            below += counts[i];
            sumBelow += (double)i * counts[i];
            if (below == 0 || below == total)
            {
                continue;
            }

            double apart = (sumBelow / below) - ((sum - sumBelow) / (total - below));
            double between = below * (total - below) * apart * apart;
            if (between > best)
            {
                best = between;
                split = i + 1;
            }
        }

        return split;
    }
}
