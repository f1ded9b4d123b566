namespace Overread.Quality.Agreement;

/// <summary>
/// Light's κ: the mean of Cohen's κ over all pairs of readers who share items (Light 1971, Psychological Bulletin
/// 76:365). Pairs for which κ does not exist are left out.
/// </summary>
public static class LightKappa
{
    /// <summary>Computes the coefficient with its interval.</summary>
    /// <param name="ratings">Two readers or more.</param>
    /// <param name="options">Level, interval, clusters, partial credit; null for the defaults.</param>
    public static Coefficient Of(Ratings ratings, AgreementOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= AgreementOptions.Default;
        int[] active = [.. Enumerable.Range(0, ratings.ReaderCount).Where(reader => ratings.Readers.Contains(reader))];

        // Of two readers it is Cohen's κ, and so must be its interval, to the last digit.
        CoefficientForm form =
            active.Length == 2 && options.Method == IntervalMethod.Posterior
                ? new PairForm(
                    PairTable.From(ratings, active[0], active[1], options.Clusters is not null),
                    options.Weights
                )
                : new LightForm(ratings, active, options.Weights);
        return IntervalEngine.Compute("light-kappa", form, ratings, options);
    }

    /// <summary>
    /// Columns: items with two labels, then for each pair of readers who share an item: pairs, credit, shares of each.
    /// </summary>
    private sealed class LightForm : CoefficientForm
    {
        private readonly Ratings _ratings;
        private readonly CategoryWeights? _weights;
        private readonly Dictionary<long, int> _slots = [];
        private readonly int _q;
        private readonly ReadGroups _groups;
        private readonly int[] _active;

        internal LightForm(Ratings ratings, int[] active, CategoryWeights? weights)
        {
            _ratings = ratings;
            _weights = weights;
            _q = ratings.CategoryCount;
            _groups = new ReadGroups(ratings);
            _active = active;
            for (int item = 0; item < ratings.ItemCount; item++)
            {
                ReadOnlySpan<int> readers = ratings.ReadersOf(item);
                for (int i = 0; i < readers.Length; i++)
                {
                    for (int j = i + 1; j < readers.Length; j++)
                    {
                        _slots.TryAdd(Key(readers[i], readers[j]), _slots.Count);
                    }
                }
            }
        }

        private int PairWidth => 2 + (2 * _q);

        internal override bool IsKappa => true;

        internal override bool IsGraded => _weights is not null;

        internal override int Width => 1 + (_slots.Count * PairWidth);

        internal override int Units => _groups.Count;

        internal override long WeightOf(int unit) => _groups.WeightOf(unit);

        internal override int UnitOf(int item) => _groups.GroupOf(item);

        internal override int PriorCategories => _q;

        internal override void FillPrior(int first, int step, Span<double> row) =>
            Fill(_active, [.. _active.Select((_, i) => (int)((first + ((long)i * step)) % _q))], row);

        internal override void Fill(int unit, Span<double> row) =>
            Fill(_ratings.ReadersOf(_groups.ItemOf(unit)), _ratings.CategoriesOf(_groups.ItemOf(unit)), row);

        private void Fill(ReadOnlySpan<int> readers, ReadOnlySpan<int> categories, Span<double> row)
        {
            row[0] = readers.Length > 1 ? 1 : 0;
            for (int i = 0; i < readers.Length; i++)
            {
                for (int j = i + 1; j < readers.Length; j++)
                {
                    // Two readers who share no item have no κ, and hypothetical items give them none.
                    if (!_slots.TryGetValue(Key(readers[i], readers[j]), out int slot))
                    {
                        continue;
                    }

                    Span<double> pair = row.Slice(1 + (slot * PairWidth), PairWidth);
                    int a = categories[i];
                    int b = categories[j];
                    pair[0] = 1;
                    pair[1] = _weights is null ? (a == b ? 1 : 0) : _weights[a, b];
                    pair[2 + a] = 1;
                    pair[2 + _q + b] = 1;
                }
            }
        }

        internal override Estimate Evaluate(ReadOnlySpan<double> totals)
        {
            double sum = 0;
            double observed = 0;
            double expected = 0;
            int defined = 0;
            for (int slot = 0; slot < _slots.Count; slot++)
            {
                Estimate pair = Pair(totals.Slice(1 + (slot * PairWidth), PairWidth));
                if (pair.Defined)
                {
                    sum += pair.Value;
                    observed += pair.Observed;
                    expected += pair.Expected;
                    defined++;
                }
            }

            return defined == 0
                ? Estimate.Undefined
                : new Estimate(true, sum / defined, observed / defined, expected / defined);
        }

        private Estimate Pair(ReadOnlySpan<double> totals)
        {
            double n = totals[0];
            if (n <= 0)
            {
                return Estimate.Undefined;
            }

            double expected = 0;
            for (int a = 0; a < _q; a++)
            {
                if (_weights is null)
                {
                    expected += totals[2 + a] * totals[2 + _q + a];
                    continue;
                }

                for (int b = 0; b < _q; b++)
                {
                    expected += _weights[a, b] * totals[2 + a] * totals[2 + _q + b];
                }
            }

            return Estimate.BeyondChance(totals[1] / n, expected / (n * n));
        }

        private long Key(int first, int second) => ((long)first * _ratings.ReaderCount) + second;
    }
}
