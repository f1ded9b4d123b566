namespace Overread.Domain.Signing;

/// <summary>What somebody was shown to sign: good once, for that person, in that session, for a while.</summary>
/// <param name="Act">What they are about to do.</param>
/// <param name="Subject">What it is about, such as <c>protocol/3</c>.</param>
/// <param name="Hash">SHA-256 of what they were shown.</param>
/// <param name="Person">Whom it was shown to.</param>
/// <param name="Session">In which session.</param>
/// <param name="Issued">When.</param>
public sealed record SigningChallenge(
    SignedAct Act,
    string Subject,
    string Hash,
    string Person,
    string Session,
    DateTimeOffset Issued
)
{
    /// <summary>How long it is good.</summary>
    public static TimeSpan Lasts { get; } = TimeSpan.FromMinutes(10);
}
