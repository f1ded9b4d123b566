using Overread.Quality.Geometry;

namespace Overread.Quality.Agreement;

/// <summary>
/// How far readers mark the same things: twice the matched pairs over all marks, summed over items and pairs of readers
/// (F1, which is the same whichever of two readers is called the truth; Hripcsak and Rothschild 2005, JAMIA 12:296, on why
/// κ is not defined where what nobody marked cannot be counted).
/// </summary>
public static class MarkAgreement
{
    /// <summary>Computes <c>matched-f1</c> with its interval over items.</summary>
    /// <param name="items">For each item the matchings of its pairs of readers; none where fewer than two read it. A reader
    /// who looked and marked nothing takes part with no marks.</param>
    /// <param name="readers">Readers in all.</param>
    /// <param name="options">Level, interval, clusters; null for the defaults.</param>
    public static Coefficient MatchedF1(
        IReadOnlyList<IReadOnlyList<MarkMatching>> items,
        int readers,
        AgreementOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(items);
        options ??= AgreementOptions.Default;
        bool marked = items.Any(pairs => pairs.Any(pair => pair.First + pair.Second > 0));
        Coefficient shell = new()
        {
            Name = "matched-f1",
            State =
                items.All(pairs => pairs.Count == 0) ? AgreementState.SingleReader
                : marked ? AgreementState.Computed
                : AgreementState.NoLabels,
            Readers = readers,
        };
        return marked ? IntervalEngine.Compute(shell, new MatchedForm(items), options) : shell;
    }

    /// <summary>Columns: items, twice the matched pairs, marks.</summary>
    private sealed class MatchedForm(IReadOnlyList<IReadOnlyList<MarkMatching>> items) : CoefficientForm
    {
        internal override int Width => 3;

        internal override int Units => items.Count;

        internal override bool IsShare => true;

        internal override double Lowest => 0;

        internal override long WeightOf(int unit) => 1;

        internal override int UnitOf(int item) => item;

        internal override void Fill(int unit, Span<double> row)
        {
            row[0] = items[unit].Count > 0 ? 1 : 0;
            foreach (MarkMatching pair in items[unit])
            {
                row[1] += 2 * pair.Pairs.Count;
                row[2] += pair.First + pair.Second;
            }
        }

        internal override Estimate Evaluate(ReadOnlySpan<double> totals) =>
            totals[2] > 0 ? new Estimate(true, totals[1] / totals[2], totals[1] / totals[2], 0) : Estimate.Undefined;
    }
}
