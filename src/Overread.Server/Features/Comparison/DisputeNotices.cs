using Overread.Domain.Notices;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Notices.Contracts;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Comparison;

/// <summary>Items in dispute, for whoever decides them.</summary>
internal sealed class DisputeNotices : INoticeSource
{
    public IEnumerable<Notice> Waiting(NoticeAsk ask) =>
        ask.May(Action.Adjudicate)
            ? Notice.Of(NoticeKind.Dispute, ComparisonTable.Undecided(ask.Connection, ask.Project))
            : [];
}
