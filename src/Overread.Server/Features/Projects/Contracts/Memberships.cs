using System.Collections.Immutable;
using System.Data.Common;
using Overread.Domain.Projects;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Projects.Contracts;

/// <summary>Who is what in which project, in memory: asked on every request. Written by the sequencer, read by everybody.</summary>
internal sealed class Memberships : IMemoryProjection
{
    private volatile Snapshot _now = new(
        ImmutableDictionary<string, ImmutableDictionary<string, ImmutableList<Role>>>.Empty
    );

    public bool Exists(string project) => _now.Projects.ContainsKey(project);

    public IReadOnlyList<Role> Of(string? project, string person) =>
        project is not null
        && _now.Projects.TryGetValue(project, out var members)
        && members.TryGetValue(person, out var roles)
            ? roles
            : [];

    public bool HasAnywhere(string person, Role role) =>
        _now.Projects.Values.Any(m => m.TryGetValue(person, out var roles) && roles.Contains(role));

    public IReadOnlyDictionary<string, IReadOnlyList<Role>> RolesOf(string person) =>
        _now
            .Projects.Where(p => p.Value.ContainsKey(person))
            .ToDictionary(p => p.Key, p => (IReadOnlyList<Role>)p.Value[person]);

    public void Load(DbConnection connection)
    {
        var projects = ImmutableDictionary<string, ImmutableDictionary<string, ImmutableList<Role>>>.Empty;
        foreach (string id in connection.All("SELECT id FROM project", r => r.GetString(0)))
        {
            projects = projects.SetItem(id, ImmutableDictionary<string, ImmutableList<Role>>.Empty);
        }

        foreach (
            (string project, string person, string roles) in connection.All(
                "SELECT project, person, roles FROM member WHERE removed IS NULL",
                r => (r.GetString(0), r.GetString(1), r.GetString(2))
            )
        )
        {
            projects = projects.SetItem(
                project,
                projects[project].SetItem(person, [.. ProjectsProjection.ParseRoles(roles)])
            );
        }

        _now = new Snapshot(projects);
    }

    public void Apply(Envelope envelope)
    {
        var projects = _now.Projects;
        if (envelope.Project is not { } project)
        {
            return;
        }

        projects = envelope.Event switch
        {
            ProjectOpened => projects.SetItem(project, ImmutableDictionary<string, ImmutableList<Role>>.Empty),
            MemberAdded e => projects.SetItem(project, projects[project].SetItem(e.Person, [.. e.Roles])),
            RolesChanged e => projects.SetItem(project, projects[project].SetItem(e.Person, [.. e.Roles])),
            MemberRemoved e => projects.SetItem(project, projects[project].Remove(e.Person)),
            _ => projects,
        };
        if (!ReferenceEquals(projects, _now.Projects))
        {
            _now = new Snapshot(projects);
        }
    }

    private sealed record Snapshot(
        ImmutableDictionary<string, ImmutableDictionary<string, ImmutableList<Role>>> Projects
    );
}
