namespace Overread.Server.Access;

/// <summary>Marks a route that is open to whoever signed in with a password that somebody else told them.</summary>
internal sealed class OpenToTold;
