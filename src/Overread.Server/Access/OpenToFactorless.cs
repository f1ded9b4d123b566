namespace Overread.Server.Access;

/// <summary>Marks a route that is open to whoever lacks the second factor that this server demands: the ways to one.</summary>
internal sealed class OpenToFactorless;
