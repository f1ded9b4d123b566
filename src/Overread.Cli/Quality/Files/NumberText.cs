using System.Globalization;

namespace Overread.Cli.Quality.Files;

/// <summary>What counts as a number in a file: digits with a sign, a point and an exponent; finite; words never.</summary>
internal static class NumberText
{
    private const NumberStyles Style =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a number.</summary>
    /// <param name="text">Without blanks around it.</param>
    /// <param name="comma">Whether a single comma may stand for the point.</param>
    /// <param name="number">The number.</param>
    internal static bool TryParse(ReadOnlySpan<char> text, bool comma, out double number)
    {
        if (double.TryParse(text, Style, CultureInfo.InvariantCulture, out number) && IsPlain(text, number))
        {
            return true;
        }

        if (comma && text.Count(',') == 1 && !text.Contains('.'))
        {
            string point = text.ToString().Replace(',', '.');
            return double.TryParse(point, Style, CultureInfo.InvariantCulture, out number) && IsPlain(point, number);
        }

        number = 0;
        return false;
    }

    /// <summary>The word NaN is read by .NET whatever the style, and 1e999 as infinity: neither is a number here.</summary>
    private static bool IsPlain(ReadOnlySpan<char> text, double number) =>
        double.IsFinite(number) && text.ContainsAnyInRange('0', '9');
}
