using Overread.Imaging.Marks;

namespace Overread.Imaging.Contours;

/// <summary>
/// The outline of a mask along the edges of its pixels: closed rings, outer ones with the marked side to their right, holes the
/// other way round. Filled again by <see cref="PolygonFill"/> they give the same mask, pixel by pixel.
/// </summary>
public static class MaskOutline
{
    /// <summary>Follows the outline.</summary>
    /// <param name="patch">Marked part of a slice; any value but 0 counts.</param>
    /// <returns>Rings in pixel-edge coordinates of the slice, x0, y0, x1, y1 …, corners only. Pixels that touch by a corner are rings of their own.</returns>
    public static IReadOnlyList<double[]> Follow(MaskPatch patch)
    {
        int columns = patch.Width + 1;
        // For each corner of the lattice which edges leave it: 1 right, 2 down, 4 left, 8 up; the mark lies to the right of an edge.
        byte[] leaving = new byte[columns * (patch.Height + 1)];
        for (int y = 0; y < patch.Height; y++)
        {
            for (int x = 0; x < patch.Width; x++)
            {
                if (!Marked(patch, x, y))
                {
                    continue;
                }

                int corner = (y * columns) + x;
                leaving[corner] |= Marked(patch, x, y - 1) ? (byte)0 : (byte)1;
                leaving[corner + 1] |= Marked(patch, x + 1, y) ? (byte)0 : (byte)2;
                leaving[corner + columns + 1] |= Marked(patch, x, y + 1) ? (byte)0 : (byte)4;
                leaving[corner + columns] |= Marked(patch, x - 1, y) ? (byte)0 : (byte)8;
            }
        }

        List<double[]> rings = [];
        for (int start = 0; start < leaving.Length; start++)
        {
            while (leaving[start] != 0)
            {
                rings.Add(Ring(leaving, start, columns, patch));
            }
        }

        return rings;
    }

    private static bool Marked(MaskPatch patch, int x, int y) =>
        (uint)x < (uint)patch.Width && (uint)y < (uint)patch.Height && patch.Values[(y * patch.Width) + x] != 0;

    private static double[] Ring(byte[] leaving, int start, int columns, MaskPatch patch)
    {
        List<double> corners = [];
        int at = start;
        int heading = -1;
        int first = -1;
        do
        {
            // Where two edges leave a corner, two pixels touch there: the right turn stays with the pixel at hand.
            int next = heading < 0 ? Lowest(leaving[at]) : Turn(leaving[at], heading);
            if (next != heading)
            {
                corners.Add(patch.X + (at % columns));
                corners.Add(patch.Y + (at / columns));
            }

            first = first < 0 ? next : first;
            leaving[at] &= (byte)~(1 << next);
            heading = next;
            at += next switch
            {
                0 => 1,
                1 => columns,
                2 => -1,
                _ => -columns,
            };
        } while (at != start || Turn((byte)(leaving[at] | (1 << first)), heading) != first);

        if (heading == first)
        {
            corners.RemoveRange(0, 2);
        }

        return [.. corners];
    }

    private static int Lowest(byte edges) => System.Numerics.BitOperations.TrailingZeroCount(edges);

    private static int Turn(byte edges, int heading)
    {
        foreach (int turn in (ReadOnlySpan<int>)[1, 0, 3])
        {
            int next = (heading + turn) % 4;
            if ((edges & (1 << next)) != 0)
            {
                return next;
            }
        }

        return Lowest(edges);
    }
}
