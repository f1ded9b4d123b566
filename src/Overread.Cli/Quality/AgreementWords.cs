using System.Globalization;
using Overread.Quality.Agreement;

namespace Overread.Cli.Quality;

/// <summary>
/// A coefficient as a sentence for people who read patients, not statistics. It says what the whole interval allows, never what its middle
/// alone would.
/// </summary>
internal static class AgreementWords
{
    /// <summary>Share of all labels from which one category makes kappa hard to read (Feinstein and Cicchetti 1990, J. Clin. Epidemiol. 43:543).</summary>
    private const double NearlyAll = 0.9;

    /// <summary>The sentence of one coefficient.</summary>
    internal static string Of(Coefficient coefficient)
    {
        if (coefficient.State != AgreementState.Computed || coefficient.Value is not { } value)
        {
            return "There is no figure: " + Why(coefficient.State);
        }

        if (coefficient.Interval is not { } interval)
        {
            return $"This cannot be generalised beyond these items: {coefficient.NoInterval}.";
        }

        if (coefficient.Name is "percent" or "matched-f1")
        {
            string what = coefficient.Name is "percent"
                ? "Two readers give an item the same answer"
                : "A mark of one reader is found by another";
            return Text(
                $"{what} about {Hundred(value)} times in 100; between {Hundred(interval.Low)} and {Hundred(interval.High)} is compatible with these items."
            );
        }

        // Scales of words are for kappa, alpha and the intraclass correlation; other figures have none.
        if (coefficient.Reading is null || coefficient.Name.StartsWith("gamma", StringComparison.Ordinal))
        {
            return interval.Low <= 0
                ? Text(
                    $"Anything from {interval.Low:F2} to {interval.High:F2}, where 0 is what chance gives: it cannot be concluded that readers agree better than by chance."
                )
                : Text(
                    $"Anything from {interval.Low:F2} to {interval.High:F2}, where 0 is what chance gives and 1 is full agreement."
                );
        }

        (string low, string high) = (
            (coefficient with { Value = interval.Low }).Reading?.Word ?? "",
            (coefficient with { Value = interval.High }).Reading?.Word ?? ""
        );
        string range =
            low == high
                ? $"Agreement is {low} whatever the chance of the draw"
                : $"Agreement may be anything from {low} to {high}";
        return interval.Low <= 0
            ? range + ": it cannot be concluded that readers agree better than by chance."
            : range + ".";
    }

    /// <summary>Why a coefficient has no value, and what would give it one.</summary>
    internal static string Why(AgreementState state) =>
        state switch
        {
            AgreementState.NoLabels => "there is no label.",
            AgreementState.SingleReader =>
                "one reader alone gave labels, and agreement needs two who read the same items.",
            AgreementState.NoOverlap => "no item was read by two readers; give some items to two.",
            AgreementState.SingleCategory =>
                "every answer is the same, so that agreement beyond chance cannot be told from chance; read the raw agreement and its interval.",
            AgreementState.RepeatedReads => "a reader labelled an item twice; choose which counts with --repeats.",
            AgreementState.NoVariance =>
                "the values do not vary, so that differences between items cannot be set against those between readers.",
            AgreementState.MissingReads =>
                "it needs every reader on every item, and some labels are missing; krippendorff-alpha takes gaps.",
            AgreementState.OutOfRange =>
                "the values are too large for their squares to be numbers; measure in a larger unit.",
            _ => "it was computed.",
        };

    /// <summary>The sentences of a field: raw agreement, agreement beyond chance, and what a rare category does to kappa.</summary>
    internal static IEnumerable<string> Of(FieldAgreement field)
    {
        Coefficient[] whole = [.. field.Rows.Where(row => row.Part is null).Select(row => row.Coefficient)];
        foreach (
            string sentence in ((string[])["percent", "fleiss-kappa"])
                .Select(name => Array.Find(whole, one => one.Name == name))
                .OfType<Coefficient>()
                .Select(Of)
                .Distinct()
        )
        {
            yield return sentence;
        }

        double? kappa = Array.Find(whole, one => one.Name == "fleiss-kappa")?.Value;
        double? even = Array.Find(whole, one => one.Name == "gwet-ac1")?.Value;
        int commonest = field.Prevalence.Count == 0 ? -1 : field.Prevalence.ToList().IndexOf(field.Prevalence.Max());
        if (kappa < even && commonest >= 0 && field.Prevalence[commonest] >= NearlyAll)
        {
            yield return Text(
                $"{Hundred(field.Prevalence[commonest])} of 100 labels are {field.Categories[commonest]}: kappa is low partly because the rest is rare; read it beside AC1 ({even:F2})."
            );
        }
    }

    private static string Hundred(double share) => (100 * share).ToString("F0", CultureInfo.InvariantCulture);

    private static string Text(FormattableString words) => FormattableString.Invariant(words);
}
