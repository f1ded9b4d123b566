namespace Overread.Quality.Consensus;

/// <summary>How well a score ranks what is wrong (area under the ROC curve; Hanley and McNeil 1982, Radiology 143:29).</summary>
public static class RankingScore
{
    /// <summary>Probability that a positive item has the higher score, ties counting half; null without both kinds.</summary>
    /// <param name="scores">One score per item.</param>
    /// <param name="positive">Whether the item is positive.</param>
    public static double? AreaUnderRoc(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        if (scores.Length != positive.Length)
        {
            throw new ArgumentException($"{scores.Length} scores for {positive.Length} items.");
        }

        double[] sorted = scores.ToArray();
        bool[] kinds = positive.ToArray();
        Array.Sort(sorted, kinds);
        double ranks = 0;
        double positives = 0;
        for (int start = 0; start < sorted.Length; )
        {
            int end = start;
            int inside = 0;
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                inside += kinds[end] ? 1 : 0;
                end++;
            }

            ranks += inside * ((start + end + 1) / 2.0);
            positives += inside;
            start = end;
        }

        double negatives = sorted.Length - positives;
        return positives == 0 || negatives == 0
            ? null
            : (ranks - (positives * (positives + 1) / 2)) / (positives * negatives);
    }
}
