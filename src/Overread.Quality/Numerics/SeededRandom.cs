using System.Numerics;

namespace Overread.Quality.Numerics;

/// <summary>
/// A generator with an explicit seed: the same numbers on every machine, for ever.
/// xoshiro256** (Blackman and Vigna 2021, ACM TOMS 47(4):36), seeded by SplitMix64.
/// </summary>
public struct SeededRandom
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    /// <summary>Starts the stream of a seed.</summary>
    /// <param name="seed">Any number; different seeds give unrelated streams.</param>
    public SeededRandom(ulong seed)
    {
        _a = SplitMix(ref seed);
        _b = SplitMix(ref seed);
        _c = SplitMix(ref seed);
        _d = SplitMix(ref seed);
    }

    /// <summary>An unrelated stream for one part of a computation, so that parts may run in any order.</summary>
    /// <param name="seed">Seed of the whole.</param>
    /// <param name="part">Number of the part.</param>
    public static SeededRandom ForPart(ulong seed, ulong part)
    {
        ulong mixed = seed;
        ulong first = SplitMix(ref mixed);
        ulong second = part;
        return new SeededRandom(first ^ BitOperations.RotateLeft(SplitMix(ref second), 17));
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        ulong shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A uniform number from 0 (included) to 1 (excluded).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A uniform integer from 0 to <paramref name="bound"/> − 1, without bias.</summary>
    /// <param name="bound">At least 1.</param>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        while (true)
        {
            UInt128 product = (UInt128)NextBits() * (ulong)bound;
            ulong low = (ulong)product;
            if (low >= (ulong)bound || low >= (0UL - (ulong)bound) % (ulong)bound)
            {
                return (int)(product >> 64);
            }
        }
    }

    /// <summary>Puts numbers into a random order, each order as likely as any other (Fisher and Yates).</summary>
    /// <param name="numbers">The numbers; they are moved in place.</param>
    public void Shuffle(Span<int> numbers)
    {
        for (int last = numbers.Length - 1; last > 0; last--)
        {
            int at = Next(last + 1);
            (numbers[at], numbers[last]) = (numbers[last], numbers[at]);
        }
    }

    /// <summary>A standard normal number (polar method of Marsaglia).</summary>
    public double NextNormal()
    {
        while (true)
        {
            double x = (2 * NextDouble()) - 1;
            double y = (2 * NextDouble()) - 1;
            double s = (x * x) + (y * y);
            if (s is > 0 and < 1)
            {
                return x * Math.Sqrt(-2 * Math.Log(s) / s);
            }
        }
    }

    /// <summary>The number of successes in <paramref name="trials"/> independent trials.</summary>
    /// <param name="trials">Not negative.</param>
    /// <param name="probability">Of one success; values outside [0, 1] are taken as the nearer bound.</param>
    public long NextBinomial(long trials, double probability)
    {
        if (trials <= 0 || !(probability > 0))
        {
            return 0;
        }

        if (probability >= 1)
        {
            return trials;
        }

        if (probability > 0.5)
        {
            return trials - NextBinomial(trials, 1 - probability);
        }

        return trials * probability < 10
            ? BinomialByInversion(trials, probability)
            : BinomialByRejection(trials, probability);
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private long BinomialByInversion(long trials, double probability)
    {
        double ratio = probability / (1 - probability);
        double mass = Math.Exp(trials * Math.Log(1 - probability));
        double uniform = NextDouble();
        long successes = 0;
        while (uniform > mass && successes < trials)
        {
            uniform -= mass;
            successes++;
            mass *= ratio * (trials - successes + 1) / successes;
        }

        return successes;
    }

    /// <summary>Transformed rejection, algorithm BTRS of Hörmann 1993 (J. Stat. Comput. Simul. 46:101).</summary>
    private long BinomialByRejection(long trials, double probability)
    {
        double spread = Math.Sqrt(trials * probability * (1 - probability));
        double b = 1.15 + (2.53 * spread);
        double a = -0.0873 + (0.0248 * b) + (0.01 * probability);
        double c = (trials * probability) + 0.5;
        double vr = 0.92 - (4.2 / b);
        double alpha = (2.83 + (5.1 / b)) * spread;
        double logOdds = Math.Log(probability / (1 - probability));
        double mode = Math.Floor((trials + 1) * probability);
        double atMode = SpecialFunctions.LogGamma(mode + 1) + SpecialFunctions.LogGamma(trials - mode + 1);
        while (true)
        {
            double u = NextDouble() - 0.5;
            double v = NextDouble();
            double us = 0.5 - Math.Abs(u);
            double k = Math.Floor((((2 * a / us) + b) * u) + c);
            if (k < 0 || k > trials)
            {
                continue;
            }

            if (us >= 0.07 && v <= vr)
            {
                return (long)k;
            }

            double accept = Math.Log(v * alpha / ((a / (us * us)) + b));
            double target =
                atMode
                - SpecialFunctions.LogGamma(k + 1)
                - SpecialFunctions.LogGamma(trials - k + 1)
                + ((k - mode) * logOdds);
            if (accept <= target)
            {
                return (long)k;
            }
        }
    }
}
