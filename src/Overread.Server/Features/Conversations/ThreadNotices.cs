using Overread.Domain.Conversations;
using Overread.Domain.Notices;
using Overread.Server.Features.Notices.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Conversations;

/// <summary>Threads with something new for a person, those that call them in, and questions that the lead has not answered.</summary>
internal sealed class ThreadNotices(Memberships memberships) : INoticeSource
{
    public IEnumerable<Notice> Waiting(NoticeAsk ask)
    {
        ThreadDesk desk = new(ask.Connection, memberships, ask.Project, ask.Person);
        Dictionary<string, string> questions = ask.May(Action.EditProtocol)
            ? ThreadTable
                .Asked(ask.Connection, ask.Project, ask.Person)
                .Where(q => desk.Sees(q.Facts))
                .ToDictionary(q => q.Id, q => q.Newest, StringComparer.Ordinal)
            : [];
        HashSet<(string, int)> calls = ThreadTable.CallsIn(ask.Connection, ask.Project, ask.Person);
        List<string> called = [];
        List<string> others = [];
        foreach (
            IGrouping<string, ThreadTable.Unseen> thread in ThreadTable
                .UnseenBy(ask.Connection, ask.Project, ask.Person)
                .Where(e => desk.Sees(e.Facts) && ThreadSight.Shows(e.Facts, desk.Eye(e.Facts.Item), e.Writer))
                .GroupBy(e => e.Thread)
        )
        {
            if (thread.Any(e => calls.Contains((e.Thread, e.Number))))
            {
                called.Add(thread.Max(e => e.At)!);
            }
            else if (!questions.ContainsKey(thread.Key))
            {
                others.Add(thread.Max(e => e.At)!);
            }
        }

        return
        [
            .. Notice.Of(NoticeKind.Called, (called.Count, called.Max())),
            .. Notice.Of(NoticeKind.Thread, (others.Count, others.Max())),
            .. Notice.Of(NoticeKind.Question, (questions.Count, questions.Values.Max())),
        ];
    }
}
