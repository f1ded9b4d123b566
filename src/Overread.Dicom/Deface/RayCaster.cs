using Overread.Dicom.Geometry;

namespace Overread.Dicom.Deface;

/// <summary>Parallel rays through a grid whose surface is where values cross 0.</summary>
internal sealed class RayCaster(CellGrid grid, float[] values)
{
    /// <summary>Draws one view, the long axis of the patient upwards.</summary>
    /// <param name="angle">Degrees by which the eye is turned from the front to the patient's left.</param>
    /// <param name="side">Pixels of a side.</param>
    /// <param name="into">Receives grey values.</param>
    /// <param name="left">First column of the view.</param>
    /// <param name="stride">Pixels per row of the whole picture.</param>
    internal void Draw(double angle, int side, byte[] into, int left, int stride)
    {
        double turn = angle * Math.PI / 180;
        // The eye looks to the back (+y); turned to the patient's left it stands at +x.
        PatientVector look = new(-Math.Sin(turn), Math.Cos(turn), 0);
        PatientVector right = new(Math.Cos(turn), Math.Sin(turn), 0);
        double half = Math.Sqrt((grid.Width * grid.Width) + (grid.Depth * grid.Depth)) / 2;
        double scale = Math.Max(grid.Width, Math.Max(grid.Depth, grid.Height)) / (double)side;
        PatientVector middle = new((grid.Width - 1) / 2.0, (grid.Depth - 1) / 2.0, (grid.Height - 1) / 2.0);
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column < side; column++)
            {
                double across = (column - ((side - 1) / 2.0)) * scale;
                double up = (((side - 1) / 2.0) - row) * scale;
                PatientVector at = Sum(middle, Sum(right * across, new PatientVector(0, 0, up)));
                into[(row * stride) + left + column] = Shade(Sum(at, look * -half), look, half * 2);
            }
        }
    }

    private byte Shade(PatientVector start, PatientVector look, double length)
    {
        for (double t = 0; t <= length; t++)
        {
            if (Nearest(Sum(start, look * t)) <= 0)
            {
                continue;
            }

            double near = Math.Max(0, t - 1.5);
            double far = t + 0.5;
            if (At(Sum(start, look * far)) <= 0)
            {
                continue;
            }

            for (int i = 0; i < 8; i++)
            {
                double middle = (near + far) / 2;
                (near, far) = At(Sum(start, look * middle)) > 0 ? (near, middle) : (middle, far);
            }

            PatientVector slope = Slope(Sum(start, look * far));
            // Light from the eye, a little from above; what is far is darker.
            PatientVector light = Sum(look * 0.9, new PatientVector(0, 0, -0.43)).Normalized();
            double facing = slope.Length < 1e-6 ? 0.5 : Math.Max(0, slope.Normalized().Dot(light));
            double depth = 1 - (0.5 * far / length);
            return (byte)Math.Clamp(30 + (225 * depth * (0.15 + (0.85 * facing))), 0, 255);
        }

        return 0;
    }

    private PatientVector Slope(PatientVector p)
    {
        const double Step = 1.2;
        PatientVector x = new(Step, 0, 0);
        PatientVector y = new(0, Step, 0);
        PatientVector z = new(0, 0, Step);
        return new(
            At(Sum(p, x)) - At(Sum(p, x * -1)),
            At(Sum(p, y)) - At(Sum(p, y * -1)),
            At(Sum(p, z)) - At(Sum(p, z * -1))
        );
    }

    private float Nearest(PatientVector p)
    {
        int x = (int)Math.Round(p.X);
        int y = (int)Math.Round(p.Y);
        int z = (int)Math.Round(p.Z);
        return x < 0 || y < 0 || z < 0 || x >= grid.Width || y >= grid.Depth || z >= grid.Height
            ? -1
            : values[grid.Index(x, y, z)];
    }

    private double At(PatientVector p)
    {
        int x = (int)Math.Floor(p.X);
        int y = (int)Math.Floor(p.Y);
        int z = (int)Math.Floor(p.Z);
        if (x < 0 || y < 0 || z < 0 || x >= grid.Width - 1 || y >= grid.Depth - 1 || z >= grid.Height - 1)
        {
            return -1;
        }

        double u = p.X - x;
        double v = p.Y - y;
        double w = p.Z - z;
        int at = grid.Index(x, y, z);
        return Mix(
            Mix(Mix(values[at], values[at + 1], u), Mix(values[at + grid.Width], values[at + grid.Width + 1], u), v),
            Mix(
                Mix(values[at + grid.Layer], values[at + grid.Layer + 1], u),
                Mix(values[at + grid.Layer + grid.Width], values[at + grid.Layer + grid.Width + 1], u),
                v
            ),
            w
        );
    }

    private static double Mix(double a, double b, double share) => a + ((b - a) * share);

    private static PatientVector Sum(PatientVector a, PatientVector b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);
}
