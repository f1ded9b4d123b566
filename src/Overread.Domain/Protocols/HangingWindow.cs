namespace Overread.Domain.Protocols;

/// <summary>A window on the values of a picture, linear (DICOM PS3.3 C.11.2.1.2).</summary>
/// <param name="Width">In output units (HU of a CT), at least 1.</param>
/// <param name="Centre">In output units.</param>
public sealed record HangingWindow(double Width, double Centre);
