using Overread.Domain;
using Overread.Domain.Projects;
using Overread.Domain.Protocols;
using Overread.Server.Access;
using Overread.Server.Modalities;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Projects;

/// <summary>Opens a project; who opens it leads it.</summary>
internal static class OpenProject
{
    internal sealed record NewProject(string Name, string Purpose, string LegalBasis, string? Template = null);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/projects", Handle)
            .Needs(Action.OpenProject)
            .Says("open-project", "Opens a project, from a template or empty; the caller leads it.")
            .Problems(404, "protocol.template")
            .Problems(422, "project.form");

    private static async Task<ListProjects.ProjectRow> Handle(
        NewProject form,
        Caller caller,
        IDatabase database,
        IEntropy entropy,
        ModalityList modalities
    )
    {
        string id = await Open(database, modalities, entropy, caller.Actor, caller.Person, form);
        using ReadLease read = database.Read();
        return ListProjects
            .Rows(read.Connection, caller.Person, caller.Administrator, new HashSet<string>())
            .Single(p => p.Id == id);
    }

    public static Task<string> Open(
        IDatabase database,
        ModalityList modalities,
        IEntropy entropy,
        Actor actor,
        string lead,
        NewProject form
    )
    {
        foreach (
            (string value, string where, string name) in new[]
            {
                (form.Name, "name", "name"),
                (form.Purpose, "purpose", "purpose"),
                (form.LegalBasis, "legalBasis", "legal basis"),
            }
        )
        {
            if (string.IsNullOrWhiteSpace(value) || value.Length > 2000)
            {
                throw new RefusedException(
                    new("project.form", $"A project needs a {name} of at most 2,000 characters.") { Where = where }
                );
            }
        }

        if (!FreeText.IsName(form.Name))
        {
            throw new RefusedException(FreeText.NoName("project.form", "name"));
        }

        ProtocolBody? draft = form.Template is { Length: > 0 } template
            ? modalities.Templates.FirstOrDefault(t => t.Id == template)?.Body
                ?? throw new RefusedException(
                    new("protocol.template", "There is no such template.", RefusalKind.NotFound) { Where = "template" }
                )
            : null;
        byte[] seed = new byte[8];
        entropy.Fill(seed);
        // 53 bits, so that the seed survives every JSON reader unchanged.
        long orderSeed = BitConverter.ToInt64(seed) & 0x1FFFFFFFFFFFFF;
        return database.Write(
            actor,
            u =>
            {
                string project = u.NewId();
                About about = new(project, "project/" + project);
                u.Append(
                    about,
                    new ProjectOpened(form.Name.Trim(), form.Purpose.Trim(), form.LegalBasis.Trim(), orderSeed)
                );
                u.Append(about, new MemberAdded(lead, [Role.Lead], "Reader 1"));
                if (draft is not null)
                {
                    u.Append(new About(project, "protocol/" + project), new ProtocolDrafted(draft));
                }

                return project;
            }
        );
    }
}
