namespace Overread.Dicom.Pixels.Codecs;

/// <summary>
/// One scan of JPEG-LS: context modelling, prediction, run mode (ISO/IEC 14495-1 annex A). Names of variables follow the
/// standard: a is left, b above, c above left, d above right.
/// </summary>
internal sealed class JpegLsScan
{
    private const int RegularContexts = 365;

    private static readonly int[] RunBits =
    [
        0,
        0,
        0,
        0,
        1,
        1,
        1,
        1,
        2,
        2,
        2,
        2,
        3,
        3,
        3,
        3,
        4,
        4,
        5,
        5,
        6,
        6,
        7,
        7,
        8,
        9,
        10,
        11,
        12,
        13,
        14,
        15,
    ];

    private readonly JpegLsBits _bits;
    private readonly JpegLsParameters _p;
    private readonly int[][] _planes;
    private readonly int _width;
    private readonly int _height;
    private readonly int[] _a = new int[RegularContexts + 2];
    private readonly int[] _b = new int[RegularContexts + 2];
    private readonly int[] _c = new int[RegularContexts + 2];
    private readonly int[] _n = new int[RegularContexts + 2];
    private readonly int[] _negative = new int[2];
    private readonly int[] _runIndex;
    private readonly int[][] _above;
    private readonly int[][] _line;
    private readonly int _step;

    internal JpegLsScan(JpegLsBits bits, JpegLsParameters parameters, int[][] planes, int width, int height)
    {
        _bits = bits;
        _p = parameters;
        _planes = planes;
        _width = width;
        _height = height;
        _step = (2 * parameters.Near) + 1;
        _runIndex = new int[planes.Length];
        _above = [.. planes.Select(_ => new int[width + 2])];
        _line = [.. planes.Select(_ => new int[width + 2])];
        Array.Fill(_a, Math.Max(2, (parameters.Range + 32) / 64));
        Array.Fill(_n, 1);
    }

    /// <summary>Byte behind the coded data.</summary>
    internal int Position => _bits.Position;

    internal void Decode(bool bySample)
    {
        for (int y = 0; y < _height; y++)
        {
            for (int i = 0; i < _planes.Length; i++)
            {
                _above[i][_width + 1] = _above[i][_width];
                _line[i][0] = _above[i][1];
            }

            if (bySample)
            {
                DecodeSamples();
            }
            else
            {
                for (int i = 0; i < _planes.Length; i++)
                {
                    DecodeLine(i);
                }
            }

            for (int i = 0; i < _planes.Length; i++)
            {
                Array.Copy(_line[i], 1, _planes[i], y * _width, _width);
                (_above[i], _line[i]) = (_line[i], _above[i]);
            }
        }
    }

    private void DecodeLine(int i)
    {
        int[] line = _line[i];
        int[] above = _above[i];
        for (int x = 1; x <= _width; )
        {
            if (!IsFlat(above, line, x))
            {
                line[x] = Regular(above, line, x);
                x++;
                continue;
            }

            int run = RunLength(_width - x + 1, ref _runIndex[i], out bool interrupted);
            Array.Fill(line, line[x - 1], x, run);
            x += run;
            if (interrupted)
            {
                int a = line[x - 1];
                int b = above[x];
                bool same = Math.Abs(a - b) <= _p.Near;
                int error = Interruption(same ? 1 : 0, _runIndex[i]);
                line[x] = same ? Fix(a + (error * _step)) : Fix(b + (error * _step * (a > b ? -1 : 1)));
                _runIndex[i] = Math.Max(0, _runIndex[i] - 1);
                x++;
            }
        }
    }

    private void DecodeSamples()
    {
        for (int x = 1; x <= _width; )
        {
            bool flat = true;
            for (int i = 0; i < _planes.Length && flat; i++)
            {
                flat = IsFlat(_above[i], _line[i], x);
            }

            if (!flat)
            {
                for (int i = 0; i < _planes.Length; i++)
                {
                    _line[i][x] = Regular(_above[i], _line[i], x);
                }

                x++;
                continue;
            }

            int run = RunLength(_width - x + 1, ref _runIndex[0], out bool interrupted);
            for (int i = 0; i < _planes.Length; i++)
            {
                Array.Fill(_line[i], _line[i][x - 1], x, run);
            }

            x += run;
            if (interrupted)
            {
                for (int i = 0; i < _planes.Length; i++)
                {
                    int a = _line[i][x - 1];
                    int b = _above[i][x];
                    int error = Interruption(0, _runIndex[0]);
                    _line[i][x] = Fix(b + (error * _step * (a > b ? -1 : 1)));
                }

                _runIndex[0] = Math.Max(0, _runIndex[0] - 1);
                x++;
            }
        }
    }

