namespace Overread.Dicom.Geometry;

/// <summary>
/// How the frames of a series lie in the patient: their order by position, the spacing, gaps, and whether they make a
/// volume. Works on single-frame series and on one multi-frame object alike.
/// </summary>
public sealed class SeriesGeometry
{
    /// <summary>Parts of the spacing by which a distance may differ and still be regular.</summary>
    private const double Tolerance = 0.02;

    private readonly IReadOnlyList<SlicePlane?> _planes;

    private SeriesGeometry(IReadOnlyList<SlicePlane?> planes, IReadOnlyList<SliceIndex> order, bool ordered)
    {
        _planes = planes;
        Order = order;
        IsOrderedByPosition = ordered;
    }

    /// <summary>
    /// Frames in order: along the normal where all have a position (feet to head in an axial series), else by Instance
    /// Number as given.
    /// </summary>
    public IReadOnlyList<SliceIndex> Order { get; }

    /// <summary>True where the order comes from positions; false where it had to be taken from Instance Number.</summary>
    public bool IsOrderedByPosition { get; }

    /// <summary>Number of frames in all.</summary>
    public int FrameCount => Order.Count;

    /// <summary>Median millimetres between neighbouring positions; null with fewer than two.</summary>
    public double? Spacing { get; private set; }

    /// <summary>True where every distance is one spacing, within two per cent.</summary>
    public bool IsRegular { get; private set; }

    /// <summary>Where slices are missing, doubled, or irregularly spaced.</summary>
    public IReadOnlyList<SliceGap> Gaps { get; private set; } = [];

    /// <summary>True where frames do not share one orientation: a localizer among slices, a radial or a mixed series.</summary>
    public bool HasMixedOrientations { get; private set; }

    /// <summary>Degrees between the normal and the line on which the slices lie: the tilt of a gantry; 0 in a box.</summary>
    public double TiltDegrees { get; private set; }

    /// <summary>Positions at which more than one frame lies: time points or echoes; 1 in a plain volume.</summary>
    public int FramesPerPosition { get; private set; } = 1;

    /// <summary>True for a Siemens mosaic: many slices tiled into one frame, which must be cut before measuring.</summary>
    public bool IsMosaic { get; private set; }

    /// <summary>True where the frames make one box of voxels: ordered, regular, one orientation, no tilt, no mosaic.</summary>
    public bool IsVolume =>
        IsOrderedByPosition && IsRegular && !HasMixedOrientations && TiltDegrees < 0.5 && !IsMosaic && Gaps.Count == 0;

    /// <summary>The plane of a frame by its place in <see cref="Order"/>; null where the object does not say.</summary>
    public SlicePlane? PlaneAt(int place) => _planes[place];

    /// <summary>Orders the frames of a series.</summary>
    /// <param name="instances">Data sets of one series, in any order; pixel data are not read.</param>
    public static SeriesGeometry Of(IReadOnlyList<Dataset> instances)
    {
        List<(SliceIndex Index, SlicePlane? Plane, int Number)> frames = [];
        bool mosaic = false;
        for (int i = 0; i < instances.Count; i++)
        {
            Dataset dataset = instances[i];
            mosaic |= dataset.GetTexts(Tags.ImageType).Contains("MOSAIC");
            // The number of frames is a claim; only as many as have a functional group or none at all are looked at.
            int groups = dataset.GetItems(Tags.PerFrameFunctionalGroupsSequence).Count;
            int count = groups > 0 ? groups : 1;
            for (int frame = 0; frame < count; frame++)
            {
                int number = dataset.GetInt(Tags.InstanceNumber) ?? int.MaxValue;
                frames.Add((new SliceIndex(i, frame), SlicePlane.Read(dataset, frame), number));
            }
        }

        bool placed = frames.Count > 0 && frames.TrueForAll(frame => frame.Plane is not null);
        PatientVector normal = placed ? frames[0].Plane!.Normal : default;
        bool mixed = placed && frames.Exists(frame => frame.Plane!.Normal.Dot(normal) < 0.999);
        PatientPoint zero = new(0, 0, 0);
        var sorted =
            placed && !mixed
                ? frames
                    .OrderBy(frame => Math.Round((frame.Plane!.Origin - zero).Dot(normal), 3))
                    .ThenBy(frame => frame.Number)
                    .ThenBy(frame => frame.Index.Frame)
                    .ToList()
                : frames.OrderBy(frame => frame.Number).ThenBy(frame => frame.Index.Instance).ToList();
        SeriesGeometry geometry = new(
            [.. sorted.Select(frame => frame.Plane)],
            [.. sorted.Select(frame => frame.Index)],
            placed && !mixed
        )
        {
            HasMixedOrientations = mixed,
            IsMosaic = mosaic,
        };
        if (placed && !mixed)
        {
            geometry.Measure([.. sorted.Select(frame => frame.Plane!)], normal);
        }

        return geometry;
    }

