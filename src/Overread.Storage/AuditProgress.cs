namespace Overread.Storage;

/// <summary>How far an audit, a backup or a restore has come.</summary>
/// <param name="What">What it goes through: events, images, releases, files.</param>
/// <param name="Done">How many of them are done.</param>
/// <param name="Total">How many there are.</param>
public sealed record AuditProgress(string What, long Done, long Total);
