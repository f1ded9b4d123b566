using System.Globalization;
using Overread.Domain.Protocols;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Comparison.Contracts.Agreement;

namespace Overread.Server.Features.Releases.Regulators;

/// <summary>Figures of agreement as papers for people print them: three decimals, the 95 % interval in brackets.</summary>
internal static class AgreementFigures
{
    /// <summary>The figures that papers name for a field: those of its scale.</summary>
    public static IReadOnlyList<AgreementView.CoefficientRow> Of(AgreementView agreement, Field field) =>
        [
            .. Coefficients
                .InPapers(field.Kind.Scale)
                .Select(name => agreement.Coefficients.FirstOrDefault(c => c.Field == field.Id && c.Entry == name))
                .OfType<AgreementView.CoefficientRow>(),
        ];

    /// <summary>The same as words: "percent 0.857 (0.600 to 0.960); Fleiss κ …".</summary>
    public static string Sentence(AgreementView agreement, Field field) =>
        string.Join("; ", Of(agreement, field).Select(c => $"{c.Title} {Text(c)}"));

    /// <summary>Pairs of labels behind the figures: items that two readers or more answered.</summary>
    public static int Items(AgreementView agreement, Field field) =>
        Of(agreement, field).Select(c => c.Items).DefaultIfEmpty(0).Max();

    public static string Text(AgreementView.CoefficientRow row)
    {
        string unit = row.Unit is { } u ? " " + u : "";
        return row is { Value: { } value, Low: { } low, High: { } high }
                ? string.Create(CultureInfo.InvariantCulture, $"{value:0.000}{unit} ({low:0.000} to {high:0.000})")
            : row.Value is { } alone ? string.Create(CultureInfo.InvariantCulture, $"{alone:0.000}{unit} (no interval)")
            : row.State ?? "not computed";
    }
}
