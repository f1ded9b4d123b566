using Overread.Cli.Quality.Files;
using Overread.Quality;
using Overread.Quality.Consensus;

namespace Overread.Cli.Quality;

/// <summary>The consensus of one field, and its score where a truth was given.</summary>
internal sealed record FieldConsensus(
    string? Field,
    Ratings Ratings,
    IReadOnlyList<string> Items,
    IReadOnlyList<string> Categories,
    ConsensusResult Result,
    ConsensusAccuracy? Score,
    string? Reason
)
{
    internal static FieldConsensus Infer(
        LabelFile labels,
        int field,
        string method,
        RepeatPolicy policy,
        ConsensusOptions options,
        GoldFile? truths,
        GoldFile? golds,
        IReadOnlyList<ScoreFile>? scores = null,
        CalibrationWish? calibration = null
    )
    {
        (Ratings ratings, IReadOnlyList<string> categories, IReadOnlyList<string> items) = labels.Field(field, policy);
        string? name = labels.FieldNames[field];
        if (golds is not null)
        {
            int[] known = golds.Of(items, name, categories);
            int stranger = Array.IndexOf(known, -2);
            if (stranger >= 0)
            {
                throw new FileError(
                    golds.Path,
                    0,
                    $"the gold label of {items[stranger]} is a category that no reader used."
                );
            }

            options = options with { Gold = known };
        }

        string? reason = null;
        ConsensusResult Infer(Ratings r, ConsensusOptions o)
        {
            if (scores is { Count: > 0 })
            {
                return ModelFusion.Infer(
                    r,
                    [.. scores.Select(file => ScoreCalibration.Logistic(file.Of(items, name), r))],
                    o
                );
            }

            if (method != "auto")
            {
                return ConsensusMethod.Named(method).Infer(r, o);
            }

            ConsensusChoice choice = ConsensusChooser.Infer(r, o);
            // What is chosen while gold is held out is not what the reader is told of.
            reason = ReferenceEquals(o, options) ? choice.Reason : reason;
            return choice.Result;
        }

        CalibratedConsensus? calibrated =
            calibration is { } asked && golds is not null
                ? PosteriorCalibration.CrossFit(ratings, Infer, options, asked.MaximalError)
                : null;
        ConsensusResult result = calibrated?.Result ?? Infer(ratings, options);
        return Scored(name, ratings, items, categories, result, reason, truths) with
        {
            Calibration = calibrated,
            GoldAnswers = options.Gold?.Count(answer => answer >= 0) ?? 0,
        };
    }

    /// <summary>A result with its score.</summary>
    internal static FieldConsensus Scored(
        string? name,
        Ratings ratings,
        IReadOnlyList<string> items,
        IReadOnlyList<string> categories,
        ConsensusResult result,
        string? reason,
        GoldFile? truths
    )
    {
        int[]? truth = truths?.Of(items, name, categories);
        ConsensusAccuracy? score = truth is null ? null : Against(result, truth);
        return new FieldConsensus(name, ratings, items, categories, result, score, reason)
        {
            WrongAuroc = truth is null ? null : RankWrong(result, truth),
            Errors = AcceptedError.Of(result, truth ?? Unknown(items.Count)),
        };
    }

    /// <summary>How well doubt ranks the labels that turn out wrong; null without a truth or without both kinds.</summary>
    internal double? WrongAuroc { get; private init; }

    /// <summary>What the accepted labels claim, and what a truth says of it; null for figures that are no posteriors.</summary>
    internal AcceptedError? Errors { get; private init; }

    /// <summary>How gold answers corrected the probabilities; null where they did not.</summary>
    internal CalibratedConsensus? Calibration { get; private init; }

    /// <summary>Gold answers that were given.</summary>
    internal int GoldAnswers { get; private init; }

    private static int[] Unknown(int items)
    {
        int[] none = new int[items];
        Array.Fill(none, -1);
        return none;
    }

    private static double? RankWrong(ConsensusResult result, int[] truth)
    {
        int[] known =
        [
            .. Enumerable.Range(0, truth.Length).Where(item => truth[item] >= 0 && result.ProbabilityOf(item) > 0),
        ];
        double[] doubt = [.. known.Select(item => 1 - result.ProbabilityOf(item))];
        bool[] wrong = [.. known.Select(item => result.Labels[item] != truth[item])];
        return RankingScore.AreaUnderRoc(doubt, wrong);
    }

    /// <summary>Scores against a truth; a true category that no reader used can only be missed.</summary>
    internal static ConsensusAccuracy? Against(ConsensusResult result, int[] truth)
    {
        int missed = truth.Count(label => label == -2);
        int[] known = [.. truth.Select(label => Math.Max(label, -1))];
        return ConsensusAccuracy.Of(result, known) is not { } score || missed == 0
            ? ConsensusAccuracy.Of(result, known)
            : score with
            {
                Items = score.Items + missed,
                Accuracy = score.Accuracy * score.Items / (score.Items + missed),
            };
    }
}
