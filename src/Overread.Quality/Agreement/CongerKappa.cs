namespace Overread.Quality.Agreement;

/// <summary>
/// Conger's exact κ for several readers (Conger 1980, Psychological Bulletin 88:322): as Fleiss' κ, but each reader keeps
/// the own shares, so that with two readers it is Cohen's κ. The same readers should read most items.
/// </summary>
public static class CongerKappa
{
    /// <summary>Computes the coefficient with its interval.</summary>
    /// <param name="ratings">Any number of readers; a reader's shares come from the items that reader read.</param>
    /// <param name="options">Level, interval, clusters, partial credit; null for the defaults.</param>
    public static Coefficient Of(Ratings ratings, AgreementOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= AgreementOptions.Default;
        return IntervalEngine.Compute("conger-kappa", new CongerForm(ratings, options.Weights), ratings, options);
    }

    /// <summary>Columns: items with two labels, pair agreement, then for each reader the count of each category.</summary>
    private sealed class CongerForm(Ratings ratings, CategoryWeights? weights) : CoefficientForm
    {
        private readonly int _q = ratings.CategoryCount;
        private readonly ReadGroups _groups = new(ratings);
        private readonly int[] _active =
        [
            .. Enumerable.Range(0, ratings.ReaderCount).Where(reader => ratings.Readers.Contains(reader)),
        ];

        internal override bool IsKappa => true;

        internal override bool IsGraded => weights is not null;

        internal override int Width => 2 + (ratings.ReaderCount * _q);

        internal override int Units => _groups.Count;

        internal override long WeightOf(int unit) => _groups.WeightOf(unit);

        internal override int UnitOf(int item) => _groups.GroupOf(item);

        internal override int PriorCategories => _q;

        internal override void FillPrior(int first, int step, Span<double> row) =>
            Fill(_active, [.. _active.Select((_, i) => (int)((first + ((long)i * step)) % _q))], row);

        internal override void Fill(int unit, Span<double> row) =>
            Fill(ratings.ReadersOf(_groups.ItemOf(unit)), ratings.CategoriesOf(_groups.ItemOf(unit)), row);

        private void Fill(ReadOnlySpan<int> readers, ReadOnlySpan<int> categories, Span<double> row)
        {
            int reads = readers.Length;
            double credit = 0;
            for (int i = 0; i < reads; i++)
            {
                row[2 + (readers[i] * _q) + categories[i]] = 1;
                for (int j = 0; j < i; j++)
                {
                    credit += weights is null
                        ? (categories[i] == categories[j] ? 1 : 0)
                        : weights[categories[i], categories[j]];
                }
            }

            if (reads > 1)
            {
                row[0] = 1;
                row[1] = 2 * credit / ((double)reads * (reads - 1));
            }
        }

        internal override Estimate Evaluate(ReadOnlySpan<double> totals)
        {
            if (totals[0] <= 0)
            {
                return Estimate.Undefined;
            }

            double[] summed = new double[_q];
            double[] own = new double[_q];
            double same = 0;
            int active = 0;
            for (int reader = 0; reader < ratings.ReaderCount; reader++)
            {
                ReadOnlySpan<double> counts = totals.Slice(2 + (reader * _q), _q);
                double reads = 0;
                foreach (double count in counts)
                {
                    reads += count;
                }

                if (reads <= 0)
                {
                    continue;
                }

                active++;
                for (int k = 0; k < _q; k++)
                {
                    own[k] = counts[k] / reads;
                    summed[k] += own[k];
                }

                same += Product(own);
            }

            // Mean over ordered pairs of different readers: all pairs without those of a reader with themselves.
            double pairs = (double)active * (active - 1);
            return active < 2
                ? Estimate.Undefined
                : Estimate.BeyondChance(totals[1] / totals[0], (Product(summed) - same) / pairs);
        }

        private double Product(double[] shares)
        {
            double sum = 0;
            for (int k = 0; k < _q; k++)
            {
                if (weights is null)
                {
                    sum += shares[k] * shares[k];
                    continue;
                }

                for (int l = 0; l < _q; l++)
                {
                    sum += weights[k, l] * shares[k] * shares[l];
                }
            }

            return sum;
        }
    }
}
