using Overread.Dicom.Geometry;

namespace Overread.Dicom.Phantoms;

/// <summary>
/// A head of ellipsoids, in millimetres, LPS, the origin between the ears: skull and brain with a base that rises to the
/// front, orbits, nose, lips, jaw with teeth, ears, sinuses, throat, neck. Proportions of an adult; nobody's face.
/// </summary>
internal sealed class HeadAnatomy(double nod, bool rest, bool metal)
{
    private static readonly PatientPoint Pivot = new(0, 15, -40);
    private readonly double _cos = Math.Cos(nod * Math.PI / 180);
    private readonly double _sin = Math.Sin(nod * Math.PI / 180);

    /// <summary>What is at a place of the patient.</summary>
    internal HeadTissue At(PatientPoint place)
    {
        PatientPoint p = Unnodded(place);
        if (!IsHead(p))
        {
            return rest && IsRest(p) ? HeadTissue.Rest : HeadTissue.Air;
        }

        if (Ball(p, 0, 5, 10, 71, 91, 84) <= 1 && p.Z > Base(p.Y) - 6)
        {
            return Cranium(p);
        }

        return Face(p);
    }

    /// <summary>True within the brain and its fluid.</summary>
    internal bool IsBrain(PatientPoint place) => InBrain(Unnodded(place));

    /// <summary>True within the skin, cavities counted in.</summary>
    internal bool IsSolid(PatientPoint place) => IsHead(Unnodded(place));

    /// <summary>
    /// True where the skin would be part of the face (from the brow to the chin, forward of a line from the temple along
    /// the jaw to the chin; the neck is none of it) or of an ear.
    /// </summary>
    internal bool IsFaceRegion(PatientPoint place)
    {
        PatientPoint p = Unnodded(place);
        double jaw = -28 - (Math.Max(0, -70 - p.Z) * 0.5);
        return p.Z is < -6 and > -148 && p.Y < jaw || IsEar(p) && Math.Abs(p.X) > 76;
    }

    private PatientPoint Unnodded(PatientPoint place)
    {
        double y = place.Y - Pivot.Y;
        double z = place.Z - Pivot.Z;
        return new(place.X, Pivot.Y + (y * _cos) - (z * _sin), Pivot.Z + (y * _sin) + (z * _cos));
    }

    private static HeadTissue Cranium(PatientPoint p)
    {
        if (InBrain(p))
        {
            bool ventricle = Ball(p, -14, 0, 14, 7, 28, 10) <= 1 || Ball(p, 14, 0, 14, 7, 28, 10) <= 1;
            return ventricle || !InBrain(p, 2.5) ? HeadTissue.Fluid : HeadTissue.Brain;
        }

        return HeadTissue.Bone;
    }

    private HeadTissue Face(PatientPoint p)
    {
        double side = Math.Abs(p.X);
        bool cavity =
            Ball(p, 0, -62, -50, 9, 34, 17) <= 1
            || Ball(new(side, p.Y, p.Z), 30, -66, -56, 13, 16, 15) <= 1
            || Ball(p, 0, -20, -95, 11, 9, 60) <= 1
            || Ball(p, 0, -84, -3, 12, 5, 9) <= 1
            || Ball(p, 0, -62, -92, 18, 24, 5) <= 1;
        if (cavity)
        {
            return HeadTissue.Air;
        }

        PatientPoint half = new(side, p.Y, p.Z);
        if (Ball(half, 32, -79, -31, 12, 12, 12) <= 1)
        {
            return HeadTissue.Eye;
        }

        if (Ball(half, 32, -70, -31, 18, 24, 17) <= 1)
        {
            return HeadTissue.Fat;
        }

        double arch = Ball(p, 0, -58, -90, 26, 34, 10);
        if (arch is > 0.62 and <= 1 && p.Y < -62)
        {
            bool filling = metal && (Ball(half, 20, -72, -88, 4, 4, 4) <= 1);
            return filling ? HeadTissue.Metal : HeadTissue.Bone;
        }

        double jaw = Ball(p, 0, -46, -112, 52, 52, 26);
        bool spine = Ball(p, 0, 22, -130, 18, 17, 90) <= 1 && p.Z < -58;
        bool cheek = Ball(half, 46, -66, -52, 14, 12, 9) <= 1;
        if (spine || cheek || jaw is > 0.7 and <= 0.88 && p.Y < 0)
        {
            bool cord = spine && Ball(p, 0, 24, -130, 7, 7, 90) <= 1;
            return cord ? HeadTissue.Brain : HeadTissue.Bone;
        }

        return IsHead(p, 2.5) ? HeadTissue.Muscle : HeadTissue.Skin;
    }

    private static bool InBrain(PatientPoint p, double within = 0) =>
        Ball(p, 0, 5, 10, 62 - within, 82 - within, 75 - within) <= 1 && p.Z > Base(p.Y) + within;

    /// <summary>The lower surface of the brain: frontal lobes above the orbits, temporal lobes, cerebellum.</summary>
    private static double Base(double y) =>
        y < -40 ? -20
        : y < -20 ? -20 - ((y + 40) * 1.1)
        : y < 30 ? -42 - ((y + 20) * 0.36)
        : -60;

    private static bool IsHead(PatientPoint p, double within = 0)
    {
        double side = Math.Abs(p.X);
        PatientPoint half = new(side, p.Y, p.Z);
        double d = within;
        return Ball(p, 0, 5, 10, 77 - d, 97 - d, 90 - d) <= 1 && p.Z > -75
            || Ball(p, 0, -42, -58, 64 - d, 56 - d, 74 - d) <= 1
            || Ball(p, 0, -74, -118, 30 - d, 27 - d, 20 - d) <= 1
            || Ball(p, 0, -103, -48, 13 - d, 19 - d, 12 - d) <= 1
            || Ball(p, 0, -94, -34, 8 - d, 13 - d, 22 - d) <= 1
            || Ball(p, 0, -94, -90, 22 - d, 10 - d, 11 - d) <= 1
            || Ball(p, 0, -86, -12, 46 - d, 12 - d, 8 - d) <= 1
            || Ball(half, 34, -84, -56, 16 - d, 14 - d, 14 - d) <= 1
            || p.Z < -40 && Tube(p, 0, 14, 60 - d, 62 - d) <= 1
            || IsEar(p);
    }

    private static bool IsEar(PatientPoint p)
    {
        // A shell that stands off the head to the back and side.
        double side = Math.Abs(p.X);
        PatientPoint turned = new(side - (0.35 * (p.Y - 14)), p.Y, p.Z);
        double outer = Ball(turned, 80, 16, -30, 9, 18, 32);
        double bowl = Ball(turned, 88, 12, -28, 5, 10, 18);
        return outer <= 1 && bowl > 1;
    }

    private static bool IsRest(PatientPoint p)
    {
        double arc = Math.Sqrt((p.X * p.X) + ((p.Y - 5) * (p.Y - 5)));
        return p.Y > 50 && arc is > 96 and < 101 && p.Z is > -90 and < 90 && Math.Abs(p.X) < 95;
    }

    /// <summary>At most 1 within an ellipsoid.</summary>
    private static double Ball(PatientPoint p, double x, double y, double z, double a, double b, double c)
    {
        double u = (p.X - x) / a;
        double v = (p.Y - y) / b;
        double w = (p.Z - z) / c;
        return (u * u) + (v * v) + (w * w);
    }

    private static double Tube(PatientPoint p, double x, double y, double a, double b)
    {
        double u = (p.X - x) / a;
        double v = (p.Y - y) / b;
        return (u * u) + (v * v);
    }
}
