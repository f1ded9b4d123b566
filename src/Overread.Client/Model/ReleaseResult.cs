namespace Overread.Client.Model;

/// <summary>What the job made that <see cref="OverreadClient.PublishRelease"/> starts.</summary>
public sealed record ReleaseResult
{
    /// <summary>The release's id.</summary>
    public required string Release { get; init; }

    /// <summary>Its folder on the server.</summary>
    public required string Path { get; init; }
}
