namespace Overread.Dicom.PixelText;

/// <summary>
/// Which pixels stand out from a window around them, bright or dark (mean and deviation of the window, after Niblack, An
/// Introduction to Digital Image Processing, 1986). Sums over the picture are made once for all windows.
/// </summary>
internal sealed class LocalContrast
{
    private const double Least = 7;
    private readonly GreyPicture _picture;
    private readonly int[] _sums;
    private readonly long[] _squares;

    internal LocalContrast(GreyPicture picture)
    {
        _picture = picture;
        int wide = picture.Width + 1;
        // 255 times the largest picture of 8 million pixels fits; larger ones wrap, and differences of wrapped sums are right.
        _sums = new int[wide * (picture.Height + 1)];
        _squares = new long[_sums.Length];
        for (int y = 0; y < picture.Height; y++)
        {
            int sum = 0;
            long square = 0;
            ReadOnlySpan<byte> row = picture.Pixels.AsSpan(y * picture.Width, picture.Width);
            int at = ((y + 1) * wide) + 1;
            for (int x = 0; x < row.Length; x++, at++)
            {
                int value = row[x];
                sum += value;
                square += value * value;
                _sums[at] = unchecked(_sums[at - wide] + sum);
                _squares[at] = _squares[at - wide] + square;
            }
        }
    }

    /// <summary>Marks pixels brighter, and pixels darker, than their window by a number of its deviations.</summary>
    /// <param name="radius">Half the side of the window, in pixels.</param>
    /// <param name="deviations">Standard deviations of the window at which a pixel stands out.</param>
    internal (bool[] Bright, bool[] Dark) Mark(int radius, double deviations)
    {
        bool[] bright = new bool[_picture.Pixels.Length];
        bool[] dark = new bool[bright.Length];
        double share = deviations * deviations;
        int wide = _picture.Width + 1;
        for (int y = 0; y < _picture.Height; y++)
        {
            int top = Math.Max(0, y - radius) * wide;
            int bottom = Math.Min(_picture.Height, y + radius + 1) * wide;
            int high = (bottom - top) / wide;
            for (int x = 0; x < _picture.Width; x++)
            {
                int left = Math.Max(0, x - radius);
                int right = Math.Min(_picture.Width, x + radius + 1);
                double count = (right - left) * high;
                double mean = Sum(top, bottom, left, right) / count;
                double apart = _picture.Pixels[(y * _picture.Width) + x] - mean;
                if (Math.Abs(apart) > Least)
                {
                    double variance = (Square(top, bottom, left, right) / count) - (mean * mean);
                    if (apart * apart > share * variance)
                    {
                        (apart > 0 ? bright : dark)[(y * _picture.Width) + x] = true;
                    }
                }
            }
        }

        return (bright, dark);
    }

    /// <summary>Mean grey value of the window around a pixel.</summary>
    internal double Mean(int x, int y, int radius)
    {
        int left = Math.Max(0, x - radius);
        int right = Math.Min(_picture.Width, x + radius + 1);
        int top = Math.Max(0, y - radius);
        int bottom = Math.Min(_picture.Height, y + radius + 1);
        int wide = _picture.Width + 1;
        return (double)Sum(top * wide, bottom * wide, left, right) / ((right - left) * (bottom - top));
    }

    private int Sum(int top, int bottom, int left, int right) =>
        unchecked(_sums[bottom + right] - _sums[top + right] - _sums[bottom + left] + _sums[top + left]);

    private long Square(int top, int bottom, int left, int right) =>
        _squares[bottom + right] - _squares[top + right] - _squares[bottom + left] + _squares[top + left];
}
