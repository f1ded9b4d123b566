namespace Overread.Dicom.Json;

/// <summary>A value that DICOM JSON does not hold but names (PS3.18 F.2.2).</summary>
/// <param name="Tag">The attribute.</param>
/// <param name="Vr">Its representation.</param>
/// <param name="Uri">Where the value is, as written: absolute, relative, or the Content-Location of a part.</param>
/// <param name="Path">Element path, as in a <see cref="Finding"/>.</param>
public readonly record struct BulkReference(Tag Tag, Vr Vr, string Uri, string Path);
