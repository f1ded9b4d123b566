namespace Overread.Domain.Governance;

/// <summary>What somebody decided of a use that was not declared (GDPR 6(4)).</summary>
/// <param name="Use">What for.</param>
/// <param name="Recipient">The recipient that it was decided for, by id; null for everybody.</param>
/// <param name="Compatible">True where it is compatible with what was declared.</param>
/// <param name="Reason">Why.</param>
public sealed record FurtherUse(string Use, string? Recipient, bool Compatible, string Reason);
