namespace Overread.Dicom.PixelText;

/// <summary>Strokes in a row that look like a line of text, whether or not anybody can read it.</summary>
/// <param name="Box">Where.</param>
/// <param name="Vertical">True where the row goes up and down.</param>
/// <param name="Letters">Number of strokes.</param>
/// <param name="Level">Grey value of the text.</param>
/// <param name="Ground">Grey value around it.</param>
/// <param name="Score">0 to 1: how likely it is text; see <see cref="LineScore"/>.</param>
internal sealed record TextLine(PixelBox Box, bool Vertical, int Letters, int Level, int Ground, double Score);
