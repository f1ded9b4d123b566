namespace Overread.Server.Benchmarks.Soak;

/// <summary>How the server stood at a moment.</summary>
/// <param name="At">Since the run began.</param>
/// <param name="Resident">MiB of memory that it holds.</param>
/// <param name="Own">MiB of it that are the process's own; the rest are pages of files, which the system takes back where it needs them.</param>
/// <param name="Heap">MiB of the managed heap after the last collection.</param>
/// <param name="Committed">MiB that the runtime had taken from the system at the last collection.</param>
/// <param name="Handles">Open files and connections.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Log">MiB of the database's write-ahead log.</param>
/// <param name="Events">Events of the record.</param>
/// <param name="Processor">Seconds of processor time since it started.</param>
internal sealed record SoakSample(
    TimeSpan At,
    double Resident,
    double Own,
    double Heap,
    double Committed,
    int Handles,
    int Threads,
    double Log,
    double Events,
    double Processor
);
