using Overread.Quality.Geometry;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Geometry;

/// <summary>Outlines against the areas of their cells and the places they must hold.</summary>
public sealed class OutlinesByDefinition
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Zero_lines_cut_every_cell_as_its_corners_say(int seed)
    {
        const int Width = 9;
        const int Height = 7;
        SeededRandom random = new((ulong)seed);
        for (int round = 0; round < 25; round++)
        {
            float[] field = new float[Width * Height];
            for (int i = 0; i < field.Length; i++)
            {
                bool border = i % Width is 0 or Width - 1 || i / Width is 0 or Height - 1;
                field[i] = border || random.Next(2) == 0 ? -1 - random.Next(3) : 1 + random.Next(3);
            }

            List<List<PlanePoint>> lines = ContourLines.Zero(field, Width, Height);
            double area = 0;
            for (int y = 0; y + 1 < Height; y++)
            {
                for (int x = 0; x + 1 < Width; x++)
                {
                    area += CellArea(
                        field[(y * Width) + x],
                        field[(y * Width) + x + 1],
                        field[((y + 1) * Width) + x + 1],
                        field[((y + 1) * Width) + x]
                    );
                }
            }

            Assert.Equal(area, lines.Sum(PolygonFusion.Area), 1e-9);
            foreach (PlanePoint p in lines.SelectMany(line => line))
            {
                // On a side between two nodes, where the straight line between their values is zero.
                (int x, int y) = ((int)Math.Floor(p.X), (int)Math.Floor(p.Y));
                (double fx, double fy) = (p.X - x, p.Y - y);
                Assert.True(fx == 0 || fy == 0);
                double from = field[(y * Width) + x];
                double to = fx > 0 ? field[(y * Width) + x + 1] : field[((y + 1) * Width) + x];
                Assert.Equal(0, from + ((fx + fy) * (to - from)), 1e-9);
            }

            int crossings = Enumerable
                .Range(0, field.Length)
                .Sum(i =>
                    (i % Width < Width - 1 && field[i] > 0 != field[i + 1] > 0 ? 1 : 0)
                    + (i / Width < Height - 1 && field[i] > 0 != field[i + Width] > 0 ? 1 : 0)
                );
            Assert.Equal(crossings, lines.Sum(line => line.Count));
        }

        // Corners in turn; a saddle whose mean is not negative joins its positive corners.
        static double CellArea(params double[] v)
        {
            (double X, double Y)[] corner = [(0, 0), (1, 0), (1, 1), (0, 1)];
            if (v[0] > 0 == v[2] > 0 && v[1] > 0 == v[3] > 0 && v[0] > 0 != v[1] > 0 && v.Sum() < 0)
            {
                return Enumerable
                    .Range(0, 4)
                    .Where(i => v[i] > 0)
                    .Sum(i => v[i] / (v[i] - v[(i + 1) % 4]) * (v[i] / (v[i] - v[(i + 3) % 4])) / 2);
            }

            List<PlanePoint> polygon = [];
            for (int i = 0; i < 4; i++)
            {
                int j = (i + 1) % 4;
                if (v[i] > 0)
                {
                    polygon.Add(new PlanePoint(corner[i].X, corner[i].Y));
                }

                if (v[i] > 0 != v[j] > 0)
                {
                    double s = v[i] / (v[i] - v[j]);
                    polygon.Add(
                        new PlanePoint(
                            corner[i].X + (s * (corner[j].X - corner[i].X)),
                            corner[i].Y + (s * (corner[j].Y - corner[i].Y))
                        )
                    );
                }
            }

            return PolygonFusion.Area(polygon);
        }
    }

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.25)]
    [InlineData(3, 0.75)]
    [InlineData(4, 0.0)]
    public void Polygons_hold_the_places_enough_readers_marked(int seed, double share)
    {
        SeededRandom random = new((ulong)seed);
        const double Cell = 0.25;
        PlanePoint[][][] readers =
        [
            .. Enumerable
                .Range(0, 4)
                .Select(r =>
                    Enumerable
                        .Range(0, r == 3 ? 2 : 1)
                        .Select(_ =>
                        {
                            (double x, double y) = (4 * random.NextDouble(), 4 * random.NextDouble());
                            return Enumerable
                                .Range(0, 5)
                                .Select(i =>
                                {
                                    double radius = 2 + (2 * random.NextDouble());
                                    return new PlanePoint(
                                        x + (radius * Math.Cos(i * Math.Tau / 5)),
                                        y + (radius * Math.Sin(i * Math.Tau / 5))
                                    );
                                })
                                .ToArray();
                        })
                        .ToArray()
                ),
        ];
        IReadOnlyList<IReadOnlyList<PlanePoint>> fused = PolygonFusion.Fuse(readers, Cell, share);
        int checkedPlaces = 0;
        for (int i = 0; i < 1500; i++)
        {
            PlanePoint at = new((14 * random.NextDouble()) - 5, (14 * random.NextDouble()) - 5);
            if (readers.SelectMany(r => r).Any(p => Border(p, at) < 2 * Cell))
            {
                continue;
            }

            checkedPlaces++;
            bool wanted = readers.Count(r => r.Any(p => Inside(p, at))) > (share * 4) + 1e-9;
            Assert.Equal(wanted, fused.Count(ring => Inside(ring, at)) % 2 == 1);
        }

        Assert.True(checkedPlaces > 300);
        static double Border(PlanePoint[] p, PlanePoint at)
        {
            double best = double.MaxValue;
            for (int i = 0; i < p.Length; i++)
            {
                for (int s = 0; s <= 50; s++)
                {
                    PlanePoint q = p[(i + 1) % p.Length];
                    best = Math.Min(
                        best,
                        at.DistanceTo(
                            new PlanePoint(p[i].X + (s / 50.0 * (q.X - p[i].X)), p[i].Y + (s / 50.0 * (q.Y - p[i].Y)))
                        )
                    );
                }
            }

            return best;
        }

        // Angles seen from inside sum to a whole turn.
        static bool Inside(IReadOnlyList<PlanePoint> p, PlanePoint at)
        {
            double turn = 0;
            for (int i = 0; i < p.Count; i++)
            {
                PlanePoint q = p[(i + 1) % p.Count];
                (double ax, double ay, double bx, double by) = (p[i].X - at.X, p[i].Y - at.Y, q.X - at.X, q.Y - at.Y);
                turn += Math.Atan2((ax * by) - (ay * bx), (ax * bx) + (ay * by));
            }

            return Math.Abs(turn) > Math.PI;
        }
    }

    [Fact]
    public void Distances_to_straight_pieces()
    {
        PlanePoint a = new(1, 1);
        PlanePoint b = new(5, 1);
        Assert.Equal(4, new PlanePoint(3, 3).SquareTo(a, b), 1e-12);
        Assert.Equal(5, new PlanePoint(0, 3).SquareTo(a, b), 1e-12);
        Assert.Equal(13, new PlanePoint(8, 3).SquareTo(a, b), 1e-12);
        Assert.Equal(25, new PlanePoint(4, 5).SquareTo(a, a), 1e-12);

        // From (2, 6) to the line through (1, 1) and (4, 5): area 11 over length 5.
        Assert.Equal(121 / 25.0, new PlanePoint(2, 6).SquareTo(a, new PlanePoint(4, 5)), 1e-12);
        Assert.Equal(5, new PlanePoint(4, 5).DistanceTo(a), 1e-12);
        Assert.Equal(-6, PolygonFusion.Area([new(0, 0), new(0, 2), new(3, 2), new(3, 0)]));
        Assert.Equal((3.0, 1.5), (new MarkedSpan(2, 5).Length, new MarkedSpan(2, 5).Overlap(new MarkedSpan(3.5, 9))));
        Assert.Equal(0, new MarkedSpan(2, 5).Overlap(new MarkedSpan(6, 9)));
    }
}
