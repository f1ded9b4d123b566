using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Overread.Domain;
using Overread.Domain.Projects;
using Overread.Server.Access;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Projects;

/// <summary>Who is in a project, and as what.</summary>
internal static class Members
{
    internal sealed record Member(
        string Person,
        string Name,
        string Email,
        IReadOnlyList<Role> Roles,
        string Pseudonym
    );

    internal sealed record MemberForm(IReadOnlyList<Role> Roles);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/members", List)
            .Needs(Action.SeeMembers)
            .Says("list-members", "Lists who is in a project, and as what.");
        api.MapGet("/projects/{project}/candidates", Candidates)
            .Needs(Action.ManageMembers)
            .Says("list-candidates", "Lists the people who could be made members.");
        api.MapPut("/projects/{project}/members/{person}", Put)
            .Needs(Action.ManageMembers)
            .Says("set-member", "Gives a person these roles in the project, and no others.")
            .AfterConfirming()
            .Problems(404, "people.unknown")
            .Problems(409, "member.last-lead", "project.closed")
            .Problems(422, "member.roles");
        api.MapDelete("/projects/{project}/members/{person}", Remove)
            .Needs(Action.ManageMembers)
            .Says("remove-member", "Takes a person out of a project; what they read stays.")
            .AfterConfirming()
            .Problems(404, "member.unknown")
            .Problems(409, "member.last-lead", "project.closed");
    }

    private static List<Member> List(string project, IDatabase database, Accounts accounts)
    {
        using ReadLease read = database.Read();
        return read.Connection.All(
            "SELECT person, roles, pseudonym FROM member WHERE project = @0 AND removed IS NULL ORDER BY pseudonym",
            r => new Member(
                r.GetString(0),
                accounts.Find(r.GetString(0))?.Name ?? "",
                accounts.Find(r.GetString(0))?.Email ?? "",
                [.. ProjectsProjection.ParseRoles(r.GetString(1))],
                r.GetString(2)
            ),
            project
        );
    }

    internal sealed record Candidate(string Person, string Name, string Email);

    private static List<Candidate> Candidates(string project, Accounts accounts, Memberships memberships) =>
        [
            .. accounts
                .All()
                .Where(a => !a.Disabled && memberships.Of(project, a.Id).Count == 0)
                .Select(a => new Candidate(a.Id, a.Name, a.Email)),
        ];

    private static async Task<List<Member>> Put(
        string project,
        string person,
        MemberForm form,
        Caller caller,
        IDatabase database,
        Accounts accounts
    )
    {
        await Set(database, accounts, caller.Actor, project, person, form.Roles);
        return List(project, database, accounts);
    }

    public static Task Set(
        IDatabase database,
        Accounts accounts,
        Actor actor,
        string project,
        string person,
        IReadOnlyList<Role> roles
    )
    {
        if (accounts.Find(person) is null)
        {
            throw new RefusedException(
                new("people.unknown", "There is no such account.", RefusalKind.NotFound) { Where = "person" }
            );
        }

        if (roles.Count == 0 || roles.Contains(Role.Administrator))
        {
            throw new RefusedException(
                new("member.roles", "A member has one or more of lead, steward, reader, adjudicator, auditor.")
                {
                    Where = "roles",
                }
            );
        }

        return database.Write(
            actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                (string Roles, bool Removed)? held = u.Connection.One<(string, bool)?>(
                    "SELECT roles, removed IS NOT NULL FROM member WHERE project = @0 AND person = @1",
                    r => (r.GetString(0), r.GetInt32(1) == 1),
                    project,
                    person
                );
                KeepALead(u, project, person, roles);
                About about = new(project, "project/" + project);
                if (held is { Removed: false })
                {
                    return u.Append(about, new RolesChanged(person, roles));
                }

                string pseudonym = held is null
                    ? Pseudonym(u, project, roles)
                    : u.Connection.One(
                        "SELECT pseudonym FROM member WHERE project = @0 AND person = @1",
                        r => r.GetString(0),
                        project,
                        person
                    )!;
                return u.Append(about, new MemberAdded(person, roles, pseudonym));
            }
        );
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

    private static async Task<NoContent> Remove(string project, string person, Caller caller, IDatabase database)
    {
        await database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                if (
                    u.Connection.Number(
                        "SELECT COUNT(*) FROM member WHERE project = @0 AND person = @1 AND removed IS NULL",
                        project,
                        person
                    ) == 0
                )
                {
                    throw new RefusedException(
                        new("member.unknown", "That person is not a member.", RefusalKind.NotFound)
                    );
                }

                KeepALead(u, project, person, []);
                return u.Append(new About(project, "project/" + project), new MemberRemoved(person));
            }
        );
        return TypedResults.NoContent();
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
