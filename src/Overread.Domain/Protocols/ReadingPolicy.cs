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
    /// <summary>
    /// True where a reader may say by one act that all that is still blank is absent; the record says of each such answer that it
    /// was given so. Absent in protocols that do not speak of it: then it is not allowed.
    /// </summary>
    public bool? RestAbsent { get; init; }

    /// <summary>As protocols stated it before fields had rules of their own: IoU from which two boxes are the same mark.</summary>
    public double? BoxOverlap { get; init; }

    /// <summary>As protocols stated it before fields had rules of their own: distance in pixels under which two points are the same mark.</summary>
    public double? PointDistance { get; init; }
}
