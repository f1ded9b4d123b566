namespace Overread.Domain.Protocols;

/// <summary>How items are read and what becomes of differences.</summary>
/// <param name="Readers">Blind reads per item, 1 to 20.</param>
/// <param name="Agreement">When a field counts as agreed.</param>
/// <param name="Disputes">What happens to a field that is not.</param>
/// <param name="RecheckShare">Share of agreed items that an adjudicator looks at again, 0 to 1.</param>
public sealed record ReadingPolicy(
    int Readers,
    AgreementRule Agreement = AgreementRule.Majority,
    DisputeRule Disputes = DisputeRule.Adjudicator,
    double RecheckShare = 0
)
{
    /// <summary>IoU from which two boxes are the same mark.</summary>
    public double BoxOverlap { get; init; } = 0.5;

    /// <summary>Distance in pixels under which two points are the same mark.</summary>
    public double PointDistance { get; init; } = 10;
}
