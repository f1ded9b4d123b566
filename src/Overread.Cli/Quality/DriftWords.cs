using System.Globalization;
using Overread.Quality.Agreement;

namespace Overread.Cli.Quality;

/// <summary>What can be said of a reader's change over time, and what cannot.</summary>
internal static class DriftWords
{
    /// <summary>From which adjusted p a change is called shown.</summary>
    internal const double Shown = 0.05;

    /// <summary>The sentence of one reader.</summary>
    /// <param name="reader">The reader's name.</param>
    /// <param name="drift">What was found.</param>
    internal static string Of(string reader, ReaderDrift drift)
    {
        if (drift.Labels < ReaderDrift.Fewest)
        {
            return Text(
                $"{reader}: {drift.Labels} labels have a majority of others to be held against, and {ReaderDrift.Fewest} are needed: nothing can be said."
            );
        }

        if (drift.AdjustedP is not { } p || drift.Correlation is not { } r)
        {
            return $"{reader}: times or agreement do not vary, so that nothing can be said of a change.";
        }

        string shares = Text(
            $"{Hundred(drift.Early)} of 100 at first{Range(drift.EarlyInterval)}, {Hundred(drift.Late)} at last{Range(drift.LateInterval)}"
        );
        return p < Shown
            ? $"{reader} agrees {(r < 0 ? "less" : "more")} with the others as time goes on: {shares}. Look at early reads against late ones; it may be the others, or the items, that changed."
            : $"{reader}: no change is shown, nor that there is none: {shares}.";
    }

    /// <summary>The last line: how many change, of how many that could be judged.</summary>
    internal static string Of(IReadOnlyList<ReaderDrift> drifts)
    {
        int judged = drifts.Count(drift => drift.AdjustedP is not null);
        int drifting = drifts.Count(drift => drift.AdjustedP < Shown);
        return judged == 0 ? "No reader can be judged: nothing is known of drift."
            : drifting == 0
                ? Text($"Of {judged} readers that can be judged none is shown to change over time (adjusted p < .05).")
            : Text($"{drifting} of {judged} that can be judged change over time (adjusted p < .05).");
    }

    private static string Hundred(double? share) => (100 * share!.Value).ToString("F0", CultureInfo.InvariantCulture);

    private static string Range(ConfidenceInterval? interval) =>
        interval is { } known ? $" ({Hundred(known.Low)} to {Hundred(known.High)})" : string.Empty;

    private static string Text(FormattableString words) => FormattableString.Invariant(words);
}
