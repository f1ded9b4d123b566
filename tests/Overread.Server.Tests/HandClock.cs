namespace Overread.Server.Tests;

/// <summary>A clock that stands where it was made, and that a test moves by hand.</summary>
internal sealed class HandClock : TimeProvider
{
    private long _milliseconds = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
    private long _passed;

    /// <summary>Time passes, and the clock goes on with it.</summary>
    public void Pass(int seconds)
    {
        Interlocked.Add(ref _passed, seconds * 1000L);
        Interlocked.Add(ref _milliseconds, seconds * 1000L);
    }

    /// <summary>The clock is put forward, or back, and no time passes.</summary>
    public void Jump(int seconds) => Interlocked.Add(ref _milliseconds, seconds * 1000L);

    public override DateTimeOffset GetUtcNow() =>
        DateTimeOffset.FromUnixTimeMilliseconds(Interlocked.Read(ref _milliseconds));

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => Interlocked.Read(ref _passed);
}
