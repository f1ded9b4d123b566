namespace Overread.Deidentification.Risk;

/// <summary>
/// How many patients share each combination of what is left about them (sex, age band, study year, modality …): those
/// that stand alone can be found by who knows them.
/// </summary>
public static class RiskTable
{
    /// <summary>Counts patients per combination, over every subset of the columns.</summary>
    /// <param name="columns">Names of the quasi-identifiers.</param>
    /// <param name="patients">One row per patient, a value per column; "" for none.</param>
    /// <param name="smallCell">Combinations of fewer patients than this are small.</param>
    /// <exception cref="ArgumentException">A row has another number of values than there are columns, or more than ten columns.</exception>
    public static IReadOnlyList<RiskRow> Compute(
        IReadOnlyList<string> columns,
        IReadOnlyList<IReadOnlyList<string>> patients,
        int smallCell = 11
    )
    {
        if (columns.Count > 10 || patients.Any(row => row.Count != columns.Count))
        {
            throw new ArgumentException("at most ten columns, and as many values in every row", nameof(columns));
        }

        List<RiskRow> rows = [];
        for (int subset = 1; subset < 1 << columns.Count; subset++)
        {
            int[] chosen = [.. Enumerable.Range(0, columns.Count).Where(i => (subset >> i & 1) == 1)];
            List<int> cells =
            [
                .. patients
                    .GroupBy(row => string.Join('\u001F', chosen.Select(i => row[i])))
                    .Select(group => group.Count()),
            ];
            rows.Add(
                new RiskRow(
                    [.. chosen.Select(i => columns[i])],
                    cells.Count,
                    cells.Count == 0 ? 0 : cells.Min(),
                    cells.Count(size => size == 1),
                    cells.Where(size => size < smallCell).Sum()
                )
            );
        }

        return
        [
            .. rows.OrderBy(row => row.Columns.Count)
                .ThenBy(row => string.Join(',', row.Columns), StringComparer.Ordinal),
        ];
    }
}
