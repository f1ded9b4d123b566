namespace Overread.Server.Tests;

/// <summary>A clock that stands where it was made, and that a test moves by hand.</summary>
internal sealed class HandClock : TimeProvider
{
    private long _milliseconds = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    public void Pass(int seconds) => Interlocked.Add(ref _milliseconds, seconds * 1000L);

    public override DateTimeOffset GetUtcNow() =>
        DateTimeOffset.FromUnixTimeMilliseconds(Interlocked.Read(ref _milliseconds));
}
