using Overread.Domain;
using Overread.Domain.Projects;
using Overread.Server.Access;
using Overread.Server.Features.Projects.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Projects;

/// <summary>The register of people: what they are qualified by, and what they have signed; by pseudonym in releases.</summary>
internal static class KeepRegister
{
    /// <param name="Stated">Null where nothing was stated yet.</param>
    internal sealed record RegisterRow(string Person, string Pseudonym, Qualifications? Stated);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/register", List)
            .Needs(Action.SeeMembers)
            .Says("list-register", "Lists what the register says of each member, those who left among them.");
        api.MapPut("/projects/{project}/register/{person}", Put)
            .Needs(Action.ManageMembers)
            .Says("set-register", "States what a person is qualified by; it takes the place of what was stated before.")
            .Problems(404, "member.unknown")
            .Problems(409, "project.closed")
            .Problems(422, "register.form");
    }

    private static List<RegisterRow> List(string project, IDatabase database)
    {
        using ReadLease read = database.Read();
        Dictionary<string, Qualifications> stated = RegisterTable.Of(read.Connection, project);
        return
        [
            .. MemberTable
                .Of(read.Connection, project)
                .Select(m => new RegisterRow(m.Person, m.Pseudonym, stated.GetValueOrDefault(m.Person))),
        ];
    }

    private static async Task<List<RegisterRow>> Put(
        string project,
        string person,
        Qualifications form,
        Caller caller,
        IDatabase database
    )
    {
        if (form.Fault() is { } fault)
        {
            throw new RefusedException(fault);
        }

        await database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                if (!MemberTable.Pseudonyms(u.Connection, project).ContainsKey(person))
                {
                    throw new RefusedException(
                        new("member.unknown", "That person is not a member.", RefusalKind.NotFound)
                    );
                }

                return u.Append(new About(project, "project/" + project), new QualificationsStated(person, form));
            }
        );
        return List(project, database);
    }
}
