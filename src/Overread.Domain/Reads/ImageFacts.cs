namespace Overread.Domain.Reads;

/// <summary>What a rule needs to know of an image to judge a mark on it.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Frames">Number of frames, at least 1.</param>
public sealed record ImageFacts(int Width, int Height, int Frames);
