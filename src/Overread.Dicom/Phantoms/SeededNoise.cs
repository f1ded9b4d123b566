namespace Overread.Dicom.Phantoms;

/// <summary>Random numbers that are equal for equal seeds on every machine and version (xorshift64*).</summary>
internal sealed class SeededNoise
{
    private ulong _state;
    private double _spare = double.NaN;

    internal SeededNoise(ulong seed)
    {
        // splitmix64 spreads neighbouring seeds apart.
        ulong z = seed + 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        _state = (z ^ z >> 31) | 1;
    }

    internal ulong Next()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return _state * 0x2545F4914F6CDD1D;
    }

    internal double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    internal double Between(double least, double most) => least + ((most - least) * Uniform());

    internal int Below(int limit) => (int)(Uniform() * limit);

    internal T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    internal string Digits(int count) =>
        string.Concat(Enumerable.Range(0, count).Select(i => (char)('0' + (i == 0 ? 1 + Below(9) : Below(10)))));

    internal double Normal()
    {
        if (!double.IsNaN(_spare))
        {
            double spare = _spare;
            _spare = double.NaN;
            return spare;
        }

        double radius = Math.Sqrt(-2 * Math.Log(1 - Uniform()));
        double angle = 2 * Math.PI * Uniform();
        _spare = radius * Math.Sin(angle);
        return radius * Math.Cos(angle);
    }
}
