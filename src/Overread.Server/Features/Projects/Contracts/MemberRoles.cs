using System.Data.Common;
using System.Globalization;
using Overread.Domain;
using Overread.Domain.Projects;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Projects.Contracts;

/// <summary>Gives and takes roles in a project, for the page and for whatever else decides who is what.</summary>
internal static class MemberRoles
{
    /// <summary>The project with this id or exact name; null where there is none, or several.</summary>
    public static string? Named(DbConnection c, string named)
    {
        List<string> ids = c.All("SELECT id FROM project WHERE id = @0 OR name = @0", r => r.GetString(0), named);
        return ids.Contains(named) ? named
            : ids.Count == 1 ? ids[0]
            : null;
    }

    /// <summary>The person has these roles from now on, and no others.</summary>
    /// <exception cref="RefusedException">The project is closed, or would have no lead.</exception>
    public static Envelope Set(IUnitOfWork unit, string project, string person, IReadOnlyList<Role> roles)
    {
        ProjectTable.Open(unit.Connection, project);
        (string Pseudonym, bool Removed)? held = unit.Connection.One<(string, bool)?>(
            "SELECT pseudonym, removed IS NOT NULL FROM member WHERE project = @0 AND person = @1",
            r => (r.GetString(0), r.GetInt32(1) == 1),
            project,
            person
        );
        KeepALead(unit, project, person, roles);
        About about = new(project, "project/" + project);
        return held is { Removed: false }
            ? unit.Append(about, new RolesChanged(person, roles))
            : unit.Append(about, new MemberAdded(person, roles, held?.Pseudonym ?? Pseudonym(unit, project, roles)));
    }

    /// <summary>The person leaves; what they did stays.</summary>
    /// <exception cref="RefusedException">They are no member, the project is closed, or would have no lead.</exception>
    public static Envelope Remove(IUnitOfWork unit, string project, string person)
    {
        ProjectTable.Open(unit.Connection, project);
        if (
            unit.Connection.Number(
                "SELECT COUNT(*) FROM member WHERE project = @0 AND person = @1 AND removed IS NULL",
                project,
                person
            ) == 0
        )
        {
            throw new RefusedException(new("member.unknown", "That person is not a member.", RefusalKind.NotFound));
        }

        KeepALead(unit, project, person, []);
        return unit.Append(new About(project, "project/" + project), new MemberRemoved(person));
    }

    // Named after what the person came as, and kept for good: "Reader 2" of an old release is the same person for ever.
    private static string Pseudonym(IUnitOfWork unit, string project, IReadOnlyList<Role> roles)
    {
        Role first = roles.Contains(Role.Reader) ? Role.Reader : roles[0];
        long number = unit.Connection.Number(
            "SELECT COUNT(*) + 1 FROM member WHERE project = @0 AND pseudonym LIKE @1 || ' %'",
            project,
            first.ToString()
        );
        return string.Create(CultureInfo.InvariantCulture, $"{first} {number}");
    }

    private static void KeepALead(IUnitOfWork unit, string project, string person, IReadOnlyList<Role> roles)
    {
        long others = unit.Connection.Number(
            "SELECT COUNT(*) FROM member WHERE project = @0 AND person <> @1 AND removed IS NULL AND ' ' || roles || ' ' LIKE '% lead %'",
            project,
            person
        );
        if (others == 0 && !roles.Contains(Role.Lead))
        {
            throw new RefusedException(
                new("member.last-lead", "A project keeps at least one lead.", RefusalKind.Conflict)
            );
        }
    }
}
