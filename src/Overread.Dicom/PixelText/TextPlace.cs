namespace Overread.Dicom.PixelText;

/// <summary>A place that looks like a line of text.</summary>
/// <param name="Box">Where, in pixels of the picture.</param>
/// <param name="Score">0 to 1: how much it looks like one.</param>
public readonly record struct TextPlace(PixelBox Box, double Score);
