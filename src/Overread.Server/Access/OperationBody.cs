namespace Overread.Server.Access;

/// <summary>A body that a route reads as it comes.</summary>
internal sealed record OperationBody(IReadOnlyList<string> MediaTypes);
