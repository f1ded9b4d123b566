using Overread.Quality.Agreement;
using Overread.Server.Features.Comparison.Contracts;

namespace Overread.Server.Features.Releases.Regulators;

/// <summary>One figure about the quality of labels, with its 95 % interval where it has one.</summary>
/// <param name="Measure">Stable name, such as <c>fleiss-kappa</c>.</param>
/// <param name="Value">Null where <paramref name="State"/> says why there is none.</param>
/// <param name="Low">Lower limit.</param>
/// <param name="High">Upper limit.</param>
/// <param name="Items">Items that went in.</param>
/// <param name="State">Why there is no value, such as <c>single-category</c>; null where there is one.</param>
internal sealed record QualityRow(string Measure, double? Value, double? Low, double? High, int Items, string? State)
{
    public static QualityRow Of(string measure, Coefficient c) =>
        new(measure, c.Value, c.Interval?.Low, c.Interval?.High, c.Items, AgreementReport.StateOf(c));

    public static QualityRow Of(AgreementView.CoefficientRow c) =>
        new(c.Name, c.Value, c.Low, c.High, c.Items, c.State);

    public static QualityRow Plain(string measure, double? value, int items, string? state = null) =>
        value is { } v && !double.IsFinite(v)
            ? new(measure, null, null, null, items, AgreementReport.WordOf(AgreementState.OutOfRange))
            : new(measure, value, null, null, items, state);
}
