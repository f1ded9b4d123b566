using Overread.Quality.Agreement;

namespace Overread.Server.Features.Comparison.Contracts.Agreement;

/// <summary>
/// An interval that is not surer than the data. Where no two labels differ the spread of a figure cannot be seen, and an
/// interval of no width would claim a certainty that a handful of items never gives.
/// </summary>
internal static class HonestInterval
{
    private const double Z = 1.959963984540054;

    /// <summary>The interval of a coefficient, or why there is none.</summary>
    public static (double? Low, double? High, string? Why) Of(Coefficient c)
    {
        if (c.Value is not { } value)
        {
            return (null, null, null);
        }

        if (c.Interval is not { } interval)
        {
            return (null, null, "no interval is known for this figure");
        }

        if (interval.Width > 1e-9)
        {
            return (interval.Low, interval.High, null);
        }

        // A share of items has its score interval (Wilson 1927) even when it is 1 or 0; a figure corrected for chance has none.
        return c.Name is "percent" or "matched-f1" or "span-exact-f1" or "span-overlap-f1" && c.Items > 0
            ? Wilson(value, c.Items)
            : (null, null, $"all {c.Items} items say the same, so how sure the figure is cannot be estimated");
    }

    /// <summary>Wilson's score interval of a mean of numbers from 0 to 1 over items, 95 %; for means that are no counts it is on the safe side.</summary>
    public static (double? Low, double? High, string? Why) Wilson(double share, long items)
    {
        double centre = (share + (Z * Z / (2 * items))) / (1 + (Z * Z / items));
        double half =
            Z / (1 + (Z * Z / items)) * Math.Sqrt((share * (1 - share) / items) + (Z * Z / (4.0 * items * items)));
        return (Math.Max(0, centre - half), Math.Min(1, centre + half), null);
    }
}
