using System.Globalization;
using Overread.Domain.Record;
using Overread.Server.Composition.Operations;
using Overread.Storage;

namespace Overread.Server.Features.Operations;

/// <summary>What of an installation's state wants somebody to do something. The one place that says when.</summary>
internal static class OperationsAttention
{
    /// <summary>A backup is older than it should be: a day, and some hours for one that runs late.</summary>
    public static readonly TimeSpan BackupAge = TimeSpan.FromHours(26);

    /// <summary>A restore was not tried for too long.</summary>
    public static readonly TimeSpan DrillAge = TimeSpan.FromDays(92);

    /// <summary>The store was not audited for too long.</summary>
    public static readonly TimeSpan AuditAge = TimeSpan.FromDays(31);

    /// <summary>A certificate is to be renewed.</summary>
    public const double CertificateDays = 21;

    /// <summary>How long it is said that an administrator was let in on the machine.</summary>
    public static readonly TimeSpan SignInAge = TimeSpan.FromDays(7);

    /// <summary>By how much a witness's clock may differ from this machine's.</summary>
    public static readonly TimeSpan WitnessClock = TimeSpan.FromMinutes(15);

    /// <summary>Refused sign-ins to one account within a day that are no slips of the hand.</summary>
    public const int GuessesAtOne = 20;

    /// <summary>The same from one address, which may be a hospital's.</summary>
    public const int GuessesFromOne = 60;

    private const string Urgent = "urgent";
    private const string Soon = "soon";

    /// <summary>The concerns, the urgent ones first, else in a fixed order.</summary>
    /// <param name="view">The state; its own list is not looked at.</param>
    public static IReadOnlyList<OperationsView.Concern> Of(OperationsView view)
    {
        DateTimeOffset now = Timestamps.Parse(view.Now);
        OperationsView.Concern?[] all =
        [
            Disk(view.Disk),
            Emergency(view.Emergencies),
            SignIn(view.SignIn, now),
            Guessing(view.Guessing),
            view.Accounts.Due
                ? new(
                    "accounts.review",
                    Soon,
                    view.Accounts.Last is { } reviewed
                        ? $"Nobody has looked through the accounts since {reviewed}."
                        : "Nobody has ever looked through the accounts.",
                    "Look through them on the page of people, disable what nobody needs, and record the review."
                )
                : null,
            view.Mail?.Fault is { } mail
                ? new(
                    "mail.failing",
                    Soon,
                    $"People are not told by mail that something waits for them. {mail}",
                    "Look at the mail server and at --mail, --mail-from and --mail-password; it is tried again every five minutes."
                )
                : null,
            .. Backups(view, now),
            .. Audits(view, now),
            .. view.Witnesses.Select(Witness),
            Certificate(view.Certificate),
            Jump(view.Clock, now),
            view.Jobs.FailedCount > 0
                ? new(
                    "jobs.failed",
                    Soon,
                    Invariant($"{view.Jobs.FailedCount} jobs failed within a day."),
                    "Their problems are listed below; whoever started one sees the whole of it."
                )
                : null,
            view.Left.Failing > 0
                ? new(
                    "left.failing",
                    Urgent,
                    Invariant($"{view.Left.Failing} things that were left to be done fail again and again."),
                    "The server's log says which and where; they are tried until they succeed."
                )
                : null,
        ];
        return [.. all.OfType<OperationsView.Concern>().OrderBy(c => c.Level == Urgent ? 0 : 1)];
    }

    private static OperationsView.Concern? Disk(OperationsView.DiskState disk) =>
        disk.State switch
        {
            DiskLook.Low => new(
                "disk.low",
                Urgent,
                Invariant(
                    $"The disk of the data folder is low: {disk.FreeBytes} bytes are free, {disk.LowBelow} are wanted."
                ),
                "Make room. Until then nothing new is received and no release is made; what readers save is taken."
            ),
            DiskLook.Full => new(
                "disk.full",
                Urgent,
                Invariant(
                    $"The disk of the data folder is full: {disk.FreeBytes} bytes are free, {disk.LowBelow} are wanted."
                ),
                "Make room at once. What readers save waits on their devices and comes by itself then."
            ),
            DiskLook.Failing => new(
                "disk.failing",
                Urgent,
                "The disk of the data folder takes no writes.",
                "It is read-only, lost or broken: look at the machine. What readers save waits on their devices."
            ),
            _ => null,
        };

    private static OperationsView.Concern? Emergency(OperationsView.EmergencyState state) =>
        state switch
        {
            { Running: > 0 and var running } => new(
                "emergency.running",
                Urgent,
                Invariant($"Emergency access goes on: {running}."),
                "The members page of the project says whose and why; it can be ended there."
            ),
            { Unreviewed: > 0 and var left } => new(
                "emergency.unreviewed",
                Soon,
                Invariant($"Emergency accesses that nobody has reviewed: {left}."),
                "The members page of the project lists them; the record has all that was shown."
            ),
            _ => null,
        };

