namespace Overread.Server.Composition.Backup;

/// <summary>What is to be restored and where to.</summary>
/// <param name="Source">The folder of backups.</param>
/// <param name="Target">The data folder to make; it must be empty or missing.</param>
/// <param name="Keys">Where the keys come from.</param>
/// <param name="By">Who runs it, for the record.</param>
public sealed record RestoreRequest(string Source, string Target, KeySource Keys, string By)
{
    /// <summary>The backup's id or its beginning; null for the newest.</summary>
    public string? Backup { get; init; }

    /// <summary>Called between two files, for tests.</summary>
    internal Action<string>? Step { get; init; }
}
