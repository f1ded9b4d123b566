using Overread.Server.Features.Comparison.Contracts;

namespace Overread.Server.Features.Releases.Bundle;

/// <summary>A bundle's tables of figures: how far its readers agreed.</summary>
internal static class AgreementTables
{
    public static string Agreement(AgreementView agreement)
    {
        CsvText csv = new("name", "field", "value", "low", "high", "items", "readers", "state", "unit", "no_interval");
        foreach (AgreementView.CoefficientRow c in agreement.Coefficients)
        {
            csv.Row(c.Name, c.Field, c.Value, c.Low, c.High, c.Items, c.Readers, c.State, c.Unit, c.Why);
        }

        return csv.ToString();
    }

    /// <summary>Limits of agreement of measured fields, per pair of readers (Bland and Altman 1986).</summary>
    public static string Limits(AgreementView agreement)
    {
        CsvText csv = new(
            "field",
            "first",
            "second",
            "items",
            "bias",
            "bias_low",
            "bias_high",
            "lower",
            "lower_low",
            "lower_high",
            "upper",
            "upper_low",
            "upper_high",
            "trend",
            "no_interval"
        );
        foreach (AgreementView.LimitsRow r in agreement.Limits)
        {
            csv.Row(
                r.Field,
                r.First,
                r.Second,
                r.Items,
                r.Bias,
                r.BiasLow,
                r.BiasHigh,
                r.Lower,
                r.LowerLow,
                r.LowerHigh,
                r.Upper,
                r.UpperLow,
                r.UpperHigh,
                r.Trend,
                r.Why
            );
        }

        return csv.ToString();
    }

    /// <summary>Steps between pairs of readers on ordered fields.</summary>
    public static string Steps(AgreementView agreement)
    {
        CsvText csv = new("field", "steps", "pairs");
        foreach (AgreementView.AdjacentTable table in agreement.Adjacent)
        {
            for (int steps = 0; steps < table.Steps.Count; steps++)
            {
                csv.Row(table.Field, steps, table.Steps[steps]);
            }
        }

        return csv.ToString();
    }

    /// <summary>What each reader found of what the others marked.</summary>
    public static string Detection(AgreementView agreement)
    {
        CsvText csv = new("field", "reader", "items", "others_marks", "found", "own_marks", "shared");
        foreach (AgreementView.DetectionRow r in agreement.Detection)
        {
            csv.Row(r.Field, r.Reader, r.Items, r.Others, r.Found, r.Own, r.Shared);
        }

        return csv.ToString();
    }
}
