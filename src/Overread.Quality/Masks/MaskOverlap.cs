using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Overread.Quality.Masks;

/// <summary>How far two masks cover each other (Dice 1945, Ecology 26:297; Jaccard 1912).</summary>
/// <param name="First">Foreground voxels of the first mask.</param>
/// <param name="Second">Foreground voxels of the second mask.</param>
/// <param name="Both">Foreground voxels of both.</param>
public readonly record struct MaskOverlap(long First, long Second, long Both)
{
    /// <summary>2·both / (first + second); null when both masks are empty.</summary>
    public double? Dice => First + Second == 0 ? null : 2.0 * Both / (First + Second);

    /// <summary>Both / either (Jaccard index); null when both masks are empty.</summary>
    public double? IntersectionOverUnion => First + Second == 0 ? null : (double)Both / (First + Second - Both);

    /// <summary>Counts two masks of one grid; foreground is not zero.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static MaskOverlap Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException(
                $"The masks have {first.Length} and {second.Length} voxels: one grid is needed."
            );
        }

        long a = 0;
        long b = 0;
        long both = 0;
        int at = 0;
        for (; at + 32 <= first.Length; at += 32)
        {
            uint x = ~Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(first), (nuint)at).IsZero();
            uint y = ~Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(second), (nuint)at).IsZero();
            a += System.Numerics.BitOperations.PopCount(x);
            b += System.Numerics.BitOperations.PopCount(y);
            both += System.Numerics.BitOperations.PopCount(x & y);
        }

        for (; at < first.Length; at++)
        {
            a += first[at] != 0 ? 1 : 0;
            b += second[at] != 0 ? 1 : 0;
            both += first[at] != 0 && second[at] != 0 ? 1 : 0;
        }

        return new MaskOverlap(a, b, both);
    }
}

/// <summary>The lanes of a vector that are zero, as bits.</summary>
internal static class ZeroLanes
{
    internal static uint IsZero(this Vector256<byte> vector) =>
        Vector256.Equals(vector, Vector256<byte>.Zero).ExtractMostSignificantBits();
}
