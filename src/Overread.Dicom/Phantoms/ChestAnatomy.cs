using Overread.Dicom.Geometry;

namespace Overread.Dicom.Phantoms;

/// <summary>
/// A chest as a function of place: millimetres in (LPS, origin at the carina's level in mid-body), Hounsfield units out.
/// Simple bodies with soft borders: enough to look like a chest to a reader and to be measured, not to be diagnosed.
/// </summary>
internal sealed class ChestAnatomy
{
    private readonly VesselTree _vessels;
    private readonly double _scale;
    private readonly double _heart;
    private readonly double _domeRight;
    private readonly double _domeLeft;

    internal ChestAnatomy(ulong seed, int nodules)
    {
        SeededNoise noise = new(seed);
        _scale = noise.Between(0.94, 1.06);
        _heart = noise.Between(0.92, 1.1);
        _domeRight = noise.Between(-98, -84);
        _domeLeft = _domeRight - noise.Between(8, 16);
        _vessels = new VesselTree(new SeededNoise(seed ^ 0xABCDEF));
        Nodules = PlaceNodules(noise, nodules);
    }

    internal IReadOnlyList<NoduleTruth> Nodules { get; }

    /// <summary>Density at a place.</summary>
    internal double At(double x, double y, double z)
    {
        double sx = x / _scale;
        double sy = y / _scale;
        double outer = Body(sx, sy, z, 0);
        if (outer < -3)
        {
            return -1000;
        }

        double hu = Blend(-1000, -105, outer);
        double inner = Body(sx, sy, z, 14 + (4 * Math.Cos(z / 40)));
        hu = Blend(hu, 52, inner);
        hu = Shoulders(sx, sy, z, hu);
        double cavity = Cavity(sx, sy, z);
        hu = Blend(hu, 18, cavity - 2);
        hu = Lungs(x, y, z, sx, sy, hu);
        hu = Mediastinum(sx, sy, z, hu);
        hu = UpperAbdomen(sx, sy, z, hu);
        return Bones(sx, sy, z, cavity, hu);
    }

    private static double Square(double value) => value * value;

    private static double Smooth(double distance) => Math.Clamp((distance + 0.9) / 1.8, 0, 1);

    /// <summary>From one density to another across a border two millimetres wide; inside is positive.</summary>
    private static double Blend(double outside, double inside, double distance) =>
        outside + ((inside - outside) * Smooth(distance));

    private static double Ellipse(double x, double y, double a, double b) =>
        (1 - Math.Sqrt((x * x / (a * a)) + (y * y / (b * b)))) * Math.Min(a, b);

    private static double Ellipsoid(double x, double y, double z, double a, double b, double c) =>
        (1 - Math.Sqrt((x * x / (a * a)) + (y * y / (b * b)) + (z * z / (c * c)))) * Math.Min(a, Math.Min(b, c));

    private static double Body(double x, double y, double z, double inset)
    {
        double top = Math.Clamp((z - 90) / 60, 0, 1);
        double a = 168 + (26 * top) - (10 * Math.Clamp((-z - 60) / 100, 0, 1)) - inset;
        double b = 112 - (22 * top) - inset;
        double u = Math.Abs(x) / a;
        double v = Math.Abs(y) / b;
        // A superellipse of power 2.5, kept as a power of the radius: the border is where it is 1.
        double power = (u * u * Math.Sqrt(u)) + (v * v * Math.Sqrt(v));
        return (1 - Math.Pow(power, 0.4)) * b;
    }

    private static double Cavity(double x, double y, double z)
    {
        // The rib cage narrows towards the apex.
        double t = Math.Clamp((z + 130) / 270, 0, 1);
        double a = 138 * Math.Sqrt(1 - (t * t * t)) + 8;
        double b = 92 - (26 * t * t);
        return Ellipse(x, y - 2, a, b);
    }

    private static double Shoulders(double x, double y, double z, double hu)
    {
        double lift = Math.Clamp((z - 70) / 50, 0, 1);
        if (lift <= 0)
        {
            return hu;
        }

        double side = Math.Abs(x);
        // Scapula: a thin plate behind the ribs; humeral heads in the highest slices.
        double plate = 3.2 - Math.Abs((y - 62) + ((side - 115) * 0.55));
        double along = 34 - Math.Abs(side - 118);
        hu = Blend(hu, 420, Math.Min(Math.Min(plate, along), (z - 74) / 3));
        double head = Ellipsoid(side - 168, y - 12, z - 138, 21, 21, 24);
        hu = Blend(hu, 330, head);
        double clavicle = Ellipse((side - 75) * 0.22, y + 58 - ((side - 75) * 0.35) + ((z - 122) * 0.5), 13, 5);
        return Blend(hu, 460, Math.Min(clavicle, 6 - Math.Abs(z - 122)));
    }

