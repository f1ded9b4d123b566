using Microsoft.Extensions.Hosting;
using Overread.Domain.Notices;
using Overread.Server.Features.Notices.Contracts;
using Overread.Server.Features.People.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Notices;

/// <summary>Tells by mail, as often as each wants it, whom something new waits for.</summary>
internal sealed partial class MailRounds(
    IDatabase database,
    NoticeDesk desk,
    Mailer mailer,
    Accounts accounts,
    TimeProvider time,
    ILogger<MailRounds> logger
) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(5);

    /// <summary>Looks once, and tells whoever is to be told.</summary>
    /// <returns>How many mails the mail server took.</returns>
    public async Task<int> Round(CancellationToken cancel)
    {
        int told = 0;
        foreach ((string person, string name, string email) in mailer.IsOn ? accounts.Reached() : [])
        {
            List<(string Project, Notice Notice)> waiting;
            NoticeTable.Row kept;
            using (ReadLease read = database.Snapshot())
            {
                kept = NoticeTable.Of(read.Connection, person);
                waiting = kept.Wish == NoticeWish.Never ? [] : desk.Of(read.Connection, person);
            }

            DateTimeOffset? newest = waiting.Count == 0 ? null : waiting.Max(w => Timestamps.Parse(w.Notice.Newest));
            if (!NoticeRules.IsDue(kept.Wish, newest, At(kept.Seen), At(kept.Mailed), time.GetUtcNow()))
            {
                continue;
            }

            List<(NoticeKind Kind, long Count)> kinds =
            [
                .. waiting
                    .GroupBy(w => w.Notice.Kind)
                    .OrderBy(g => g.Key)
                    .Select(g => (g.Key, g.Sum(w => w.Notice.Count))),
            ];
            MailOutcome outcome = await mailer.Tell(name, email, kinds, cancel).ConfigureAwait(false);
            if (outcome != MailOutcome.Taken)
            {
                LogNotTold(mailer.Last!.Fault!);
                if (outcome == MailOutcome.Refused)
                {
                    continue;
                }

                // The next would wait as long for the same answer; they are told in the next round.
                break;
            }

            await database
                .Write(
                    Actor.System,
                    u =>
                        u.Append(
                            new About(null, NoticesProjection.Stream + person),
                            new NoticesMailed(person, [.. kinds.Select(k => k.Kind)])
                        )
                )
                .ConfigureAwait(false);
            told++;
        }

        return told;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!mailer.IsOn)
        {
            return;
        }

        using PeriodicTimer timer = new(Between, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                try
                {
                    await Round(stoppingToken).ConfigureAwait(false);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    // A full disk: it is tried again.
                    LogNotTold(e.GetType().Name);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server ends.
        }
    }

    private static DateTimeOffset? At(string? time) => time is null ? null : Timestamps.Parse(time);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mails were not sent: {Fault}")]
    private partial void LogNotTold(string fault);
}
