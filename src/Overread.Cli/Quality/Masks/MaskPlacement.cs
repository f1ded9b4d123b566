using System.Globalization;
using Overread.Cli.Quality.Files;
using Overread.Imaging.Nifti;
using Overread.Quality.Masks;

namespace Overread.Cli.Quality.Masks;

/// <summary>
/// Brings masks onto the grid of the first by where their voxels lie in the world, never by their index: the same voxels in
/// another order are put in order, other grids are resampled only where that was asked for.
/// </summary>
/// <param name="Resample">Whether other grids are resampled by the nearest voxel.</param>
/// <param name="ByIndex">Whether to go by index whatever the files say.</param>
internal sealed record MaskPlacement(bool Resample, bool ByIndex)
{
    /// <summary>How far centres may lie apart, in voxels, to be the same place: affines are stored as floats.</summary>
    private const double SamePlace = 0.01;

    /// <summary>The grid of a volume, spacing from its affine transform where it has one.</summary>
    internal static VoxelGrid Grid(NiftiVolume volume)
    {
        IReadOnlyList<double> spacing = volume.Affine()?.Spacing ?? [.. volume.Spacing.Select(mm => (double)mm)];
        return new VoxelGrid(volume.Width, volume.Height, volume.Depth, spacing[0], spacing[1], spacing[2]);
    }

    /// <summary>The labels of a mask in the voxels of the first.</summary>
    /// <exception cref="FileError">The grids differ in a way that was not to be bridged.</exception>
    internal byte[] Onto(
        NiftiVolume first,
        string firstPath,
        NiftiVolume volume,
        string path,
        byte[] labels,
        FileReading reading
    )
    {
        bool sameSize = volume.Width == first.Width && volume.Height == first.Height && volume.Depth == first.Depth;
        (VoxelAffine? target, VoxelAffine? source) = (first.Affine(), volume.Affine());
        if (ByIndex || (target is null && source is null))
        {
            return ByTheirIndex(first, firstPath, volume, path, labels, sameSize);
        }

        if (target is null || source is null)
        {
            string[] sides = target is null ? [path, firstPath] : [firstPath, path];
            throw new FileError(
                path,
                0,
                $"{sides[0]} has an affine transform and {sides[1]} has none (qform and sform codes 0), so that where they lie cannot be "
                    + "compared; --ignore-affine goes by the voxels' index."
            );
        }

        return ByTheirPlace(first, firstPath, target, volume, path, source, labels, reading);
    }

    private static byte[] ByTheirIndex(
        NiftiVolume first,
        string firstPath,
        NiftiVolume volume,
        string path,
        byte[] labels,
        bool sameSize
    )
    {
        if (!sameSize)
        {
            throw new FileError(path, 0, $"{Size(volume)} voxels where {firstPath} has {Size(first)}.");
        }

        if (
            volume.Affine() is null
            && first.Affine() is null
            && volume.Spacing.Zip(first.Spacing).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-3 * pair.Second)
        )
        {
            throw new FileError(
                path,
                0,
                $"its voxels are {string.Join(" × ", volume.Spacing.Select(Short))} where those of {firstPath} are {string.Join(" × ", first.Spacing.Select(Short))}: another grid."
            );
        }

