using System.Runtime.InteropServices;
using Overread.Domain.People;
using Overread.Domain.Record;
using Overread.Ledger;
using Overread.Server.Access;
using Overread.Server.Composition;
using Overread.Server.Composition.Operations;
using Overread.Server.Features.Emergency.Contracts;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Server.Features.Notices.Contracts;
using Overread.Server.Features.Witnesses.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Operations;

/// <summary>How the installation fares, on one page for whoever runs it.</summary>
internal static class ShowOperations
{
    private const int Jumps = 5;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/operations", Show)
            .Needs(Action.SeeOperations)
            .Says(
                "show-operations",
                "Shows how the installation fares: space, jobs, backups, audits, certificate, clock, record, witnesses, version."
            );

    private static async Task<OperationsView> Show(
        IDatabase database,
        DiskWatch disk,
        StoreUse use,
        JobRunner jobs,
        Started started,
        TimeProvider time,
        WitnessDesk witnesses,
        Mailer mailer,
        ServeOptions options,
        IServiceProvider services
    )
    {
        DateTimeOffset now = time.GetUtcNow();
        var parts = await use.Ask();
        using ReadLease read = database.Snapshot();
        IReadOnlyList<OutboxEntry> left = database.Outbox.Pending();
        OperationsView view = new(
            Timestamps.Text(now),
            [],
            Of(disk.Look()),
            parts is { } p
                ? new(
                    Timestamps.Text(p.At),
                    [.. p.Parts.Select(f => new OperationsView.PartSize(f.Part, f.Files, f.Bytes))]
                )
                : null,
            Of(jobs.Load(now.AddDays(-1))),
            new(
                left.Count,
                left.Count(e => e.Tries > 0),
                left.Count == 0 ? null : Timestamps.Text(left.Min(e => e.Left))
            ),
            Last<BackupMade>(read) is var (backup, at)
                ? new(at, backup.Backup, backup.Events, backup.Bytes, backup.Keys, backup.Faults)
                : null,
            Last<BackupDrilled>(read) is var (drill, drilled)
                ? new(drilled, drill.Backup, drill.RestoreSeconds, drill.Faults)
                : null,
            Last<StoreAudited>(read) is var (audit, audited)
                ? new(audited, audit.Events, audit.Faults, audit.First)
                : null,
            services.GetService<ServedCertificate>() is { } certificate
                ? new(
                    Timestamps.Text(certificate.Expires),
                    Math.Round((certificate.Expires - now).TotalDays, 1, MidpointRounding.ToNegativeInfinity)
                )
                : null,
            new([
                .. Newest<ClockJumped>(read, Jumps)
                    .Select(j => new OperationsView.ClockJump(j.At, j.Event.Before, j.Event.After, j.Event.Seconds)),
            ]),
            Record(database, read),
            new(
                typeof(OverreadHost).Assembly.GetName().Version!.ToString(3),
                RuntimeInformation.FrameworkDescription,
                RuntimeInformation.OSDescription,
                Timestamps.Text(started.At),
                Environment.WorkingSet
            ),
            Of(EmergencyRow.All(read.Connection), Timestamps.Text(now)),
            [.. witnesses.Standing(read).Select(Of)],
            Last<StoreShareAudited>(read) is var (share, shared)
                ? new(shared, share.Files, share.Of, share.Faults, share.First)
                : null,
            Last<SignInRestored>(read) is var (restored, let) ? new(let, restored.SecondFactorOff) : null,
            Review(read, options, now),
            Guesses(read, now),
            mailer.Last is { } mail ? new(Timestamps.Text(mail.At), mail.Fault) : null
        );
        return view with { Attention = OperationsAttention.Of(view) };
    }

    private static OperationsView.AccountReview Review(ReadLease read, ServeOptions options, DateTimeOffset now)
    {
        string? last = LastEvents.Of(read, AccountsReviewed.Stream, nameof(AccountsReviewed))?.At;
        TimeSpan? every = options.ReviewAccountsEvery;
        return new(every is { } span ? (int)span.TotalDays : null, last, AccountsReviewed.IsDue(every, Age(last, now)));
    }

    private static TimeSpan? Age(string? at, DateTimeOffset now) => at is null ? null : now - Timestamps.Parse(at);

    // Singly recorded ones and those that were counted, by account and by address.
    private static OperationsView.GuessState Guesses(ReadLease read, DateTimeOffset now)
    {
        List<(string? Person, string From, long Count)> refused =
        [
            .. read
                .Record.Events(
                    new RecordQuery
                    {
                        Types = [nameof(SignInFailed), nameof(SignInsFailed)],
                        Since = Timestamps.Text(now.AddDays(-1)),
                    }
                )
                .SelectMany(e =>
                    e.Event switch
                    {
                        SignInFailed f => [(f.Person, f.From, 1L)],
                        SignInsFailed f => f.Tallies.Select(t => (t.Person, t.From, t.Count)),
                        _ => Array.Empty<(string?, string, long)>(),
                    }
                ),
        ];
        long Most(IEnumerable<IGrouping<string?, (string? Person, string From, long Count)>> groups) =>
            groups.Where(g => g.Key is not null).Select(g => g.Sum(r => r.Count)).DefaultIfEmpty().Max();
        return new(
            refused.Sum(r => r.Count),
            Most(refused.GroupBy(r => r.Person)),
            Most(refused.GroupBy(r => (string?)r.From))
        );
    }

    private static OperationsView.DiskState Of(DiskLook look) =>
        new(look.State, look.FreeBytes, look.TotalBytes, look.LowBelow, look.FullBelow);

    private static OperationsView.EmergencyState Of(List<EmergencyRow> rows, string now)
    {
        int running = rows.Count(r => r.Ended is null && string.CompareOrdinal(now, r.Until) < 0);
        return new(running, rows.Count(r => r.Reviewed is null) - running);
    }

    private static OperationsView.WitnessState Of(WitnessStanding s) =>
        new(
            s.Witness.Key.Name,
            s.Last?.Event.Size,
            s.Last?.At,
            s.Last?.Event.Time,
            s.Tried is { } tried ? Timestamps.Text(tried) : null,
            s.Trouble,
            s.Objection?.Event.Kind,
            s.Objection?.Event.Seen
        );

    private static OperationsView.JobQueue Of(JobLoad load) =>
        new(load.Waiting, [.. load.Running.Select(Of)], [.. load.Failed.Select(Of)], load.FailedCount);

    // Neither title nor result: what a job is about is its project's business.
    private static OperationsView.QueuedJob Of(JobView job) =>
        new(
            job.Id,
            job.Kind,
            job.Project,
            job.Done,
            job.Total,
            job.Started,
            job.Ended,
            job.Problem?.GetProperty("code").GetString()
        );

    private static OperationsView.RecordState Record(IDatabase database, ReadLease read)
    {
        Checkpoint? head = database.LastCheckpoint(read.Connection) is { } note ? Checkpoint.Parse(note.Text) : null;
        return new(read.Record.Size, head?.Size ?? 0, head is null ? null : Convert.ToBase64String(head.Root));
    }

    private static (T Event, string At)? Last<T>(ReadLease read)
        where T : DomainEvent => LastEvents.Of<T>(read, LastEvents.Store);

    // All are about the store itself, whose stream leads to them.
    private static List<(T Event, string At)> Newest<T>(ReadLease read, int most)
        where T : DomainEvent =>
        [.. LastEvents.Of(read, LastEvents.Store, most, typeof(T).Name).Select(e => ((T)e.Event, e.At))];
}
