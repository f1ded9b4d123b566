namespace Overread.Domain.Intake.Claims;

/// <summary>What a project says of its data towards the law.</summary>
/// <param name="Claim">One of <see cref="ClaimRules"/>' words.</param>
public sealed record ProjectClaim(
    [Words(ClaimRules.Pseudonymised, ClaimRules.LimitedDataSet, ClaimRules.SafeHarbor, ClaimRules.ExpertDetermination)]
        string Claim
)
{
    /// <summary>Of a limited data set: the agreement that each recipient enters into; null for other claims.</summary>
    public string? Agreement { get; init; }

    /// <summary>Of an expert determination: which; null for other claims.</summary>
    public ExpertStatement? Determination { get; init; }

    /// <summary>What holds where a project has chosen nothing: personal data still (GDPR article 4(5)).</summary>
    public static ProjectClaim None { get; } = new(ClaimRules.Pseudonymised);
}
