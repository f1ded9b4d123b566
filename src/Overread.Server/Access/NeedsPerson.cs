namespace Overread.Server.Access;

/// <summary>Marks a route that no token may use, whatever its scopes.</summary>
internal sealed class NeedsPerson;
