using System.Globalization;
using Overread.Quality;
using Overread.Quality.Agreement;
using Overread.Quality.Consensus;

namespace Overread.Cli.Quality.Plots;

/// <summary>The plots of the quality commands: agreement matrix, reader forest, calibration.</summary>
internal static class QualityPlots
{
    private const int MostReaders = 40;
    private const double Label = 90;

    /// <summary>Cohen's κ of every pair of readers, as numbers on a scale of blue; the first forty readers.</summary>
    internal static PlotPanel Matrix(
        string title,
        Ratings ratings,
        IReadOnlyList<string> names,
        AgreementOptions options
    )
    {
        int[] active =
        [
            .. Enumerable
                .Range(0, ratings.ReaderCount)
                .Where(reader => ratings.Readers.Contains(reader))
                .Take(MostReaders),
        ];
        Coefficient?[,] pairs = AgreementTables.Pairwise(
            ratings.OfReaders(active),
            options with
            {
                Method = IntervalMethod.None,
                Clusters = null,
            }
        );
        double cell = active.Length <= 12 ? 34 : 18;
        return new PlotPanel(
            title,
            Label + (active.Length * cell),
            (active.Length * cell) + 20,
            (canvas, x, y) =>
            {
                for (int i = 0; i < active.Length; i++)
                {
                    canvas.Text(x + Label - 6, y + ((i + 0.5) * cell), PlotPanel.Fit(names[active[i]], 12), 10, 1);
                    string below = active.Length <= 12 ? PlotPanel.Fit(names[active[i]], 5) : string.Empty;
                    canvas.Text(x + Label + ((i + 0.5) * cell), y + (active.Length * cell) + 10, below, 9, 0.5);
                    for (int j = 0; j < active.Length; j++)
                    {
                        double? value = pairs[i, j]?.Value;
                        canvas.Rectangle(x + Label + (j * cell), y + (i * cell), cell - 1, cell - 1, Shade(value));
                        if (cell > 20 && i != j)
                        {
                            canvas.Text(
                                x + Label + ((j + 0.5) * cell),
                                y + ((i + 0.5) * cell),
                                value is { } number
                                    ? (Math.Round(number, 2) + 0.0).ToString("0.00", CultureInfo.InvariantCulture)
                                    : "–",
                                9,
                                0.5,
                                value > 0.65 ? "#ffffff" : "#222222"
                            );
                        }
                    }
                }
            }
        );
    }

    /// <summary>Estimated accuracy of every reader with its interval, lowest first; the lowest forty.</summary>
    internal static PlotPanel Forest(string title, ConsensusResult result, IReadOnlyList<string> names)
    {
        ReaderEstimate[] readers =
        [
            .. result
                .Readers.Where(reader => reader is { Labels: > 0, Accuracy: not null })
                .OrderBy(reader => reader.Accuracy)
                .ThenBy(reader => reader.Reader)
                .Take(MostReaders),
        ];
        const double Step = 16;
        const double Scale = 220;
        double floor = Math.Floor(readers.Min(reader => reader.AccuracyLow ?? 0) * 10) / 10;
        double At(double value) => Label + (Scale * (value - floor) / Math.Max(1e-9, 1 - floor));
        return new PlotPanel(
            title,
            Label + Scale + 50,
            (readers.Length * Step) + 24,
            (canvas, x, y) =>
            {
                double bottom = y + (readers.Length * Step);
                for (double tick = floor; tick < 1.0001; tick += 0.1)
                {
                    canvas.Line(x + At(tick), y, x + At(tick), bottom, "#dddddd");
                    canvas.Text(x + At(tick), bottom + 10, tick.ToString("0.0", CultureInfo.InvariantCulture), 9, 0.5);
                }

                for (int i = 0; i < readers.Length; i++)
                {
                    double middle = y + ((i + 0.5) * Step);
                    ReaderEstimate reader = readers[i];
                    canvas.Text(x + Label - 6, middle, PlotPanel.Fit(names[reader.Reader], 12), 10, 1);
                    canvas.Line(
                        x + At(reader.AccuracyLow!.Value),
                        middle,
                        x + At(reader.AccuracyHigh!.Value),
                        middle,
                        "#1f5a99",
                        1.5
                    );
                    canvas.Circle(x + At(reader.Accuracy!.Value), middle, 3.2, "#1f5a99");
                    string figure = reader.Accuracy.Value.ToString("0.000", CultureInfo.InvariantCulture);
                    canvas.Text(x + Label + Scale + 12, middle, figure, 9);
                }
            }
        );
    }

    /// <summary>Probability of labels against how often they are right, in ten equal steps; dots grow with items.</summary>
    internal static PlotPanel Calibration(string title, IEnumerable<(double Probability, bool Right)> labels)
    {
        const double Side = 220;
        var steps = labels
            .GroupBy(label => Math.Min(9, (int)(label.Probability * 10)))
            .OrderBy(step => step.Key)
            .Select(step =>
                (
                    Probability: step.Average(label => label.Probability),
                    Right: step.Average(label => label.Right ? 1.0 : 0.0),
                    Count: step.Count()
                )
            )
            .ToArray();
        return new PlotPanel(
            title,
            Side + 60,
            Side + 34,
            (canvas, x, y) =>
            {
                double left = x + 34;
                for (int tick = 0; tick <= 5; tick++)
                {
                    string figure = (tick / 5.0).ToString("0.0", CultureInfo.InvariantCulture);
                    double at = Side * tick / 5;
                    canvas.Line(left + at, y, left + at, y + Side, "#dddddd");
                    canvas.Line(left, y + at, left + Side, y + at, "#dddddd");
                    canvas.Text(left + at, y + Side + 10, figure, 9, 0.5);
                    canvas.Text(left - 5, y + Side - at, figure, 9, 1);
                }

                canvas.Line(left, y + Side, left + Side, y, "#999999");
                canvas.Text(
                    left + (Side / 2),
                    y + Side + 25,
                    "probability of the label; share that is right upwards",
                    9,
                    0.5
                );
                foreach ((double probability, double right, int count) in steps)
                {
                    double radius = 3 + (2 * Math.Log10(count));
                    canvas.Circle(left + (Side * probability), y + (Side * (1 - right)), radius, "#b3472e");
                }
            }
        );
    }

    /// <summary>From white at 0 to dark blue at 1; below 0 towards red; grey where there is no value.</summary>
    private static string Shade(double? value)
    {
        if (value is not { } known)
        {
            return "#eeeeee";
        }

        double depth = Math.Clamp(Math.Abs(known), 0, 1);
        (int red, int green, int blue) = known >= 0 ? (18, 66, 120) : (170, 50, 40);
        int Mix(int dark) => (int)Math.Round(255 + (depth * (dark - 255)));
        return string.Create(CultureInfo.InvariantCulture, $"#{Mix(red):x2}{Mix(green):x2}{Mix(blue):x2}");
    }
}
