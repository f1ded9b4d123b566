namespace Overread.Quality.Agreement;

/// <summary>
/// Cohen's κ over the cells of the pair table. Columns: pairs, credit, then the shares of the first and second reader.
/// </summary>
internal sealed class PairForm(PairTable table, CategoryWeights? weights) : CoefficientForm
{
    private readonly int _q = table.Categories;

    /// <summary>Which of the readers comes first is settled by what they said, so that what is drawn is the same either way round.</summary>
    private readonly bool _turned = IsTurned(table);

    internal override bool IsKappa => true;

    internal override bool IsGraded => weights is not null;

    internal override int Width => 2 + (2 * _q);

    /// <summary>One unit per cell, and a last, empty one for the items that not both readers read.</summary>
    internal override int Units => (_q * _q) + 1;

    internal override long WeightOf(int unit) => unit < _q * _q ? table.Cells[Turned(unit)] : 0;

    internal override int UnitOf(int item) => table.CellOf(item) is >= 0 and var cell ? Turned(cell) : _q * _q;

    internal override int PriorCategories => _q;

    internal override void FillPrior(int first, int step, Span<double> row) =>
        Fill((first * _q) + ((first + step) % _q), row);

    internal override void Fill(int unit, Span<double> row)
    {
        if (unit == _q * _q)
        {
            return;
        }

        int a = unit / _q;
        int b = unit % _q;
        row[0] = 1;
        row[1] = weights is null ? (a == b ? 1 : 0) : weights[a, b];
        row[2 + a] = 1;
        row[2 + _q + b] = 1;
    }

    internal override Estimate Evaluate(ReadOnlySpan<double> totals)
    {
        double n = totals[0];
        if (n <= 0)
        {
            return Estimate.Undefined;
        }

        ReadOnlySpan<double> first = totals.Slice(2, _q);
        ReadOnlySpan<double> second = totals.Slice(2 + _q, _q);
        double expected = 0;
        for (int a = 0; a < _q; a++)
        {
            double like = second[a];
            if (weights is not null)
            {
                like = 0;
                for (int b = 0; b < _q; b++)
                {
                    like += weights[a, b] * second[b];
                }
            }

            expected += first[a] * like;
        }

        return Estimate.BeyondChance(totals[1] / n, expected / (n * n));
    }

    private int Turned(int cell) => _turned ? (cell % _q * _q) + (cell / _q) : cell;

    private static bool IsTurned(PairTable table)
    {
        int q = table.Categories;
        for (int cell = 0; cell < q * q; cell++)
        {
            long mirrored = table.Cells[(cell % q * q) + (cell / q)];
            if (table.Cells[cell] != mirrored)
            {
                return table.Cells[cell] < mirrored;
            }
        }

        return false;
    }
}
