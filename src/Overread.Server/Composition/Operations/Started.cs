namespace Overread.Server.Composition.Operations;

/// <summary>When the server was put together.</summary>
internal sealed record Started(DateTimeOffset At);
