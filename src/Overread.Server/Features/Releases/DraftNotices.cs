using Overread.Domain.Notices;
using Overread.Server.Features.Notices.Contracts;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Releases;

/// <summary>Releases that were prepared and wait for signatures, for whoever may give one.</summary>
internal sealed class DraftNotices : INoticeSource
{
    public IEnumerable<Notice> Waiting(NoticeAsk ask) =>
        ask.May(Action.ApproveRelease)
            ? Notice.Of(NoticeKind.Release, ReleaseDrafts.Waiting(ask.Connection, ask.Project, ask.Person))
            : [];
}
