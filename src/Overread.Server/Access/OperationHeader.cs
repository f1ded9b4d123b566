namespace Overread.Server.Access;

/// <summary>A request header that a route looks at by itself.</summary>
internal sealed record OperationHeader(string Name, string Description);
