using System.Globalization;
using Overread.Server.Features.Comparison;

namespace Overread.Server.Features.Releases.Regulators;

/// <summary>Figures of agreement as papers for people print them: three decimals, the 95 % interval in brackets.</summary>
internal static class AgreementFigures
{
    public static ComputeAgreement.CoefficientRow? Of(ComputeAgreement.View agreement, string field, string name) =>
        agreement.Coefficients.FirstOrDefault(c => c.Field == field && c.Name == name);

    public static string Text(ComputeAgreement.View agreement, string field, string name) =>
        Text(Of(agreement, field, name));

    public static string Text(ComputeAgreement.CoefficientRow? row) =>
        row is { Value: { } value, Low: { } low, High: { } high }
            ? string.Create(CultureInfo.InvariantCulture, $"{value:0.000} ({low:0.000} to {high:0.000})")
        : row?.Value is { } alone ? string.Create(CultureInfo.InvariantCulture, $"{alone:0.000} (no interval)")
        : row?.State ?? "not computed";
}
