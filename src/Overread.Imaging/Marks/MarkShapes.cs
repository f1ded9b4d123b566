using System.Globalization;
using Overread.Imaging.Contours;
using Overread.Imaging.Grids;

namespace Overread.Imaging.Marks;

/// <summary>Turns what a mark has (voxels, shapes in pictures, shapes in the patient) into what a format holds.</summary>
public sealed class MarkShapes
{
    // Planes of contours that lie nearer than this are one plane, in parts of the slice distance.
    private const double SamePlane = 0.1;
    private readonly MarkSet _set;
    private readonly LossReport _losses;
    private readonly Dictionary<MarkObject, VoxelMask?> _filled = [];

    /// <summary>Creates it.</summary>
    /// <param name="set">The marks.</param>
    /// <param name="losses">Receives what does not fit.</param>
    public MarkShapes(MarkSet set, LossReport losses) => (_set, _losses) = (set, losses);

    private MarkedImages Images => _set.Images;

    /// <summary>The voxels of a mark: its own, else those whose centres its shapes enclose; null where it encloses none.</summary>
    public VoxelMask? MaskOf(MarkObject mark)
    {
        if (mark.Mask is { } own)
        {
            return own;
        }

        if (!_filled.TryGetValue(mark, out VoxelMask? filled))
        {
            _filled[mark] = filled = Fill(mark);
        }

        return filled;
    }

    /// <summary>The voxels that <see cref="MaskOf"/> found in the shapes of a mark; null where it was not asked, or found none.</summary>
    public VoxelMask? FilledOf(MarkObject mark) => _filled.GetValueOrDefault(mark);

    private VoxelMask? Fill(MarkObject mark)
    {
        VoxelMask mask = new();
        foreach (IGrouping<int, PlanarShape> slice in mark.Planar.GroupBy(shape => shape.Slice))
        {
            if (FillPlanar(mark, slice.Key, slice) is { } patch)
            {
                mask.Set(slice.Key, patch);
            }
        }

        FillContours(mark, mask);
        Unfillable(mark);
        return mask.Slices.Count == 0 ? null : mask;
    }

    /// <summary>The shapes of a mark in pictures: its own, its contours where they lie in one, the outline of its voxels.</summary>
    public IReadOnlyList<PlanarShape> PlanarOf(MarkObject mark)
    {
        List<PlanarShape> shapes = [.. mark.Planar];
        if (mark.Mask is { } mask)
        {
            shapes.AddRange(
                mask.Slices.Select(slice => new PlanarShape(
                    slice.Key,
                    PlanarShapeKind.Polygon,
                    MaskOutline.Follow(slice.Value)
                ))
            );
        }
        else
        {
            foreach ((int slice, PatientShapeKind kind, List<double[]> rings) in InPlanes(mark))
            {
                shapes.Add(new PlanarShape(slice, Planar(kind), rings));
            }
        }

        return shapes;
    }

    /// <summary>The shapes of a mark in the patient: its own, else those of its shapes in pictures or the outline of its voxels.</summary>
    /// <exception cref="GridException">The images have no place in a patient.</exception>
    public IReadOnlyList<(int Slice, PatientShape Shape)> PlacesOf(MarkObject mark)
    {
        VolumeGrid grid =
            Images.Grid
            ?? throw new GridException("the images have no place in a patient, so the marks have none either.");
        List<(int, PatientShape)> shapes = [.. mark.Places.Select(shape => (SliceOf(shape, grid), shape))];
        foreach (PlanarShape planar in mark.Mask is null || mark.Places.Count == 0 ? PlanarWithoutPlaces(mark) : [])
        {
            PatientShapeKind kind = planar.Kind switch
            {
                PlanarShapeKind.Points => PatientShapeKind.Points,
                PlanarShapeKind.Polyline => PatientShapeKind.Open,
                _ => PatientShapeKind.Closed,
            };
            IReadOnlyList<double[]> rings = RingsOf(planar);
            foreach (double[] ring in kind == PatientShapeKind.Closed && !planar.Parts ? Keyholes.Join(rings) : rings)
            {
                Lps[] places = new Lps[ring.Length / 2];
                for (int i = 0; i < places.Length; i++)
                {
                    places[i] = grid.ToPatient(ring[2 * i] - 0.5, ring[(2 * i) + 1] - 0.5, planar.Slice);
                }

                shapes.Add(
                    (
                        planar.Slice,
                        new PatientShape(kind, places) { SopInstanceUid = Images.Slices[planar.Slice].SopInstanceUid }
                    )
                );
            }
        }

        return shapes;
    }

