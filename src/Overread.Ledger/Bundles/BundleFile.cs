namespace Overread.Ledger.Bundles;

/// <summary>One file of a release bundle.</summary>
/// <param name="Path">Relative, with '/' as separator.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record BundleFile(string Path, long Size, string Sha256);
