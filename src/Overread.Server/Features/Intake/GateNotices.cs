using Overread.Domain.Notices;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Notices.Contracts;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Intake;

/// <summary>Batches at the gate, for whoever decides there.</summary>
internal sealed class GateNotices : INoticeSource
{
    public IEnumerable<Notice> Waiting(NoticeAsk ask) =>
        ask.May(Action.DecideGate)
            ? Notice.Of(NoticeKind.Gate, BatchTable.NewestAtGate(ask.Connection, ask.Project))
            : [];
}
