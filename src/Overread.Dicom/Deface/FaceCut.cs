using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Overread.Dicom.Geometry;

namespace Overread.Dicom.Deface;

/// <summary>
/// What is taken out of a volume so that no face can be rendered from it: all of some zones (the face, each ear) but a
/// convex body around the brain estimate. Both are made of planes in the patient, so that the boundary says nothing about
/// the face, not even its contour, and everything in front of it goes: skin, air, noise, ghosts. In the manner of
/// Quickshear (Schimke and Hale 2011, one plane), with as many planes as make the brain's convex hull.
/// </summary>
public sealed class FaceCut
{
    /// <summary>Makes a cut.</summary>
    /// <param name="kept">The body that stays: the half-spaces whose intersection it is.</param>
    /// <param name="zones">Zones, each the intersection of its half-spaces, of which all outside the body is removed.</param>
    /// <param name="background">What removed voxels are set to, in units of the modality (HU for CT).</param>
    public FaceCut(IReadOnlyList<HalfSpace> kept, IReadOnlyList<IReadOnlyList<HalfSpace>> zones, double background)
    {
        Kept = kept;
        Zones = zones;
        Background = background;
    }

    /// <summary>Half-spaces whose intersection stays: the convex hull of the brain estimate, grown by the margin.</summary>
    public IReadOnlyList<HalfSpace> Kept { get; }

    /// <summary>Zones outside which nothing is touched.</summary>
    public IReadOnlyList<IReadOnlyList<HalfSpace>> Zones { get; }

    /// <summary>Value of removed voxels in units of the modality.</summary>
    public double Background { get; }

    /// <summary>SHA-256 over all numbers, lower-case hex: what a person approved by its picture is what is carried out.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Text())));

    /// <summary>True where the voxel with this centre is removed.</summary>
    public bool Removes(PatientPoint point) =>
        Zones.Any(zone => zone.All(half => half.Outside(point) <= 0)) && Kept.Any(half => half.Outside(point) > 0);

    /// <summary>
    /// Millimetres to the boundary: positive for what is removed. Exact beside one plane, a bound beside an edge; for
    /// drawing.
    /// </summary>
    public double Depth(PatientPoint point)
    {
        double zone = double.NegativeInfinity;
        foreach (IReadOnlyList<HalfSpace> halves in Zones)
        {
            double inside = double.PositiveInfinity;
            foreach (HalfSpace half in halves)
            {
                inside = Math.Min(inside, -half.Outside(point));
            }

            zone = Math.Max(zone, inside);
        }

        if (zone < -8)
        {
            return zone;
        }

        double outside = double.NegativeInfinity;
        foreach (HalfSpace half in Kept)
        {
            outside = Math.Max(outside, half.Outside(point));
        }

        return Math.Min(zone, outside);
    }

    /// <summary>The removed pixels of one row of a slice, in order, not overlapping.</summary>
    /// <param name="plane">Where the slice lies.</param>
    /// <param name="row">From 0 at the top.</param>
    /// <param name="columns">Width of the slice.</param>
    /// <param name="spans">Receives the spans; what it held is cleared.</param>
    public void Spans(SlicePlane plane, int row, int columns, List<VoxelSpan> spans)
    {
        spans.Clear();
        PatientPoint start = plane.ToPatient(0, row);
        PatientVector step = plane.Row * plane.ColumnSpacing;
        (double keepFirst, double keepLast) = Within(Kept, start, step);
        foreach (IReadOnlyList<HalfSpace> zone in Zones)
        {
            (double first, double last) = Within(zone, start, step);
            int from = (int)Math.Ceiling(Math.Clamp(first, 0, columns));
            int end = (int)Math.Floor(Math.Clamp(last, -1, columns - 1)) + 1;
            if (from >= end)
            {
                continue;
            }

            // The body is convex: it leaves at most one span before it and one behind it.
            bool crossed = keepFirst <= keepLast;
            int keepFrom = crossed ? (int)Math.Ceiling(Math.Clamp(keepFirst, from, end)) : end;
            int keepEnd = crossed ? (int)Math.Floor(Math.Clamp(keepLast, from - 1, end - 1)) + 1 : end;
            Add(spans, from, Math.Min(keepFrom, end));
            Add(spans, Math.Max(keepEnd, Math.Min(keepFrom, end)), end);
        }

        Merge(spans);
    }

    /// <summary>The part of the line start + c · step within all half-spaces; first &gt; last where there is none.</summary>
    private static (double First, double Last) Within(
        IReadOnlyList<HalfSpace> halves,
        PatientPoint start,
        PatientVector step
    )
    {
        double first = double.NegativeInfinity;
        double last = double.PositiveInfinity;
        foreach (HalfSpace half in halves)
        {
            double outside = half.Outside(start);
            double slope = step.Dot(half.Normal);
            if (Math.Abs(slope) < 1e-12)
            {
                if (outside > 0)
                {
                    return (1, 0);
                }

                continue;
            }

            double crossing = -outside / slope;
            if (slope > 0)
            {
                last = Math.Min(last, crossing);
            }
            else
            {
                first = Math.Max(first, crossing);
            }
        }

        return (first, last);
    }

    private static void Add(List<VoxelSpan> spans, int from, int end)
    {
        if (from < end)
        {
            spans.Add(new VoxelSpan(from, end));
        }
    }

    private static void Merge(List<VoxelSpan> spans)
    {
        if (spans.Count < 2)
        {
            return;
        }

        spans.Sort((a, b) => a.First.CompareTo(b.First));
        int kept = 0;
        for (int i = 1; i < spans.Count; i++)
        {
            if (spans[i].First <= spans[kept].End)
            {
                spans[kept] = new VoxelSpan(spans[kept].First, Math.Max(spans[kept].End, spans[i].End));
            }
            else
            {
                spans[++kept] = spans[i];
            }
        }

        spans.RemoveRange(kept + 1, spans.Count - kept - 1);
    }

    private string Text()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{Background:R}\n");
        foreach (IReadOnlyList<HalfSpace> halves in Zones.Prepend(Kept))
        {
            foreach (HalfSpace half in halves)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{half.Normal.X:R} {half.Normal.Y:R} {half.Normal.Z:R} {half.Offset:R}\n"
                );
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
