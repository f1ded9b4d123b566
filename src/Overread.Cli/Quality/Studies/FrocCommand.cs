using System.CommandLine;
using Overread.Cli.Quality.Files;
using Overread.Cli.Quality.Plots;
using Overread.Quality.ReaderStudies;

namespace Overread.Cli.Quality.Studies;

/// <summary><c>overread froc FILE --lesions FILE</c>: readers who mark lesions.</summary>
internal static class FrocCommand
{
    private static readonly string[] s_figures =
    [
        "wafroc",
        "afroc",
        "wafroc1",
        "afroc1",
        "inferred-roc",
        "lesion-sensitivity",
        "case-sensitivity",
        "case-specificity",
        "false-marks",
        "sensitivity-at",
    ];

    internal static Command Create()
    {
        Argument<string> file = new("file")
        {
            Description =
                "Marks: item,reader,modality,rating,lesion (the lesion that was hit, empty for none), or x,y,z in place of lesion.",
        };
        Option<string> lesions = new("--lesions")
        {
            Description = "All cases: item,lesion (empty for a case without), and weight, x,y,z where there are.",
            Required = true,
        };
        Option<double?> distance = new("--distance")
        {
            Description =
                "Marks have places: one hits the nearest lesion whose centre is as near, in the tables' unit (mm).",
        };
        Option<string> figure = new("--figure")
        {
            Description = "The figure of merit.",
            DefaultValueFactory = _ => "wafroc",
        };
        figure.AcceptOnlyFromAmong(s_figures);
        Option<double?> threshold = new("--threshold")
        {
            Description = "For sensitivities, specificity and false-marks: from which rating a mark counts.",
        };
        Option<double?> falseMarks = new("--false-marks")
        {
            Description = "For sensitivity-at: how many false marks per case are allowed.",
        };
        Option<int> replicates = new("--replicates")
        {
            Description = "Draw cases anew so often for the covariances; 0 leaves out one case after the other.",
            DefaultValueFactory = _ => 0,
        };
        Command command = new(
            "froc",
            "Compare modalities by readers who mark lesions (free response): wAFROC, lesion and case sensitivity, FROC curves."
        )
        {
            file,
            lesions,
            distance,
            figure,
            threshold,
            falseMarks,
            replicates,
        };
        distance.Within(0, double.PositiveInfinity, open: true);
        falseMarks.Within(0, double.PositiveInfinity);
        replicates.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<int>() is var count && count != 0 && count < 100)
            {
                result.AddError("--replicates: 0, or at least 100.");
            }
        });
        StudyOptions options = StudyOptions.AddTo(command);
        OutputOptions shared = OutputOptions.AddTo(command);
        ReadingOptions files = ReadingOptions.AddTo(command);
        command.Examples(
            "overread froc marks.csv --lesions lesions.csv",
            "overread froc marks.csv --lesions lesions.csv --distance 10 --plot froc.png",
            "overread froc marks.csv --lesions lesions.csv --figure lesion-sensitivity --threshold 2",
            "overread froc marks.csv --lesions lesions.csv --figure sensitivity-at --false-marks 1 --replicates 2000"
        );
        command.Do(
            (parsed, output) =>
            {
                MarkFigure what = (MarkFigure)Array.IndexOf(s_figures, parsed.GetRequiredValue(figure));
                double? limit = Limit(what, parsed.GetValue(threshold), parsed.GetValue(falseMarks));
                if (what == MarkFigure.FalseMarksPerCase && options.Margin(parsed) is not null)
                {
                    throw new ArgumentException("--margin judges figures of which more is better, not false-marks.");
                }

                StudyFactors factors = options.Factors(parsed);
                MarkStudyFile study = MarkStudyFile.Load(
                    parsed.GetRequiredValue(file),
                    parsed.GetRequiredValue(lesions),
                    parsed.GetValue(distance),
                    options.Reference(parsed),
                    files.Of(parsed)
                );
                (FigureTable? table, StudyState state) = MarkFigures.Of(
                    study.Study,
                    what,
                    limit,
                    parsed.GetValue(replicates),
                    shared.Seed(parsed)
                );
                StudyAnalysis? analysis = table is null
                    ? null
                    : ObuchowskiRockette.Analyze(table, factors, options.Level(parsed));
                state = analysis?.State ?? state;
                if (analysis is null || state != StudyState.Computed)
                {
                    throw new ArgumentException(
                        state == StudyState.OneTruth
                            ? $"{study.Path}: this figure needs cases with lesions and cases without; there are {study.Study.DiseasedCases} and {study.Study.Cases - study.Study.DiseasedCases}."
                            : $"{study.Path}: {StudyWords.Of(state)}"
                    );
                }

                if (options.Plot(parsed) is { } picture)
                {
                    PlotPanel.Write(picture, [.. CurvePlots.Froc(study)]);
                }

                bool each = options.Each(parsed);
                StudyReport.Print(
                    parsed,
                    output,
                    shared,
                    new StudyResult
                    {
                        Path = study.Path,
                        Figure = MarkFigures.Name(what),
                        Words = Words(what, limit),
                        ModalityNames = study.Modalities,
                        ReaderNames = study.Readers,
                        Diseased = study.Study.DiseasedCases,
                        Cases = study.Study.Cases,
                        State = state,
                        Method =
                            $"Obuchowski-Rockette analysis of variance, {(parsed.GetValue(replicates) == 0 ? "jackknife" : "bootstrap")} covariances, {study.Study.Lesions} lesions",
                        Factors = factors,
                        Anova = analysis,
                        Modalities = analysis.Modalities,
                        Differences = analysis.Differences,
                        Readers = each ? analysis.Readers : [],
                        ReaderDifferences = each ? analysis.ReaderDifferences : [],
                        Margin = options.Margin(parsed),
                        Plan = options.Plan(parsed, analysis.Components, factors),
                        LessIsBetter = what == MarkFigure.FalseMarksPerCase,
                        Notes = study.Reading.Notes,
                    }
                );
            }
        );
        return command;
    }

    private static double? Limit(MarkFigure figure, double? threshold, double? falseMarks)
    {
        bool at = figure == MarkFigure.SensitivityAtFalseMarks;
        bool limited = figure >= MarkFigure.LesionSensitivity;
        if (at != falseMarks.HasValue)
        {
            throw new ArgumentException(
                at
                    ? "--figure sensitivity-at needs --false-marks."
                    : "--false-marks belongs to --figure sensitivity-at."
            );
        }

        if ((limited && !at) != threshold.HasValue)
        {
            throw new ArgumentException(
                limited && !at
                    ? $"--figure {MarkFigures.Name(figure)} needs --threshold: from which rating a mark counts."
                    : "--threshold belongs to the sensitivities, case-specificity and false-marks."
            );
        }

        return at ? falseMarks : threshold;
    }

    private static string Words(MarkFigure figure, double? limit) =>
        figure switch
        {
            MarkFigure.WeightedAfroc => "area under the weighted AFROC curve",
            MarkFigure.Afroc => "area under the AFROC curve",
            MarkFigure.WeightedAfroc1 => "area under the weighted AFROC1 curve",
            MarkFigure.Afroc1 => "area under the AFROC1 curve",
            MarkFigure.InferredRoc => "area under the inferred ROC curve",
            MarkFigure.LesionSensitivity => FormattableString.Invariant($"share of lesions marked from rating {limit}"),
            MarkFigure.CaseSensitivity => FormattableString.Invariant(
                $"share of diseased cases with a lesion marked from rating {limit}"
            ),
            MarkFigure.CaseSpecificity => FormattableString.Invariant(
                $"share of cases without lesions left unmarked from rating {limit}"
            ),
            MarkFigure.FalseMarksPerCase => FormattableString.Invariant($"false marks per case from rating {limit}"),
            _ => FormattableString.Invariant($"share of lesions marked at {limit} false marks per case"),
        };
}