        return labels;
    }

    private byte[] ByTheirPlace(
        NiftiVolume first,
        string firstPath,
        VoxelAffine target,
        NiftiVolume volume,
        string path,
        VoxelAffine source,
        byte[] labels,
        FileReading reading
    )
    {
        // The way from one grid to the other is affine too: three steps and a start tell it.
        (double X, double Y, double Z) start = Mapped(0, 0, 0);
        (double X, double Y, double Z)[] steps =
        [
            Less(Mapped(1, 0, 0), start),
            Less(Mapped(0, 1, 0), start),
            Less(Mapped(0, 0, 1), start),
        ];
        double apart = Apart(start, steps, first);
        bool identity = apart < SamePlace && Size(first) == Size(volume) && IsIdentity(start, steps, first);
        if (identity)
        {
            return labels;
        }

        if (apart >= SamePlace && !Resample)
        {
            throw new FileError(
                path,
                0,
                $"its affine transform puts its voxels on another grid than that of {firstPath} (up to "
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $"{apart:F2} voxels off its centres); --resample brings it there by the nearest voxel."
                    )
            );
        }

        byte[] placed = Sample(first, volume, labels, start, steps, out long kept);
        long marked = labels.LongCount(label => label != 0);
        reading.Note(
            path,
            apart < SamePlace
                ? $"stored in another order of voxels than {firstPath}; put in its order by the affine transforms"
                    + (
                        kept < marked
                            ? $"; {marked - kept} of {marked} marked voxels lie outside that grid and are lost."
                            : "."
                    )
                : $"resampled onto the grid of {firstPath} by the nearest voxel: {marked} marked voxels became {placed.LongCount(label => label != 0)}."
        );
        return placed;

        (double X, double Y, double Z) Mapped(double i, double j, double k)
        {
            (double x, double y, double z) = target.World(i, j, k);
            return source.Voxel(x, y, z);
        }
    }

    private static byte[] Sample(
        NiftiVolume first,
        NiftiVolume volume,
        byte[] labels,
        (double X, double Y, double Z) start,
        (double X, double Y, double Z)[] steps,
        out long kept
    )
    {
        byte[] placed = new byte[first.Width * first.Height * first.Depth];
        int at = 0;
        kept = 0;
        for (int k = 0; k < first.Depth; k++)
        {
            for (int j = 0; j < first.Height; j++)
            {
                for (int i = 0; i < first.Width; i++, at++)
                {
                    int x = (int)Math.Floor(start.X + (i * steps[0].X) + (j * steps[1].X) + (k * steps[2].X) + 0.5);
                    int y = (int)Math.Floor(start.Y + (i * steps[0].Y) + (j * steps[1].Y) + (k * steps[2].Y) + 0.5);
                    int z = (int)Math.Floor(start.Z + (i * steps[0].Z) + (j * steps[1].Z) + (k * steps[2].Z) + 0.5);
                    if ((uint)x < (uint)volume.Width && (uint)y < (uint)volume.Height && (uint)z < (uint)volume.Depth)
                    {
                        placed[at] = labels[(((z * volume.Height) + y) * volume.Width) + x];
                        kept += placed[at] != 0 ? 1 : 0;
                    }
                }
            }
        }

        return placed;
    }

    /// <summary>The farthest that a voxel of the first lies from the centre of a voxel of the other, in voxels.</summary>
    private static double Apart(
        (double X, double Y, double Z) start,
        (double X, double Y, double Z)[] steps,
        NiftiVolume first
    )
    {
        // A rotation or another size of voxels shows in the steps, and grows along the grid.
        double[] parts = [start.X, start.Y, start.Z];
        double far = parts.Max(part => Math.Abs(part - Math.Round(part)));
        int[] sizes = [first.Width, first.Height, first.Depth];
        for (int axis = 0; axis < 3; axis++)
        {
            foreach (double part in (double[])[steps[axis].X, steps[axis].Y, steps[axis].Z])
            {
                far = Math.Max(far, Math.Min(0.5, Math.Abs(part - Math.Round(part)) * (sizes[axis] - 1)));
            }
        }

        return far;
    }

    private static bool IsIdentity(
        (double X, double Y, double Z) start,
        (double X, double Y, double Z)[] steps,
        NiftiVolume first
    )
    {
        (double x, double y, double z) = (first.Width - 1, first.Height - 1, first.Depth - 1);
        double endX = start.X + (x * steps[0].X) + (y * steps[1].X) + (z * steps[2].X);
        double endY = start.Y + (x * steps[0].Y) + (y * steps[1].Y) + (z * steps[2].Y);
        double endZ = start.Z + (x * steps[0].Z) + (y * steps[1].Z) + (z * steps[2].Z);
        return Math.Round(start.X) == 0
            && Math.Round(start.Y) == 0
            && Math.Round(start.Z) == 0
            && Math.Round(endX) == x
            && Math.Round(endY) == y
            && Math.Round(endZ) == z
            && Math.Round(steps[0].X) == 1
            && Math.Round(steps[1].Y) == 1;
    }

    private static (double X, double Y, double Z) Less(
        (double X, double Y, double Z) a,
        (double X, double Y, double Z) b
    ) => (a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    private static string Size(NiftiVolume volume) => $"{volume.Width}×{volume.Height}×{volume.Depth}";

    private static string Short(float mm) => mm.ToString("0.###", CultureInfo.InvariantCulture);
}