    private static IEnumerable<OperationsView.Concern?> Backups(OperationsView view, DateTimeOffset now)
    {
        yield return view.Backup switch
        {
            null => new("backup.none", Urgent, "There is no backup.", "Run overread backup DEST, and each night."),
            { Faults.Count: > 0 and var faults } => new(
                "backup.faults",
                Urgent,
                Invariant($"The last backup has {faults} faults."),
                "They are listed below: mend them, and run overread backup again."
            ),
            var b when now - Timestamps.Parse(b.At) > BackupAge => new(
                "backup.old",
                Urgent,
                $"The last backup is of {b.At}.",
                "Run overread backup DEST, and see why the nightly one did not run."
            ),
            _ => null,
        };
        yield return view switch
        {
            { Backup: null } => null,
            { Drill: null } => new(
                "drill.none",
                Soon,
                "No backup was ever restored for trial.",
                "Run overread drill: a backup that was never restored is a hope."
            ),
            { Drill.Faults.Count: > 0 and var faults } => new(
                "drill.faults",
                Urgent,
                Invariant($"The last restore for trial found {faults} faults."),
                "They are listed below: mend them, back up, and run overread drill again."
            ),
            _ when now - Timestamps.Parse(view.Drill.At) > DrillAge => new(
                "drill.old",
                Soon,
                $"No backup was restored for trial since {view.Drill.At}.",
                "Run overread drill."
            ),
            _ => null,
        };
    }

    private static OperationsView.Concern? Guessing(OperationsView.GuessState state) =>
        state.AgainstOne >= GuessesAtOne || state.FromOne >= GuessesFromOne
            ? new(
                "sign-in.guessing",
                Urgent,
                Invariant(
                    $"Somebody may be guessing passwords: {state.Refused} sign-ins were refused within a day, {state.AgainstOne} of them to one account, {state.FromOne} from one address."
                ),
                "The record says which account and from where (SignInFailed, SignInsFailed). Ask whose it is; give it a new password or a second factor; keep the address out."
            )
            : null;

    private static OperationsView.Concern? SignIn(OperationsView.RestoredSignIn? restored, DateTimeOffset now) =>
        restored is { } r && now - Timestamps.Parse(r.At) < SignInAge
            ? new(
                "emergency.sign-in",
                Urgent,
                $"An administrator was let in by a command on the server's machine at {r.At}.",
                "The record says who, by whom and why. Make sure that it was meant; it stands here for a week."
            )
            : null;

    private static IEnumerable<OperationsView.Concern?> Audits(OperationsView view, DateTimeOffset now)
    {
        yield return view.Share is { Faults: > 0 and var wrong }
            ? new(
                "share.faults",
                Urgent,
                Invariant($"The share of the files that was read through last has {wrong} faults."),
                "They are listed below: put the files back from a backup, and audit the whole store."
            )
            : null;
        yield return view.Audit switch
        {
            { Faults: > 0 and var faults } => new(
                "audit.faults",
                Urgent,
                Invariant($"The last audit found {faults} faults."),
                "Stop and look: docs/how-to/refused-start.md says what each means."
            ),
            null => view.Record.Events > 0
                ? new("audit.none", Soon, "The store was never audited.", "Start an audit on the page of the record.")
                : null,
            var a when now - Timestamps.Parse(a.At) > AuditAge => new(
                "audit.old",
                Soon,
                $"The store was not audited since {a.At}.",
                "Start an audit on the page of the record."
            ),
            _ => null,
        };
    }

    private static OperationsView.Concern? Witness(OperationsView.WitnessState w) =>
        w switch
        {
            { Objection: WitnessObjected.Rollback } => new(
                "witness.rollback",
                Urgent,
                Invariant(
                    $"The record is older than it was: the witness {w.Name} has seen {w.Seen} events of it, and there are fewer."
                ),
                "Somebody put an old copy of the store in its place. Stop the server and look: docs/how-to/witness.md."
            ),
            { Objection: not null } => new(
                "witness.fork",
                Urgent,
                Invariant(
                    $"The history of the record was changed: the witness {w.Name} has seen another in its first {w.Seen} events."
                ),
                "Stop the server, keep the store as it is, and look: docs/how-to/witness.md."
            ),
            { Trouble: { } trouble } => new(
                "witness.silent",
                Soon,
                $"The witness {w.Name} gave no cosignature ({trouble}); the last is of {w.At ?? "never"}.",
                "Nothing waits for it and it is asked again. docs/how-to/witness.md says what each word means."
            ),
            { At: { } at, Time: { } time }
                when (Timestamps.Parse(at) - Timestamps.Parse(time)).Duration() > WitnessClock => new(
                "witness.clock",
                Soon,
                $"The clock of the witness {w.Name} says {time} where this machine's says {at}.",
                "One of the two is wrong: compare them with a third. The cosignature holds all the same."
            ),
            _ => null,
        };

    private static OperationsView.Concern? Certificate(OperationsView.CertificateState? certificate) =>
        certificate is { DaysLeft: < CertificateDays and var days }
            ? new(
                "certificate.ends",
                days < 3 ? Urgent : Soon,
                days < 0
                    ? $"The certificate has ended at {certificate.Expires}."
                    : Invariant($"The certificate ends in {Math.Floor(days)} days."),
                "Renew its file: it is taken without a restart."
            )
            : null;

    private static OperationsView.Concern? Jump(OperationsView.ClockState clock, DateTimeOffset now) =>
        clock.Jumps is [var last, ..] && now - Timestamps.Parse(last.At) < TimeSpan.FromDays(1)
            ? new(
                "clock.jumped",
                Soon,
                Invariant($"The machine's clock jumped by {last.Seconds} s."),
                "Look at the machine's time service. Times about that moment may be off; the order of the record is not."
            )
            : null;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
