namespace Overread.Domain.People;

/// <summary>The events about accounts, sign-ins and who looked at what.</summary>
public static class PeopleEventTypes
{
    /// <summary>All, in the order in which they came to be.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(PersonRegistered),
        typeof(PersonChanged),
        typeof(SignedIn),
        typeof(SignInFailed),
        typeof(SignedOut),
        typeof(TokenIssued),
        typeof(TokenRevoked),
        typeof(ItemViewed),
        typeof(SignInsFailed),
        typeof(SessionEnded),
        typeof(ProviderConnected),
        typeof(ProviderDisconnected),
        typeof(SignedInByProvider),
        typeof(PasskeyAdded),
        typeof(PasskeyRemoved),
        typeof(SignInRestored),
        typeof(AccountsReviewed),
    ];
}
