namespace Overread.Storage;

/// <summary>
/// What units of work left to be done. An entry is written in the unit's own transaction, so it is there exactly if the unit
/// is, and it stays until it was done, whatever happens to the process.
/// </summary>
public interface IOutbox
{
    /// <summary>Everything that is still to be done, oldest first, whether due or not.</summary>
    IReadOnlyList<OutboxEntry> Pending();

    /// <summary>Takes out an entry that was done.</summary>
    Task Done(string id);

    /// <summary>Keeps an entry that failed, with the reason and the time of the next try.</summary>
    Task Failed(string id, string problem, DateTimeOffset due);

    /// <summary>Ends when a unit has left something since the last call that ended.</summary>
    Task Wait(CancellationToken cancel);
}
