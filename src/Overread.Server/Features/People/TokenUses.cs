using System.Collections.Concurrent;
using System.Data.Common;
using Overread.Storage;

namespace Overread.Server.Features.People;

/// <summary>When each token was last used and where from. Written seldom: a program may ask a thousand times a minute.</summary>
internal sealed class TokenUses(IDatabase database, TimeProvider time)
{
    private static readonly TimeSpan Between = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, string Address)> _last = new(
        StringComparer.Ordinal
    );

    /// <summary>A token was used just now.</summary>
    /// <param name="token">Its id.</param>
    /// <param name="written">What its row says of the last use.</param>
    /// <param name="address">Where from.</param>
    public async Task Note(string token, string? written, string address)
    {
        DateTimeOffset now = time.GetUtcNow();
        _last[token] = (now, address);
        if (written is not null && now - Timestamps.Parse(written) < Between)
        {
            return;
        }

        try
        {
            await database.Write(
                Actor.System,
                u =>
                    u.Connection.Run(
                        "UPDATE token SET last_used = @1, last_address = @2 WHERE id = @0",
                        token,
                        Timestamps.Text(now),
                        address
                    )
            );
        }
        catch (Exception e) when (e is DiskFullException or DbException)
        {
            // A disk that takes no writes: reading goes on, memory knows of the use, and the next request tries again.
        }
    }

    /// <summary>The last use, where it is later than what the token's row says.</summary>
    public (string? At, string? Address) Newer(string token, string? written, string? address) =>
        _last.TryGetValue(token, out (DateTimeOffset At, string Address) last)
        && (written is null || last.At > Timestamps.Parse(written))
            ? (Timestamps.Text(last.At), last.Address)
            : (written, address);
}
