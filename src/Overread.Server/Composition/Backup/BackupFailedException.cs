namespace Overread.Server.Composition.Backup;

/// <summary>A backup, a check of one or a restore cannot go on; the message says why and what to do.</summary>
public sealed class BackupFailedException(string message) : Exception(message);
