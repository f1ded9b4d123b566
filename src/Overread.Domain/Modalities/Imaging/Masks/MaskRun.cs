namespace Overread.Domain.Modalities.Imaging.Masks;

/// <summary>Painted pixels that follow one another, row after row from the upper left.</summary>
/// <param name="Start">The first.</param>
/// <param name="End">The first that is free again.</param>
public readonly record struct MaskRun(int Start, int End)
{
    /// <summary>How many.</summary>
    public int Length => End - Start;
}
