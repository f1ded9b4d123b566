using Overread.Quality.Agreement;
using Overread.Quality.Consensus;

namespace Overread.Quality.LabelErrors;

/// <summary>
/// How good a reader's labels are by what all others say, readers and models: the mean probability that <see cref="ModelFusion"/> without
/// this reader gives to the reader's labels (after CROWDLAB's annotator quality, Goh, Tkachenko and Mueller 2022, arXiv:2210.06812, which
/// leaves the reader's own label in). Easy items raise it for everybody: compare readers of like items.
/// </summary>
/// <param name="Reader">The reader.</param>
/// <param name="Labels">Labels that others, or a model, could judge.</param>
/// <param name="Quality">Mean probability of these labels, 0 to 1; null without any.</param>
/// <param name="Interval">Its 95 % interval over items (<see cref="ScoreInterval"/>).</param>
/// <param name="Agreement">Share of these labels that are what the fusion of the others would say; null without any.</param>
public sealed record ReaderQuality(
    int Reader,
    int Labels,
    double? Quality,
    ConfidenceInterval? Interval,
    double? Agreement
)
{
    /// <summary>Judges every reader.</summary>
    /// <param name="ratings">The readers' labels.</param>
    /// <param name="models">For each model its out-of-sample probabilities, items × categories; none is allowed.</param>
    /// <param name="options">Threads, gold (which counts as the truth); null for the defaults.</param>
    /// <exception cref="ArgumentException">A model's table has the wrong size or is no probability.</exception>
    public static IReadOnlyList<ReaderQuality> Of(
        Ratings ratings,
        IReadOnlyList<double[]> models,
        ConsensusOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(ratings);
        ArgumentNullException.ThrowIfNull(models);
        return [.. Enumerable.Range(0, ratings.ReaderCount).Select(reader => Judge(ratings, models, options, reader))];
    }

    private static ReaderQuality Judge(
        Ratings ratings,
        IReadOnlyList<double[]> models,
        ConsensusOptions? options,
        int reader
    )
    {
        Ratings others = ratings.OfReaders([.. Enumerable.Range(0, ratings.ReaderCount).Where(r => r != reader)]);
        ConsensusResult fused = ModelFusion.Infer(others, models, options);
        int q = ratings.CategoryCount;
        int labels = 0;
        int same = 0;
        double sum = 0;
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            bool judged =
                models.Count > 0 || !others.ReadersOf(item).IsEmpty || (options?.Gold is { } gold && gold[item] >= 0);
            for (int at = ratings.Offsets[item]; judged && at < ratings.Offsets[item + 1]; at++)
            {
                if (ratings.Readers[at] == reader)
                {
                    labels++;
                    sum += fused.Posteriors[(item * q) + ratings.Categories[at]];
                    same += fused.Labels[item] == ratings.Categories[at] ? 1 : 0;
                }
            }
        }

        double quality = labels > 0 ? Math.Clamp(sum / labels, 0, 1) : 0;
        return labels == 0
            ? new ReaderQuality(reader, 0, null, null, null)
            : new ReaderQuality(reader, labels, quality, ScoreInterval.OfShare(quality, labels), (double)same / labels);
    }
}
