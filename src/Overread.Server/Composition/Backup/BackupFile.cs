namespace Overread.Server.Composition.Backup;

/// <summary>A file in a backup.</summary>
/// <param name="Path">Where it lies in the data folder, with slashes.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Pieces">The names of its pieces, in order.</param>
internal sealed record BackupFile(string Path, long Size, IReadOnlyList<string> Pieces);
