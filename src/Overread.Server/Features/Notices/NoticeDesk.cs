using System.Data.Common;
using Overread.Server.Features.Notices.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Notices;

/// <summary>Asks every feature what waits for a person, in each of their projects that is open.</summary>
internal sealed class NoticeDesk(IEnumerable<INoticeSource> sources, Memberships memberships, TimeProvider time)
{
    private readonly IReadOnlyList<INoticeSource> _sources = [.. sources];

    /// <summary>What waits, the newest first.</summary>
    /// <param name="c">One state of the store.</param>
    /// <param name="person">For whom.</param>
    public List<(string Project, Notice Notice)> Of(DbConnection c, string person)
    {
        DateTimeOffset now = time.GetUtcNow();
        HashSet<string> open = [.. ProjectTable.Opened(c)];
        return
        [
            .. memberships
                .RolesOf(person)
                .Where(p => open.Contains(p.Key))
                .SelectMany(p =>
                    _sources
                        .SelectMany(s => s.Waiting(new NoticeAsk(c, p.Key, person, p.Value, now)))
                        .Select(n => (p.Key, n))
                )
                .OrderByDescending(n => n.n.Newest, StringComparer.Ordinal)
                .ThenBy(n => n.n.Kind)
                .ThenBy(n => n.Key, StringComparer.Ordinal),
        ];
    }
}
