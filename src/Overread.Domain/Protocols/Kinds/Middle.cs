using System.Globalization;

namespace Overread.Domain.Protocols.Kinds;

/// <summary>What lies in the middle of readers' numbers.</summary>
public static class Middle
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary>
    /// The number in the middle, or between the two in the middle. What is computed has no more digits than the numbers allow:
    /// the middle of 22.4 and 22.8 is 22.6.
    /// </summary>
    /// <param name="numbers">At least one number, in any order.</param>
    public static double Median(IReadOnlyCollection<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : Mean([sorted[half - 1], sorted[half]]);
    }

    /// <summary>The mean, with the digits that its sum has, or twelve where it does not come to an end.</summary>
    /// <param name="numbers">At least one number.</param>
    public static double Mean(IReadOnlyCollection<double> numbers)
    {
        double sum = numbers.Sum();
        double mean = double.IsFinite(sum) ? sum / numbers.Count : numbers.Sum(v => v / numbers.Count);
        if (numbers.Any(v => Math.Abs(v) > 1e15 || (v != 0 && Math.Abs(v) < 1e-9)))
        {
            return mean;
        }

        // Tenths have no end in binary, but they have one in decimal.
        decimal[] exact = [.. numbers.Select(v => decimal.Parse(v.ToString("R", Plain), NumberStyles.Float, Plain))];
        decimal whole = exact.Sum() / exact.Length;
        return decimal.Round(whole, Math.Min(exact.Max(v => v.Scale) + 1, 28)) == whole
            ? double.Parse(whole.ToString(Plain), Plain)
            : double.Parse(mean.ToString("G12", Plain), Plain);
    }
}
