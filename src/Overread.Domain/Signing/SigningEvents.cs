using Overread.Domain.Record;

namespace Overread.Domain.Signing;

/// <summary>It was laid down which acts of the project need a signature.</summary>
/// <param name="Acts">The acts.</param>
/// <param name="TwoPeople">A release is approved by somebody who neither made nor publishes it.</param>
/// <param name="Reason">Why; needed where less is signed than before.</param>
public sealed record SigningPolicySet(IReadOnlyList<SignedAct> Acts, bool TwoPeople, string? Reason = null)
    : DomainEvent;

/// <summary>Somebody signed (21 CFR 11.50). The time is the event's own, the log proof that of its leaf.</summary>
/// <param name="Act">What they did by it.</param>
/// <param name="Subject">What it is about, such as <c>protocol/3</c>.</param>
/// <param name="Hash">SHA-256 that binds act, subject and content; what it is taken over is in docs/conformance/signatures.md.</param>
/// <param name="Meaning">What the signature means.</param>
/// <param name="Person">Who signed, by id.</param>
/// <param name="Name">Their name in print.</param>
/// <param name="Components">What they proved to be themselves by: email, password, totp.</param>
public sealed record ContentSigned(
    SignedAct Act,
    string Subject,
    string Hash,
    string Meaning,
    string Person,
    string Name,
    IReadOnlyList<string> Components
) : DomainEvent
{
    /// <summary>What the content is put together from, line by line, where it is a list and stands nowhere else.</summary>
    public IReadOnlyList<string>? Parts { get; init; }
}
