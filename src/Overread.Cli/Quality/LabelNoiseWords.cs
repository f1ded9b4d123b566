using Overread.Quality.LabelErrors;

namespace Overread.Cli.Quality;

/// <summary>How many labels are wrong, as a sentence.</summary>
internal static class LabelNoiseWords
{
    /// <summary>The sentence of a rate.</summary>
    /// <param name="noise">The rate; null where the model is sure of nothing.</param>
    /// <param name="items">How many labels it rests on.</param>
    internal static string Of(LabelNoise? noise, int items)
    {
        const string If = "if the model is right more often than not on each category and has not seen them";
        return noise switch
        {
            null => "How many labels are wrong cannot be said: the model is sure of nothing.",
            { Interval: { } known } => FormattableString.Invariant(
                $"About {100 * noise.Rate:F1} % of the labels are wrong ({100 * known.Low:F1} to {100 * known.High:F1}), {If}."
            ),
            { Rate: 0 } => FormattableString.Invariant(
                $"The model contradicts none of {items} labels with confidence; they are too few to say how many are wrong."
            ),
            _ => FormattableString.Invariant(
                $"About {100 * noise.Rate:F1} % of the labels are wrong, {If}; {items} labels are too few for an interval, so take it for a rough figure."
            ),
        };
    }
}
