namespace Overread.Storage;

/// <summary>There is no room left on the disk; nothing of the unit of work was saved, and the store goes on once there is.</summary>
public sealed class DiskFullException(Exception inner) : IOException("There is no room left on the disk.", inner);
