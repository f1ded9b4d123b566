using Overread.Cli.Quality.Plots;

namespace Overread.Cli.Quality;

/// <summary>A reader forest per field and, where there is a truth, one calibration over all fields.</summary>
internal static class ConsensusPlot
{
    private const int MostFields = 20;

    internal static IReadOnlyList<PlotPanel> Panels(
        LabelFile labels,
        IReadOnlyList<FieldConsensus> fields,
        GoldFile? truths
    )
    {
        List<PlotPanel> panels =
        [
            .. fields
                .Where(field => field.Result.Readers.Any(reader => reader is { Labels: > 0, Accuracy: not null }))
                .Take(MostFields)
                .Select(field =>
                    QualityPlots.Forest(
                        $"{(field.Field is null ? string.Empty : field.Field + ": ")}accuracy of readers ({field.Result.Method})",
                        field.Result,
                        labels.Readers.Names
                    )
                ),
        ];
        panels.AddRange(
            fields
                .Where(field => field.Calibration is not null)
                .Take(MostFields)
                .Select(field =>
                    CurvePlots.Curves(
                        $"{(field.Field is null ? string.Empty : field.Field + ": ")}selective risk",
                        "share of labels, surest first; share wrong upwards",
                        1,
                        [
                            ("wrong", [.. field.Calibration!.Curve.Select(point => (point.Coverage, point.Risk))]),
                            (
                                "at most",
                                [.. field.Calibration!.Curve.Select(point => (point.Coverage, point.UpperBound))]
                            ),
                        ],
                        diagonal: false
                    )
                )
        );
        if (truths is not null)
        {
            List<(double, bool)> known = [];
            foreach (FieldConsensus field in fields)
            {
                int[] truth = truths.Of(field.Items, field.Field, field.Categories);
                known.AddRange(
                    Enumerable
                        .Range(0, truth.Length)
                        .Where(item => truth[item] != -1 && field.Result.Labels[item] >= 0)
                        .Select(item => (field.Result.ProbabilityOf(item), field.Result.Labels[item] == truth[item]))
                );
            }

            panels.Add(QualityPlots.Calibration("calibration against the truth", known));
        }

        return panels;
    }
}
