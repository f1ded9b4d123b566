namespace Overread.Imaging.Marks;

/// <summary>
/// A shape in the pixels of one picture. Coordinates run along pixel edges: (0, 0) is the upper left corner of the first pixel,
/// (0.5, 0.5) its centre, (width, height) the lower right corner of the last (as in COCO, and in DICOM SCOORD, PS3.3 C.18.6.1.2).
/// </summary>
/// <param name="Slice">Picture or slice of the images, from 0.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Rings">Coordinates x0, y0, x1, y1 …; one list per ring of a polygon, one list for anything else.</param>
public sealed record PlanarShape(int Slice, PlanarShapeKind Kind, IReadOnlyList<double[]> Rings)
{
    /// <summary>Visibility of each point as COCO has it (0 not labelled, 1 hidden, 2 seen); null where not said.</summary>
    public IReadOnlyList<int>? Visibility { get; init; }

    /// <summary>True where the source wrote polygons of their own that lie beside each other, not rings of one.</summary>
    public bool Parts { get; init; }

    /// <summary>Left, top, right, bottom of all coordinates.</summary>
    public (double Left, double Top, double Right, double Bottom) Bounds
    {
        get
        {
            (double l, double t, double r, double b) = (
                double.MaxValue,
                double.MaxValue,
                double.MinValue,
                double.MinValue
            );
            foreach (double[] ring in Rings)
            {
                for (int i = 0; i + 1 < ring.Length; i += 2)
                {
                    (l, r) = (Math.Min(l, ring[i]), Math.Max(r, ring[i]));
                    (t, b) = (Math.Min(t, ring[i + 1]), Math.Max(b, ring[i + 1]));
                }
            }

            return (l, t, r, b);
        }
    }

    /// <summary>A box.</summary>
    public static PlanarShape Box(int slice, double left, double top, double right, double bottom) =>
        new(
            slice,
            PlanarShapeKind.Box,
            [
                [left, top, right, bottom],
            ]
        );
}
