namespace Overread.Domain.Notices;

/// <summary>Decides when somebody is told by mail.</summary>
public static class NoticeRules
{
    /// <summary>For so long before and after its end a licence or qualification is spoken of.</summary>
    public const int DaysAroundAnEnd = 30;

    /// <summary>True where it is time for a mail.</summary>
    /// <param name="wish">How often they want one.</param>
    /// <param name="newest">When the newest thing came to wait; null where nothing does.</param>
    /// <param name="seen">When they last looked; null for never.</param>
    /// <param name="mailed">When they were last told; null for never.</param>
    /// <param name="now">The time.</param>
    public static bool IsDue(
        NoticeWish wish,
        DateTimeOffset? newest,
        DateTimeOffset? seen,
        DateTimeOffset? mailed,
        DateTimeOffset now
    )
    {
        if (wish == NoticeWish.Never || newest is not { } at || at <= seen || at <= mailed)
        {
            return false;
        }

        // A clock that went back must not keep the mail away for as long.
        TimeSpan since = mailed is { } last && last <= now ? now - last : TimeSpan.MaxValue;
        return since
            >= wish switch
            {
                NoticeWish.Daily => TimeSpan.FromHours(24),
                NoticeWish.Hourly => TimeSpan.FromHours(1),
                _ => TimeSpan.Zero,
            };
    }
}
