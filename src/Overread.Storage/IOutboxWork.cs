namespace Overread.Storage;

/// <summary>Does one kind of what units of work leave to be done.</summary>
public interface IOutboxWork
{
    /// <summary>The kind, as it stands in the entries.</summary>
    string Kind { get; }

    /// <summary>
    /// Does what the entry says. May be called again for an entry that was done already (the process may end in between), so
    /// doing it again changes nothing. An exception keeps the entry, to be tried later.
    /// </summary>
    Task Do(OutboxEntry entry, CancellationToken cancel);
}
