using Overread.Dicom.Geometry;

namespace Overread.Dicom.Deface;

/// <summary>
/// Lays a cut through a volume: the zones of face and ears in proportion to the brain estimate, the body that stays as
/// the estimate's convex hull with a margin. Front, left and top come from the patient's axes (LPS), so that the position
/// in the scanner and the orientation of the slices do not matter.
/// </summary>
internal sealed class FaceCutFinder
{
    private const int Directions = 320;
    private readonly CellVolume _volume;
    private readonly HeadMask _head;
    private readonly List<int> _skin;
    private readonly FaceOptions _options;
    private readonly double _background;

    private FaceCutFinder(CellVolume volume, HeadMask head, FaceOptions options, double background)
    {
        _volume = volume;
        _head = head;
        _skin = head.Skin();
        _options = options;
        _background = background;
    }

    /// <summary>Proposes a cut, or says why there is none.</summary>
    /// <param name="volume">Values of the modality.</param>
    /// <param name="isCt">True where they are Hounsfield units.</param>
    /// <param name="options">How the cut is laid.</param>
    /// <param name="slices">Frames of the series, for the figures.</param>
    internal static FaceProposal Find(CellVolume volume, bool isCt, FaceOptions options, int slices)
    {
        if (HeadMask.Of(volume, isCt) is not { } head)
        {
            return new FaceProposal(FaceProblem.NoHead, volume, 0);
        }

        FaceCutFinder finder = new(volume, head, options, isCt ? -1000 : 0);
        FaceProposal? last = null;
        foreach (CellMask brain in BrainEstimate.Of(head, isCt))
        {
            FaceProposal proposal = finder.Lay(brain, slices);
            if (proposal.Problem == FaceProblem.None)
            {
                return proposal;
            }

            last ??= proposal;
        }

        return last ?? new FaceProposal(FaceProblem.NoBrain, volume, head.Threshold);
    }

    private FaceProposal Lay(CellMask brain, int slices)
    {
        CellGrid grid = _volume.Grid;
        List<PatientPoint> surface = Surface(brain);
        Extent extent = Extent.Of(surface, grid.Cell);
        bool topCut = EndsAt(brain, 2 * grid.Layer);
        bool bottomCut = EndsAt(brain, -2 * grid.Layer);
        List<HalfSpace> kept = Hull(surface, _options.Margin + (grid.Cell * Math.Sqrt(3) / 2));
        List<IReadOnlyList<HalfSpace>> zones = Zones(extent, topCut);
        FaceCut cut = new(kept, zones, _background);
        int tissue = 0;
        int before = 0;
        int behind = 0;
        int above = 0;
        for (int i = 0; i < grid.Count; i++)
        {
            if (!_head.Tissue[i] && !_head.Solid[i])
            {
                continue;
            }

            PatientPoint point = Centre(i);
            if (!kept.Exists(half => half.Outside(point) > 0))
            {
                continue;
            }

            if (_head.Tissue[i])
            {
                tissue += cut.Removes(point) ? 1 : 0;
                above += point.Z > extent.Top - (0.2 * extent.Length) ? 1 : 0;
            }
            else if (point.Z > extent.Bottom - (0.3 * extent.Length))
            {
                // Nose, sinuses and mouth are hollow; there is nothing like them at the back of a head.
                PatientPoint mirrored = new(point.X, extent.Front + extent.Back - point.Y, point.Z);
                before += In(zones[0], point) ? 1 : 0;
                behind += In(zones[0], mirrored) ? 1 : 0;
            }
        }

        int skin = 0;
        int left = 0;
        foreach (PatientPoint point in _skin.Select(Centre))
        {
            if (zones.Exists(zone => In(zone, point)))
            {
                skin++;
                left += cut.Removes(point) ? 0 : 1;
            }
        }

        double share = skin == 0 ? 0 : (double)left / skin;
        double removed = grid.Millilitres(tissue);
        FaceProblem problem =
            share > _options.MostSkinLeft ? FaceProblem.BrainAtSkin
            : removed < 20 || (bottomCut && removed < 150) ? FaceProblem.NoFaceInView
            : behind > before || above > tissue ? FaceProblem.FaceNotInFront
            : FaceProblem.None;

        return new FaceProposal(problem, _volume, _head.Threshold)
        {
            Cut = problem == FaceProblem.None ? cut : null,
            Brain = brain,
            Figures = new FaceFigures(
                slices,
                Math.Round(grid.Millilitres(brain.Count), 1),
                Math.Round(removed, 1),
                skin,
                Math.Round(share, 4)
            ),
        };
    }

