using System.Globalization;

namespace Overread.Imaging.Grids;

/// <summary>
/// How the voxels of one grid stand in another: exactly, voxel on voxel (the same grid, mirrored, with axes exchanged, a part of it
/// or more than it), or not. Voxels are never carried by index alone.
/// </summary>
public sealed class GridPlacement
{
    /// <summary>Parts of a voxel that centres may lie apart, anywhere in the grid, to be the same voxel.</summary>
    public const double DefaultTolerance = 0.05;

    private readonly int[] _slices;
    private readonly int[] _shiftX;
    private readonly int[] _shiftY;
    private readonly int[]? _permuted;

    private GridPlacement(int[] slices, int[] shiftX, int[] shiftY, int[]? permuted)
    {
        _slices = slices;
        _shiftX = shiftX;
        _shiftY = shiftY;
        _permuted = permuted;
    }

    /// <summary>True where every voxel keeps its index.</summary>
    public bool IsIdentity =>
        _permuted is null
        && _slices.Select((to, k) => to == k).All(same => same)
        && Array.TrueForAll(_shiftX, x => x == 0)
        && Array.TrueForAll(_shiftY, y => y == 0);

    /// <summary>True where slices stay slices: rows, columns and their directions are the same.</summary>
    public bool KeepsSlices => _permuted is null;

    /// <summary>The place of a voxel in the other grid; may lie outside it. k is -1 where no slice is there.</summary>
    public (int I, int J, int K) Map(int i, int j, int k)
    {
        if (_permuted is { } m)
        {
            return (
                m[0] + (m[3] * i) + (m[6] * j) + (m[9] * k),
                m[1] + (m[4] * i) + (m[7] * j) + (m[10] * k),
                m[2] + (m[5] * i) + (m[8] * j) + (m[11] * k)
            );
        }

        return (i + _shiftX[k], j + _shiftY[k], _slices[k]);
    }

    /// <summary>Finds the placement.</summary>
    /// <param name="from">Grid of the marks.</param>
    /// <param name="onto">Grid of the images.</param>
    /// <param name="why">Why there is none, as a sentence with figures.</param>
    /// <param name="tolerance">See <see cref="DefaultTolerance"/>.</param>
    /// <returns>Null where voxels do not lie on voxels.</returns>
    public static GridPlacement? Find(
        VolumeGrid from,
        VolumeGrid onto,
        out string why,
        double tolerance = DefaultTolerance
    )
    {
        if (BySlices(from, onto, tolerance, out why) is { } slices)
        {
            return slices;
        }

        if (from.Affine is { } a && onto.Affine is { } b && Permuted(from, a, b, tolerance, ref why) is { } turned)
        {
            return turned;
        }

        return null;
    }

    private static GridPlacement? BySlices(VolumeGrid from, VolumeGrid onto, double tolerance, out string why)
    {
        double size = Math.Min(onto.ColumnStep.Length, onto.RowStep.Length);
        double drift = Math.Max(
            (from.ColumnStep - onto.ColumnStep).Length * (from.Width - 1),
            (from.RowStep - onto.RowStep).Length * (from.Height - 1)
        );
        if (drift > tolerance * size)
        {
            double angle = Math.Acos(Math.Clamp(Math.Abs(from.Normal.Dot(onto.Normal)), 0, 1)) * 180 / Math.PI;
            why = string.Create(
                CultureInfo.InvariantCulture,
                $"rows and columns differ (pixels of {from.ColumnStep.Length:0.####} × {from.RowStep.Length:0.####} mm on images of {onto.ColumnStep.Length:0.####} × {onto.RowStep.Length:0.####} mm, planes {angle:0.##}° apart)"
            );
            return null;
        }

        int[] slices = new int[from.Depth];
        int[] shiftX = new int[from.Depth];
        int[] shiftY = new int[from.Depth];
        double worst = 0;
        double across = onto.SliceDistance > 0 ? onto.SliceDistance : size;
        int met = 0;
        for (int k = 0; k < from.Depth; k++)
        {
            (int slice, double off) = onto.Nearest(from.OriginOf(k));
            (double i, double j, _) = onto.ToPixel(from.OriginOf(k), slice);
            (shiftX[k], shiftY[k]) = ((int)Math.Round(i), (int)Math.Round(j));
            double apart = Math.Max(Math.Abs(i - shiftX[k]), Math.Abs(j - shiftY[k]));
            if (Math.Abs(off) > onto.Reach(slice, off))
            {
                // Beyond the images: lost, and said by who carries the voxels.
                slices[k] = -1;
                continue;
            }

            slices[k] = slice;
            met++;
            worst = Math.Max(worst, Math.Max(apart, Math.Abs(off) / across));
        }

        why = string.Create(
            CultureInfo.InvariantCulture,
            $"voxel centres lie up to {worst:0.###} voxels off those of the images"
        );
        if (met == 0)
        {
            why = "it lies wholly beside the images";
            return null;
        }

        return worst <= tolerance && Distinct(slices) ? new GridPlacement(slices, shiftX, shiftY, null) : null;
    }

    // Two slices of the marks on one of the images would be one written over the other.
    private static bool Distinct(int[] slices) =>
        slices.Where(s => s >= 0).Distinct().Count() == slices.Count(s => s >= 0);

    private static GridPlacement? Permuted(
        VolumeGrid from,
        GridAffine a,
        GridAffine b,
        double tolerance,
        ref string why
    )
    {
        (double I, double J, double K) zero = b.ToVoxel(a.Origin);
        (double I, double J, double K)[] ends =
        [
            b.ToVoxel(a.ToPatient(1, 0, 0)),
            b.ToVoxel(a.ToPatient(0, 1, 0)),
            b.ToVoxel(a.ToPatient(0, 0, 1)),
        ];
        int[] map = [Round(zero.I), Round(zero.J), Round(zero.K), 0, 0, 0, 0, 0, 0, 0, 0, 0];
        double far = Math.Max(
            Math.Abs(zero.I - map[0]),
            Math.Max(Math.Abs(zero.J - map[1]), Math.Abs(zero.K - map[2]))
        );
        int[] counts = [from.Width, from.Height, from.Depth];
        for (int axis = 0; axis < 3; axis++)
        {
            double[] step = [ends[axis].I - zero.I, ends[axis].J - zero.J, ends[axis].K - zero.K];
            for (int part = 0; part < 3; part++)
            {
                map[3 + (3 * axis) + part] = Round(step[part]);
                far = Math.Max(far, Math.Abs(step[part] - Round(step[part])) * Math.Max(1, counts[axis] - 1));
            }
        }

        bool turns = Enumerable.Range(0, 3).All(axis => map.Skip(3 + (3 * axis)).Take(3).Sum(Math.Abs) == 1);
        if (turns && far <= tolerance)
        {
            return new GridPlacement([], [], [], map);
        }

        if (turns)
        {
            why = string.Create(
                CultureInfo.InvariantCulture,
                $"voxel centres lie up to {Math.Min(far, 99):0.###} voxels off those of the images"
            );
        }

        return null;
    }

    private static int Round(double value) => (int)Math.Round(Math.Clamp(value, -1e9, 1e9));
}
