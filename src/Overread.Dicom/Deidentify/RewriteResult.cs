namespace Overread.Dicom.Deidentify;

/// <summary>Outcome of rewriting one object.</summary>
/// <param name="Account">What was done, or why nothing was.</param>
/// <param name="Output">
/// The rewritten object; null where refused. Its large values stay in the source, which must be open when it is written.
/// </param>
public sealed record RewriteResult(DeidentificationAccount Account, DicomFile? Output);
