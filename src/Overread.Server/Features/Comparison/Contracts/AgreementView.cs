using Overread.Domain.Protocols.Kinds;

namespace Overread.Server.Features.Comparison.Contracts;

/// <summary>Agreement of one protocol version: what each field's scale allows to be said.</summary>
/// <param name="ProtocolVersion">Over reads of this version.</param>
/// <param name="Fields">What each field is and by which rule its answers are the same.</param>
/// <param name="Coefficients">Figures, each with its interval or the reason why there is none.</param>
/// <param name="Prevalence">How often each answer was given.</param>
/// <param name="Matrices">Readers by pairs.</param>
/// <param name="Adjacent">Ordered fields: how far apart pairs of readers were.</param>
/// <param name="Limits">Measured fields: limits of agreement per pair of readers.</param>
/// <param name="Detection">Marked fields: what each reader found of what the others marked.</param>
internal sealed record AgreementView(
    int ProtocolVersion,
    IReadOnlyList<AgreementView.FieldRow> Fields,
    IReadOnlyList<AgreementView.CoefficientRow> Coefficients,
    IReadOnlyList<AgreementView.PrevalenceRow> Prevalence,
    IReadOnlyList<AgreementView.Matrix> Matrices,
    IReadOnlyList<AgreementView.AdjacentTable> Adjacent,
    IReadOnlyList<AgreementView.LimitsRow> Limits,
    IReadOnlyList<AgreementView.DetectionRow> Detection
)
{
    /// <summary>One field.</summary>
    /// <param name="Scale">How answers may be compared; it decides which figures there are.</param>
    /// <param name="Unit">Unit of its numbers, or null.</param>
    /// <param name="Measure">How nearness is measured, or null where answers are the same or not.</param>
    /// <param name="Threshold">From where on (up to where) two are the same.</param>
    /// <param name="ThresholdUnit">Its unit, or null.</param>
    /// <param name="Headline">The coefficient to name first for this scale.</param>
    /// <param name="Rated">True where its answers have an order from the least to the most suspicious, so that a reader study can be made of them.</param>
    internal sealed record FieldRow(
        string Field,
        string Title,
        Scale Scale,
        string? Unit,
        string? Measure,
        double? Threshold,
        string? ThresholdUnit,
        string Headline,
        bool Rated
    );

    /// <summary>One figure.</summary>
    /// <param name="Low">Lower limit; null where <paramref name="Why"/> says why there is no interval.</param>
    /// <param name="State">Why there is no value, such as single-category; null where there is one.</param>
    /// <param name="Unit">Unit of the value; null for a share or a coefficient without one.</param>
    /// <param name="Why">Why there is a value but no interval.</param>
    /// <param name="Title">Short, for people.</param>
    /// <param name="Entry">Its entry in the catalogue: the name without the form, such as icc for icc-a-1.</param>
    internal sealed record CoefficientRow(
        string Name,
        string Field,
        double? Value,
        double? Low,
        double? High,
        int Items,
        int Readers,
        string? State,
        string? Unit = null,
        string? Why = null,
        string? Title = null,
        string? Entry = null
    );

    /// <summary>How often an answer was given.</summary>
    internal sealed record PrevalenceRow(string Field, string Answer, double Share, long Count);

    /// <summary>A figure per pair of readers.</summary>
    /// <param name="Measure">The coefficient.</param>
    /// <param name="Values">Readers × readers; null where there is none.</param>
    /// <param name="Items">Items that both read.</param>
    internal sealed record Matrix(
        string Field,
        string Measure,
        IReadOnlyList<string> Readers,
        IReadOnlyList<IReadOnlyList<double?>> Values,
        IReadOnlyList<IReadOnlyList<int>> Items
    );

    /// <summary>Pairs of readers' answers by how many steps they lie apart.</summary>
    /// <param name="Categories">The options in order.</param>
    /// <param name="Counts">Categories × categories: pairs of readers, each unordered pair counted once, the lower answer first.</param>
    /// <param name="Steps">Pairs that lie 0, 1, 2 … steps apart.</param>
    /// <param name="OffScale">Answers that have no place on the scale: uncertain, not assessed.</param>
    internal sealed record AdjacentTable(
        string Field,
        IReadOnlyList<string> Categories,
        IReadOnlyList<IReadOnlyList<long>> Counts,
        IReadOnlyList<long> Steps,
        long OffScale
    );

    /// <summary>One item of two readers in a Bland-Altman plot.</summary>
    internal sealed record LimitsPoint(double Mean, double Difference);

    /// <summary>Bland and Altman's limits of agreement of two readers, in the field's unit.</summary>
    /// <param name="Why">Why there are no figures, or figures without intervals; null where there are both.</param>
    internal sealed record LimitsRow(
        string Field,
        string First,
        string Second,
        int Items,
        double? Bias,
        double? BiasLow,
        double? BiasHigh,
        double? Lower,
        double? LowerLow,
        double? LowerHigh,
        double? Upper,
        double? UpperLow,
        double? UpperHigh,
        double? Trend,
        IReadOnlyList<LimitsPoint> Points,
        string? Why = null
    );

    /// <summary>What a reader found of what the others marked, over the items that somebody else read too. Every mark counts once.</summary>
    /// <param name="Others">Marks of the others.</param>
    /// <param name="Found">Those that this reader marked too.</param>
    /// <param name="Own">This reader's marks.</param>
    /// <param name="Shared">Those that at least one other reader marked too.</param>
    internal sealed record DetectionRow(
        string Field,
        string Reader,
        long Others,
        long Found,
        long Own,
        long Shared,
        int Items
    );
}
