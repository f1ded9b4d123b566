namespace Overread.Quality.Geometry;

/// <summary>The zero lines of a field on a grid, by marching squares; a saddle joins what its mean value joins.</summary>
internal static class ContourLines
{
    /// <summary>
    /// Closed lines around the nodes at or above zero, in units of grid steps, in the order of their first cell. The outer
    /// nodes must lie below zero, so that every line closes.
    /// </summary>
    internal static List<List<PlanePoint>> Zero(float[] field, int width, int height)
    {
        // Each cell side that the line crosses leads to exactly one other: lines are chains of sides.
        Dictionary<int, int> next = [];
        for (int y = 0; y + 1 < height; y++)
        {
            for (int x = 0; x + 1 < width; x++)
            {
                Cell(field, width, x, y, next);
            }
        }

        List<List<PlanePoint>> lines = [];
        foreach (int start in next.Keys.Order().ToArray())
        {
            if (!next.ContainsKey(start))
            {
                continue;
            }

            List<PlanePoint> line = [];
            int side = start;
            while (next.Remove(side, out int following))
            {
                line.Add(Crossing(field, width, side));
                side = following;
            }

            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Sides are numbered by node: even for the one to its right, odd for the one below it.</summary>
    private static void Cell(float[] field, int width, int x, int y, Dictionary<int, int> next)
    {
        int at = (y * width) + x;
        bool a = field[at] >= 0;
        bool b = field[at + 1] >= 0;
        bool c = field[at + width + 1] >= 0;
        bool d = field[at + width] >= 0;
        int top = 2 * at;
        int left = top + 1;
        int right = (2 * (at + 1)) + 1;
        int bottom = 2 * (at + width);

        // The marked side is kept on the left hand in a frame whose y runs down, which makes outer areas positive.
        switch ((a ? 1 : 0) | (b ? 2 : 0) | (c ? 4 : 0) | (d ? 8 : 0))
        {
            case 1:
                next[top] = left;
                break;
            case 2:
                next[right] = top;
                break;
            case 3:
                next[right] = left;
                break;
            case 4:
                next[bottom] = right;
                break;
            case 5 when Joined(field, at, width):
                next[top] = right;
                next[bottom] = left;
                break;
            case 5:
                next[top] = left;
                next[bottom] = right;
                break;
            case 6:
                next[bottom] = top;
                break;
            case 7:
                next[bottom] = left;
                break;
            case 8:
                next[left] = bottom;
                break;
            case 9:
                next[top] = bottom;
                break;
            case 10 when Joined(field, at, width):
                next[left] = top;
                next[right] = bottom;
                break;
            case 10:
                next[right] = top;
                next[left] = bottom;
                break;
            case 11:
                next[right] = bottom;
                break;
            case 12:
                next[left] = right;
                break;
            case 13:
                next[top] = right;
                break;
            case 14:
                next[left] = top;
                break;
            default:
                break;
        }
    }

    private static bool Joined(float[] field, int at, int width) =>
        field[at] + field[at + 1] + field[at + width] + field[at + width + 1] >= 0;

    private static PlanePoint Crossing(float[] field, int width, int side)
    {
        int node = side / 2;
        bool down = (side & 1) == 1;
        double from = field[node];
        double to = field[down ? node + width : node + 1];
        double share = from / (from - to);
        (double x, double y) = (node % width, node / width);
        return down ? new PlanePoint(x, y + share) : new PlanePoint(x + share, y);
    }
}
