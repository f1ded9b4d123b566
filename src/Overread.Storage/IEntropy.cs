namespace Overread.Storage;

/// <summary>Where ids and secrets come from: the system's generator in a running server, a seeded one in tests.</summary>
public interface IEntropy
{
    /// <summary>A fresh id: 32 lower-case hex digits that sort by time of making.</summary>
    string NewId();

    /// <summary>Fills the span with random bytes fit for keys.</summary>
    void Fill(Span<byte> bytes);
}