    /// <summary>The place of a voxel in the patient.</summary>
    /// <param name="column">Column, counted from 0.</param>
    /// <param name="row">Row, counted from 0.</param>
    /// <param name="place">Place in <see cref="Order"/>.</param>
    /// <exception cref="InvalidOperationException">The frame has no position.</exception>
    public PatientPoint ToPatient(double column, double row, int place) =>
        (_planes[place] ?? throw new InvalidOperationException("the frame has no position")).ToPatient(column, row);

    /// <summary>The voxel of a place in the patient, with fractions; null where the frames have no positions.</summary>
    public (double Column, double Row, double Place)? ToVoxel(PatientPoint point)
    {
        if (!IsOrderedByPosition || _planes.Count == 0)
        {
            return null;
        }

        List<double> distances = [.. _planes.Select(plane => plane!.ToPixel(point).Distance)];
        // Distances fall from slice to slice; the place is where they cross zero.
        int after = distances.FindIndex(distance => distance <= 0);
        int low = after < 0 ? Math.Max(0, distances.Count - 2) : Math.Max(0, after - 1);
        int high = Math.Min(low + 1, distances.Count - 1);
        double step = distances[low] - distances[high];
        double place =
            step == 0 ? low + (Spacing is > 0 ? distances[low] / Spacing.Value : 0) : low + (distances[low] / step);
        SlicePlane nearest = _planes[(int)Math.Clamp(Math.Round(place), 0, _planes.Count - 1)]!;
        (double column, double row, _) = nearest.ToPixel(point);
        return (column, row, place);
    }

    private void Measure(List<SlicePlane> planes, PatientVector normal)
    {
        if (planes.Count < 2)
        {
            IsRegular = true;
            return;
        }

        List<double> steps = [];
        for (int i = 1; i < planes.Count; i++)
        {
            steps.Add((planes[i].Origin - planes[i - 1].Origin).Dot(normal));
        }

        List<double> distinct = [.. steps.Where(step => step > 1e-3).Order()];
        FramesPerPosition = distinct.Count == 0 ? planes.Count : (int)Math.Round(planes.Count / (distinct.Count + 1.0));
        if (distinct.Count == 0)
        {
            IsRegular = true;
            return;
        }

        double spacing = distinct[distinct.Count / 2];
        Spacing = spacing;
        Gaps = FindGaps(steps, spacing);
        IsRegular = distinct.TrueForAll(step => Math.Abs(step - spacing) <= spacing * Tolerance);
        PatientVector line = (planes[^1].Origin - planes[0].Origin).Normalized();
        TiltDegrees = Math.Acos(Math.Clamp(line.Dot(normal), -1, 1)) * 180 / Math.PI;
    }

    private List<SliceGap> FindGaps(List<double> steps, double spacing)
    {
        List<SliceGap> gaps = [];
        for (int i = 0; i < steps.Count; i++)
        {
            bool together = steps[i] <= 1e-3;
            if (together && FramesPerPosition > 1 || Math.Abs(steps[i] - spacing) <= spacing * Tolerance)
            {
                continue;
            }

            int missing = together ? 0 : Math.Max(0, (int)Math.Round(steps[i] / spacing) - 1);
            gaps.Add(new SliceGap(i, together ? 0 : steps[i], missing));
        }

        return gaps;
    }
}
