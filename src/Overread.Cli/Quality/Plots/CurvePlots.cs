using System.Globalization;
using Overread.Cli.Quality.Studies;
using Overread.Quality.ReaderStudies;

namespace Overread.Cli.Quality.Plots;

/// <summary>Curves of reader studies: one line per reader.</summary>
internal static class CurvePlots
{
    private const double Side = 220;

    private static readonly string[] s_colours =
    [
        "#1f5a99",
        "#b3472e",
        "#2e7d4f",
        "#7a4ea3",
        "#8a6d1f",
        "#3d8f9c",
        "#a83a6b",
        "#555555",
    ];

    /// <summary>One panel per modality with the empirical ROC curve of each reader.</summary>
    internal static IEnumerable<PlotPanel> Roc(StudyFile study)
    {
        for (int m = 0; m < study.Modalities.Count; m++)
        {
            List<(string Name, IReadOnlyList<(double X, double Y)> Points)> curves = [];
            for (int r = 0; r < study.Readers.Count; r++)
            {
                (double[] ill, double[] well) = Ratings(study.Study, m, r);
                if (ill.Length > 0 && well.Length > 0)
                {
                    curves.Add(
                        (
                            study.Readers[r],
                            [.. RocPoint.Curve(ill, well).Select(point => (point.FalsePositives, point.TruePositives))]
                        )
                    );
                }
            }

            yield return Curves(
                study.Modalities[m] + ": ROC",
                "false positives; true positives upwards",
                1,
                curves,
                diagonal: true
            );
        }
    }

    /// <summary>One panel per modality with the FROC curve of each reader; a curve ends where the marks end.</summary>
    internal static IEnumerable<PlotPanel> Froc(MarkStudyFile study)
    {
        double most = 0;
        for (int m = 0; m < study.Modalities.Count; m++)
        {
            for (int r = 0; r < study.Readers.Count; r++)
            {
                most = Math.Max(most, study.Study.Curve(m, r)[^1].FalseMarks);
            }
        }

        double right = Math.Max(0.1, Math.Ceiling(most * 10) / 10);
        for (int m = 0; m < study.Modalities.Count; m++)
        {
            yield return Curves(
                study.Modalities[m] + ": FROC",
                "false marks per case; share of lesions upwards",
                right,
                [
                    .. study.Readers.Select(
                        (name, r) =>
                            (
                                name,
                                (IReadOnlyList<(double X, double Y)>)
                                    [.. study.Study.Curve(m, r).Select(point => (point.FalseMarks, point.Lesions))]
                            )
                    ),
                ],
                diagonal: false
            );
        }
    }

    /// <summary>Curves on axes from 0; the vertical one ends at 1.</summary>
    internal static PlotPanel Curves(
        string title,
        string axis,
        double right,
        IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> curves,
        bool diagonal
    ) =>
        new(
            title,
            Side + 60,
            Side + 40 + (12 * ((curves.Count + 2) / 3)),
            (canvas, x, y) =>
            {
                double left = x + 34;
                for (int tick = 0; tick <= 5; tick++)
                {
                    double at = Side * tick / 5;
                    canvas.Line(left + at, y, left + at, y + Side, "#dddddd");
                    canvas.Line(left, y + at, left + Side, y + at, "#dddddd");
                    canvas.Text(left + at, y + Side + 10, Tick(right * tick / 5), 9, 0.5);
                    canvas.Text(left - 5, y + Side - at, Tick(tick / 5.0), 9, 1);
                }

                if (diagonal)
                {
                    canvas.Line(left, y + Side, left + Side, y, "#999999");
                }

                canvas.Text(left + (Side / 2), y + Side + 25, axis, 9, 0.5);
                for (int c = 0; c < curves.Count; c++)
                {
                    string colour = s_colours[c % s_colours.Length];
                    IReadOnlyList<(double X, double Y)> points = curves[c].Points;
                    for (int i = 1; i < points.Count; i++)
                    {
                        canvas.Line(
                            left + (Side * points[i - 1].X / right),
                            y + (Side * (1 - points[i - 1].Y)),
                            left + (Side * points[i].X / right),
                            y + (Side * (1 - points[i].Y)),
                            colour,
                            1.6
                        );
                    }

                    double keyX = left + (c % 3 * (Side / 3));
                    double keyY = y + Side + 38 + (12 * (c / 3));
                    canvas.Rectangle(keyX, keyY - 3, 8, 6, colour);
                    canvas.Text(keyX + 11, keyY, PlotPanel.Fit(curves[c].Name, 10), 9);
                }
            }
        );

    private static string Tick(double value) => value.ToString("0.0#", CultureInfo.InvariantCulture);

    private static (double[] Ill, double[] Well) Ratings(ReaderStudy study, int modality, int reader)
    {
        List<double> ill = [];
        List<double> well = [];
        for (int item = 0; item < study.Cases; item++)
        {
            if (study.Rating(modality, reader, item) is { } rating)
            {
                (study.Diseased[item] ? ill : well).Add(rating);
            }
        }

        return ([.. ill], [.. well]);
    }
}
