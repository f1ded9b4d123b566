namespace Overread.Dicom.PixelText;

/// <summary>
/// Finds bright strokes on darker ground: pixels above a local threshold (mean and deviation of a window, after Niblack,
/// An Introduction to Digital Image Processing, 1986), joined where they touch.
/// </summary>
internal sealed class StrokeComponents
{
    private const int LeastContrast = 14;
    private const int Smallest = 3;
    private const int Tallest = 96;
    private const int Widest = 400;

    private readonly GreyPicture _picture;
    private readonly long[] _sums;
    private readonly long[] _squares;
    private readonly int[] _labels;
    private int _number;

    private readonly int _radius;
    private readonly double _deviations;

    private StrokeComponents(GreyPicture picture, int radius, double deviations)
    {
        _radius = radius;
        _deviations = deviations;
        _picture = picture;
        int wide = picture.Width + 1;
        _sums = new long[wide * (picture.Height + 1)];
        _squares = new long[_sums.Length];
        _labels = new int[picture.Pixels.Length];
        for (int y = 0; y < picture.Height; y++)
        {
            long sum = 0;
            long square = 0;
            for (int x = 0; x < picture.Width; x++)
            {
                int value = picture[x, y];
                sum += value;
                square += value * value;
                int at = ((y + 1) * wide) + x + 1;
                _sums[at] = _sums[at - wide] + sum;
                _squares[at] = _squares[at - wide] + square;
            }
        }
    }

    /// <summary>Components of a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="radius">Half the side of the window, in pixels.</param>
    /// <param name="deviations">Standard deviations above the mean of the window at which a pixel stands out.</param>
    internal static List<StrokeComponent> Find(GreyPicture picture, int radius, double deviations) =>
        new StrokeComponents(picture, radius, deviations).Find();

    private (double Mean, double Deviation) Around(int x, int y)
    {
        int left = Math.Max(0, x - _radius);
        int right = Math.Min(_picture.Width, x + _radius + 1);
        int top = Math.Max(0, y - _radius);
        int bottom = Math.Min(_picture.Height, y + _radius + 1);
        int wide = _picture.Width + 1;
        double count = (right - left) * (bottom - top);
        long Total(long[] table) =>
            table[(bottom * wide) + right]
            - table[(top * wide) + right]
            - table[(bottom * wide) + left]
            + table[(top * wide) + left];
        double mean = Total(_sums) / count;
        return (mean, Math.Sqrt(Math.Max(0, (Total(_squares) / count) - (mean * mean))));
    }

    private List<StrokeComponent> Find()
    {
        int width = _picture.Width;
        bool[] stands = new bool[width * _picture.Height];
        for (int y = 0; y < _picture.Height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (double mean, double deviation) = Around(x, y);
                stands[(y * width) + x] =
                    _picture[x, y] > mean + Math.Max(LeastContrast / 2.0, _deviations * deviation);
            }
        }

        List<StrokeComponent> found = [];
        Stack<int> open = new();
        List<int> members = [];
        for (int start = 0; start < stands.Length; start++)
        {
            if (!stands[start])
            {
                continue;
            }

            members.Clear();
            Flood(stands, start, open, members);
            if (members.Count >= Smallest && Describe(members) is { } component)
            {
                found.Add(component);
            }
        }

        return found;
    }

    private void Flood(bool[] stands, int start, Stack<int> open, List<int> members)
    {
        int width = _picture.Width;
        _number++;
        open.Push(start);
        stands[start] = false;
        while (open.TryPop(out int at))
        {
            members.Add(at);
            _labels[at] = _number;
            int x = at % width;
            int y = at / width;
            for (int v = Math.Max(0, y - 1); v <= Math.Min(_picture.Height - 1, y + 1); v++)
            {
                for (int u = Math.Max(0, x - 1); u <= Math.Min(width - 1, x + 1); u++)
                {
                    int next = (v * width) + u;
                    if (stands[next])
                    {
                        stands[next] = false;
                        open.Push(next);
                    }
                }
            }
        }
    }

    /// <summary>Sides of pixels that do not touch another pixel of the component.</summary>
    private int Border(List<int> members)
    {
        int width = _picture.Width;
        int number = _labels[members[0]];
        int border = 0;
        foreach (int at in members)
        {
            int x = at % width;
            border += x == 0 || _labels[at - 1] != number ? 1 : 0;
            border += x == width - 1 || _labels[at + 1] != number ? 1 : 0;
            border += at < width || _labels[at - width] != number ? 1 : 0;
            border += at + width >= _labels.Length || _labels[at + width] != number ? 1 : 0;
        }

        return border;
    }

    private StrokeComponent? Describe(List<int> members)
    {
        int width = _picture.Width;
        int left = int.MaxValue;
        int top = int.MaxValue;
        int right = 0;
        int bottom = 0;
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        foreach (int at in members)
        {
            left = Math.Min(left, at % width);
            right = Math.Max(right, at % width);
            top = Math.Min(top, at / width);
            bottom = Math.Max(bottom, at / width);
            counts[_picture.Pixels[at]]++;
        }

        PixelBox box = new(left, top, right - left + 1, bottom - top + 1);
        if (box.Height > Tallest || box.Width > Widest)
        {
            return null;
        }

        int level = 255;
        for (int above = counts[255]; level > 0 && above < (members.Count + 4) / 5; above += counts[level])
        {
            level--;
        }

        (double ground, _) = Around(left + (box.Width / 2), top + (box.Height / 2));
        int border = Border(members);
        int contrast = level - (int)ground;
        return contrast < LeastContrast
            ? null
            : new StrokeComponent(
                box,
                members.Count,
                level,
                (int)ground,
                2.0 * members.Count / border,
                (double)members.Count(at => _picture.Pixels[at] >= level - (contrast / 4)) / members.Count
            );
    }
}
