using Overread.Learning.Features;

namespace Overread.Learning.Strategies;

/// <summary>
/// What a strategy may look at when it chooses what to read next: features of all items it may take, labels of those that are read,
/// and what a model learnt of them says. Labels of unread items cannot be reached from here.
/// </summary>
public sealed class SelectionRound
{
    private readonly int[] _labels;
    private readonly Lazy<IReadOnlyList<double[]>> _committee;
    private readonly Lazy<double[]> _doubt;

    /// <summary>Describes a round.</summary>
    /// <param name="features">Features of all items.</param>
    /// <param name="pool">Unread items.</param>
    /// <param name="labelled">Read items.</param>
    /// <param name="labels">Their classes, as many.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="probabilities">Pool × classes, by the model of this round.</param>
    /// <param name="committee">Makes the same by models learnt of other samples of what is read.</param>
    /// <param name="doubt">Makes, per read item, 1 − the probability that a model which did not see its label gives to it.</param>
    /// <param name="seed">Seed of what a strategy draws.</param>
    /// <exception cref="ArgumentException">Sizes do not fit.</exception>
    public SelectionRound(
        ScaledFeatures features,
        int[] pool,
        int[] labelled,
        int[] labels,
        int classes,
        double[] probabilities,
        Func<IReadOnlyList<double[]>> committee,
        Func<double[]> doubt,
        ulong seed
    )
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(labelled);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(probabilities);
        if (labels.Length != labelled.Length || probabilities.Length != (long)pool.Length * classes)
        {
            throw new ArgumentException(
                $"{labelled.Length} read items have {labels.Length} labels, and {pool.Length} × {classes} probabilities are {probabilities.Length}."
            );
        }

        (Features, Pool, Labelled, _labels, Classes, Probabilities, Seed) = (
            features,
            pool,
            labelled,
            labels,
            classes,
            probabilities,
            seed
        );
        _committee = new Lazy<IReadOnlyList<double[]>>(committee);
        _doubt = new Lazy<double[]>(doubt);
    }

    /// <summary>Features of all items.</summary>
    public ScaledFeatures Features { get; }

    /// <summary>Unread items.</summary>
    public IReadOnlyList<int> Pool { get; }

    /// <summary>Read items.</summary>
    public IReadOnlyList<int> Labelled { get; }

    /// <summary>Classes of the read items.</summary>
    public IReadOnlyList<int> Labels => _labels;

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Pool × classes.</summary>
    public IReadOnlyList<double> Probabilities { get; }

    /// <summary>The same by each member of a committee.</summary>
    public IReadOnlyList<double[]> Committee => _committee.Value;

    /// <summary>Doubt of a model about the label of each read item, out of sample, 0 to 1.</summary>
    public IReadOnlyList<double> Doubt => _doubt.Value;

    /// <summary>Seed of what a strategy draws.</summary>
    public ulong Seed { get; }

    /// <summary>Probability of a class for the item at a place of the pool.</summary>
    public double ProbabilityOf(int place, int category) => Probabilities[(place * Classes) + category];

    /// <summary>The likeliest class of the item at a place of the pool; the first of those that are equally likely.</summary>
    public int Likeliest(int place)
    {
        int best = 0;
        for (int k = 1; k < Classes; k++)
        {
            best = ProbabilityOf(place, k) > ProbabilityOf(place, best) ? k : best;
        }

        return best;
    }
}
