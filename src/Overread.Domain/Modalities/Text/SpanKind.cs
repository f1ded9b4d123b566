using Overread.Domain.Marks;

namespace Overread.Domain.Modalities.Text;

/// <summary>
/// Spans: by the F1 of their code points (twice those in both over the sum of their lengths: Dice 1945), or by being the
/// very same.
/// </summary>
public sealed class SpanKind : LinearRegionKind
{
    private const string Exact = "exact";
    private const string Overlap = "span-f1";

    private SpanKind() { }

    /// <summary>The one instance.</summary>
    public static SpanKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "span";

    /// <inheritdoc/>
    public override string Plural => "spans";

    /// <inheritdoc/>
    public override Type Region => typeof(SpanRegion);

    /// <inheritdoc/>
    public override IReadOnlyList<MatchMeasure> Measures { get; } =
    [
        new(Overlap, "overlap of two spans (F1 of code points)", 0, 1, false, []),
        new(Exact, "the same bounds", 0, 1, false, []) { IsSameness = true },
    ];

    /// <inheritdoc/>
    public override MatchRule UsualRule { get; } = new(Overlap, 0.5);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns { get; } = ["start", "end"];

    /// <inheritdoc/>
    public override string? Misfit(Region region, FileContent content) =>
        region is not SpanRegion span || content is not TextContent text ? "The mark lies in a file that is no text."
        : span.Start < 0 || span.End <= span.Start ? "A span begins at 0 or later and ends behind its beginning."
        : span.End > text.Length ? "The span ends behind the end of the document."
        : null;

    /// <inheritdoc/>
    public override double? Measure(Region first, Region second, MatchRule rule, FileContent? content) =>
        first is SpanRegion a && second is SpanRegion b && a.File == b.File
            ? rule.Measure == Exact
                ? a.Start == b.Start && a.End == b.End
                    ? 1
                    : 0
                : F1(a, b)
            : null;

    /// <inheritdoc/>
    public override bool LargerIsNearer(MatchRule rule) => true;

    /// <summary>Median of the beginnings and median of the ends; half a code point goes to the longer span.</summary>
    public override Region Middle(IReadOnlyList<Region> regions)
    {
        SpanRegion[] spans = [.. regions.Cast<SpanRegion>()];
        int start = (int)Math.Floor(Median(spans.Select(s => (double)s.Start)));
        int end = (int)Math.Ceiling(Median(spans.Select(s => (double)s.End)));
        return spans[0] with { Start = start, End = end };
    }

    /// <summary>Code points, half open.</summary>
    public override (double Start, double End) Extent(Region region) =>
        region is SpanRegion span
            ? (span.Start, span.End)
            : throw new ArgumentException("The region is no span.", nameof(region));

    /// <summary>Code points of the document.</summary>
    public override double? LengthOf(FileContent content) => (content as TextContent)?.Length;

    /// <inheritdoc/>
    public override IReadOnlyList<double> Values(Region region) =>
        region is SpanRegion span
            ? [span.Start, span.End]
            : throw new ArgumentException("The region is no span.", nameof(region));

    /// <summary>Twice the code points in both over the sum of the lengths, 0 to 1.</summary>
    public static double F1(SpanRegion first, SpanRegion second)
    {
        int both = Math.Min(first.End, second.End) - Math.Max(first.Start, second.Start);
        return both <= 0 ? 0 : 2.0 * both / (first.Length + second.Length);
    }
}
