namespace Overread.Dicom.PixelText;

/// <summary>A place to read.</summary>
/// <param name="Box">Where, inside the picture; at least one pixel.</param>
/// <param name="Turn">How it is turned first.</param>
public readonly record struct TextLook(PixelBox Box, TextTurn Turn);
