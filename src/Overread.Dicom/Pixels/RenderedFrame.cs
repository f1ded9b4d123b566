namespace Overread.Dicom.Pixels;

/// <summary>A frame as it is shown: 8 bit grey, or 8 bit red, green and blue interleaved; rows from the top.</summary>
/// <param name="Width">Pixels per row.</param>
/// <param name="Height">Rows.</param>
/// <param name="IsColor">True for three bytes per pixel, false for one.</param>
/// <param name="Pixels">Width × height × 1 or 3 bytes.</param>
public sealed record RenderedFrame(int Width, int Height, bool IsColor, byte[] Pixels)
{
    /// <summary>Writes the frame as a PNG file.</summary>
    public void WritePng(Stream target) => PngWriter.Write(this, target);
}
