using Overread.Quality.Agreement;
using Overread.Quality.WeakSupervision;

namespace Overread.Cli.Quality.Weak;

/// <summary>What is known of a labelling function, and of the labels that functions gave.</summary>
internal static class WeakWords
{
    /// <summary>The sentence of a function.</summary>
    internal static string Of(
        string name,
        FunctionSummary function,
        (int Right, int Checked, ConfidenceInterval? Interval)? found
    )
    {
        string votes = Text($"{name} votes on {100 * function.Coverage:F0} of 100 items");
        if (found is { Interval: { } borne } counted)
        {
            string right = Text(
                $"{votes}; {counted.Right} of its {counted.Checked} votes on items with a truth are right ({100 * borne.Low:F0} to {100 * borne.High:F0} of 100)"
            );
            return function.Accuracy is { } taken && (taken < borne.Low || taken > borne.High)
                ? Text($"{right}, which contradicts the model: it takes {100 * taken:F1} for it.")
                : right + ".";
        }

        return function is { Accuracy: { } accuracy, Interval: { } interval }
            ? Text(
                $"{votes}; from how it agrees with the others it is taken to be right {100 * accuracy:F0} times in 100 ({100 * interval.Low:F0} to {100 * interval.High:F0}), if functions err apart from each other."
            )
            : votes + "; how often it is right is not known.";
    }

    /// <summary>The sentence of a field's labels.</summary>
    internal static string Of(WeakField weak)
    {
        if (weak.Labels.Score is { } score)
        {
            return Text(
                $"Of {score.Items} labels with a truth {100 * score.Accuracy:F0} in 100 are right ({100 * score.AccuracyInterval.Low:F0} to {100 * score.AccuracyInterval.High:F0}); of the rest that is known only if those were drawn at random."
            );
        }

        return weak.Notice is null
            ? "Nothing here was held against a truth: an error that most functions make alike stays unseen, and probabilities are the model's own."
            : "Nothing here was held against a truth, and nothing was learnt of the functions: a label is no more than their majority.";
    }

    /// <summary>The share that each category was taken to have; a balance in the wrong order turns labels around.</summary>
    internal static string Balance(WeakField weak) =>
        "classes: "
        + string.Join(
            ", ",
            weak.Labels.Categories.Zip(weak.Labels.Result.ClassBalance, (name, share) => Text($"{name} {share:F3}"))
        )
        + " (--balance is in this order).";

    private static string Text(FormattableString words) => FormattableString.Invariant(words);
}
