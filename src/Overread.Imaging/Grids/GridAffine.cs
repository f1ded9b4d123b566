namespace Overread.Imaging.Grids;

/// <summary>
/// Where the voxels of a volume lie: place = Origin + i · ColumnStep + j · RowStep + k · SliceStep, all in millimetres of the
/// patient. A general affine: the steps may be sheared (a tilted gantry) and left-handed, and are never made orthogonal.
/// </summary>
public sealed class GridAffine
{
    private readonly double _determinant;

    /// <summary>Creates it.</summary>
    /// <param name="origin">Centre of voxel (0, 0, 0).</param>
    /// <param name="columnStep">From one voxel to its neighbour of the next i (along a row).</param>
    /// <param name="rowStep">To the neighbour of the next j (down a column).</param>
    /// <param name="sliceStep">To the neighbour of the next k.</param>
    /// <exception cref="GridException">The steps do not span space, or are no numbers.</exception>
    public GridAffine(Lps origin, Lps columnStep, Lps rowStep, Lps sliceStep)
    {
        Origin = origin;
        ColumnStep = columnStep;
        RowStep = rowStep;
        SliceStep = sliceStep;
        _determinant = columnStep.Cross(rowStep).Dot(sliceStep);
        double size = columnStep.Length * rowStep.Length * sliceStep.Length;
        if (!origin.IsFinite || !double.IsFinite(_determinant) || !(Math.Abs(_determinant) > 1e-6 * size))
        {
            throw new GridException("the voxels' steps do not span space: the affine transform is singular.");
        }
    }

    /// <summary>Centre of voxel (0, 0, 0).</summary>
    public Lps Origin { get; }

    /// <summary>Step of i.</summary>
    public Lps ColumnStep { get; }

    /// <summary>Step of j.</summary>
    public Lps RowStep { get; }

    /// <summary>Step of k.</summary>
    public Lps SliceStep { get; }

    /// <summary>Volume of a voxel in mm³.</summary>
    public double VoxelVolume => Math.Abs(_determinant);

    /// <summary>Degrees by which the slice step leans from the normal of the slices; 0 for a box.</summary>
    public double ShearDegrees =>
        Math.Acos(Math.Clamp(Math.Abs(_determinant) / ColumnStep.Cross(RowStep).Length / SliceStep.Length, 0, 1))
        * 180
        / Math.PI;

    /// <summary>Place of a voxel; fractions lie between centres.</summary>
    public Lps ToPatient(double i, double j, double k) => Origin + (ColumnStep * i) + (RowStep * j) + (SliceStep * k);

    /// <summary>Voxel of a place, not rounded.</summary>
    public (double I, double J, double K) ToVoxel(Lps place)
    {
        Lps from = place - Origin;
        return (
            RowStep.Cross(SliceStep).Dot(from) / _determinant,
            SliceStep.Cross(ColumnStep).Dot(from) / _determinant,
            ColumnStep.Cross(RowStep).Dot(from) / _determinant
        );
    }
}