    private bool IsFlat(int[] above, int[] line, int x)
    {
        int near = _p.Near;
        return Math.Abs(above[x + 1] - above[x]) <= near
            && Math.Abs(above[x] - above[x - 1]) <= near
            && Math.Abs(above[x - 1] - line[x - 1]) <= near;
    }

    private int Regular(int[] above, int[] line, int x)
    {
        int a = line[x - 1];
        int b = above[x];
        int c = above[x - 1];
        int q = (81 * Quantize(above[x + 1] - b)) + (9 * Quantize(b - c)) + Quantize(c - a);
        int sign = q < 0 ? -1 : 1;
        q = Math.Abs(q);
        int predicted =
            c >= Math.Max(a, b) ? Math.Min(a, b)
            : c <= Math.Min(a, b) ? Math.Max(a, b)
            : a + b - c;
        predicted = Math.Clamp(predicted + (sign * _c[q]), 0, _p.Most);
        int k = 0;
        while (_n[q] << k < _a[q] && k < 16)
        {
            k++;
        }

        int mapped = _bits.Golomb(k, _p.Limit, _p.FullBits);
        int error = (mapped & 1) == 0 ? mapped >> 1 : -((mapped + 1) >> 1);
        if (_p.Near == 0 && k == 0 && 2 * _b[q] <= -_n[q])
        {
            error = -error - 1;
        }

        Update(q, error);
        return Fix(predicted + (sign * error * _step));
    }

    private void Update(int q, int error)
    {
        _b[q] += error * _step;
        _a[q] += Math.Abs(error);
        if (_n[q] == _p.Reset)
        {
            _a[q] >>= 1;
            _b[q] = _b[q] >= 0 ? _b[q] >> 1 : -((1 - _b[q]) >> 1);
            _n[q] >>= 1;
        }

        _n[q]++;
        if (_b[q] <= -_n[q])
        {
            _b[q] = Math.Max(_b[q] + _n[q], 1 - _n[q]);
            _c[q] = Math.Max(-128, _c[q] - 1);
        }
        else if (_b[q] > 0)
        {
            _b[q] = Math.Min(_b[q] - _n[q], 0);
            _c[q] = Math.Min(127, _c[q] + 1);
        }
    }

    private int RunLength(int left, ref int index, out bool interrupted)
    {
        int run = 0;
        while (_bits.Bit() == 1)
        {
            int whole = 1 << RunBits[index];
            int count = Math.Min(whole, left - run);
            run += count;
            index = count == whole && index < 31 ? index + 1 : index;
            if (run == left)
            {
                interrupted = false;
                return run;
            }
        }

        run += _bits.Bits(RunBits[index]);
        if (run >= left)
        {
            throw new FrameCodecException("a JPEG-LS run beyond its line");
        }

        interrupted = true;
        return run;
    }

    private int Interruption(int type, int runIndex)
    {
        int q = RegularContexts + type;
        int size = type == 0 ? _a[q] : _a[q] + (_n[q] >> 1);
        int k = 0;
        while (_n[q] << k < size && k < 16)
        {
            k++;
        }

        int mapped = _bits.Golomb(k, _p.Limit - RunBits[runIndex] - 1, _p.FullBits);
        int sum = mapped + type;
        bool odd = (sum & 1) == 1;
        int magnitude = (sum + (odd ? 1 : 0)) >> 1;
        bool more = k != 0 || 2 * _negative[type] >= _n[q];
        int error = more == odd ? -magnitude : magnitude;
        _negative[type] += error < 0 ? 1 : 0;
        _a[q] += (mapped + 1 - type) >> 1;
        if (_n[q] == _p.Reset)
        {
            _a[q] >>= 1;
            _n[q] >>= 1;
            _negative[type] >>= 1;
        }

        _n[q]++;
        return error;
    }

    private int Quantize(int d)
    {
        int size = Math.Abs(d);
        int level =
            size <= _p.Near ? 0
            : size < _p.T1 ? 1
            : size < _p.T2 ? 2
            : size < _p.T3 ? 3
            : 4;
        return d < 0 ? -level : level;
    }

    /// <summary>A reconstructed value brought back into its range (A.4.5, A.6).</summary>
    private int Fix(int value)
    {
        int range = _p.Range * _step;
        if (value < -_p.Near)
        {
            value += range;
        }
        else if (value > _p.Most + _p.Near)
        {
            value -= range;
        }

        return Math.Clamp(value, 0, _p.Most);
    }
}
