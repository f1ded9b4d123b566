using System.Globalization;
using System.Text;

namespace Overread.Server.Benchmarks.Soak;

/// <summary>Minutes as lines in three panels: times of answers, memory, handles and threads.</summary>
internal static class SoakPlot
{
    private const int Width = 800;
    private const int Panel = 190;
    private const int Left = 60;
    private const int Right = 150;
    private static readonly string[] Colours = ["#1f77b4", "#d62728", "#2ca02c"];

    /// <summary>The plot as SVG.</summary>
    public static string Svg(IReadOnlyList<SoakMinute> minutes)
    {
        StringBuilder svg = new();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {3 * Panel}\" font-family=\"sans-serif\" font-size=\"11\">\n<rect width=\"{Width}\" height=\"{3 * Panel}\" fill=\"white\"/>\n"
        );
        Draw(
            svg,
            0,
            "99th percentile, ms",
            minutes,
            [("save", m => m.Of("save").P99), ("next item", m => m.Of("next").P99), ("slice", m => m.Of("slice").P99)]
        );
        Draw(
            svg,
            1,
            "MiB",
            minutes,
            [
                ("resident", m => m.Samples[^1].Resident),
                ("managed heap", m => m.Samples[^1].Heap),
                ("write-ahead log", m => m.Samples[^1].Log),
            ]
        );
        Draw(
            svg,
            2,
            "count",
            minutes,
            [
                ("handles", m => m.Samples[^1].Handles),
                ("threads", m => m.Samples[^1].Threads),
                ("open streams", m => m.Streams),
            ]
        );
        return svg.Append("</svg>\n").ToString();
    }

    private static void Draw(
        StringBuilder svg,
        int panel,
        string unit,
        IReadOnlyList<SoakMinute> minutes,
        (string Name, Func<SoakMinute, double> Value)[] lines
    )
    {
        double top = (panel * Panel) + 20;
        double bottom = ((panel + 1) * Panel) - 25;
        double most = Math.Max(
            1e-9,
            lines.SelectMany(l => minutes.Select(l.Value)).Where(double.IsFinite).DefaultIfEmpty(1).Max()
        );
        double X(int i) => Left + ((Width - Left - Right) * i / Math.Max(1.0, minutes.Count - 1));
        double Y(double v) => bottom - ((bottom - top) * v / most);
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<path d=\"M{Left} {top:0}V{bottom:0}H{Width - Right}\" fill=\"none\" stroke=\"#888\"/>\n<text x=\"{Left}\" y=\"{top - 6:0}\">{unit}</text>\n<text x=\"{Left - 4}\" y=\"{top + 4:0}\" text-anchor=\"end\">{most:0.#}</text>\n<text x=\"{Left - 4}\" y=\"{bottom:0}\" text-anchor=\"end\">0</text>\n<text x=\"{Width - Right}\" y=\"{bottom + 14:0}\" text-anchor=\"end\">{minutes.Count} min</text>\n"
        );
        for (int line = 0; line < lines.Length; line++)
        {
            string points = string.Join(
                ' ',
                minutes
                    .Select((m, i) => (i, Value: lines[line].Value(m)))
                    .Where(p => double.IsFinite(p.Value))
                    .Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p.i):0.0},{Y(p.Value):0.0}"))
            );
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{Colours[line]}\" stroke-width=\"1.5\"/>\n<text x=\"{Width - Right + 10}\" y=\"{top + 10 + (16 * line):0}\" fill=\"{Colours[line]}\">{lines[line].Name}</text>\n"
            );
        }
    }
}
