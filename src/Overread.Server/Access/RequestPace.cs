using System.Threading.RateLimiting;
using Overread.Domain;
using Overread.Storage;

namespace Overread.Server.Access;

/// <summary>
/// How many requests an account may make: a bucket that fills at a steady pace and holds enough for a large study at once. Whoever goes on
/// beyond it is asked to wait, and nobody else is slower for it.
/// </summary>
internal sealed class RequestPace : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter;
    private readonly int _perSecond;

    /// <param name="perSecond">Requests per second that last.</param>
    public RequestPace(int perSecond)
    {
        _perSecond = perSecond;
        _limiter = PartitionedRateLimiter.Create<string, string>(person =>
            RateLimitPartition.GetTokenBucketLimiter(
                person,
                _ => new TokenBucketRateLimiterOptions
                {
                    TokensPerPeriod = perSecond,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    TokenLimit = perSecond * AtOnce,
                    QueueLimit = 0,
                }
            )
        );
    }

    /// <summary>The bucket holds what comes in so many seconds.</summary>
    public const int AtOnce = 30;

    /// <summary>Counts a request.</summary>
    /// <exception cref="RefusedException">There were too many.</exception>
    public void Count(string person)
    {
        using RateLimitLease lease = _limiter.AttemptAcquire(person);
        if (!lease.IsAcquired)
        {
            throw new RefusedException(
                new(
                    "access.pace",
                    $"This account sends more than {_perSecond} requests a second; nothing of this one was done.",
                    RefusalKind.TooMany
                )
                {
                    Next = "Wait a second; what you answered stays on your device and is sent again by itself.",
                    Facts = new Dictionary<string, object?> { ["retryAfter"] = 1 },
                }
            );
        }
    }

    public void Dispose() => _limiter.Dispose();
}
