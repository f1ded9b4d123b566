using System.Globalization;

namespace Overread.Dicom.Derived;

/// <summary>Numbers as decimal strings of at most 16 characters (PS3.5 section 6.2, DS), as exact as those allow.</summary>
public static class DecimalString
{
    /// <summary>Writes a number.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public static string Of(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException("a decimal string holds finite numbers only.");
        }

        // No exponent where it can be helped: not every reader takes one.
        for (int digits = 14; digits >= 0 && Math.Abs(value) < 1e14; digits--)
        {
            string text = Math.Round(value, digits)
                .ToString(digits == 0 ? "0" : "0." + new string('#', digits), CultureInfo.InvariantCulture);
            if (text.Length <= 16)
            {
                return text is "-0" ? "0" : text;
            }
        }

        for (int digits = 10; ; digits--)
        {
            string text = value.ToString("G" + digits, CultureInfo.InvariantCulture);
            if (text.Length <= 16)
            {
                return text;
            }
        }
    }

    /// <summary>Writes several, separated by backslashes.</summary>
    public static string Of(IEnumerable<double> values) => string.Join('\\', values.Select(Of));
}
