namespace Overread.Ledger.Bundles;

/// <summary>How opened labels stand against the commitments of their bundle.</summary>
/// <param name="Items">Items whose labels are those that were committed to.</param>
/// <param name="Sealed">Items that the bundle seals.</param>
public sealed record OpenedReport(int Items, int Sealed);
