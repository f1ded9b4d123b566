using Overread.Storage;

namespace Overread.Server.Composition;

/// <summary>Tells the operator what failed behind a unit of work that itself succeeded.</summary>
internal sealed partial class StoreLog(ILogger<StoreLog> logger)
{
    /// <summary>A callback or a file beside the database failed.</summary>
    public void Fault(string what, Exception fault) => LogFault(what, fault.GetType().Name, fault.StackTrace ?? "");

    /// <summary>An entry of the outbox could not be done; without an entry, the outbox itself could not be asked.</summary>
    public void Failed(OutboxEntry? entry, Exception fault)
    {
        if (entry is null)
        {
            LogOutbox(fault.GetType().Name, fault.StackTrace ?? "");
        }
        else
        {
            LogEntry(entry.Kind, entry.Id, entry.Tries + 1, fault.GetType().Name, fault.StackTrace ?? "");
        }
    }

    // Types and places only: an exception's message may quote what identifies somebody.
    [LoggerMessage(Level = LogLevel.Error, Message = "{What} {Fault}\n{Trace}")]
    private partial void LogFault(string what, string fault, string trace);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Left to be done and failed: {Kind} ({Id}), try {Try}; it is tried again. {Fault}\n{Trace}"
    )]
    private partial void LogEntry(string kind, string id, int @try, string fault, string trace);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "What is left to be done could not be looked up. {Fault}\n{Trace}"
    )]
    private partial void LogOutbox(string fault, string trace);
}
