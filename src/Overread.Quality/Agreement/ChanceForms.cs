namespace Overread.Quality.Agreement;

/// <summary>Raw agreement: the mean share of agreeing pairs among an item's labels.</summary>
internal sealed class PercentForm(CountPatterns patterns, CategoryWeights? weights) : CountForm(patterns)
{
    internal override int Width => 2;

    internal override bool IsGraded => weights is not null;

    internal override bool IsShare => true;

    internal override double Lowest => 0;

    protected override void FillCounts(ReadOnlySpan<int> counts, int reads, Span<double> row) =>
        row[1] = reads > 1 ? PairAgreement(counts, reads, weights) : 0;

    internal override Estimate Evaluate(ReadOnlySpan<double> totals) =>
        totals[0] > 0 ? new Estimate(true, totals[1] / totals[0], totals[1] / totals[0], 0) : Estimate.Undefined;
}

/// <summary>
/// Coefficients whose chance agreement follows from the mean share of each category. Columns: items with two labels,
/// pair agreement, items with any label, then the shares.
/// </summary>
internal abstract class ShareForm(CountPatterns patterns, CategoryWeights? weights) : CountForm(patterns)
{
    protected CategoryWeights? Weights => weights;

    internal override int Width => 3 + Categories;

    internal override bool IsGraded => weights is not null;

    protected override void FillCounts(ReadOnlySpan<int> counts, int reads, Span<double> row)
    {
        if (reads == 0)
        {
            return;
        }

        row[1] = reads > 1 ? PairAgreement(counts, reads, weights) : 0;
        row[2] = 1;
        for (int k = 0; k < counts.Length; k++)
        {
            row[3 + k] = counts[k] / (double)reads;
        }
    }

    internal override Estimate Evaluate(ReadOnlySpan<double> totals)
    {
        if (totals[0] <= 0)
        {
            return Estimate.Undefined;
        }

        Span<double> shares = Categories <= 128 ? stackalloc double[Categories] : new double[Categories];
        for (int k = 0; k < shares.Length; k++)
        {
            shares[k] = totals[3 + k] / totals[2];
        }

        return Estimate.BeyondChance(totals[1] / totals[0], Expected(shares));
    }

    protected abstract double Expected(ReadOnlySpan<double> shares);
}

/// <summary>Chance as if every reader drew from the pooled shares: Scott, Fleiss.</summary>
internal sealed class PooledForm(CountPatterns patterns, CategoryWeights? weights) : ShareForm(patterns, weights)
{
    internal override bool IsKappa => true;

    protected override double Expected(ReadOnlySpan<double> shares)
    {
        double sum = 0;
        for (int k = 0; k < shares.Length; k++)
        {
            double like = shares[k];
            if (Weights is not null)
            {
                like = 0;
                for (int l = 0; l < shares.Length; l++)
                {
                    like += Weights[k, l] * shares[l];
                }
            }

            sum += shares[k] * like;
        }

        return sum;
    }
}

/// <summary>Chance as Gwet defines it: only items that are hard to read are guessed.</summary>
internal sealed class GwetForm(CountPatterns patterns, CategoryWeights? weights) : ShareForm(patterns, weights)
{
    protected override double Expected(ReadOnlySpan<double> shares)
    {
        double spread = 0;
        foreach (double share in shares)
        {
            spread += share * (1 - share);
        }

        // With a single declared category there is nothing to guess between.
        int q = shares.Length;
        return q < 2 ? 1 : (Weights?.Total ?? q) * spread / ((double)q * (q - 1));
    }
}

/// <summary>Chance as if every reader drew categories evenly.</summary>
internal sealed class UniformForm(CountPatterns patterns, CategoryWeights? weights) : ShareForm(patterns, weights)
{
    protected override double Expected(ReadOnlySpan<double> shares)
    {
        double q = shares.Length;
        return q < 2 ? 1 : (Weights?.Total ?? q) / (q * q);
    }
}
