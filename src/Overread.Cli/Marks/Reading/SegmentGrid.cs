using System.Globalization;
using Overread.Dicom.Geometry;
using Overread.Dicom.Segmentations;
using Overread.Imaging.Grids;

namespace Overread.Cli.Marks.Reading;

/// <summary>The grid on which the frames of a segmentation stand, with the slices that it left out since nothing is marked there.</summary>
/// <param name="Grid">Slices along the normal.</param>
/// <param name="Slices">For each frame its slice.</param>
internal sealed record SegmentGrid(VolumeGrid Grid, IReadOnlyList<int> Slices)
{
    // Planes nearer than this are one, in mm.
    private const double SamePlane = 0.005;

    /// <summary>Finds it; null where frames do not say where they lie.</summary>
    /// <exception cref="GridException">Frames are not parallel, or only some say where they lie.</exception>
    internal static SegmentGrid? Of(SegmentationFile file) =>
        Of([.. file.Frames.Select(frame => frame.Plane)], file.Columns, file.Rows, file.SliceSpacing);

    /// <summary>Finds the grid of frames by their planes; null where none of them says where it lies.</summary>
    /// <exception cref="GridException">Frames are not parallel, or only some say where they lie.</exception>
    internal static SegmentGrid? Of(IReadOnlyList<SlicePlane?> frames, int columns, int rows, double? spacing)
    {
        int placed = frames.Count(frame => frame is not null);
        if (placed == 0)
        {
            return null;
        }

        if (placed < frames.Count)
        {
            throw new GridException(
                $"{frames.Count - placed} of {frames.Count} frames do not say where they lie (Plane Position, Plane Orientation, Pixel Measures)."
            );
        }

        SlicePlane first = frames[0]!;
        for (int i = 0; i < frames.Count; i++)
        {
            SlicePlane plane = frames[i]!;
            bool turned =
                (Vector(plane.Row) - Vector(first.Row)).Length + (Vector(plane.Column) - Vector(first.Column)).Length
                > 1e-3;
            bool scaled =
                Math.Abs(plane.ColumnSpacing - first.ColumnSpacing) > 1e-4 * first.ColumnSpacing
                || Math.Abs(plane.RowSpacing - first.RowSpacing) > 1e-4 * first.RowSpacing;
            if (turned || scaled)
            {
                throw new GridException(
                    $"frame {i + 1} has another orientation or pixel spacing than frame 1: such frames make no volume, and are not read."
                );
            }
        }

        int[] sorted = [.. Enumerable.Range(0, frames.Count).OrderBy(i => Along(frames[i]!, first))];
        List<Lps> origins = [];
        int[] slices = new int[frames.Count];
        double last = double.NaN;
        foreach (int i in sorted)
        {
            double at = Along(frames[i]!, first);
            if (!(at - last <= SamePlane))
            {
                origins.Add(Point(frames[i]!.Origin));
                last = at;
            }

            slices[i] = origins.Count - 1;
        }

        (List<Lps> all, int[] moved) = Filled(origins, spacing);
        VolumeGrid grid = VolumeGrid.OfSlices(
            columns,
            rows,
            Vector(first.Row) * first.ColumnSpacing,
            Vector(first.Column) * first.RowSpacing,
            all,
            spacing
        );
        return new SegmentGrid(grid, [.. slices.Select(slice => moved[slice])]);
    }

    /// <summary>Adds the planes that are missing between others where all lie on one line in whole steps.</summary>
    private static (List<Lps> Origins, int[] Moved) Filled(List<Lps> origins, double? spacing)
    {
        int[] same = [.. Enumerable.Range(0, origins.Count)];
        if (origins.Count < 2)
        {
            return (origins, same);
        }

        Lps line = (origins[^1] - origins[0]).Normalized();
        double[] at = [.. origins.Select(origin => (origin - origins[0]).Dot(line))];
        double least = at.Zip(at.Skip(1), (a, b) => b - a).Min();
        foreach (double step in (double[])[least, spacing ?? least])
        {
            double whole = at[^1] / Math.Max(1, Math.Round(at[^1] / step));
            int[] places = [.. at.Select(distance => (int)Math.Round(distance / whole))];
            bool fits =
                places[^1] < 20_000
                && places.Distinct().Count() == places.Length
                && at.Zip(places).All(pair => Math.Abs(pair.First - (pair.Second * whole)) <= 0.02 * whole);
            if (fits)
            {
                Lps each = (origins[^1] - origins[0]) * (1.0 / places[^1]);
                List<Lps> all = [.. Enumerable.Range(0, places[^1] + 1).Select(k => origins[0] + (each * k))];
                // Those that are there keep the place that they state.
                for (int i = 0; i < places.Length; i++)
                {
                    all[places[i]] = origins[i];
                }

                return (all, places);
            }
        }

        return (origins, same);
    }

    internal static Lps Point(PatientPoint p) => new(p.X, p.Y, p.Z);

    internal static Lps Vector(PatientVector v) => new(v.X, v.Y, v.Z);

    private static double Along(SlicePlane plane, SlicePlane first) => (plane.Origin - first.Origin).Dot(first.Normal);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Grid.Size}");
}
