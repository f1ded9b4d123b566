namespace Overread.Server.Access;

/// <summary>Marks a route that takes much room on the disk.</summary>
internal sealed class NeedsSpace;
