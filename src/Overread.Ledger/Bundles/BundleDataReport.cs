namespace Overread.Ledger.Bundles;

/// <summary>How much of what was labelled stands beside the labels.</summary>
/// <param name="Listed">Files that <c>data/files.csv</c> lists.</param>
/// <param name="Carried">Of those, files that the bundle was published with.</param>
/// <param name="Fetched">Of those, files that were fetched into it since and are the ones that were released.</param>
/// <param name="Missing">Of those, files that are neither: the bundle says by their hashes which they are.</param>
/// <param name="Bytes">Size of all that are listed.</param>
public sealed record BundleDataReport(int Listed, int Carried, int Fetched, int Missing, long Bytes);
