namespace Overread.Client.Model;

/// <summary>What the job made that <see cref="OverreadClient.PrepareAgain"/> starts.</summary>
public sealed record PrepareResult
{
    /// <summary>The batch.</summary>
    public required string Batch { get; init; }

    /// <summary>Entries made; two that turned out to be one study of one patient are one.</summary>
    public required int Entries { get; init; }
}
