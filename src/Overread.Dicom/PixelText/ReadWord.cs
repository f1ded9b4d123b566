namespace Overread.Dicom.PixelText;

/// <summary>A word as tesseract reads it. Identifying: it is compared and dropped.</summary>
/// <param name="Box">Where, in pixels of what was given to it.</param>
/// <param name="Text">Letters and digits only, in capitals.</param>
/// <param name="Confidence">0 to 100.</param>
internal sealed record ReadWord(PixelBox Box, string Text, double Confidence)
{
    /// <summary>Says nothing of the text.</summary>
    public override string ToString() => $"word of {Text.Length} characters";
}
