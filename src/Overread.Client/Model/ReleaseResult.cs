namespace Overread.Client.Model;

/// <summary>What the job made that <see cref="OverreadClient.PublishRelease"/> starts.</summary>
public sealed record ReleaseResult
{
    /// <summary>The release's id.</summary>
    public required string Release { get; init; }

    /// <summary>Its folder on the server.</summary>
    public required string Path { get; init; }

    /// <summary>True where it was made and waits for signatures: it is not published yet.</summary>
    public bool Waits { get; init; }
}
