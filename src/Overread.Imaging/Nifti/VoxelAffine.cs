namespace Overread.Imaging.Nifti;

/// <summary>
/// Where voxels lie: world = M · (i, j, k) + t, in the unit of the file, as a rule millimetres, x to the right, y to the front,
/// z upward (the nifti1.h header, methods 2 and 3).
/// </summary>
public sealed class VoxelAffine
{
    private readonly double[] _rows;

    /// <summary>Creates it of its rows.</summary>
    /// <param name="rows">Three rows of four numbers, row by row.</param>
    /// <exception cref="NiftiException">The numbers do not span space, or are none.</exception>
    public VoxelAffine(IReadOnlyList<double> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        _rows = [.. rows];
        double volume = Math.Abs(Determinant());
        double size = Spacing[0] * Spacing[1] * Spacing[2];
        if (_rows.Length != 12 || !_rows.All(double.IsFinite) || !(volume > 1e-6 * size))
        {
            throw new NiftiException("the affine transform is singular: its voxels do not span space.");
        }
    }

    /// <summary>Distance between neighbours along i, j, k.</summary>
    public IReadOnlyList<double> Spacing =>
        [
            .. Enumerable
                .Range(0, 3)
                .Select(c =>
                    Math.Sqrt((_rows[c] * _rows[c]) + (_rows[4 + c] * _rows[4 + c]) + (_rows[8 + c] * _rows[8 + c]))
                ),
        ];

    /// <summary>The world point of a voxel's centre.</summary>
    public (double X, double Y, double Z) World(double i, double j, double k) =>
        (Row(0, i, j, k), Row(1, i, j, k), Row(2, i, j, k));

    /// <summary>The voxel coordinates, not rounded, of a world point.</summary>
    public (double I, double J, double K) Voxel(double x, double y, double z)
    {
        (double a, double b, double c) = (x - _rows[3], y - _rows[7], z - _rows[11]);
        double d = Determinant();
        return (Solve(0, a, b, c) / d, Solve(1, a, b, c) / d, Solve(2, a, b, c) / d);
    }

    private double Row(int row, double i, double j, double k) =>
        (_rows[4 * row] * i) + (_rows[(4 * row) + 1] * j) + (_rows[(4 * row) + 2] * k) + _rows[(4 * row) + 3];

    private double Determinant() => Triple(Column(0), Column(1), Column(2));

    private double Solve(int unknown, double a, double b, double c)
    {
        double[][] columns = [Column(0), Column(1), Column(2)];
        columns[unknown] = [a, b, c];
        return Triple(columns[0], columns[1], columns[2]);
    }

    private double[] Column(int c) => [_rows[c], _rows[4 + c], _rows[8 + c]];

    private static double Triple(double[] u, double[] v, double[] w) =>
        (u[0] * ((v[1] * w[2]) - (v[2] * w[1])))
        - (v[0] * ((u[1] * w[2]) - (u[2] * w[1])))
        + (w[0] * ((u[1] * v[2]) - (u[2] * v[1])));
}
