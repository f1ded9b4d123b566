using Overread.Quality.Agreement;
using Overread.Quality.Selection;

namespace Overread.Cli.Quality;

/// <summary>What a plan promises, and on what it rests.</summary>
internal static class SampleSizeWords
{
    /// <summary>A study of agreement.</summary>
    internal static string OfKappa(double kappa, double prevalence, int readers, double width, double level)
    {
        // The guess of the prevalence is the weakest part of a plan; half of it says how much hangs on it.
        int rarer = SampleSize.ForKappa(kappa, prevalence / 2, readers, width, level);
        return Text(
            $"If kappa is {kappa} and {Share(prevalence)} have the finding, the study can tell a kappa of {Math.Max(-1, kappa - (width / 2)):0.##} from one of {Math.Min(1, kappa + (width / 2)):0.##}, not finer; were the finding half as frequent, {rarer} items would be needed. It is a large-sample formula: below some 30 items take it for a lower bound."
        );
    }

    /// <summary>A re-check.</summary>
    internal static string OfRecheck(double good, double bad, int sample, int accept)
    {
        double passes = DefectRate.AcceptProbability(sample, accept, bad);
        double refused = 1 - DefectRate.AcceptProbability(sample, accept, good);
        return Text(
            $"A set with {Share(bad)} wrong would pass {100 * passes:0.#} times in 100, one with {Share(good)} wrong be refused {100 * refused:0.#} times in 100; draw the labels at random. A set that passes has at most {100 * DefectRate.UpperBound(accept, sample):0.#} % wrong with 95 % confidence."
        );
    }

    private static string Share(double share) => Text($"{100 * share:0.##} %");

    private static string Text(FormattableString words) => FormattableString.Invariant(words);
}
