namespace Overread.Quality.Agreement;

/// <summary>A coefficient for which it does not matter who said what, only how often each category was given.</summary>
internal abstract class CountForm(CountPatterns patterns) : CoefficientForm
{
    protected int Categories => patterns.Categories;

    internal override int Units => patterns.Count;

    internal override long WeightOf(int unit) => patterns.WeightOf(unit);

    internal override int UnitOf(int item) => patterns.PatternOf(item);

    internal override void Fill(int unit, Span<double> row)
    {
        ReadOnlySpan<int> counts = patterns.CountsOf(unit);
        int reads = 0;
        foreach (int count in counts)
        {
            reads += count;
        }

        row[0] = reads > 1 ? 1 : 0;
        FillCounts(counts, reads, row);
    }

    internal override int PriorCategories => Categories;

    internal override void FillPrior(int first, int step, Span<double> row)
    {
        int reads = patterns.TypicalReads;
        int[] counts = new int[Categories];
        for (int i = 0; i < reads; i++)
        {
            counts[(int)((first + ((long)i * step)) % Categories)]++;
        }

        row[0] = 1;
        FillCounts(counts, reads, row);
    }

    /// <summary>Writes columns 1 and on.</summary>
    protected abstract void FillCounts(ReadOnlySpan<int> counts, int reads, Span<double> row);

    /// <summary>Share of agreeing ordered pairs among an item's labels, with partial credit.</summary>
    protected static double PairAgreement(ReadOnlySpan<int> counts, int reads, CategoryWeights? weights)
    {
        double agreeing = 0;
        for (int k = 0; k < counts.Length; k++)
        {
            if (counts[k] == 0)
            {
                continue;
            }

            double like = counts[k];
            if (weights is not null)
            {
                like = 0;
                for (int l = 0; l < counts.Length; l++)
                {
                    like += weights[k, l] * counts[l];
                }
            }

            agreeing += counts[k] * (like - 1);
        }

        return agreeing / ((double)reads * (reads - 1));
    }
}
