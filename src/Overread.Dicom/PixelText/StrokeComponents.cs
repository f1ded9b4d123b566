namespace Overread.Dicom.PixelText;

/// <summary>Strokes: pixels that stand out from their window (<see cref="LocalContrast"/>), joined where they touch.</summary>
internal sealed class StrokeComponents
{
    private const int LeastContrast = 14;
    private const int Smallest = 3;
    private const int Tallest = 96;
    private const int Widest = 400;

    private readonly GreyPicture _picture;
    private readonly int[] _labels;
    private readonly Func<int, int, double> _ground;
    private int _number;

    private StrokeComponents(GreyPicture picture, Func<int, int, double> ground)
    {
        _picture = picture;
        _ground = ground;
        _labels = new int[picture.Pixels.Length];
    }

    /// <summary>Components of a picture.</summary>
    /// <param name="picture">The picture, in which they are bright.</param>
    /// <param name="stands">True for each pixel that stands out; cleared on the way.</param>
    /// <param name="ground">Mean grey value around a column and a row.</param>
    internal static List<StrokeComponent> Find(GreyPicture picture, bool[] stands, Func<int, int, double> ground) =>
        new StrokeComponents(picture, ground).Find(stands);

    private List<StrokeComponent> Find(bool[] stands)
    {
        List<StrokeComponent> found = [];
        Stack<int> open = new();
        List<int> members = [];
        for (int start = 0; start < stands.Length; start++)
        {
            int ahead = stands.AsSpan(start).IndexOf(true);
            if (ahead < 0)
            {
                break;
            }

            start += ahead;
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

        double ground = _ground(left + (box.Width / 2), top + (box.Height / 2));
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
