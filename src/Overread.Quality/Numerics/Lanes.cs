using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Overread.Quality.Numerics;

/// <summary>
/// Exponential, sum and maximum of a vector in a fixed order of plain operations. The library's own vary in their last bit
/// between precompiled and optimised code, so that one program could give two answers.
/// </summary>
internal static class Lanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> Exp<T>(Vector256<T> x) =>
        typeof(T) == typeof(double) ? Exp(x.AsDouble()).As<double, T>() : Exp(x.AsSingle()).As<float, T>();

    /// <summary>The sum of all lanes: halves, then halves again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Sum<T>(Vector256<T> x)
    {
        Vector128<T> half = x.GetLower() + x.GetUpper();
        if (typeof(T) == typeof(float))
        {
            Vector128<float> a = half.AsSingle();
            a += Vector128.Shuffle(a, Vector128.Create(2, 3, 0, 1));
            return (a + Vector128.Shuffle(a, Vector128.Create(1, 0, 3, 2))).As<float, T>()[0];
        }

        Vector128<double> d = half.AsDouble();
        return (d + Vector128.Shuffle(d, Vector128.Create(1L, 0L))).As<double, T>()[0];
    }

    /// <summary>The largest of all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Max<T>(Vector256<T> x)
    {
        Vector128<T> half = Vector128.Max(x.GetLower(), x.GetUpper());
        if (typeof(T) == typeof(float))
        {
            Vector128<float> a = half.AsSingle();
            a = Vector128.Max(a, Vector128.Shuffle(a, Vector128.Create(2, 3, 0, 1)));
            return Vector128.Max(a, Vector128.Shuffle(a, Vector128.Create(1, 0, 3, 2))).As<float, T>()[0];
        }

        Vector128<double> d = half.AsDouble();
        return Vector128.Max(d, Vector128.Shuffle(d, Vector128.Create(1L, 0L))).As<double, T>()[0];
    }

    /// <summary>e to the power of each lane, to a few units in the last place; below −708 it is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Exp(Vector256<double> x)
    {
        // Adding 1.5·2^52 rounds to the nearest integer and leaves it in the low bits.
        Vector256<double> magic = Vector256.Create(6755399441055744.0);
        Vector256<double> clamped = Vector256.Max(x, Vector256.Create(-708.0));
        Vector256<double> shifted = (clamped * Vector256.Create(1.4426950408889634)) + magic;
        Vector256<double> n = shifted - magic;
        Vector256<double> r = clamped - (n * Vector256.Create(0.693147180369123816490));
        r -= n * Vector256.Create(1.90821492927058770002e-10);
        Vector256<double> sum = Vector256.Create(1.0 / 6227020800);
        sum = (sum * r) + Vector256.Create(1.0 / 479001600);
        sum = (sum * r) + Vector256.Create(1.0 / 39916800);
        sum = (sum * r) + Vector256.Create(1.0 / 3628800);
        sum = (sum * r) + Vector256.Create(1.0 / 362880);
        sum = (sum * r) + Vector256.Create(1.0 / 40320);
        sum = (sum * r) + Vector256.Create(1.0 / 5040);
        sum = (sum * r) + Vector256.Create(1.0 / 720);
        sum = (sum * r) + Vector256.Create(1.0 / 120);
        sum = (sum * r) + Vector256.Create(1.0 / 24);
        sum = (sum * r) + Vector256.Create(1.0 / 6);
        sum = (sum * r) + Vector256.Create(0.5);
        sum = (sum * r) + Vector256<double>.One;
        sum = (sum * r) + Vector256<double>.One;
        Vector256<long> power = Vector256.ShiftLeft(shifted.AsInt64() + Vector256.Create(1023L), 52);
        return Vector256.ConditionalSelect(
            Vector256.LessThan(x, Vector256.Create(-708.0)),
            Vector256<double>.Zero,
            sum * power.AsDouble()
        );
    }

    /// <summary>The same in single precision; below −87 it is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Exp(Vector256<float> x)
    {
        Vector256<float> magic = Vector256.Create(12582912f);
        Vector256<float> clamped = Vector256.Max(x, Vector256.Create(-87f));
        Vector256<float> shifted = (clamped * Vector256.Create(1.44269504f)) + magic;
        Vector256<float> n = shifted - magic;
        Vector256<float> r = clamped - (n * Vector256.Create(0.693359375f));
        r += n * Vector256.Create(2.12194440e-4f);
        Vector256<float> sum = Vector256.Create(1f / 720);
        sum = (sum * r) + Vector256.Create(1f / 120);
        sum = (sum * r) + Vector256.Create(1f / 24);
        sum = (sum * r) + Vector256.Create(1f / 6);
        sum = (sum * r) + Vector256.Create(0.5f);
        sum = (sum * r) + Vector256<float>.One;
        sum = (sum * r) + Vector256<float>.One;
        Vector256<int> power = Vector256.ShiftLeft(shifted.AsInt32() + Vector256.Create(127), 23);
        return Vector256.ConditionalSelect(
            Vector256.LessThan(x, Vector256.Create(-87f)),
            Vector256<float>.Zero,
            sum * power.AsSingle()
        );
    }
}
