namespace Overread.Domain.Modalities.Imaging.Masks;

/// <summary>What is painted on one picture.</summary>
/// <param name="File">The image file of the item.</param>
/// <param name="Frame">Frame number from 0.</param>
/// <param name="Runs">
/// Row after row from the upper left pixel: how many pixels are free, how many are painted after them, and so on in turn, in
/// whole numbers with single blanks between. No number is 0 but the first; it ends with a painted run. Empty: nothing is painted.
/// </param>
public sealed record MaskPart(string File, int Frame, string Runs);
