using Overread.Domain.Notices;
using Overread.Server.Features.Notices.Contracts;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Comparison.Watching;

/// <summary>What the watch over readers asks about, for whoever decides it.</summary>
internal sealed class FindingNotices : INoticeSource
{
    public IEnumerable<Notice> Waiting(NoticeAsk ask) =>
        ask.May(Action.ManageReads)
            ? Notice.Of(NoticeKind.Finding, WatchTable.Undecided(ask.Connection, ask.Project))
            : [];
}
