namespace Overread.Domain.Reads;

/// <summary>The size of what the files were shown on.</summary>
/// <param name="Width">CSS pixels.</param>
/// <param name="Height">CSS pixels.</param>
/// <param name="DevicePixelRatio">Screen pixels per CSS pixel.</param>
public sealed record Display(double Width, double Height, double DevicePixelRatio);
