namespace Overread.Imaging.Grids;

/// <summary>
/// The voxels of a stack of parallel slices of one size. The slices need not be evenly spaced: each has its own origin, and
/// only where they lie on one line in even steps is there an <see cref="Affine"/>. Pixel centres as in DICOM: voxel (0, 0, k) is
/// centred at the origin of slice k (PS3.3 C.7.6.2.1.1).
/// </summary>
public sealed class VolumeGrid
{
    /// <summary>How far an origin may lie off the even line, in parts of the slice step, for the stack to be even.</summary>
    private const double Evenness = 0.01;

    private readonly Lps[] _origins;
    private readonly double[] _distances;

    private VolumeGrid(int width, int height, Lps columnStep, Lps rowStep, Lps[] origins, GridAffine? affine)
    {
        if (width < 1 || height < 1 || origins.Length < 1)
        {
            throw new GridException($"a grid of {width}×{height}×{origins.Length} voxels has none.");
        }

        Width = width;
        Height = height;
        ColumnStep = columnStep;
        RowStep = rowStep;
        Normal = columnStep.Cross(rowStep).Normalized();
        _origins = origins;
        _distances = [.. origins.Select(Normal.Dot)];
        Affine = affine;
        SliceDistance = Median(_distances);
    }

    /// <summary>Voxels of a row.</summary>
    public int Width { get; }

    /// <summary>Rows of a slice.</summary>
    public int Height { get; }

    /// <summary>Slices.</summary>
    public int Depth => _origins.Length;

    /// <summary>Step along a row.</summary>
    public Lps ColumnStep { get; }

    /// <summary>Step down a column.</summary>
    public Lps RowStep { get; }

    /// <summary>Direction across the slices, of length 1: columns × rows.</summary>
    public Lps Normal { get; }

    /// <summary>The voxels as one affine; null where the slices are unevenly spaced, or where one slice has no known thickness.</summary>
    public GridAffine? Affine { get; }

    /// <summary>Millimetres between slices across them (the median); 0 where there is one slice without a thickness.</summary>
    public double SliceDistance { get; private init; }

    /// <summary>Volume of a voxel in mm³; 0 where slices have no distance.</summary>
    public double VoxelVolume => Affine?.VoxelVolume ?? ColumnStep.Cross(RowStep).Length * SliceDistance;

    /// <summary>"512×512×100".</summary>
    public string Size => $"{Width}×{Height}×{Depth}";

    /// <summary>A box of voxels.</summary>
    public static VolumeGrid Of(int width, int height, int depth, GridAffine affine)
    {
        Lps[] origins = new Lps[Math.Max(depth, 0)];
        for (int k = 0; k < origins.Length; k++)
        {
            origins[k] = affine.ToPatient(0, 0, k);
        }

        Lps normal = affine.ColumnStep.Cross(affine.RowStep).Normalized();
        return new VolumeGrid(width, height, affine.ColumnStep, affine.RowStep, origins, affine)
        {
            SliceDistance = Math.Abs(normal.Dot(affine.SliceStep)),
        };
    }

    /// <summary>A stack of slices in the order given.</summary>
    /// <param name="width">Voxels of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="columnStep">Step along a row.</param>
    /// <param name="rowStep">Step down a column.</param>
    /// <param name="origins">Centre of the first voxel of each slice.</param>
    /// <param name="thickness">Millimetres that one slice alone is thick; null where unknown.</param>
    public static VolumeGrid OfSlices(
        int width,
        int height,
        Lps columnStep,
        Lps rowStep,
        IReadOnlyList<Lps> origins,
        double? thickness = null
    )
    {
        if (!(columnStep.Cross(rowStep).Length > 0))
        {
            throw new GridException("rows and columns of the slices do not span a plane.");
        }

        Lps normal = columnStep.Cross(rowStep).Normalized();
        GridAffine? affine = null;
        if (origins.Count > 1)
        {
            Lps step = (origins[^1] - origins[0]) * (1.0 / (origins.Count - 1));
            double allowed = Math.Max(Evenness * step.Length, 1e-3);
            bool even =
                Math.Abs(step.Dot(normal)) > 1e-6
                && origins.Select((o, k) => (o - (origins[0] + (step * k))).Length).All(off => off <= allowed);
            affine = even ? new GridAffine(origins[0], columnStep, rowStep, step) : null;
        }
        else if (origins.Count == 1 && thickness is > 0)
        {
            affine = new GridAffine(origins[0], columnStep, rowStep, normal * thickness.Value);
        }

        VolumeGrid grid = new(width, height, columnStep, rowStep, [.. origins], affine);
        return origins.Count == 1 && thickness is > 0
            ? new VolumeGrid(width, height, columnStep, rowStep, [.. origins], affine)
            {
                SliceDistance = thickness.Value,
            }
            : grid;
    }

    /// <summary>Centre of the first voxel of a slice.</summary>
    public Lps OriginOf(int slice) => _origins[slice];

    /// <summary>Place of a pixel of a slice by its centre coordinates; (0, 0) is the centre of the first pixel.</summary>
    public Lps ToPatient(double i, double j, int slice) => _origins[slice] + (ColumnStep * i) + (RowStep * j);

    /// <summary>Pixel of a place in the plane of a slice, not rounded, and the millimetres that it lies off that plane.</summary>
    public (double I, double J, double Off) ToPixel(Lps place, int slice)
    {
        Lps from = place - _origins[slice];
        double off = from.Dot(Normal);
        Lps flat = from - (Normal * off);
        Lps cross = ColumnStep.Cross(RowStep);
        double area = cross.Dot(cross);
        return (flat.Cross(RowStep).Dot(cross) / area, ColumnStep.Cross(flat).Dot(cross) / area, off);
    }

    /// <summary>The slice whose plane is nearest to a place, and the millimetres from that plane.</summary>
    public (int Slice, double Off) Nearest(Lps place)
    {
        double at = place.Dot(Normal);
        int best = 0;
        for (int k = 1; k < _distances.Length; k++)
        {
            if (Math.Abs(at - _distances[k]) < Math.Abs(at - _distances[best]))
            {
                best = k;
            }
        }

        return (best, at - _distances[best]);
    }

    /// <summary>
    /// Millimetres from a slice's plane within which a place belongs to the slice: half the way to its neighbour on that side;
    /// half the median distance at the ends and for gaps.
    /// </summary>
    public double Reach(int slice, double off)
    {
        double half = SliceDistance > 0 ? SliceDistance / 2 : 0.5;
        double nearest = double.MaxValue;
        foreach (int other in (ReadOnlySpan<int>)[slice - 1, slice + 1])
        {
            if ((uint)other < (uint)Depth && (_distances[other] - _distances[slice]) * off > 0)
            {
                nearest = Math.Min(nearest, Math.Abs(_distances[other] - _distances[slice]) / 2);
            }
        }

        return Math.Min(half, nearest) + 1e-6;
    }

    private static double Median(double[] distances)
    {
        List<double> steps =
        [
            .. distances.Order().Zip(distances.Order().Skip(1), (a, b) => b - a).Where(step => step > 1e-3).Order(),
        ];
        return steps.Count == 0 ? 0 : steps[steps.Count / 2];
    }
}
