using System.CommandLine;
using System.Globalization;

namespace Overread.Cli.Quality;

/// <summary>Options that take numbers of a range say so before any file is read.</summary>
internal static class OptionRange
{
    /// <summary>Refuses numbers outside, and what is no number.</summary>
    internal static Option<double> Within(this Option<double> option, double low, double high, bool open = false)
    {
        option.Validators.Add(result =>
        {
            // What cannot be read is the parser's own error.
            if (result.Errors.Any() || result.GetValueOrDefault<double>() is var value && Fits(value, low, high, open))
            {
                return;
            }

            result.AddError(Words(option.Name, low, high, open));
        });
        return option;
    }

    /// <summary>Refuses numbers outside; absent is allowed.</summary>
    internal static Option<double?> Within(this Option<double?> option, double low, double high, bool open = false)
    {
        option.Validators.Add(result =>
        {
            if (
                !result.Errors.Any()
                && result.GetValueOrDefault<double?>() is { } value
                && !Fits(value, low, high, open)
            )
            {
                result.AddError(Words(option.Name, low, high, open));
            }
        });
        return option;
    }

    /// <summary>Refuses whole numbers below.</summary>
    internal static Option<int> AtLeast(this Option<int> option, int least)
    {
        option.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<int>() < least)
            {
                result.AddError($"{option.Name}: at least {least.ToString(CultureInfo.InvariantCulture)}.");
            }
        });
        return option;
    }

    private static bool Fits(double value, double low, double high, bool open) =>
        open ? value > low && value < high : value >= low && value <= high;

    private static string Words(string name, double low, double high, bool open) =>
        double.IsPositiveInfinity(high)
            ? string.Create(CultureInfo.InvariantCulture, $"{name}: {(open ? "above" : "at least")} {low}.")
        : open ? string.Create(CultureInfo.InvariantCulture, $"{name}: between {low} and {high}, both excluded.")
        : string.Create(CultureInfo.InvariantCulture, $"{name}: from {low} to {high}.");
}
