using System.CommandLine;
using Overread.Cli.Quality.Files;
using Overread.Cli.Quality.Plots;
using Overread.Quality.ReaderStudies;

namespace Overread.Cli.Quality.Studies;

/// <summary><c>overread reader-study FILE</c>: several readers, several cases, one modality or more (MRMC).</summary>
internal static class ReaderStudyCommand
{
    internal static Command Create()
    {
        Argument<string> file = new("file")
        {
            Description =
                "Ratings: item,reader,modality,rating (and truth); more means more likely diseased. Without a modality there is one.",
        };
        Option<string?> truthFile = new("--truth")
        {
            Description = "Table item,truth, where the ratings do not bear it.",
        };
        Option<string?> diseased = new("--diseased")
        {
            Description =
                "The word of the truth that means diseased; else 1, yes, true, present, positive, diseased, abnormal.",
        };
        Option<string> outcome = new("--outcome")
        {
            Description = "The figure: empirical or binormal area under the ROC curve, sensitivity, specificity.",
            DefaultValueFactory = _ => "auc",
        };
        outcome.AcceptOnlyFromAmong("auc", "binormal", "sensitivity", "specificity");
        Option<double?> threshold = new("--threshold")
        {
            Description = "For sensitivity and specificity: from which rating a case is called diseased.",
        };
        Option<string> method = new("--method")
        {
            Description =
                "Analysis of variance (Obuchowski-Rockette, Hillis), or U-statistics, which take every design (Gallas).",
            DefaultValueFactory = _ => "anova",
        };
        method.AcceptOnlyFromAmong("anova", "one-shot");
        Option<string> covariance = new("--covariance")
        {
            Description = "Covariances over cases, for the analysis of variance.",
            DefaultValueFactory = _ => "jackknife",
        };
        covariance.AcceptOnlyFromAmong("jackknife", "delong", "unbiased");
        Command command = new(
            "reader-study",
            "Compare modalities by readers who rate cases of known truth (MRMC): areas, sensitivity, differences, planning."
        )
        {
            file,
            truthFile,
            diseased,
            outcome,
            threshold,
            method,
            covariance,
        };
        StudyOptions options = StudyOptions.AddTo(command);
        OutputOptions shared = OutputOptions.AddTo(command);
        ReadingOptions files = ReadingOptions.AddTo(command);
        command.Examples(
            "overread reader-study reads.csv --truth truth.csv",
            "overread reader-study reads.csv --reference film --margin 0.05 --each-reader",
            "overread reader-study reads.csv --outcome sensitivity --threshold 3 --readers fixed",
            "overread reader-study pilot.csv --plan 0.04 --power 0.9",
            "overread reader-study split-plot.csv --method one-shot --json"
        );
        command.Do(
            (parsed, output) =>
            {
                StudyOutcome what = parsed.GetValue(outcome) switch
                {
                    "binormal" => StudyOutcome.BinormalArea,
                    "sensitivity" => StudyOutcome.Sensitivity,
                    "specificity" => StudyOutcome.Specificity,
                    _ => StudyOutcome.EmpiricalArea,
                };
                bool share = what is StudyOutcome.Sensitivity or StudyOutcome.Specificity;
                if (share != parsed.GetValue(threshold).HasValue)
                {
                    throw new ArgumentException(
                        share
                            ? $"--outcome {parsed.GetValue(outcome)} needs --threshold: from which rating a case is called diseased."
                            : "--threshold belongs to --outcome sensitivity or specificity."
                    );
                }

                StudyFactors factors = options.Factors(parsed);
                StudyFile study = StudyFile.Load(
                    parsed.GetRequiredValue(file),
                    parsed.GetValue(truthFile),
                    new TruthText(parsed.GetValue(diseased)),
                    options.Reference(parsed),
                    files.Of(parsed)
                );
                StudyResult found =
                    parsed.GetValue(method) == "one-shot"
                        ? OneShotOf(study, what, parsed.GetValue(threshold), factors, options.Level(parsed))
                        : AnovaOf(
                            study,
                            what,
                            parsed.GetValue(threshold),
                            factors,
                            options.Level(parsed),
                            parsed.GetValue(covariance) switch
                            {
                                "delong" => CovarianceMethod.DeLong,
                                "unbiased" => CovarianceMethod.Unbiased,
                                _ => CovarianceMethod.Jackknife,
                            },
                            options.Each(parsed)
                        );
                if (found.State != StudyState.Computed)
                {
                    throw new ArgumentException($"{study.Path}: {StudyWords.Of(found.State)}");
                }

                found = found with
                {
                    Margin = options.Margin(parsed),
                    Plan = options.Plan(parsed, found.Anova?.Components, factors),
                    Notes = study.Reading.Notes,
                };
                if (options.Plot(parsed) is { } picture)
                {
                    PlotPanel.Write(picture, [.. CurvePlots.Roc(study)]);
                }

                StudyReport.Print(parsed, output, shared, found);
            }
        );
        return command;
    }

    private static StudyResult AnovaOf(
        StudyFile study,
        StudyOutcome outcome,
        double? threshold,
        StudyFactors factors,
        double level,
        CovarianceMethod covariance,
        bool each
    )
    {
        StudyAnalysis found = ObuchowskiRockette.Analyze(study.Study, outcome, factors, covariance, threshold, level);
        return Shell(study, outcome, threshold) with
        {
            State = found.State,
            Method =
                $"Obuchowski-Rockette analysis of variance, {covariance.ToString().ToLowerInvariant()} covariances",
            Factors = factors,
            Anova = found,
            Modalities = found.Modalities,
            Differences = found.Differences,
            Readers = each ? found.Readers : [],
            ReaderDifferences = each ? found.ReaderDifferences : [],
        };
    }

    private static StudyResult OneShotOf(
        StudyFile study,
        StudyOutcome outcome,
        double? threshold,
        StudyFactors factors,
        double level
    )
    {
        if (factors == StudyFactors.RandomReadersFixedCases)
        {
            throw new ArgumentException("--method one-shot takes cases as a sample; leave out --cases fixed.");
        }

        OneShotAnalysis found = OneShot.Analyze(
            study.Study,
            outcome,
            threshold,
            factors == StudyFactors.FixedReadersRandomCases,
            level
        );
        return Shell(study, outcome, threshold) with
        {
            State = found.State,
            Method = "one-shot U-statistics",
            Factors = factors,
            Modalities = found.Modalities,
            Differences = found.Differences,
        };
    }

    private static StudyResult Shell(StudyFile study, StudyOutcome outcome, double? threshold) =>
        new()
        {
            Path = study.Path,
            Figure = StudyFigures.Name(outcome),
            Words = outcome switch
            {
                StudyOutcome.EmpiricalArea => "area under the ROC curve",
                StudyOutcome.BinormalArea => "area under the binormal ROC curve",
                StudyOutcome.Sensitivity => FormattableString.Invariant($"sensitivity from rating {threshold}"),
                _ => FormattableString.Invariant($"specificity below rating {threshold}"),
            },
            ModalityNames = study.Modalities,
            ReaderNames = study.Readers,
            Diseased = study.Study.DiseasedCases,
            Cases = study.Study.Cases,
            State = StudyState.Computed,
            Method = string.Empty,
            Factors = StudyFactors.RandomReadersRandomCases,
            Design = study.Study.Design switch
            {
                StudyDesign.Crossed => "crossed",
                StudyDesign.CasesWithinReaders => "cases-within-readers",
                StudyDesign.CasesWithinModalities => "cases-within-modalities",
                StudyDesign.Partial => "partial",
                _ => "missing-cells",
            },
        };
}
