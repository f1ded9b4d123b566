using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Conversations;
using Overread.Domain.Projects;
using Overread.Domain.Work;
using Overread.Server.Access;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Conversations;

/// <summary>What a person may see of a project's threads, asked once of each item.</summary>
internal sealed class ThreadDesk(DbConnection connection, Memberships memberships, string project, string person)
{
    private readonly IReadOnlyList<Role> _roles = memberships.Of(project, person);
    private readonly Dictionary<string, ThreadEye> _eyes = new(StringComparer.Ordinal);

    /// <summary>The desk of whoever makes a request; emergency roles count as they do for every route.</summary>
    public ThreadDesk(DbConnection connection, Memberships memberships, string project, Caller caller)
        : this(connection, memberships, project, caller.Person)
    {
        _roles = caller.Roles;
    }

    /// <summary>How the person looks at what is written about an item, or about none.</summary>
    public ThreadEye Eye(string? item)
    {
        if (_eyes.TryGetValue(item ?? "", out ThreadEye? known))
        {
            return known;
        }

        bool reader = item is not null && _roles.Contains(Role.Reader);
        bool blind =
            reader && WorkRules.Blind(reader, ItemTable.Find(connection, project, item!)?.State ?? "withdrawn");
        ThreadEye eye = new(
            person,
            Permissions.Allow(_roles, Action.SeeRemarks),
            blind,
            reader
                && (
                    ReadTable.HasOpen(connection, item!, person)
                    || (blind && !ReadTable.HasDone(connection, item!, person))
                )
        );
        _eyes[item ?? ""] = eye;
        return eye;
    }

    /// <summary>True where a thread is there for the person.</summary>
    public bool Sees(ThreadFacts thread) =>
        Permissions.Allow(_roles, Action.SeeThreads) && ThreadSight.Sees(thread, Eye(thread.Item));

    /// <summary>A thread that the person sees.</summary>
    /// <exception cref="RefusedException">There is none, or not for them.</exception>
    public ThreadTable.Row Find(string id) =>
        ThreadTable.Find(connection, project, id) is { } row && Sees(row.Facts) ? row : throw Unknown();

    /// <summary>
    /// One thread as the person sees it now; what of others they had not been shown yet is recorded in the same unit, before it leaves.
    /// </summary>
    public ThreadView Show(IUnitOfWork unit, string id)
    {
        ThreadTable.Row row = Find(id);
        ThreadView view = ThreadViews.View(connection, this, row, person);
        if (view.Thread.Unread > 0)
        {
            unit.Append(
                new About(project, ThreadsProjection.Stream + id, row.Item),
                new ThreadViewed(
                    view.Entries[^1].Number,
                    row.Item is { } item && ReadTable.HasDone(connection, item, person)
                )
            );
        }

        return view;
    }

    /// <summary>The refusal for a thread that is not there, or not for them.</summary>
    public static RefusedException Unknown() =>
        new(new("thread.unknown", "There is no such thread in this project.", RefusalKind.NotFound));
}
