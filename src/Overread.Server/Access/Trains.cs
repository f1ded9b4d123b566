namespace Overread.Server.Access;

/// <summary>Marks a route by which a reader practises or takes a test: open to whoever lacks nothing but the qualification.</summary>
internal sealed class Trains;
