namespace Overread.Dicom.Pixels.Codecs;

/// <summary>Which coefficients a progressive scan has, and which of their bits (ISO/IEC 10918-1 table B.3).</summary>
/// <param name="First">First coefficient in zigzag order; 0 for the mean of blocks.</param>
/// <param name="Last">Last coefficient.</param>
/// <param name="High">The bit of the scan before; 0 for the first.</param>
/// <param name="Low">The lowest bit of this scan.</param>
internal readonly record struct ProgressiveBand(int First, int Last, int High, int Low)
{
    internal bool IsFirstPass => High == 0;

    internal bool IsPossible =>
        First <= Last && Last < 64 && (First > 0 || Last == 0) && Low <= 13 && (High == 0 || High == Low + 1);
}
