using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Numerics;

/// <summary>The generator against the published algorithm, its numbers against their distributions.</summary>
public sealed class RandomByReference
{
    [Theory]
    [InlineData(0UL)]
    [InlineData(1234567UL)]
    [InlineData(ulong.MaxValue)]
    public void Bits_are_those_of_xoshiro_seeded_by_splitmix(ulong seed)
    {
        SeededRandom random = new(seed);
        Stream wanted = new(seed);
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(wanted.Next(), random.NextBits());
        }
    }

    [Fact]
    public void Splitmix_gives_its_published_numbers()
    {
        ulong state = 1234567;
        Assert.Equal(
            [6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL],
            [Stream.SplitMix(ref state), Stream.SplitMix(ref state), Stream.SplitMix(ref state)]
        );
    }

    [Fact]
    public void A_part_has_the_stream_of_both_numbers_mixed()
    {
        ulong seed = 42;
        ulong part = 7;
        ulong first = Stream.SplitMix(ref seed);
        ulong second = Stream.SplitMix(ref part);
        Stream wanted = new(first ^ ((second << 17) | (second >> 47)));
        SeededRandom random = SeededRandom.ForPart(42, 7);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(wanted.Next(), random.NextBits());
        }
    }

    [Fact]
    public void Doubles_and_integers_come_from_the_bits()
    {
        SeededRandom random = new(9);
        Stream bits = new(9);
        for (int i = 0; i < 200; i++)
        {
            Assert.Equal((bits.Next() >> 11) / Math.Pow(2, 53), random.NextDouble());
            int bound = 1 + (i * i);
            Assert.Equal((int)(((UInt128)bits.Next() * (ulong)bound) >> 64), random.Next(bound));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new SeededRandom(1).Next(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeededRandom(1).Next(-1));
        Assert.Equal(0, new SeededRandom(1).Next(1));
    }

    [Fact]
    public void Normal_numbers_are_made_by_the_polar_method()
    {
        SeededRandom random = new(3);
        Stream bits = new(3);
        double Uniform() => (2 * ((bits.Next() >> 11) / Math.Pow(2, 53))) - 1;
        for (int i = 0; i < 200; i++)
        {
            double x;
            double s;
            do
            {
                x = Uniform();
                double y = Uniform();
                s = (x * x) + (y * y);
            } while (s >= 1 || s == 0);

            Assert.Equal(x * Math.Sqrt(-2 * Math.Log(s) / s), random.NextNormal(), 1e-12);
        }
    }

    [Theory]
    [InlineData(12, 0.2)]
    [InlineData(20, 0.5)]
    [InlineData(40, 0.25)]
    [InlineData(40, 0.7)]
    [InlineData(60, 0.5)]
    [InlineData(400, 0.06)]
    [InlineData(400, 0.97)]
    public void Binomial_numbers_have_their_frequencies(int trials, double probability)
    {
        const int Draws = 120_000;
        SeededRandom random = new((ulong)trials);
        int[] seen = new int[trials + 1];
        for (int i = 0; i < Draws; i++)
        {
            seen[random.NextBinomial(trials, probability)]++;
        }

        // χ² over values that are expected ten times or more; the rest in one cell.
        double logMass = trials * Math.Log(1 - probability);
        double chi = 0;
        double restSeen = 0;
        double rest = 0;
        int cells = 0;
        for (int k = 0; k <= trials; k++)
        {
            double expected = Draws * Math.Exp(logMass);
            logMass += Math.Log((trials - k) / (k + 1.0) * probability / (1 - probability));
            if (expected < 10)
            {
                (rest, restSeen) = (rest + expected, restSeen + seen[k]);
                continue;
            }

            chi += (seen[k] - expected) * (seen[k] - expected) / expected;
            cells++;
        }

        chi += rest < 1 ? 0 : (restSeen - rest) * (restSeen - rest) / rest;
        Assert.True(chi < cells + (4.5 * Math.Sqrt(2.0 * cells)), $"{chi:F1} of {cells}");
    }

    [Fact]
    public void Binomial_numbers_at_the_bounds()
    {
        SeededRandom random = new(1);
        Assert.Equal(
            (0, 0, 0, 9, 9),
            (
                random.NextBinomial(0, 0.5),
                random.NextBinomial(-3, 0.5),
                random.NextBinomial(9, -1),
                random.NextBinomial(9, 1),
                random.NextBinomial(9, 2)
            )
        );
        Assert.Equal(0, random.NextBinomial(9, double.NaN));
        Assert.Equal(new SeededRandom(1).NextBits(), random.NextBits());
    }

    [Fact]
    public void Lanes_agree_with_the_exponential_close_to_their_limits()
    {
        foreach (double x in (double[])[-708.5, -708.0001, -708, -707.5, -100.25, -1, -0.3, 0, 0.7, 5])
        {
            double expected = x < -708 ? 0 : Math.Exp(x);
            Assert.Equal(expected, Lanes.Exp(Vector256.Create(x))[1], expected * 3e-15);
        }

        foreach (float x in (float[])[-87.5f, -87.001f, -87, -86.5f, -3, -0.3f, 0, 0.7f, 5])
        {
            double expected = x < -87 ? 0 : Math.Exp(x);
            Assert.Equal(expected, Lanes.Exp(Vector256.Create(x))[2], expected * 4e-7);
        }
    }

    [Fact]
    public void Tables_begin_at_a_cache_line()
    {
        for (int length = 1; length < 40; length += 3)
        {
            AlignedTable<double> table = new(length);
            Assert.Equal((length, length), (table.Length, table.Span.Length));
            Assert.Equal(0, Unsafe.ByteOffset(ref Unsafe.NullRef<double>(), ref table.First) % 64);
            table.First = 5;
            Assert.Equal(5, table.Span[0]);
            AlignedTable<float> single = new(length);
            single.First = 3;
            Assert.Equal((3f, length), (single.Span[0], single.Length));
        }
    }

    private sealed class Stream
    {
        private readonly ulong[] _s = new ulong[4];

        internal Stream(ulong seed)
        {
            for (int i = 0; i < 4; i++)
            {
                _s[i] = SplitMix(ref seed);
            }
        }

        // Vigna's splitmix64.c.
        internal static ulong SplitMix(ref ulong x)
        {
            ulong z = x += 0x9e3779b97f4a7c15;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
            z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
            return z ^ (z >> 31);
        }

        // Blackman and Vigna's xoshiro256starstar.c.
        internal ulong Next()
        {
            static ulong Rotl(ulong x, int k) => (x << k) | (x >> (64 - k));
            ulong result = Rotl(_s[1] * 5, 7) * 9;
            ulong t = _s[1] << 17;
            _s[2] ^= _s[0];
            _s[3] ^= _s[1];
            _s[1] ^= _s[2];
            _s[0] ^= _s[3];
            _s[2] ^= t;
            _s[3] = Rotl(_s[3], 45);
            return result;
        }
    }
}
