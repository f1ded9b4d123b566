using Overread.Quality.Agreement;
using Overread.Quality.Numerics;
using Overread.Quality.ReaderStudies;

namespace Overread.Cli.Server.Campaigns;

/// <summary>Sensitivity, specificity and the votes' area of an arm, from its reads.</summary>
internal static class CrowdFigures
{
    private const int Replicates = 1000;

    /// <summary>Computes an arm's figures.</summary>
    /// <param name="name">Of the arm.</param>
    /// <param name="trained">Whether it was trained; null for arms of both kinds together.</param>
    /// <param name="reads">Reader, image and whether the answer was "abnormal".</param>
    /// <param name="truth">Whether an image is abnormal.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public static CrowdReport.ArmRow Of(
        string name,
        bool? trained,
        IReadOnlyList<(int Reader, int Image, bool Abnormal)> reads,
        Func<int, bool> truth,
        ulong seed
    )
    {
        (double sensitivity, double specificity) = Shares(reads, truth, _ => 1, _ => 1);
        (CrowdReport.Limits Sensitivity, CrowdReport.Limits Specificity) drawn = Bootstrapped(reads, truth, seed);
        (int Image, double Share)[] votes =
        [
            .. reads.GroupBy(read => read.Image).Select(image => (image.Key, image.Average(r => r.Abnormal ? 1.0 : 0))),
        ];
        RocArea? area = RocArea.Of(
            [.. votes.Where(vote => truth(vote.Image)).Select(vote => vote.Share)],
            [.. votes.Where(vote => !truth(vote.Image)).Select(vote => vote.Share)]
        );
        int abnormal = reads.Count(read => truth(read.Image));
        return new(
            name,
            trained,
            sensitivity,
            specificity,
            drawn.Sensitivity.Low,
            drawn.Sensitivity.High,
            area?.Area,
            "sensitivity",
            drawn.Sensitivity,
            drawn.Specificity,
            area?.Interval is { } interval ? new(interval.Low, interval.High) : null,
            Wilson(sensitivity, abnormal),
            Wilson(specificity, reads.Count - abnormal),
            reads.Select(read => read.Reader).Distinct().Count(),
            reads.Count,
            [.. Enumerable.Range(1, 19).Select(i => At(votes, truth, i / 20.0))]
        );
    }

    private static CrowdReport.CurveRow At(
        (int Image, double Share)[] votes,
        Func<int, bool> truth,
        double threshold
    ) =>
        new(
            threshold,
            votes.Where(vote => truth(vote.Image)).Average(vote => vote.Share >= threshold ? 1.0 : 0),
            votes.Where(vote => !truth(vote.Image)).Average(vote => vote.Share >= threshold ? 0 : 1.0)
        );

    private static CrowdReport.Limits Wilson(double share, int reads)
    {
        ConfidenceInterval interval = ScoreInterval.OfShare(share, reads);
        return new(interval.Low, interval.High);
    }

    private static (double Sensitivity, double Specificity) Shares(
        IReadOnlyList<(int Reader, int Image, bool Abnormal)> reads,
        Func<int, bool> truth,
        Func<int, int> readers,
        Func<int, int> images
    )
    {
        (long hits, long abnormal, long rejected, long normal) = (0, 0, 0, 0);
        foreach ((int reader, int image, bool says) in reads)
        {
            long weight = (long)readers(reader) * images(image);
            (hits, abnormal, rejected, normal) = truth(image)
                ? (hits + (says ? weight : 0), abnormal + weight, rejected, normal)
                : (hits, abnormal, rejected + (says ? 0 : weight), normal + weight);
        }

        return ((double)hits / abnormal, (double)rejected / normal);
    }

    // Readers and images are both samples; images are drawn within their kind, so that both figures exist in every draw.
    private static (CrowdReport.Limits Sensitivity, CrowdReport.Limits Specificity) Bootstrapped(
        IReadOnlyList<(int Reader, int Image, bool Abnormal)> reads,
        Func<int, bool> truth,
        ulong seed
    )
    {
        int[] readers = [.. reads.Select(read => read.Reader).Distinct().Order()];
        int[] images = [.. reads.Select(read => read.Image).Distinct().Order()];
        int[][] kinds =
        [
            [.. images.Where(truth)],
            [.. images.Where(image => !truth(image))],
        ];
        int[] readerWeights = new int[readers.Max() + 1];
        int[] imageWeights = new int[images.Max() + 1];
        (double[] sensitivities, double[] specificities) = (new double[Replicates], new double[Replicates]);
        for (int i = 0; i < Replicates; i++)
        {
            SeededRandom random = SeededRandom.ForPart(seed, (ulong)i);
            Draw(ref random, readers, readerWeights);
            Array.Clear(imageWeights);
            foreach (int[] kind in kinds)
            {
                foreach (int _ in kind)
                {
                    imageWeights[kind[random.Next(kind.Length)]]++;
                }
            }

            (sensitivities[i], specificities[i]) = Shares(reads, truth, r => readerWeights[r], m => imageWeights[m]);
        }

        return (Middle(sensitivities), Middle(specificities));
    }

    private static void Draw(ref SeededRandom random, int[] from, int[] weights)
    {
        Array.Clear(weights);
        foreach (int _ in from)
        {
            weights[from[random.Next(from.Length)]]++;
        }
    }

    private static CrowdReport.Limits Middle(double[] values)
    {
        Array.Sort(values);
        return new(values[(int)(0.025 * values.Length)], values[(int)(0.975 * values.Length) - 1]);
    }
}
