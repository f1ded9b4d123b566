using Overread.Quality.Numerics;

namespace Overread.Quality.Consensus;

/// <summary>What a method made of the ratings: per item a posterior, a label and a status, and what it learnt of readers.</summary>
public sealed class ConsensusResult
{
    /// <summary>Two probabilities closer than this are a tie.</summary>
    internal const double TieMargin = 1e-9;

    private string? _notice;
    private readonly bool _unjudged;
    private readonly IReadOnlyList<ReaderEstimate> _readers = [];
    private readonly double[] _posteriors;
    private readonly int[] _labels;
    private readonly ItemStatus[] _statuses;

    internal ConsensusResult(
        string method,
        Ratings ratings,
        double[] posteriors,
        double acceptAt,
        ConsensusOptions options,
        bool judgedElsewhere = false
    )
    {
        _unjudged =
            !judgedElsewhere
            && options.Gold is null
            && options.ReaderPriors is null
            && (ratings.Conditions & (RatingsConditions.SingleReader | RatingsConditions.NoOverlap)) != 0;
        Method = method;
        ItemCount = ratings.ItemCount;
        CategoryCount = ratings.CategoryCount;
        AcceptAt = acceptAt;
        Seed = options.Seed;
        _posteriors = posteriors;
        _labels = new int[ItemCount];
        _statuses = new ItemStatus[ItemCount];
        int blocks = Math.Clamp(ItemCount / 20_000, 1, 64);
        FixedBlocks.Run(
            blocks,
            options.Threads,
            block =>
            {
                int end = FixedBlocks.Start(ItemCount, blocks, block + 1);
                for (int item = FixedBlocks.Start(ItemCount, blocks, block); item < end; item++)
                {
                    int gold = options.Gold is null ? -1 : options.Gold[item];
                    (_labels[item], _statuses[item]) =
                        gold >= 0 ? (gold, ItemStatus.Gold)
                        : ratings.ReadersOf(item).IsEmpty ? (-1, ItemStatus.Unread)
                        : Decide(PosteriorOf(item), acceptAt);
                }
            }
        );
    }

    /// <summary>Stable name of the method that made the labels, such as <c>dawid-skene</c>.</summary>
    public string Method { get; }

    /// <summary>Number of items.</summary>
    public int ItemCount { get; }

    /// <summary>Number of categories.</summary>
    public int CategoryCount { get; }

    /// <summary>The probability from which labels were accepted; +∞ where gold did not show enough to accept any.</summary>
    public double AcceptAt { get; }

    /// <summary>The seed that was used.</summary>
    public ulong Seed { get; }

    /// <summary>Why the asked method gave way to another, or anything else a person must know; null when nothing.</summary>
    public string? Notice
    {
        get => _notice;
        init => _notice = value;
    }

    /// <summary>The method asked for, when <see cref="Method"/> had to stand in for it; else null.</summary>
    public string? FallbackFrom { get; init; }

    /// <summary>Inferred share of each category.</summary>
    public IReadOnlyList<double> ClassBalance { get; init; } = [];

    /// <summary>
    /// One estimate per reader. Where no item was read by two readers and no gold was given, a label could be held against itself
    /// alone: accuracies are null.
    /// </summary>
    public IReadOnlyList<ReaderEstimate> Readers
    {
        get => _readers;
        init =>
            _readers = _unjudged
                ? [.. value.Select(reader => reader with { Accuracy = null, AccuracyLow = null, AccuracyHigh = null })]
                : value;
    }

    /// <summary>How the method came to its end.</summary>
    public ConvergenceTrace Trace { get; init; } = ConvergenceTrace.None;

    /// <summary>Posterior probability of each category, items × categories, row by row.</summary>
    public ReadOnlySpan<double> Posteriors => _posteriors;

    /// <summary>Label of each item; −1 for a tie or an unread item.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>Status of each item.</summary>
    public ReadOnlySpan<ItemStatus> Statuses => _statuses;

    /// <summary>Posterior probability of each category for one item. An unread item has the class balance.</summary>
    public ReadOnlySpan<double> PosteriorOf(int item) => _posteriors.AsSpan(item * CategoryCount, CategoryCount);

    /// <summary>The largest posterior probability of an item.</summary>
    public double ProbabilityOf(int item)
    {
        double best = 0;
        foreach (double probability in PosteriorOf(item))
        {
            best = Math.Max(best, probability);
        }

        return best;
    }

    /// <summary>The categories that share the lead for an item: one, or several for a tie; none when unread.</summary>
    public int[] LeadersOf(int item)
    {
        if (_statuses[item] == ItemStatus.Unread)
        {
            return [];
        }

        if (_labels[item] >= 0)
        {
            return [_labels[item]];
        }

        double best = ProbabilityOf(item);
        List<int> leaders = [];
        ReadOnlySpan<double> posterior = PosteriorOf(item);
        for (int k = 0; k < posterior.Length; k++)
        {
            if (best - posterior[k] <= TieMargin)
            {
                leaders.Add(k);
            }
        }

        return [.. leaders];
    }

    /// <summary>The same result with something that a person must know.</summary>
    internal ConsensusResult With(string notice)
    {
        ConsensusResult copy = (ConsensusResult)MemberwiseClone();
        copy._notice = notice;
        return copy;
    }

    /// <summary>The same inference with other probabilities, and statuses that follow from them.</summary>
    internal ConsensusResult WithPosteriors(
        Ratings ratings,
        double[] posteriors,
        double acceptAt,
        ConsensusOptions options
    ) =>
        new(Method, ratings, posteriors, acceptAt, options)
        {
            Notice = Notice,
            FallbackFrom = FallbackFrom,
            ClassBalance = ClassBalance,
            Readers = Readers,
            Trace = Trace,
        };

    private static (int Label, ItemStatus Status) Decide(ReadOnlySpan<double> posterior, double acceptAt)
    {
        int best = 0;
        double second = -1;
        for (int k = 1; k < posterior.Length; k++)
        {
            if (posterior[k] > posterior[best])
            {
                second = posterior[best];
                best = k;
            }
            else
            {
                second = Math.Max(second, posterior[k]);
            }
        }

        if (posterior[best] - second <= TieMargin)
        {
            return (-1, ItemStatus.Tie);
        }

        return (best, posterior[best] >= acceptAt ? ItemStatus.Accepted : ItemStatus.Disputed);
    }
}
