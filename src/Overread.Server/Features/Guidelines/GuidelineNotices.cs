using Overread.Domain.Notices;
using Overread.Domain.Projects;
using Overread.Server.Features.Guidelines.Contracts;
using Overread.Server.Features.Notices.Contracts;

namespace Overread.Server.Features.Guidelines;

/// <summary>A version of the guideline that a reader has not acknowledged.</summary>
internal sealed class GuidelineNotices : INoticeSource
{
    public IEnumerable<Notice> Waiting(NoticeAsk ask) =>
        ask.Roles.Contains(Role.Reader)
        && GuidelineTable.InForce(ask.Connection, ask.Project) is { } current
        && GuidelineTable.SeenBy(ask.Connection, ask.Project, ask.Person) is var seen
        && !(seen >= current.Version)
            ? [new(NoticeKind.Guideline, 1, current.Published)]
            : [];
}
