namespace Overread.Quality.Agreement;

/// <summary>
/// A coefficient written as a function of sums over items. Leaving an item out is then a subtraction, and a bootstrap
/// replicate a reweighting, so that one engine makes the interval of every coefficient.
/// </summary>
internal abstract class CoefficientForm
{
    /// <summary>Columns of one item's row. Column 0 is 1 for an item that two readers read, else 0.</summary>
    internal abstract int Width { get; }

    /// <summary>Rows: items, or groups of items that are alike.</summary>
    internal abstract int Units { get; }

    /// <summary>How many items a row stands for.</summary>
    internal abstract long WeightOf(int unit);

    /// <summary>The row of an item.</summary>
    internal abstract int UnitOf(int item);

    /// <summary>Writes a row; the span is zero on entry.</summary>
    internal abstract void Fill(int unit, Span<double> row);

    /// <summary>The coefficient from the sums.</summary>
    internal abstract Estimate Evaluate(ReadOnlySpan<double> totals);

    /// <summary>Whether this is a κ in the wide sense: chance-corrected, at most 1, skewed near 1 and at rare findings.</summary>
    internal virtual bool IsKappa => false;

    /// <summary>Whether this is a plain share, which has a score interval even where no two items differ.</summary>
    internal virtual bool IsShare => false;

    /// <summary>Categories over which hypothetical items of a prior are spread; 0 for a form that has none.</summary>
    internal virtual int PriorCategories => 0;

    /// <summary>
    /// Writes the row of a hypothetical item on which reader i said category (first + i · step) modulo all: step 0 is full
    /// agreement, others are as much disagreement as there can be. The span is zero on entry.
    /// </summary>
    internal virtual void FillPrior(int first, int step, Span<double> row) { }

    /// <summary>Whether disagreements count by how far they are apart.</summary>
    internal virtual bool IsGraded => false;

    /// <summary>The lowest value that the coefficient can take, for intervals that cannot be told.</summary>
    internal virtual double Lowest => -1;
}
