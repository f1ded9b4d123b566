using Overread.Domain.Record;

namespace Overread.Domain.Notices;

/// <summary>Somebody looked at what waits for them; all of it until then is known to them.</summary>
public sealed record NoticesSeen : DomainEvent;

/// <summary>Somebody said how often they want to be told by mail.</summary>
/// <param name="Wish">How often.</param>
public sealed record NoticesWanted(NoticeWish Wish) : DomainEvent;

/// <summary>A mail told somebody that something waits. It names kinds and counts and nobody.</summary>
/// <param name="Person">To whom.</param>
/// <param name="Kinds">What waits.</param>
public sealed record NoticesMailed(string Person, IReadOnlyList<NoticeKind> Kinds) : DomainEvent;