    /// <summary>True where the field of view ends within two cells of the brain.</summary>
    private bool EndsAt(CellMask brain, int step)
    {
        for (int i = 0; i < brain.Cells.Length; i++)
        {
            int beyond = i + step;
            if (brain[i] && (beyond < 0 || beyond >= brain.Cells.Length || !_volume.Covers(beyond)))
            {
                return true;
            }
        }

        return false;
    }

    private PatientPoint Centre(int index)
    {
        CellGrid grid = _volume.Grid;
        return grid.Centre(index % grid.Width, index / grid.Width % grid.Depth, index / grid.Layer);
    }

    private static bool In(IReadOnlyList<HalfSpace> zone, PatientPoint point) =>
        zone.All(half => half.Outside(point) <= 0);

    private List<PatientPoint> Surface(CellMask brain)
    {
        List<PatientPoint> surface = [];
        Span<int> near = stackalloc int[6];
        for (int i = 0; i < brain.Grid.Count; i++)
        {
            if (!brain[i])
            {
                continue;
            }

            int count = brain.Grid.Neighbours(i, near);
            bool inner = count == 6;
            for (int n = 0; n < count && inner; n++)
            {
                inner = brain[near[n]];
            }

            if (!inner)
            {
                surface.Add(Centre(i));
            }
        }

        return surface;
    }

    /// <summary>Planes that touch the points from all sides, moved out by the margin: the convex hull, slightly rounded.</summary>
    private static List<HalfSpace> Hull(List<PatientPoint> points, double margin)
    {
        List<HalfSpace> hull = [];
        double golden = Math.PI * (3 - Math.Sqrt(5));
        for (int i = 0; i < Directions; i++)
        {
            double z = 1 - ((2 * i) + 1.0) / Directions;
            double radius = Math.Sqrt(1 - (z * z));
            PatientVector normal = new(radius * Math.Cos(i * golden), radius * Math.Sin(i * golden), z);
            double reach = double.MinValue;
            foreach (PatientPoint point in points)
            {
                reach = Math.Max(reach, (point - default(PatientPoint)).Dot(normal));
            }

            hull.Add(new HalfSpace(normal, reach + margin));
        }

        return hull;
    }

    /// <summary>
    /// Face, left ear, right ear. Proportions to the brain's length (front to back) are those of the MNI template with some
    /// 20 degrees of nodding to spare; a brain that is cut off at the top says nothing of the brow, so the zone has no lid.
    /// </summary>
    private static List<IReadOnlyList<HalfSpace>> Zones(Extent e, bool topCut)
    {
        double brow = topCut ? double.MaxValue : e.Top - (0.3 * e.Length);
        double chin = Math.Min(e.Top - (1.6 * e.Length), e.Bottom - (0.7 * e.Length));
        double lobe = Math.Min(e.Top - (1.0 * e.Length), e.Bottom - (0.1 * e.Length));
        HalfSpace Below(double z) => new(new PatientVector(0, 0, 1), z);
        HalfSpace Above(double z) => new(new PatientVector(0, 0, -1), -z);
        HalfSpace Before(double y) => new(new PatientVector(0, 1, 0), y);
        HalfSpace Behind(double y) => new(new PatientVector(0, -1, 0), -y);
        double middle = (e.Left + e.Right) / 2;
        double aside = 0.3 * e.Width;
        HalfSpace earFront = Behind(e.Front + (0.4 * e.Length));
        HalfSpace earBack = Before(e.Front + (0.82 * e.Length));
        return
        [
            [Below(brow), Above(chin), Before(e.Front + (0.5 * e.Length))],
            [Below(brow), Above(lobe), earFront, earBack, new(new PatientVector(-1, 0, 0), -(middle + aside))],
            [Below(brow), Above(lobe), earFront, earBack, new(new PatientVector(1, 0, 0), middle - aside)],
        ];
    }

    /// <summary>The brain's bounds in the patient, in millimetres.</summary>
    private sealed record Extent(double Right, double Left, double Front, double Back, double Bottom, double Top)
    {
        // A brain that the field of view cuts off in front or behind is not shorter for it.
        internal double Length => Math.Clamp(Back - Front, 140, 200);

        internal double Width => Math.Clamp(Left - Right, 110, 160);

        internal static Extent Of(List<PatientPoint> points, double cell) =>
            new(
                points.Min(p => p.X) - (cell / 2),
                points.Max(p => p.X) + (cell / 2),
                points.Min(p => p.Y) - (cell / 2),
                points.Max(p => p.Y) + (cell / 2),
                points.Min(p => p.Z) - (cell / 2),
                points.Max(p => p.Z) + (cell / 2)
            );
    }
}
