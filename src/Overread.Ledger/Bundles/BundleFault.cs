namespace Overread.Ledger.Bundles;

/// <summary>Something about a bundle that does not hold.</summary>
/// <param name="File">The file concerned.</param>
/// <param name="What">What is wrong with it, as a sentence.</param>
public sealed record BundleFault(string File, string What);
