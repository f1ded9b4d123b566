namespace Overread.Storage;

/// <summary>Who does something, and with what.</summary>
/// <param name="Name"><c>person/…</c>, <c>token/…/person/…</c> or <c>system</c>.</param>
/// <param name="Client">Name and version of the client.</param>
public sealed record Actor(string Name, string Client)
{
    /// <summary>The person in an actor's name, whether they act themselves or through a token.</summary>
    public static string PersonOf(string name) => name[(name.LastIndexOf('/') + 1)..];

    /// <summary>The platform itself.</summary>
    public static Actor System { get; } = new("system", "overread");
}
