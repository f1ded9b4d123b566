namespace Overread.Deidentification.Risk;

/// <summary>One combination of columns and how small its cells are.</summary>
/// <param name="Columns">The quasi-identifiers.</param>
/// <param name="Cells">Different combinations of values met.</param>
/// <param name="K">Patients in the smallest cell: the k of k-anonymity.</param>
/// <param name="Unique">Patients that stand alone.</param>
/// <param name="InSmallCells">Patients in cells below the bound.</param>
public sealed record RiskRow(IReadOnlyList<string> Columns, int Cells, int K, int Unique, int InSmallCells);
