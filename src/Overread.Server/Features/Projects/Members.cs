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

        return database.Write(actor, u => MemberRoles.Set(u, project, person, roles));
    }

    private static async Task<NoContent> Remove(string project, string person, Caller caller, IDatabase database)
    {
        await database.Write(caller.Actor, u => MemberRoles.Remove(u, project, person));
        return TypedResults.NoContent();
    }
}