    private double LungDistance(double x, double y, double z, bool right)
    {
        double dome = right ? _domeRight : _domeLeft;
        double middle = right ? -70 : 72;
        double cavity = Cavity(x, y, z) - 7;
        double medial = right ? -x - 17 : x - 19;
        // The mediastinal border bows out where the heart lies, more on the left.
        double bow = right ? 20 : 36;
        double level = Math.Exp(-Square((z + 45) / 48)) * Math.Exp(-Square((y + 28) / 45));
        medial -= bow * level * _heart;
        medial -= 9 * Math.Exp(-Square((y - 62) / 22));
        double curve = 0.0075 * (Square(x - middle) + (0.55 * Square(y + 8)));
        double floor = z - (dome - curve + 8) - (y > 20 ? (y - 20) * -0.85 : 0);
        return Math.Min(Math.Min(cavity, medial), floor);
    }

    private double Lungs(double x, double y, double z, double sx, double sy, double hu)
    {
        bool right = x < 0;
        double lung = LungDistance(sx, sy, z, right);
        if (lung < -2)
        {
            return hu;
        }

        // Denser towards the back, where blood settles.
        double tissue = -865 + (0.42 * (y + 80)) + (9 * Math.Sin(x * 0.31) * Math.Sin(y * 0.27) * Math.Sin(z * 0.23));
        double density = tissue;
        double vessel = _vessels.Distance(sx, sy, z);
        density = Blend(density, 35, vessel);
        double fissure = 0.8 - Math.Abs(z + 12 - (0.95 * (y - 5)) + (0.1 * x));
        density = Blend(density, -640, Math.Min(fissure - 0.6, lung - 3));
        foreach (NoduleTruth nodule in Nodules)
        {
            double distance =
                (nodule.DiameterMillimeters / 2)
                - Math.Sqrt(Square(x - nodule.Center.X) + Square(y - nodule.Center.Y) + Square(z - nodule.Center.Z));
            if (distance > -2)
            {
                density = Blend(density, nodule.HounsfieldUnits, distance);
            }
        }

        return Blend(hu, density, lung);
    }

    private double Mediastinum(double x, double y, double z, double hu)
    {
        double heart = Ellipsoid(x - 22 - ((z + 50) * -0.28), y + 30, z + 55, 56 * _heart, 45 * _heart, 52 * _heart);
        if (hu > -300 || heart > 2)
        {
            hu = Blend(hu, 42, heart);
            hu = Blend(hu, -92, Math.Min(2.5 - Math.Abs(heart - 1.5), 3) - 1.2);
        }

        // Aorta: up, over, and down beside the spine.
        double descending = Ellipse(x - 22, y - 44, 12.5, 12.5);
        hu = z < 42 ? Blend(hu, 46, descending) : hu;
        double ascending = Ellipse(x + 14, y + 22, 15.5, 15.5);
        hu = z is > -35 and < 42 ? Blend(hu, 46, ascending) : hu;
        double along = Math.Clamp((y + 22) / 66, 0, 1);
        double arch = 13 - Math.Sqrt(Square(x + 14 - (36 * along)) * 0.8 + Square(z - 36));
        hu = y is > -30 and < 52 ? Blend(hu, 46, arch) : hu;
        double trunk = 12 - Math.Sqrt(Square(y + 8) + Square(z + 4));
        hu = Math.Abs(x) < 46 ? Blend(hu, 45, trunk - (Math.Abs(x) * 0.1)) : hu;
        double cava = Ellipse(x + 34, y + 8, 9, 9);
        hu = z > -30 ? Blend(hu, 43, cava) : hu;
        double esophagus = Ellipse(x - 4, y - 36, 8, 6);
        hu = Blend(hu, 30, esophagus);
        hu = z > 60 ? Blend(hu, 80, Ellipse(Math.Abs(x) - 18, y + 4, 8, 14) - Math.Abs(z - 140) * 0.1) : hu;
        return Airways(x, y, z, hu);
    }

