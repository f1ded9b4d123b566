using Overread.Domain.Protocols.Kinds;
using Overread.Quality.Agreement;

namespace Overread.Server.Features.Comparison.Contracts.Agreement;

/// <summary>
/// The catalogue of coefficients: a new one is a new entry here, and stands in the API, the bundle and on the screens. The
/// scale decides which are computed: never percent agreement on a measured number, never a κ on marks.
/// </summary>
internal static class Coefficients
{
    private static readonly Scale[] Categories = [Scale.Nominal, Scale.Ordinal];
    private static readonly Scale[] Unordered = [Scale.Nominal];
    private static readonly Scale[] Ordered = [Scale.Ordinal];
    private static readonly Scale[] Measured = [Scale.Interval, Scale.Ratio];
    private static readonly Scale[] Marked = [Scale.Marks, Scale.Spans];

    public static IReadOnlyList<CoefficientEntry> All { get; } =
    [
        new("percent", "percent", Categories, f => PercentAgreement.Of(f.Categories().Ratings)),
        // With two readers this is Cohen's κ; with more, the mean over pairs (Light 1971).
        new("cohen-kappa", "Cohen κ", Unordered, f => LightKappa.Of(f.Categories().Ratings)),
        new("fleiss-kappa", "Fleiss κ", Unordered, f => FleissKappa.Of(f.Categories().Ratings)),
        new("krippendorff-alpha", "Krippendorff α", Unordered, f => KrippendorffAlpha.Of(f.Categories().Ratings)),
        new("gwet-ac1", "Gwet AC1", Unordered, f => GwetAc1.Of(f.Categories().Ratings)),
        new("weighted-kappa-linear", "linear weighted κ", Ordered, f => Weighted(f, CategoryWeights.Linear)),
        new("weighted-kappa-quadratic", "quadratic weighted κ", Ordered, f => Weighted(f, CategoryWeights.Quadratic)),
        new(
            "krippendorff-alpha-ordinal",
            "ordinal α",
            Ordered,
            f => KrippendorffAlpha.Of(f.OnScale().Ratings, AlphaMetric.Ordinal)
        ),
        new(
            "gwet-ac2-quadratic",
            "Gwet AC2",
            Ordered,
            f => GwetAc1.Of(f.OnScale().Ratings, Credit(f, CategoryWeights.Quadratic))
        ),
        new("icc", "ICC", Measured, MeasuredAgreement.Icc),
        new(
            "krippendorff-alpha-interval",
            "interval α",
            [Scale.Interval],
            f => MeasuredAgreement.Alpha(f, AlphaMetric.Interval)
        ),
        new("krippendorff-alpha-ratio", "ratio α", [Scale.Ratio], f => MeasuredAgreement.Alpha(f, AlphaMetric.Ratio)),
        new("within-item-sd", "within-item SD", Measured, MeasuredAgreement.WithinItem, InUnit: true),
        new("repeatability", "repeatability", Measured, MeasuredAgreement.Repeatability, InUnit: true),
        new("matched-f1", "matched F1", [Scale.Marks], MarksAgreement.MatchedF1),
        // Marks that are the same only where they are equal are all as near as can be.
        new("mean-nearness", "mean of", Marked, MarksAgreement.MeanNearness)
        {
            Says = f => !f.Field.Kind.Measures.Any(m => m.Name == f.Rule?.Measure && m.IsSameness),
        },
        new("span-exact-f1", "exact F1", [Scale.Spans], SpansAgreement.ExactF1),
        new("span-overlap-f1", "overlap F1", [Scale.Spans], SpansAgreement.OverlapF1),
        new("unitizing-alpha", "unitizing α", [Scale.Spans], SpansAgreement.Alpha),
        new("gamma", "γ", [Scale.Spans], SpansAgreement.Gamma),
    ];

    /// <summary>The coefficients that papers for people name, at most four.</summary>
    public static IReadOnlyList<string> InPapers(Scale scale) =>
        scale switch
        {
            Scale.Ordinal =>
            [
                "percent",
                "weighted-kappa-quadratic",
                "krippendorff-alpha-ordinal",
                "gwet-ac2-quadratic",
            ],
            Scale.Interval => ["icc", "krippendorff-alpha-interval", "within-item-sd", "repeatability"],
            Scale.Ratio => ["icc", "krippendorff-alpha-ratio", "within-item-sd", "repeatability"],
            Scale.Marks => ["matched-f1", "mean-nearness"],
            Scale.Spans => ["span-exact-f1", "span-overlap-f1", "unitizing-alpha", "gamma"],
            _ => ["percent", "fleiss-kappa", "krippendorff-alpha", "gwet-ac1"],
        };

    /// <summary>The coefficient that speaks for a field of that scale where one has to.</summary>
    public static string Headline(Scale scale) =>
        scale switch
        {
            Scale.Ordinal => "weighted-kappa-quadratic",
            Scale.Interval or Scale.Ratio => "icc",
            Scale.Marks => "matched-f1",
            Scale.Spans => "span-exact-f1",
            _ => "fleiss-kappa",
        };

    /// <summary>The coefficient that stands in the matrix of pairs of readers, with what computes it.</summary>
    public static (string Name, Func<FieldReads, int, int, (double? Value, int Items)> Of)? OfPairs(Scale scale) =>
        scale switch
        {
            Scale.Nominal => ("cohen-kappa", (f, a, b) => Pair(CohenKappa.Of(f.Categories().Ratings, a, b))),
            Scale.Ordinal => (
                "weighted-kappa-quadratic",
                (f, a, b) => Pair(CohenKappa.Of(f.OnScale().Ratings, a, b, Credit(f, CategoryWeights.Quadratic)))
            ),
            Scale.Marks or Scale.Spans => ("matched-f1", MarksAgreement.OfPair),
            _ => null,
        };

    private static (double? Value, int Items) Pair(Coefficient c) => (c.Value, c.Items);

    private static Coefficient Weighted(FieldReads field, Func<int, CategoryWeights> weights) =>
        LightKappa.Of(field.OnScale().Ratings, Credit(field, weights));

    private static AgreementOptions Credit(FieldReads field, Func<int, CategoryWeights> weights) =>
        AgreementOptions.Default with
        {
            Weights = weights(Math.Max(field.OnScale().Keys.Count, 2)),
        };
}
