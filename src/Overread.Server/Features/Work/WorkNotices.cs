using Overread.Domain.Notices;
using Overread.Domain.Projects;
using Overread.Server.Features.Notices.Contracts;
using Overread.Server.Features.Reads.Contracts;

namespace Overread.Server.Features.Work;

/// <summary>Reads that a reader was given and has not begun, and those that were opened again for them.</summary>
internal sealed class WorkNotices : INoticeSource
{
    public IEnumerable<Notice> Waiting(NoticeAsk ask) =>
        ask.Roles.Contains(Role.Reader)
            ?
            [
                .. Notice.Of(NoticeKind.Assigned, ReadTable.NotBegun(ask.Connection, ask.Project, ask.Person)),
                .. Notice.Of(NoticeKind.Reread, ReadTable.ToRepeat(ask.Connection, ask.Project, ask.Person)),
            ]
            : [];
}
