namespace Overread.Client.Model;

/// <summary>What the job made that <see cref="OverreadClient.CloseBatch"/> starts.</summary>
public sealed record IntakeResult
{
    /// <summary>The batch it read.</summary>
    public required string Batch { get; init; }

    /// <summary>Studies, photos and documents that wait at the gate.</summary>
    public required int Entries { get; init; }

    /// <summary>Files that could not be taken; <see cref="OverreadClient.ShowBatch"/> says why.</summary>
    public required int Refused { get; init; }

    /// <summary>Files that were there before.</summary>
    public required int Duplicates { get; init; }
}
