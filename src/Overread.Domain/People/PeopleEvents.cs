using Overread.Domain.Record;

namespace Overread.Domain.People;

/// <summary>An account was made for a person.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="Name">As shown to colleagues.</param>
/// <param name="Email">The sign-in name.</param>
/// <param name="Administrator">True when the person administers the installation.</param>
/// <param name="PasswordTold">True where whoever made the account chose the password, and the person has to choose another; else absent.</param>
public sealed record PersonRegistered(
    string Person,
    string Name,
    string Email,
    bool Administrator,
    bool? PasswordTold = null
) : DomainEvent;

/// <summary>An account was changed.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="What">Which things were changed, such as <c>password</c> (with <c>password-told</c> where somebody else chose it), <c>totp-on</c>, <c>disabled</c>.</param>
/// <param name="Name">The new name, where it changed.</param>
public sealed record PersonChanged(string Person, IReadOnlyList<string> What, string? Name) : DomainEvent;

/// <summary>Somebody signed in.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="From">The network address it came from.</param>
/// <param name="SecondFactor">True when a one-time code was asked for and right, or a passkey was used.</param>
public sealed record SignedIn(string Person, string From, bool SecondFactor) : DomainEvent;

/// <summary>A sign-in was refused.</summary>
/// <param name="Person">The person's id where the e-mail belongs to one.</param>
/// <param name="From">The network address it came from.</param>
/// <param name="Why">unknown, password, code, passkey, disabled, or provider- and what the provider's sign-in was refused for; locked in earlier builds.</param>
public sealed record SignInFailed(string? Person, string From, string Why) : DomainEvent;

/// <summary>Sign-ins that were refused besides those with an event of their own, counted.</summary>
/// <param name="Since">From when, UTC.</param>
/// <param name="Until">Until when, UTC.</param>
/// <param name="Tallies">How many of which kind, the most first.</param>
/// <param name="Others">How many of further kinds.</param>
public sealed record SignInsFailed(string Since, string Until, IReadOnlyList<SignInTally> Tallies, long Others)
    : DomainEvent;

/// <summary>Somebody signed out.</summary>
/// <param name="Person">The person's id.</param>
public sealed record SignedOut(string Person) : DomainEvent;

/// <summary>A session ended before it ran out.</summary>
/// <param name="Person">Whose.</param>
/// <param name="Session">Its id.</param>
/// <param name="Why">sign-out, ended (from a list), or what was changed of the account: password, disabled, totp-on and others.</param>
public sealed record SessionEnded(string Person, string Session, string Why) : DomainEvent;

/// <summary>A token for programs was issued.</summary>
/// <param name="Token">The token's id, never its secret.</param>
/// <param name="Person">On whose behalf it acts.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Scopes">read, write, admin.</param>
/// <param name="Expires">UTC time from which it is refused.</param>
public sealed record TokenIssued(string Token, string Person, string Name, IReadOnlyList<string> Scopes, string Expires)
    : DomainEvent;

/// <summary>A token was revoked.</summary>
/// <param name="Token">The token's id.</param>
public sealed record TokenRevoked(string Token) : DomainEvent;

/// <summary>Somebody looked at protected data outside an assignment of their own.</summary>
/// <param name="What">item, reads, remarks, events, dispute, batch, gate-entry, bundle and others.</param>
/// <param name="Id">Which one.</param>
public sealed record ItemViewed(string What, string Id) : DomainEvent;

/// <summary>An account was connected with somebody at a sign-in provider: who proves there to be them comes into the account.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="Issuer">The provider's name in its tokens (the claim iss).</param>
/// <param name="Subject">The provider's name for the person (the claim sub).</param>
public sealed record ProviderConnected(string Person, string Issuer, string Subject) : DomainEvent;

/// <summary>An account is connected with a provider no more.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="Issuer">Which provider.</param>
public sealed record ProviderDisconnected(string Person, string Issuer) : DomainEvent;

/// <summary>Somebody signed in by a provider.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="From">The network address it came from.</param>
/// <param name="Issuer">The provider's name in its tokens.</param>
/// <param name="Groups">Which of the groups that give something here the provider said they are in.</param>
public sealed record SignedInByProvider(string Person, string From, string Issuer, IReadOnlyList<string> Groups)
    : DomainEvent;

/// <summary>A person registered a passkey.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="Passkey">The credential's id.</param>
public sealed record PasskeyAdded(string Person, string Passkey) : DomainEvent;

/// <summary>A passkey was removed.</summary>
/// <param name="Person">Whose.</param>
/// <param name="Passkey">The credential's id.</param>
public sealed record PasskeyRemoved(string Person, string Passkey) : DomainEvent;
