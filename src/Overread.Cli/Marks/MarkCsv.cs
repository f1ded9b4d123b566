using System.Globalization;
using Overread.Imaging.Grids;

namespace Overread.Cli.Marks;

/// <summary>The words and numbers of marks as CSV: a row per shape, mask of a slice, or measurement.</summary>
internal static class MarkCsv
{
    internal const string Columns =
        "object,number,label,kind,image,slice,pixels,voxel,patient_mm,rle,value,unit,score,attributes";

    /// <summary>Rings of x and y in pixel edges: "x y;x y|x y;x y".</summary>
    internal static string Rings(IReadOnlyList<double[]> rings) =>
        string.Join(
            '|',
            rings.Select(ring =>
                string.Join(
                    ';',
                    Enumerable
                        .Range(0, ring.Length / 2)
                        .Select(i => $"{Number(ring[2 * i])} {Number(ring[(2 * i) + 1])}")
                )
            )
        );

    internal static string Places(IEnumerable<Lps> places) =>
        string.Join(';', places.Select(p => $"{Number(p.X)} {Number(p.Y)} {Number(p.Z)}"));

    /// <summary>Words of a mark as "name=value;name=value", in which % ; and = stand as %25, %3B and %3D.</summary>
    internal static string Attributes(IReadOnlyDictionary<string, string> attributes) =>
        string.Join(';', attributes.Select(a => $"{Escaped(a.Key)}={Escaped(a.Value)}"));

    /// <summary>Reads what <see cref="Attributes"/> writes.</summary>
    internal static IEnumerable<(string Name, string Value)> ParseAttributes(string text) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .Select(pair => (Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[1])));

    private static string Escaped(string words) =>
        words
            .Replace("%", "%25", StringComparison.Ordinal)
            .Replace(";", "%3B", StringComparison.Ordinal)
            .Replace("=", "%3D", StringComparison.Ordinal);

    internal static string Number(double value) => value.ToString("0.##########", CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="Rings"/> writes.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal static IReadOnlyList<double[]> ParseRings(string text) =>
        [.. text.Split('|').Select(ring => Parse(ring, 2))];

    /// <summary>Reads what <see cref="Places"/> writes.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal static IReadOnlyList<Lps> ParsePlaces(string text)
    {
        double[] numbers = Parse(text, 3);
        return
        [
            .. Enumerable
                .Range(0, numbers.Length / 3)
                .Select(i => new Lps(numbers[3 * i], numbers[(3 * i) + 1], numbers[(3 * i) + 2])),
        ];
    }

    private static double[] Parse(string text, int each)
    {
        List<double> numbers = [];
        foreach (string point in text.Split(';'))
        {
            string[] parts = point.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (string part in parts)
            {
                numbers.Add(
                    parts.Length == each
                    && double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                    && double.IsFinite(number)
                        ? number
                        : throw new FormatException($"'{point}' is no point of {each} numbers")
                );
            }
        }

        return numbers.Count > 0 ? [.. numbers] : throw new FormatException("there is no point");
    }
}
