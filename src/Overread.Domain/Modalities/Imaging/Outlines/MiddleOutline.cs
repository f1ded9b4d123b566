using Overread.Domain.Marks;

namespace Overread.Domain.Modalities.Imaging.Outlines;

/// <summary>
/// An outline in the middle of several. Each is gone along in the same sense from the place that lies nearest to the start of
/// the one most like the others, at steps of the same share of its length; each step's corner is the median of theirs. Where
/// that line would cross itself, the one most like the others is taken as it was drawn.
/// </summary>
internal static class MiddleOutline
{
    private const int FewestSteps = 64;
    private const int MostSteps = 256;

    internal static IReadOnlyList<PolygonPoint> Of(IReadOnlyList<IReadOnlyList<PolygonPoint>> outlines)
    {
        if (outlines.Count == 1)
        {
            return outlines[0];
        }

        int centre = MostAlike(outlines);
        int steps = Math.Clamp(2 * outlines.Max(o => o.Count), FewestSteps, MostSteps);
        PolygonPoint[] guide = Walk(outlines[centre], steps);
        PolygonPoint[][] walks = [.. outlines.Select((o, i) => i == centre ? guide : From(Walk(o, steps), guide))];
        PolygonPoint[] middle =
        [
            .. Enumerable
                .Range(0, steps)
                .Select(s => new PolygonPoint(
                    RegionKind.Median(walks.Select(w => w[s].X)),
                    RegionKind.Median(walks.Select(w => w[s].Y))
                )),
        ];
        return OutlineArea.CrossesItself(middle) ? outlines[centre] : middle;
    }

    /// <summary>The one whose overlap with the others is largest in the mean; the first of equals.</summary>
    private static int MostAlike(IReadOnlyList<IReadOnlyList<PolygonPoint>> outlines)
    {
        double[] likeness = new double[outlines.Count];
        for (int i = 0; i < outlines.Count; i++)
        {
            for (int k = i + 1; k < outlines.Count; k++)
            {
                double overlap = OutlineArea.Overlap(outlines[i], outlines[k]);
                likeness[i] += overlap;
                likeness[k] += overlap;
            }
        }

        return Array.IndexOf(likeness, likeness.Max());
    }

    /// <summary>Places at equal steps along the line, clockwise on the screen.</summary>
    private static PolygonPoint[] Walk(IReadOnlyList<PolygonPoint> outline, int steps)
    {
        IReadOnlyList<PolygonPoint> corners = Turn(outline) >= 0 ? outline : [.. outline.Reverse()];
        double[] ends = new double[corners.Count];
        double length = 0;
        for (int i = 0; i < corners.Count; i++)
        {
            PolygonPoint next = corners[(i + 1) % corners.Count];
            length += Math.Sqrt(Squared(corners[i], next));
            ends[i] = length;
        }

        PolygonPoint[] places = new PolygonPoint[steps];
        int side = 0;
        for (int s = 0; s < steps; s++)
        {
            double along = length * s / steps;
            while (side < corners.Count - 1 && ends[side] <= along)
            {
                side++;
            }

            double begin = side == 0 ? 0 : ends[side - 1];
            double share = ends[side] > begin ? (along - begin) / (ends[side] - begin) : 0;
            (PolygonPoint a, PolygonPoint b) = (corners[side], corners[(side + 1) % corners.Count]);
            places[s] = new(a.X + ((b.X - a.X) * share), a.Y + ((b.Y - a.Y) * share));
        }

        return places;
    }

    /// <summary>The walk begun where it follows the guide most nearly.</summary>
    private static PolygonPoint[] From(PolygonPoint[] walk, PolygonPoint[] guide)
    {
        int best = 0;
        double nearest = double.PositiveInfinity;
        for (int start = 0; start < walk.Length; start++)
        {
            double sum = 0;
            for (int s = 0; s < walk.Length && sum < nearest; s++)
            {
                sum += Squared(walk[(start + s) % walk.Length], guide[s]);
            }

            if (sum < nearest)
            {
                (nearest, best) = (sum, start);
            }
        }

        return [.. walk[best..], .. walk[..best]];
    }

    private static double Turn(IReadOnlyList<PolygonPoint> outline)
    {
        double sum = 0;
        for (int i = 0; i < outline.Count; i++)
        {
            (PolygonPoint a, PolygonPoint b) = (outline[i], outline[(i + 1) % outline.Count]);
            sum += (a.X * b.Y) - (b.X * a.Y);
        }

        return sum;
    }

    private static double Squared(PolygonPoint a, PolygonPoint b) =>
        ((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y));
}
