namespace Overread.Client;

/// <summary>How a client behaves.</summary>
public sealed record OverreadClientOptions
{
    /// <summary>An API token; null for a session (<c>SignIn</c>).</summary>
    public string? Token { get; init; }

    /// <summary>The name that goes into the record beside the person's; 1 to 80 printable ASCII characters.</summary>
    public string Name { get; init; } = "overread-client";

    /// <summary>
    /// How often a call that may be repeated is sent again when no answer came, or 502, 503 or 504. What may not be repeated
    /// is sent once: reads are safe, events have ids of their own, pieces of files their offset. A call that the server held off
    /// because its account asks too much (429, <c>access.pace</c>) was not carried out: it waits as long as it is told and is sent
    /// again, whatever stands here.
    /// </summary>
    public int Retries { get; init; } = 2;

    /// <summary>How long one call may take to begin its answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The clock that waits between tries and between looks at a job; null for the system's.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>What sends; null for a handler of the client's own, with its own cookies.</summary>
    public HttpMessageHandler? Handler { get; init; }
}
