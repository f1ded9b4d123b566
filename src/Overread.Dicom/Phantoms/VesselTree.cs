using Overread.Dicom.Geometry;

namespace Overread.Dicom.Phantoms;

/// <summary>Blood vessels of both lungs: tubes that leave the hilum, branch and thin out. Looked up by a grid of cells.</summary>
internal sealed class VesselTree
{
    private const double Cell = 10;
    private const int Side = 36;
    private readonly List<Tube>[] _cells = new List<Tube>[Side * Side * Side];

    internal VesselTree(SeededNoise noise)
    {
        foreach (double side in (ReadOnlySpan<double>)[-1, 1])
        {
            for (int i = 0; i < 11; i++)
            {
                PatientVector direction = new(
                    side * noise.Between(0.35, 1),
                    noise.Between(-0.9, 0.9),
                    noise.Between(-1.1, 1.1)
                );
                PatientPoint start = new(side * 34, 4 + noise.Between(-6, 10), noise.Between(-22, 12));
                Grow(noise, start, direction.Normalized(), noise.Between(3.2, 5.2), 0);
            }
        }
    }

    /// <summary>Millimetres into the nearest vessel; negative outside.</summary>
    internal double Distance(double x, double y, double z)
    {
        int cell = CellOf(x, y, z);
        double best = -10;
        if (cell < 0 || _cells[cell] is not { } tubes)
        {
            return best;
        }

        foreach (Tube tube in tubes)
        {
            best = Math.Max(best, tube.Distance(x, y, z));
        }

        return best;
    }

    private void Grow(SeededNoise noise, PatientPoint from, PatientVector direction, double radius, int generation)
    {
        if (radius < 0.55 || generation > 6)
        {
            return;
        }

        double length = noise.Between(10, 22);
        PatientPoint to = from + (direction * length);
        Insert(new Tube(from, to, radius, radius * 0.82));
        int children = generation < 2 ? 3 : 2;
        for (int i = 0; i < children; i++)
        {
            PatientVector turn = new(
                noise.Between(-0.75, 0.75),
                noise.Between(-0.75, 0.75),
                noise.Between(-0.75, 0.75)
            );
            PatientVector next = new(direction.X + turn.X, direction.Y + turn.Y, direction.Z + turn.Z);
            Grow(noise, to, next.Normalized(), radius * noise.Between(0.62, 0.84), generation + 1);
        }
    }

    private void Insert(Tube tube)
    {
        HashSet<int> seen = [];
        int steps = 8;
        for (int i = 0; i <= steps; i++)
        {
            double t = (double)i / steps;
            PatientPoint p = tube.From + ((tube.To - tube.From) * t);
            for (int corner = 0; corner < 8; corner++)
            {
                double reach = tube.Radius + 1.5;
                int cell = CellOf(
                    p.X + ((corner & 1) == 0 ? -reach : reach),
                    p.Y + ((corner & 2) == 0 ? -reach : reach),
                    p.Z + ((corner & 4) == 0 ? -reach : reach)
                );
                if (cell >= 0 && seen.Add(cell))
                {
                    (_cells[cell] ??= []).Add(tube);
                }
            }
        }
    }

    private static int CellOf(double x, double y, double z)
    {
        int i = (int)Math.Floor(x / Cell) + (Side / 2);
        int j = (int)Math.Floor(y / Cell) + (Side / 2);
        int k = (int)Math.Floor(z / Cell) + (Side / 2);
        return (uint)i < Side && (uint)j < Side && (uint)k < Side ? (((k * Side) + j) * Side) + i : -1;
    }

    private sealed record Tube(PatientPoint From, PatientPoint To, double Radius, double EndRadius)
    {
        private readonly PatientVector _axis = To - From;
        private readonly double _square = (To - From).Dot(To - From);

        internal double Distance(double x, double y, double z)
        {
            PatientVector to = new(x - From.X, y - From.Y, z - From.Z);
            double t = Math.Clamp(to.Dot(_axis) / _square, 0, 1);
            double dx = to.X - (_axis.X * t);
            double dy = to.Y - (_axis.Y * t);
            double dz = to.Z - (_axis.Z * t);
            return Radius + ((EndRadius - Radius) * t) - Math.Sqrt((dx * dx) + (dy * dy) + (dz * dz));
        }
    }
}
