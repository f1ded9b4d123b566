namespace Overread.Quality.Consensus;

/// <summary>
/// Re-scores an item at once when a label arrives: readers' confusions stay as the last full run found them, so that the
/// answer is the posterior which that run would give to the new set of labels. Run the full method again from time to time.
/// </summary>
public sealed class OnlineDawidSkene
{
    private readonly double[] _logs;
    private readonly double[] _logBalance;
    private readonly double[] _unknown;
    private readonly int _readers;
    private readonly int _categories;

    /// <summary>Takes what a full run learnt.</summary>
    /// <param name="fitted">A result that has confusion matrices, such as that of <see cref="DawidSkene"/>.</param>
    /// <exception cref="ArgumentException">The result has none.</exception>
    public OnlineDawidSkene(ConsensusResult fitted)
    {
        ArgumentNullException.ThrowIfNull(fitted);
        _categories = fitted.CategoryCount;
        _readers = fitted.Readers.Count;
        _logs = new double[_readers * _categories * _categories];
        _unknown = new double[_categories * _categories];
        int known = fitted.Readers.Count(reader => reader is { Labels: > 0, Confusion: not null });
        if (known == 0)
        {
            throw new ArgumentException($"The method {fitted.Method} learns no confusion matrices.");
        }

        for (int cell = 0; cell < _unknown.Length; cell++)
        {
            (int truth, int given) = (cell % _categories, cell / _categories);
            double mean = 0;
            foreach (
                ReaderEstimate reader in fitted.Readers.Where(reader => reader is { Labels: > 0, Confusion: not null })
            )
            {
                double share = reader.Confusion![truth, given];
                mean += share / known;
                _logs[(reader.Reader * _unknown.Length) + cell] = Math.Log(Math.Max(share, 1e-300));
            }

            _unknown[cell] = Math.Log(Math.Max(mean, 1e-300));
        }

        foreach (
            ReaderEstimate reader in fitted.Readers.Where(reader => reader.Labels == 0 || reader.Confusion is null)
        )
        {
            _unknown.CopyTo(_logs, reader.Reader * _unknown.Length);
        }

        _logBalance = [.. fitted.ClassBalance.Select(share => Math.Log(Math.Max(share, 1e-300)))];
    }

    /// <summary>The posterior of an item with these labels; a reader who is new counts as an average one.</summary>
    /// <param name="readers">Reader of each label.</param>
    /// <param name="categories">Category of each label.</param>
    /// <param name="posterior">Where the probabilities go, one per category.</param>
    /// <exception cref="ArgumentException">Lengths differ or a category is out of range.</exception>
    public void Score(ReadOnlySpan<int> readers, ReadOnlySpan<int> categories, Span<double> posterior)
    {
        if (
            readers.Length != categories.Length
            || posterior.Length != _categories
            || categories.ContainsAnyExceptInRange(0, _categories - 1)
        )
        {
            throw new ArgumentException(
                "As many readers as labels, known categories and one place per category are needed."
            );
        }

        _logBalance.CopyTo(posterior);
        for (int i = 0; i < readers.Length; i++)
        {
            bool known = (uint)readers[i] < (uint)_readers;
            ReadOnlySpan<double> row = known
                ? _logs.AsSpan((((readers[i] * _categories) + categories[i]) * _categories), _categories)
                : _unknown.AsSpan(categories[i] * _categories, _categories);
            for (int k = 0; k < row.Length; k++)
            {
                posterior[k] += row[k];
            }
        }

        PosteriorRows.Normalise(posterior);
    }
}
