namespace Overread.Server.Access;

/// <summary>The codes that a route can be refused with under one status.</summary>
internal sealed record OperationProblems(int Status, IReadOnlyList<string> Codes);
