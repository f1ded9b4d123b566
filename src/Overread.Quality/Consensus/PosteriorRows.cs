using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Overread.Quality.Numerics;

namespace Overread.Quality.Consensus;

/// <summary>Turns rows of log weights into posteriors.</summary>
internal static class PosteriorRows
{
    /// <summary>Normalises one row in place and returns the logarithm of its sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Normalise(Span<double> logs)
    {
        double top = logs[0];
        for (int k = 1; k < logs.Length; k++)
        {
            top = Math.Max(top, logs[k]);
        }

        // Whole vectors first: the exponentials of an item cost more than everything else about it.
        Vector256<double> totals = Vector256<double>.Zero;
        int at = 0;
        for (; at + 4 <= logs.Length; at += 4)
        {
            Vector256<double> part = Lanes.Exp(Vector256.Create<double>(logs[at..]) - Vector256.Create(top));
            totals += part;
            part.CopyTo(logs[at..]);
        }

        double total = Lanes.Sum(totals);
        if (at < logs.Length)
        {
            Vector256<double> part = Vector256.Create(double.NegativeInfinity);
            for (int k = at; k < logs.Length; k++)
            {
                part = part.WithElement(k - at, logs[k] - top);
            }

            part = Lanes.Exp(part);
            for (int k = at; k < logs.Length; k++)
            {
                logs[k] = part.GetElement(k - at);
                total += logs[k];
            }
        }

        for (int k = 0; k < logs.Length; k++)
        {
            logs[k] /= total;
        }

        return top + Math.Log(total);
    }

    /// <summary>Overwrites a row by certainty when its truth is known.</summary>
    internal static bool Gold(Span<double> row, int item, ConsensusOptions options)
    {
        if (options.Gold is null || options.Gold[item] < 0)
        {
            return false;
        }

        row.Clear();
        row[options.Gold[item]] = 1;
        return true;
    }

    /// <summary>Class balance from posteriors, or the known one.</summary>
    internal static double[] Balance(double[] posteriors, int categories, ConsensusOptions options) =>
        options.ClassBalance is { } known ? [.. known] : MajorityVote.ClassShares(posteriors, categories);

    /// <summary>Largest difference between two arrays.</summary>
    internal static double Change(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double change = 0;
        for (int i = 0; i < first.Length; i++)
        {
            change = Math.Max(change, Math.Abs(first[i] - second[i]));
        }

        return change;
    }
}
