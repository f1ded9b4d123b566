using System.Numerics;
using System.Runtime.InteropServices;

namespace Overread.Learning.Models;

/// <summary>Sums over rows of numbers, some at a time, always in the same order.</summary>
internal static class Rows
{
    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        b = b[..a.Length];
        ReadOnlySpan<Vector<double>> wideA = MemoryMarshal.Cast<double, Vector<double>>(a);
        ReadOnlySpan<Vector<double>> wideB = MemoryMarshal.Cast<double, Vector<double>>(b);
        Vector<double> first = Vector<double>.Zero;
        Vector<double> second = Vector<double>.Zero;
        int i = 0;
        for (; i + 1 < wideA.Length; i += 2)
        {
            first += wideA[i] * wideB[i];
            second += wideA[i + 1] * wideB[i + 1];
        }

        if (i < wideA.Length)
        {
            first += wideA[i] * wideB[i];
        }

        double sum = Vector.Sum(first + second);
        for (int j = wideA.Length * Vector<double>.Count; j < a.Length; j++)
        {
            sum += a[j] * b[j];
        }

        return sum;
    }

    /// <summary>Adds a multiple of a row to another.</summary>
    internal static void Add(ReadOnlySpan<double> row, double times, Span<double> to)
    {
        to = to[..row.Length];
        ReadOnlySpan<Vector<double>> wide = MemoryMarshal.Cast<double, Vector<double>>(row);
        Span<Vector<double>> wideTo = MemoryMarshal.Cast<double, Vector<double>>(to);
        Vector<double> factor = new(times);
        for (int i = 0; i < wide.Length; i++)
        {
            wideTo[i] += wide[i] * factor;
        }

        for (int j = wide.Length * Vector<double>.Count; j < row.Length; j++)
        {
            to[j] += times * row[j];
        }
    }
}