    private static double Airways(double x, double y, double z, double hu)
    {
        if (z > 0)
        {
            double trachea = Ellipse(x, y - 14, 9, 9.5);
            hu = Blend(hu, 60, trachea + 2);
            return Blend(hu, -995, trachea);
        }

        double depth = -z;
        double side = Math.Abs(x);
        double bronchus = 6.5 - (depth * 0.02) - Math.Sqrt(Square(side - 4 - (depth * 0.85)) * 0.6 + Square(y - 14));
        return depth < 42 ? Blend(Blend(hu, 40, bronchus + 1.6), -990, bronchus) : hu;
    }

    private static double UpperAbdomen(double x, double y, double z, double hu)
    {
        if (z > -60 || hu < -200)
        {
            return hu;
        }

        double liver = Math.Min(Ellipsoid(x + 62, y + 6, z + 165, 96, 82, 88), -z - 70);
        hu = Blend(hu, 62, liver);
        double spleen = Ellipsoid(x - 98, y - 34, z + 150, 30, 42, 42);
        hu = Blend(hu, 52, spleen);
        double stomach = Ellipsoid(x - 62, y + 20, z + 150, 36, 32, 34);
        hu = Blend(hu, 24, stomach);
        return y < -24 ? Blend(hu, -960, stomach - 4) : hu;
    }

    private static double Bones(double x, double y, double z, double cavity, double hu)
    {
        hu = Spine(x, y, z, hu);
        double sternum = Math.Min(16 - Math.Abs(x), 5 - Math.Abs(cavity + 5));
        hu = y < -40 && z is > -70 and < 90 ? Blend(Blend(hu, 380, sternum), 140, sternum - 2.5) : hu;
        double wall = Math.Abs(cavity + 3.5);
        if (wall > 7 || hu < -500 && cavity > 0)
        {
            return hu;
        }

        // Ribs leave the spine high and come forward low.
        double angle = Math.Atan2(Math.Abs(x), y + 6);
        double drop = 62 * (1 - Math.Cos(Math.Min(angle, 2.4))) / 1.74;
        double phase = (z + drop + 26) / 27;
        double nearest = (phase - Math.Round(phase)) * 27;
        double rib = 1 - Math.Sqrt(Square(nearest / 6.2) + Square(wall / 4.2));
        bool cartilage = angle > 2.45;
        double cortex = Blend(hu, cartilage ? 120 : 520, rib * 4.2);
        return cartilage ? cortex : Blend(cortex, 210, (rib * 4.2) - 1.8);
    }

    private static double Spine(double x, double y, double z, double hu)
    {
        double phase = z / 26;
        double disc = Math.Abs(phase - Math.Round(phase)) * 26;
        double body = Ellipse(x, y - 72, 19, 15.5);
        double arch = 0;
        if (body > -2)
        {
            hu = disc > 10.5 ? Blend(hu, 85, body) : Blend(Blend(hu, 480, body), 190, body - 2.2);
        }

        double ring = 3.4 - Math.Abs(Math.Sqrt((x * x) + Square(y - 93)) - 12.5);
        arch = disc < 8 ? ring : ring - 2;
        hu = y > 84 ? Blend(hu, 430, arch) : hu;
        hu = Blend(hu, 30, Ellipse(x, y - 93, 9, 8.5));
        double spinous = Math.Min(3.2 - Math.Abs(x), 8 - Math.Abs(y - 113));
        hu = disc < 9 ? Blend(hu, 400, spinous) : hu;
        double transverse = Math.Min(
            4 - Math.Abs(y - 92 - (0.35 * (Math.Abs(x) - 20))),
            14 - Math.Abs(Math.Abs(x) - 26)
        );
        return disc < 6 ? Blend(hu, 380, transverse) : hu;
    }

    private List<NoduleTruth> PlaceNodules(SeededNoise noise, int count)
    {
        List<NoduleTruth> placed = [];
        for (int attempt = 0; placed.Count < count && attempt < 10_000; attempt++)
        {
            double diameter = Math.Round(noise.Between(5, 18), 1);
            double x = noise.Between(-125, 125);
            double y = noise.Between(-70, 80);
            double z = noise.Between(-80, 90);
            double hu = noise.Uniform() < 0.25 ? -560 : Math.Round(noise.Between(20, 60));
            bool right = x < 0;
            bool inside = LungDistance(x / _scale, y / _scale, z, right) > (diameter / 2) + 6;
            bool apart = placed.TrueForAll(other => (other.Center - new PatientPoint(x, y, z)).Length > 40);
            if (inside && apart)
            {
                placed.Add(
                    new NoduleTruth(
                        new PatientPoint(Math.Round(x, 1), Math.Round(y, 1), Math.Round(z, 1)),
                        diameter,
                        hu,
                        right
                    )
                );
            }
        }

        return placed;
    }
}
