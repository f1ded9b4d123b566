namespace Overread.Dicom.PixelText;

/// <summary>Connected pixels that stand out from what is around them: a letter, a part of one, or a speck.</summary>
/// <param name="Box">Where.</param>
/// <param name="Area">Number of pixels.</param>
/// <param name="Level">Grey value that most of its inside has (the upper fifth begins there).</param>
/// <param name="Ground">Mean grey value around it.</param>
/// <param name="Stroke">Mean width of its strokes in pixels: area over half the length of its border.</param>
/// <param name="Flat">Share of its pixels that are nearly as bright as its level: drawn letters are flat, specks are peaks.</param>
internal readonly record struct StrokeComponent(
    PixelBox Box,
    int Area,
    int Level,
    int Ground,
    double Stroke,
    double Flat
)
{
    internal int Contrast => Level - Ground;
}
