using Overread.Dicom.Geometry;
using Overread.Domain.Intake;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>
/// The reading order of a series: along the normal, or by number where positions are missing. Where several frames lie at each
/// position, all positions of the first time (or phase, b-value, echo, energy) come first, and the layout says so.
/// </summary>
internal static class SeriesOrder
{
    public static (List<IntakeInstance> Ordered, SeriesLayout? Layout) Of(List<IntakeInstance> series)
    {
        List<Dicom.Dataset> headers = [.. series.Select(i => i.Header)];
        SeriesDimensions? found = SeriesDimensions.Of(headers);
        // What is drawn are the frames that the object claims; a grid of others would point at nothing.
        if (found is null || found.Order.Count != series.Sum(i => i.Frames))
        {
            SeriesGeometry geometry = SeriesGeometry.Of(headers);
            return ([.. geometry.Order.Select(s => s.Instance).Distinct().Select(i => series[i])], null);
        }

        List<int> instances = [.. found.Order.Select(s => s.Instance).Distinct()];
        Dictionary<int, int> first = [];
        int parts = 0;
        foreach (int instance in instances)
        {
            first[instance] = parts;
            parts += series[instance].Frames;
        }

        List<int> order = [.. found.Order.Select(s => first[s.Instance] + s.Frame)];
        return (
            [.. instances.Select(i => series[i])],
            new(found.Positions, [.. found.Dimensions.Select(d => new SeriesAxis(d.Name, d.Unit, d.Values))])
            {
                Order = order.Select((part, place) => part == place).All(same => same) ? null : order,
            }
        );
    }
}
