namespace Overread.Storage;

/// <summary>A person's decision to go on with a store of which something is lost or was altered. It becomes an event.</summary>
/// <param name="By">Who decides, in their own words.</param>
/// <param name="Reason">Why.</param>
public sealed record StoreAcceptance(string By, string Reason)
{
    /// <summary>What was found before the database was opened, and is accepted with the rest.</summary>
    public IReadOnlyList<string> Found { get; init; } = [];
}
