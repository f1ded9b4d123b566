using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Overread.Domain;
using Overread.Domain.Protocols;
using Overread.Domain.Record;
using Overread.Domain.Signing;
using Overread.Server.Access;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Signing.Contracts;
using Overread.Server.Modalities;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Protocols;

/// <summary>Drafts, checks, publishes, imports and exports protocol versions. A published version never changes.</summary>
internal static class EditProtocol
{
    internal sealed record ProtocolRow(
        [Words("draft")] object Version,
        string Title,
        string Hash,
        string? Published,
        string? PublishedBy
    );

    internal sealed record ProtocolPublishForm(SignatureForm? Signature = null);

    /// <summary>A protocol that a project can begin with.</summary>
    internal sealed record TemplateRow(string Id, string Title, string? Description);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
                "/protocol-templates",
                (ModalityList modalities) =>
                    modalities.Templates.Select(t => new TemplateRow(t.Id, t.Body.Title, t.Body.Description))
            )
            .Needs(Action.SignedIn)
            .Says("list-protocol-templates", "Lists the protocols that a project can begin with.");
        api.MapPost("/protocol-check", (ProtocolBody body) => ProtocolCheck.Faults(body))
            .Needs(Action.SignedIn)
            .Says("check-protocol", "Names the faults of a protocol without saving it.");
        api.MapGet("/projects/{project}/protocols", List)
            .Needs(Action.SeeProtocol)
            .Says("list-protocols", "Lists the draft and the published versions.");
        api.MapGet("/projects/{project}/protocols/{version}", Show)
            .Needs(Action.SeeProtocol)
            .Says(
                "show-protocol",
                "Shows a version: a number, draft or current. The ETag is what If-Match of a draft wants."
            )
            .Problems(404, "protocol.unknown");
        api.MapGet("/projects/{project}/protocols/{version}/export.{format}", Export)
            .Needs(Action.SeeProtocol)
            .Says("export-protocol", "Takes a version as a file: yaml or json.")
            .GivesBytes("application/yaml", "application/json")
            .Problems(404, "protocol.format", "protocol.unknown");
        api.MapPut("/projects/{project}/protocols/draft", SaveDraft)
            .Needs(Action.EditProtocol)
            .Says(
                "save-protocol-draft",
                "Saves the draft. If-Match names the version that was edited, If-None-Match: * says that there was none."
            )
            .TakesHeader("If-Match", "The ETag of the draft that was edited.")
            .TakesHeader("If-None-Match", "* where there was no draft.")
            .Problems(409, "project.closed")
            .Problems(412, "protocol.stale");
        api.MapPost("/projects/{project}/protocols/draft/publish", Handle)
            .Needs(Action.EditProtocol)
            .Says("publish-protocol", "Publishes the draft as the next version, which never changes.")
            .Problems(403, SigningDesk.Forbidden)
            .Problems(409, ["project.closed", "protocol.no-draft", .. SigningDesk.Conflicts])
            .Problems(422, "protocol.faults", "signature.meaning")
            .Problems(429, "session.too-many");
        api.MapPost("/projects/{project}/protocols/import", Import)
            .Accepts<string>("application/yaml", "text/yaml", "application/json")
            .Needs(Action.EditProtocol)
            .Says("import-protocol", "Makes a file that was exported the draft.")
            .Problems(409, "project.closed")
            .Problems(422, "protocol.unreadable");
    }

    private static List<ProtocolRow> List(string project, IDatabase database)
    {
        using ReadLease read = database.Read();
        return read.Connection.All(
            "SELECT version, title, hash, published, published_by FROM protocol WHERE project = @0 ORDER BY version = 0 DESC, version DESC",
            r => new ProtocolRow(
                r.GetInt32(0) == 0 ? "draft" : r.GetInt32(0),
                r.GetString(1),
                r.GetString(2),
                r.Text(3),
                r.Text(4)
            ),
            project
        );
    }

    private static Ok<ProtocolView> Show(string project, string version, IDatabase database, HttpContext http)
    {
        ProtocolView view = Find(project, version, database);
        http.Response.Headers.ETag = view.ETag;
        return TypedResults.Ok(view);
    }

    private static IResult Export(string project, string version, string format, IDatabase database)
    {
        ProtocolView view = Find(project, version, database);
        string name = $"protocol-v{view.Version}.{format}";
        return format switch
        {
            "yaml" => Results.File(Encoding.UTF8.GetBytes(ProtocolText.ToYaml(view.Body)), "application/yaml", name),
            "json" => Results.File(Encoding.UTF8.GetBytes(ProtocolText.ToJson(view.Body)), "application/json", name),
            _ => throw new RefusedException(
                new("protocol.format", "A protocol is exported as yaml or json.", RefusalKind.NotFound)
            ),
        };
    }

    private static ProtocolView Find(string project, string version, IDatabase database)
    {
        using ReadLease read = database.Read();
        int? number = version switch
        {
            "draft" => 0,
            "current" => ProtocolStore.Current(read.Connection, project),
            _ => int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n > 0 ? n : null,
        };
        return (number is { } v ? ProtocolStore.Row(read.Connection, project, v) : null)
            ?? throw new RefusedException(
                new("protocol.unknown", "There is no such protocol version.", RefusalKind.NotFound)
            );
    }

    private static async Task<Ok<ProtocolView>> SaveDraft(
        string project,
        ProtocolBody body,
        Caller caller,
        IDatabase database,
        HttpContext http
    )
    {
        string match = http.Request.Headers.IfMatch.ToString();
        bool first = http.Request.Headers.IfNoneMatch == "*";
        ProtocolView saved = await database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                ProtocolView? held = ProtocolStore.Row(u.Connection, project, 0);
                if (held is null ? !first && match.Length > 0 : match != held.ETag)
                {
                    throw new RefusedException(
                        new(
                            "protocol.stale",
                            "The draft was changed by somebody else since you opened it.",
                            RefusalKind.Stale
                        )
                        {
                            Next = "Load it again and repeat your change.",
                        }
                    );
                }

                u.Append(new About(project, "protocol/" + project), new ProtocolDrafted(body));
                return ProtocolStore.Row(u.Connection, project, 0)!;
            }
        );
        http.Response.Headers.ETag = saved.ETag;
        return TypedResults.Ok(saved);
    }

    private static async Task<ProtocolView> Import(string project, Caller caller, IDatabase database, HttpContext http)
    {
        using StreamReader reader = new(http.Request.Body, Encoding.UTF8);
        bool yaml = http.Request.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) != true;
        ProtocolBody body = ProtocolText.Parse(await reader.ReadToEndAsync(http.RequestAborted), yaml);
        return await database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                u.Append(new About(project, "protocol/" + project), new ProtocolDrafted(body));
                return ProtocolStore.Row(u.Connection, project, 0)!;
            }
        );
    }

    private static async Task<ProtocolView> Handle(
        string project,
        ProtocolPublishForm? form,
        Caller caller,
        IDatabase database,
        SigningDesk desk,
        HttpContext http
    )
    {
        SigningDesk.Pen pen = await desk.Take(http, caller, form?.Signature);
        return await Publish(
            database,
            caller.Actor,
            project,
            (u, published) =>
                desk.Sign(
                    u,
                    project,
                    pen,
                    SignedAct.Protocol,
                    string.Create(CultureInfo.InvariantCulture, $"protocol/{published.Version}"),
                    JsonSerializer.Serialize(published.Body, EventJson.Options)
                )
        );
    }

    /// <param name="sign">Signs what is about to be published, or refuses.</param>
    public static Task<ProtocolView> Publish(
        IDatabase database,
        Actor actor,
        string project,
        System.Action<IUnitOfWork, ProtocolPublished>? sign = null
    ) =>
        database.Write(
            actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                ProtocolView draft =
                    ProtocolStore.Row(u.Connection, project, 0)
                    ?? throw new RefusedException(
                        new("protocol.no-draft", "There is no draft to publish.", RefusalKind.Conflict)
                        {
                            Next = "Save a draft first.",
                        }
                    );
                IReadOnlyList<ProtocolFault> faults =
                [
                    .. ProtocolCheck.Faults(draft.Body),
                    .. MeaningDemand.Of(u.Record, project).Demanded ? LabelMeanings.Lacking(draft.Body) : [],
                ];
                if (faults.Count > 0)
                {
                    throw new RefusedException(
                        new("protocol.faults", faults[0].Message)
                        {
                            Where = faults[0].Where,
                            Next = "Correct what each of the faults names, and publish again.",
                            Facts = new Dictionary<string, object?> { ["faults"] = faults },
                        }
                    );
                }

                int version = (ProtocolStore.Current(u.Connection, project) ?? 0) + 1;
                ProtocolPublished published = new(version, draft.Body.Hash(), draft.Body);
                sign?.Invoke(u, published);
                u.Append(new About(project, "protocol/" + project), published);
                return ProtocolStore.Row(u.Connection, project, version)!;
            }
        );
}
