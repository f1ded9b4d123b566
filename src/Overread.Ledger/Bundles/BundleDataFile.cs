namespace Overread.Ledger.Bundles;

/// <summary>A file that was labelled, as <c>data/files.csv</c> of a bundle lists it: de-identified, as it was served.</summary>
/// <param name="Item">The item that it belongs to.</param>
/// <param name="File">The file's id.</param>
/// <param name="Path">Where it stands in the bundle, or will stand once it is fetched; begins with <c>data/</c>.</param>
/// <param name="MediaType">Such as text/plain.</param>
/// <param name="Size">Bytes, 0 or more.</param>
/// <param name="Sha256">SHA-256 of the bytes, lower-case hex.</param>
public sealed record BundleDataFile(string Item, string File, string Path, string MediaType, long Size, string Sha256);
