using Overread.Domain.Notices;
using Overread.Domain.Projects;
using Overread.Server.Features.Fitness.Contracts;
using Overread.Server.Features.Notices.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Fitness;

/// <summary>A reader's licence or qualifications that end soon or have just ended.</summary>
internal sealed class StandingNotices(FitnessBook book) : INoticeSource
{
    public IEnumerable<Notice> Waiting(NoticeAsk ask)
    {
        if (
            !ask.Roles.Contains(Role.Reader)
            || !book.Of(ask.Project).Stated.TryGetValue(ask.Person, out Qualifications? stated)
        )
        {
            return [];
        }

        DateOnly today = Timestamps.Day(ask.Now);
        List<DateOnly> ends =
        [
            .. new[] { stated.Licence?.Expires }
                .Concat((stated.Passed ?? []).Select(p => p.Until))
                .OfType<DateOnly>()
                .Where(last => Math.Abs(last.DayNumber - today.DayNumber) <= NoticeRules.DaysAroundAnEnd),
        ];
        if (ends.Count == 0)
        {
            return [];
        }

        // It came to wait on the day from which it is spoken of.
        DateOnly since = ends.Max().AddDays(-NoticeRules.DaysAroundAnEnd);
        return
        [
            new(
                NoticeKind.Standing,
                ends.Count,
                Timestamps.Text(new DateTimeOffset(since, TimeOnly.MinValue, TimeSpan.Zero))
            ),
        ];
    }
}
