using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace Overread.Dicom.PixelText;

/// <summary>
/// Which pixels stand out from a window around them, bright or dark (mean and deviation of the window, after Niblack, An
/// Introduction to Digital Image Processing, 1986). Sums over the picture are made once for all windows.
/// </summary>
internal sealed class LocalContrast : IDisposable
{
    private const int Least = 7;
    private const int Lanes = 8;

    // The sum of squares of a window must fit an int.
    private const int LargestRadius = 90;

    private readonly GreyPicture _picture;

    // Sums wrap in large pictures; differences of wrapped sums are right as long as the window's own sum fits.
    private readonly int[] _sums;
    private readonly int[] _squares;

    internal LocalContrast(GreyPicture picture)
    {
        _picture = picture;
        int wide = picture.Width + 1;
        // Pictures come by the thousand: what is as large as they are is used again.
        _sums = ArrayPool<int>.Shared.Rent(wide * (picture.Height + 1));
        _squares = ArrayPool<int>.Shared.Rent(wide * (picture.Height + 1));
        _sums.AsSpan(0, wide).Clear();
        _squares.AsSpan(0, wide).Clear();
        for (int y = 0; y < picture.Height; y++)
        {
            int sum = 0;
            int square = 0;
            ReadOnlySpan<byte> row = picture.Pixels.AsSpan(y * picture.Width, picture.Width);
            int at = ((y + 1) * wide) + 1;
            _sums[at - 1] = 0;
            _squares[at - 1] = 0;
            for (int x = 0; x < row.Length; x++, at++)
            {
                int value = row[x];
                unchecked
                {
                    sum += value;
                    square += value * value;
                    _sums[at] = _sums[at - wide] + sum;
                    _squares[at] = _squares[at - wide] + square;
                }
            }
        }
    }

    /// <summary>Marks pixels brighter, and pixels darker, than their window by a number of its deviations.</summary>
    /// <param name="radius">Half the side of the window, in pixels; at most 90.</param>
    /// <param name="deviations">Standard deviations of the window at which a pixel stands out.</param>
    internal (bool[] Bright, bool[] Dark) Mark(int radius, double deviations)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(radius, LargestRadius);
        bool[] bright = new bool[_picture.Pixels.Length];
        bool[] dark = new bool[bright.Length];
        double share = deviations * deviations;
        int width = _picture.Width;
        for (int y = 0; y < _picture.Height; y++)
        {
            Window rows = new(
                Math.Max(0, y - radius) * (width + 1),
                Math.Min(_picture.Height, y + radius + 1) * (width + 1)
            );
            int x = 0;
            while (x < width)
            {
                // Windows away from the sides are of one size: most of their pixels are passed by eight at a time.
                bool many = x >= radius && x + Lanes + radius <= width;
                uint apart = many ? Apart(x, y, radius, rows) : 1;
                for (; apart != 0; apart &= apart - 1)
                {
                    Mark(x + BitOperations.TrailingZeroCount(apart), y, radius, rows, share, bright, dark);
                }

                x += many ? Lanes : 1;
            }
        }

        return (bright, dark);
    }

    /// <summary>Gives back what the sums stood in.</summary>
    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_sums);
        ArrayPool<int>.Shared.Return(_squares);
    }

    /// <summary>Where the first row of a window, and the first row below it, begin in the sums.</summary>
    private readonly record struct Window(int Top, int Bottom);

    private void Mark(int x, int y, int radius, Window rows, double share, bool[] bright, bool[] dark)
    {
        int left = Math.Max(0, x - radius);
        int right = Math.Min(_picture.Width, x + radius + 1);
        double count = (right - left) * ((rows.Bottom - rows.Top) / (_picture.Width + 1));
        double mean = Sum(_sums, rows, left, right) / count;
        int at = (y * _picture.Width) + x;
        double apart = _picture.Pixels[at] - mean;
        if (Math.Abs(apart) > Least)
        {
            double variance = (Sum(_squares, rows, left, right) / count) - (mean * mean);
            if (apart * apart > share * variance)
            {
                (apart > 0 ? bright : dark)[at] = true;
            }
        }
    }

    /// <summary>A bit for each of eight pixels that is at all apart from its window: |pixel × count − sum| > least × count.</summary>
    private uint Apart(int x, int y, int radius, Window rows)
    {
        int left = x - radius;
        int right = x + radius + 1;
        int count = ((2 * radius) + 1) * ((rows.Bottom - rows.Top) / (_picture.Width + 1));
        ReadOnlySpan<int> sums = _sums;
        Vector256<int> sum =
            Vector256.Create(sums[(rows.Bottom + right)..])
            - Vector256.Create(sums[(rows.Top + right)..])
            - Vector256.Create(sums[(rows.Bottom + left)..])
            + Vector256.Create(sums[(rows.Top + left)..]);
        ReadOnlySpan<byte> pixels = _picture.Pixels.AsSpan((y * _picture.Width) + x, Lanes);
        Vector256<int> values = Vector256.Create(
            pixels[0],
            pixels[1],
            pixels[2],
            pixels[3],
            pixels[4],
            pixels[5],
            pixels[6],
            pixels[7]
        );
        Vector256<int> apart = Vector256.Abs((values * count) - sum);
        return Vector256.GreaterThan(apart, Vector256.Create(Least * count)).ExtractMostSignificantBits();
    }

    /// <summary>Mean grey value of the window around a pixel.</summary>
    internal double Mean(int x, int y, int radius)
    {
        int left = Math.Max(0, x - radius);
        int right = Math.Min(_picture.Width, x + radius + 1);
        int top = Math.Max(0, y - radius);
        int bottom = Math.Min(_picture.Height, y + radius + 1);
        int wide = _picture.Width + 1;
        return (double)Sum(_sums, new Window(top * wide, bottom * wide), left, right)
            / ((right - left) * (bottom - top));
    }

    private static int Sum(int[] sums, Window rows, int left, int right) =>
        unchecked(
            sums[rows.Bottom + right] - sums[rows.Top + right] - sums[rows.Bottom + left] + sums[rows.Top + left]
        );
}
