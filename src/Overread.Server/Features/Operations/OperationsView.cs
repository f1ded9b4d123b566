using Overread.Domain;
using Overread.Server.Composition.Operations;

namespace Overread.Server.Features.Operations;

/// <summary>How the installation fares, for whoever runs it. Times are UTC; nobody is named.</summary>
/// <param name="Now">What the server's clock says.</param>
/// <param name="Attention">What wants doing, the worst first; empty where nothing does.</param>
/// <param name="Disk">The disk of the data folder.</param>
/// <param name="Parts">What the parts of the data folder take; absent while they are counted for the first time.</param>
/// <param name="Jobs">The queue of jobs.</param>
/// <param name="Left">What units of work left to be done, and is not done yet.</param>
/// <param name="Backup">The last backup; absent where there was none.</param>
/// <param name="Drill">The last backup that was restored for trial; absent where none was.</param>
/// <param name="Audit">The last audit that the server made; absent where there was none.</param>
/// <param name="Certificate">The certificate that the server shows; absent where it speaks no TLS itself.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Record">The record.</param>
/// <param name="Program">The program.</param>
/// <param name="Emergencies">Emergency accesses to projects.</param>
/// <param name="Share">The last share of the files that was read through; absent where none was.</param>
/// <param name="SignIn">The last time that an administrator was let in by a command on the machine; absent where there was none.</param>
/// <param name="Accounts">The periodic review of accounts.</param>
/// <param name="Guessing">Sign-ins that were refused within a day.</param>
/// <param name="Mail">The last mail that was given to the mail server; absent where this server sends none or has sent none yet.</param>
/// <param name="Witnesses">The witnesses that the record's checkpoints are sent to; empty where there are none.</param>
internal sealed record OperationsView(
    string Now,
    IReadOnlyList<OperationsView.Concern> Attention,
    OperationsView.DiskState Disk,
    OperationsView.PartSizes? Parts,
    OperationsView.JobQueue Jobs,
    OperationsView.LeftToDo Left,
    OperationsView.BackupState? Backup,
    OperationsView.DrillState? Drill,
    OperationsView.AuditState? Audit,
    OperationsView.CertificateState? Certificate,
    OperationsView.ClockState Clock,
    OperationsView.RecordState Record,
    OperationsView.ProgramState Program,
    OperationsView.EmergencyState Emergencies,
    IReadOnlyList<OperationsView.WitnessState> Witnesses,
    OperationsView.ShareState? Share,
    OperationsView.RestoredSignIn? SignIn,
    OperationsView.AccountReview Accounts,
    OperationsView.GuessState Guessing,
    OperationsView.MailState? Mail
)
{
    /// <summary>The last mail.</summary>
    /// <param name="At">When.</param>
    /// <param name="Fault">Why it was not taken; absent where it was.</param>
    internal sealed record MailState(string At, string? Fault);

    /// <summary>Something that wants doing.</summary>
    /// <param name="Code">Stable and dotted: programs may depend on it.</param>
    /// <param name="Level">urgent where something fails or may be lost, else soon.</param>
    /// <param name="Title">What is so, as a sentence.</param>
    /// <param name="Next">What to do, as a sentence.</param>
    internal sealed record Concern(string Code, [Words("urgent", "soon")] string Level, string Title, string Next);

    /// <summary>The disk.</summary>
    internal sealed record DiskState(
        [Words(DiskLook.Ok, DiskLook.Low, DiskLook.Full, DiskLook.Failing)] string State,
        long? FreeBytes,
        long? TotalBytes,
        long LowBelow,
        long FullBelow
    );

    /// <summary>What parts of the data folder take.</summary>
    /// <param name="Counted">When that was counted.</param>
    internal sealed record PartSizes(string Counted, IReadOnlyList<PartSize> Parts);

    /// <summary>One of them.</summary>
    internal sealed record PartSize(string Part, long Files, long Bytes);

    /// <summary>The queue of jobs.</summary>
    /// <param name="FailedCount">Jobs that failed within a day.</param>
    internal sealed record JobQueue(
        long Waiting,
        IReadOnlyList<QueuedJob> Running,
        IReadOnlyList<QueuedJob> Failed,
        long FailedCount
    );

    /// <summary>A job, without what it was told and what it found.</summary>
    internal sealed record QueuedJob(
        string Id,
        string Kind,
        string? Project,
        long Done,
        long Total,
        string? Started,
        string? Ended,
        string? Problem
    );

    /// <summary>What is left to be done.</summary>
    /// <param name="Entries">How many.</param>
    /// <param name="Failing">Those of them that were tried and failed.</param>
    /// <param name="Oldest">Since when the oldest waits.</param>
    internal sealed record LeftToDo(int Entries, int Failing, string? Oldest);

    /// <summary>A backup.</summary>
    /// <param name="Faults">What was wrong with it.</param>
    internal sealed record BackupState(
        string At,
        string Id,
        long Events,
        long Bytes,
        bool Keys,
        IReadOnlyList<string> Faults
    );

    /// <summary>A backup that was restored for trial.</summary>
    internal sealed record DrillState(string At, string Id, double Seconds, IReadOnlyList<string> Faults);

    /// <summary>An audit of the whole store.</summary>
    internal sealed record AuditState(string At, long Events, long Faults, IReadOnlyList<string> First);

    /// <summary>The certificate.</summary>
    internal sealed record CertificateState(string Expires, double DaysLeft);

    /// <summary>The clock.</summary>
    /// <param name="Jumps">The last jumps, the newest first, at most 5.</param>
    internal sealed record ClockState(IReadOnlyList<ClockJump> Jumps);

    /// <summary>A jump of the clock.</summary>
    internal sealed record ClockJump(string At, string Before, string After, double Seconds);

    /// <summary>The record.</summary>
    /// <param name="Events">Events that are durable.</param>
    /// <param name="Sealed">Of them, those under the last signed checkpoint.</param>
    /// <param name="Root">Its root hash, base64; absent before the first.</param>
    internal sealed record RecordState(long Events, long Sealed, string? Root);

    /// <summary>The program.</summary>
    internal sealed record ProgramState(
        string Version,
        string Runtime,
        string System,
        string Started,
        long MemoryBytes
    );

    /// <summary>Emergency accesses.</summary>
    /// <param name="Running">Those that go on.</param>
    /// <param name="Unreviewed">Those that have ended and that nobody has reviewed.</param>
    internal sealed record EmergencyState(int Running, int Unreviewed);

    /// <summary>A share of the files that was read through.</summary>
    internal sealed record ShareState(string At, long Files, long Of, long Faults, IReadOnlyList<string> First);

    /// <summary>An administrator was let in by a command on the machine.</summary>
    internal sealed record RestoredSignIn(string At, bool SecondFactorOff);

    /// <summary>The periodic review of accounts.</summary>
    /// <param name="EveryDays">How often it is due; absent where none is asked for.</param>
    /// <param name="Last">When the last was; absent where there was none.</param>
    internal sealed record AccountReview(int? EveryDays, string? Last, bool Due);

    /// <summary>Sign-ins that were refused within a day.</summary>
    /// <param name="Refused">How many.</param>
    /// <param name="AgainstOne">The most against one account.</param>
    /// <param name="FromOne">The most from one address.</param>
    internal sealed record GuessState(long Refused, long AgainstOne, long FromOne);

    /// <summary>A witness.</summary>
    /// <param name="Name">The name of its key.</param>
    /// <param name="Size">Events under the checkpoint that it cosigned last; absent where it never did.</param>
    /// <param name="At">When that came, by this server's clock.</param>
    /// <param name="Time">The time that the witness put into it, by its own clock.</param>
    /// <param name="Tried">When it was asked last since the server started.</param>
    /// <param name="Trouble">Why it gave no cosignature then.</param>
    /// <param name="Objection">What it holds the record for; absent where it has no objection, or cosigned since.</param>
    /// <param name="Seen">Events that it has seen, where it objects.</param>
    internal sealed record WitnessState(
        string Name,
        long? Size,
        string? At,
        string? Time,
        string? Tried,
        [Words("unreachable", "unknown", "unreadable", "ahead", "objected")] string? Trouble,
        [Words("rollback", "fork")] string? Objection,
        long? Seen
    );
}
