namespace Overread.Ocr;

/// <summary>A picture of the size that a network takes it in: planes of values 0 to 255, blue first; one for grey.</summary>
internal sealed record ScaledPicture(float[][] Planes, int Width, int Height);