    /// <summary>A shape as rings or lines of corners: a box has four, an ellipse as many as its size needs.</summary>
    public static IReadOnlyList<double[]> RingsOf(PlanarShape shape)
    {
        double[] c = shape.Rings.Count > 0 ? shape.Rings[0] : [];
        switch (shape.Kind)
        {
            case PlanarShapeKind.Box:
                return
                [
                    [c[0], c[1], c[2], c[1], c[2], c[3], c[0], c[3]],
                ];
            case PlanarShapeKind.Ellipse:
                (double x, double y) = ((c[0] + c[2]) / 2, (c[1] + c[3]) / 2);
                (double ax, double ay) = ((c[2] - c[0]) / 2, (c[3] - c[1]) / 2);
                (double bx, double by) = ((c[6] - c[4]) / 2, (c[7] - c[5]) / 2);
                double size = Math.Max(Math.Sqrt((ax * ax) + (ay * ay)), Math.Sqrt((bx * bx) + (by * by)));
                // So many corners that no side lies farther than a hundredth of a pixel from the curve.
                int corners = Math.Clamp(
                    (int)Math.Ceiling(Math.PI / Math.Acos(1 - (0.01 / Math.Max(size, 0.02)))),
                    16,
                    4096
                );
                double[] ring = new double[2 * corners];
                for (int i = 0; i < corners; i++)
                {
                    (double sin, double cos) = Math.SinCos(2 * Math.PI * i / corners);
                    ring[2 * i] = x + (ax * cos) + (bx * sin);
                    ring[(2 * i) + 1] = y + (ay * cos) + (by * sin);
                }

                return [ring];
            default:
                return shape.Rings;
        }
    }

    private static PlanarShapeKind Planar(PatientShapeKind kind) =>
        kind switch
        {
            PatientShapeKind.Closed => PlanarShapeKind.Polygon,
            PatientShapeKind.Open => PlanarShapeKind.Polyline,
            _ => PlanarShapeKind.Points,
        };

    private static IEnumerable<PlanarShape> PlanarWithoutPlaces(MarkObject mark)
    {
        foreach (PlanarShape shape in mark.Planar)
        {
            yield return shape;
        }

        foreach ((int slice, MaskPatch patch) in mark.Mask?.Slices ?? new Dictionary<int, MaskPatch>())
        {
            yield return new PlanarShape(slice, PlanarShapeKind.Polygon, MaskOutline.Follow(patch));
        }
    }

    private int SliceOf(PatientShape shape, VolumeGrid grid)
    {
        if (shape.SopInstanceUid is { } uid && Images.FindInstance(uid, 0) is >= 0 and var at)
        {
            return at;
        }

        (int slice, double off) = grid.Nearest(shape.Places[0]);
        return Math.Abs(off) <= grid.Reach(slice, off) ? slice : -1;
    }

    private MaskPatch? FillPlanar(MarkObject mark, int slice, IEnumerable<PlanarShape> shapes)
    {
        ImageSlice image = Images.Slices[slice];
        List<MaskPatch> patches = [];
        foreach (PlanarShape shape in shapes)
        {
            if (shape.Kind is PlanarShapeKind.Points or PlanarShapeKind.Polyline)
            {
                continue;
            }

            IReadOnlyList<double[]> rings = RingsOf(shape);
            Outside(mark, shape, image);
            // Polygons beside each other are a union; rings of one polygon exclude each other.
            IEnumerable<IReadOnlyList<double[]>> groups = shape.Parts
                ? rings.Select(r => (IReadOnlyList<double[]>)[r])
                : [rings];
            patches.AddRange(groups.Select(g => PolygonFill.Fill(g, image.Width, image.Height)).OfType<MaskPatch>());
        }

        if (patches.Count < 2)
        {
            return patches.Count == 0 ? null : patches[0];
        }

        byte[] plane = new byte[image.Width * image.Height];
        patches.ForEach(patch => patch.CopyTo(plane, image.Width));
        return MaskPatch.Of(plane, image.Width);
    }

    private void Outside(MarkObject mark, PlanarShape shape, ImageSlice image)
    {
        (double left, double top, double right, double bottom) = shape.Bounds;
        if (left < -1e-6 || top < -1e-6 || right > image.Width + 1e-6 || bottom > image.Height + 1e-6)
        {
            _losses.Add(
                "shapes that reach beyond their image",
                "what lies outside has no pixels",
                $"{mark.Label.Name} on {image.Name}"
            );
        }
    }

    private void Unfillable(MarkObject mark)
    {
        int open =
            mark.Planar.Count(s => s.Kind is PlanarShapeKind.Points or PlanarShapeKind.Polyline)
            + mark.Places.Count(s => s.Kind != PatientShapeKind.Closed);
        _losses.Add("points and open lines", "they enclose no voxel", mark.Label.Name, open);
    }

    private void FillContours(MarkObject mark, VoxelMask mask)
    {
        foreach ((int slice, PatientShapeKind kind, List<double[]> rings) in InPlanes(mark))
        {
            if (kind != PatientShapeKind.Closed)
            {
                continue;
            }

            ImageSlice image = Images.Slices[slice];
            PlanarShape shape = new(slice, PlanarShapeKind.Polygon, rings);
            Outside(mark, shape, image);
            MaskPatch? patch = PolygonFill.Fill(rings, image.Width, image.Height);
            if (patch is null)
            {
                _losses.Add(
                    "contours that enclose no voxel centre",
                    "they are smaller than a voxel or lie beside the image",
                    $"{mark.Label.Name} on {image.Name}",
                    rings.Count
                );
            }
            else if (mask.Slices.TryGetValue(slice, out MaskPatch? had))
            {
                byte[] plane = new byte[image.Width * image.Height];
                had.CopyTo(plane, image.Width);
                patch.CopyTo(plane, image.Width);
                mask.Set(slice, MaskPatch.Of(plane, image.Width));
            }
            else
            {
                mask.Set(slice, patch);
            }
        }
    }

    /// <summary>Contours by the image plane that they lie in; of several planes of contours at one image the nearest is taken.</summary>
    private List<(int Slice, PatientShapeKind Kind, List<double[]> Rings)> InPlanes(MarkObject mark)
    {
        List<(int, PatientShapeKind, List<double[]>)> planes = [];
        if (mark.Places.Count == 0)
        {
            return planes;
        }

        VolumeGrid grid =
            Images.Grid ?? throw new GridException("contours in the patient need images that say where they lie.");
        List<(int Slice, double Off, PatientShape Shape)> met = [];
        foreach (PatientShape shape in mark.Places)
        {
            if (Plane(mark, shape, grid) is { } plane)
            {
                met.Add((plane.Slice, plane.Off, shape));
            }
        }

        double apart = SamePlane * (grid.SliceDistance > 0 ? grid.SliceDistance : 1);
        foreach (var slice in met.GroupBy(m => (m.Slice, m.Shape.Kind)))
        {
            double nearest = slice.MinBy(m => Math.Abs(m.Off)).Off;
            List<double[]> rings = [];
            foreach ((int at, double off, PatientShape shape) in slice)
            {
                if (shape.Kind == PatientShapeKind.Closed && Math.Abs(off - nearest) > apart)
                {
                    _losses.Add(
                        "contours between image planes",
                        "another plane of contours of the same mark lies nearer to the image",
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{mark.Label.Name}, {off:0.###} mm from {Images.Slices[at].Name}"
                        )
                    );
                    continue;
                }

                double[] ring = new double[2 * shape.Places.Count];
                for (int i = 0; i < shape.Places.Count; i++)
                {
                    (double x, double y, _) = grid.ToPixel(shape.Places[i], at);
                    (ring[2 * i], ring[(2 * i) + 1]) = (x + 0.5, y + 0.5);
                }

                rings.Add(ring);
            }

            if (rings.Count > 0)
            {
                planes.Add((slice.Key.Slice, slice.Key.Kind, rings));
            }
        }

        return planes;
    }

    private (int Slice, double Off)? Plane(MarkObject mark, PatientShape shape, VolumeGrid grid)
    {
        Lps middle = shape.Places.Aggregate(default(Lps), (sum, p) => sum + p) * (1.0 / shape.Places.Count);
        (int slice, double off) = grid.Nearest(middle);
        double reach = grid.Reach(slice, off);
        double spread = shape.Places.Max(place => Math.Abs(grid.ToPixel(place, slice).Off - off));
        string where = string.Create(
            CultureInfo.InvariantCulture,
            $"{mark.Label.Name} at ({middle.X:0.#}, {middle.Y:0.#}, {middle.Z:0.#}) mm"
        );
        if (Math.Abs(off) > reach)
        {
            _losses.Add("contours on no image", "no image plane lies within half a slice of them", where);
            return null;
        }

        if (shape.Kind == PatientShapeKind.Closed && spread > reach)
        {
            _losses.Add("contours across image planes", "they lie in no image's plane", where);
            return null;
        }

        return (slice, off);
    }
}
