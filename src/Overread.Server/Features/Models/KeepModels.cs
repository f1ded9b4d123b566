using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Overread.Domain;
using Overread.Domain.Models;
using Overread.Domain.Protocols;
using Overread.Server.Access;
using Overread.Server.Features.Models.Contracts;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Releases.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Models;

/// <summary>The register of models: a person registers, approves and retires each, with reasons that the record keeps.</summary>
internal static class KeepModels
{
    /// <param name="Sha256">SHA-256 of the model's file; may be left out for an endpoint, whose address is hashed instead.</param>
    /// <param name="Endpoint">The address at which it answers, for one that is not known by its file.</param>
    internal sealed record ModelForm(
        string Name,
        string Version,
        ModelCard Card,
        string? Sha256 = null,
        string? Endpoint = null
    );

    internal sealed record ModelApprovalForm(int ProtocolVersion, string Reason);

    internal sealed record ModelRetirementForm(string Reason);

    /// <param name="By">Who approved it.</param>
    internal sealed record ModelApproval(int ProtocolVersion, string At, string By, string Reason);

    /// <summary>A model of the register.</summary>
    /// <param name="State">approved: for some protocol version; waiting: for none.</param>
    /// <param name="Current">True where it is approved for the protocol version that new reads are made under.</param>
    /// <param name="Suggestions">How many of its suggestions the project holds.</param>
    /// <param name="Items">For how many items.</param>
    internal sealed record ModelView(
        RegisteredModel Model,
        [Words("waiting", "approved", "retired")] string State,
        bool Current,
        string Registered,
        string RegisteredBy,
        IReadOnlyList<ModelApproval> Approvals,
        long Suggestions,
        long Items
    )
    {
        public string? Retired { get; init; }
        public string? RetiredReason { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/models", List)
            .Needs(Action.SeeModels)
            .Says("list-models", "Lists the models of the project with their cards and what they are approved for.");
        api.MapPost("/projects/{project}/models", Register)
            .Needs(Action.ManageModels)
            .Says("register-model", "Registers a version of a model; nothing is taken from it before it is approved.")
            .Problems(409, "model.known", "project.closed")
            .Problems(422, "model.form", "model.release");
        api.MapPost("/projects/{project}/models/{model}/approvals", Approve)
            .Needs(Action.ManageModels)
            .ByPersonAlone()
            .Says("approve-model", "Approves a model for a protocol version, with a reason.")
            .Problems(403, "access.person")
            .Problems(404, "model.unknown", "protocol.unknown")
            .Problems(409, "model.retired", "project.closed")
            .Problems(422, "reason.needed");
        api.MapPost("/projects/{project}/models/{model}/retirement", Retire)
            .Needs(Action.ManageModels)
            .ByPersonAlone()
            .Says("retire-model", "Takes a model out of use, with a reason: nothing more is taken or shown of it.")
            .Problems(403, "access.person")
            .Problems(404, "model.unknown")
            .Problems(409, "model.retired", "project.closed")
            .Problems(422, "reason.needed");
    }

    private static List<ModelView> List(string project, IDatabase database, Accounts accounts)
    {
        using ReadLease read = database.Read();
        return Views(read.Connection, project, accounts);
    }

    private static Task<ModelView> Register(
        string project,
        ModelForm form,
        Caller caller,
        IDatabase database,
        Accounts accounts
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                string hash =
                    form.Sha256 is { Length: > 0 } given ? given.Trim().ToLowerInvariant()
                    : form.Endpoint is { Length: > 0 } address
                        ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)))
                    : "";
                RegisteredModel model = new(u.NewId(), form.Name, form.Version, hash, form.Card)
                {
                    Endpoint = form.Endpoint is { Length: > 0 } endpoint ? endpoint : null,
                };
                CheckRelease(u.Connection, project, form.Card.TrainingRelease);
                bool known = ModelTable
                    .Of(u.Connection, project)
                    .Exists(m => m.Model.Name == model.Name && m.Model.Version == model.Version);
                ProtocolBody? protocol = ProtocolStore.Current(u.Connection, project) is { } version
                    ? ProtocolStore.Row(u.Connection, project, version)!.Body
                    : null;
                u.Append(About(project), ModelRules.Register(model, known, protocol));
                return View(u.Connection, project, model.Id, accounts);
            }
        );

    private static Task<ModelView> Approve(
        string project,
        string model,
        ModelApprovalForm form,
        Caller caller,
        IDatabase database,
        Accounts accounts
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                bool published =
                    form.ProtocolVersion > 0
                    && ProtocolStore.Row(u.Connection, project, form.ProtocolVersion) is not null;
                u.Append(
                    About(project),
                    ModelRules.Approve(Find(u.Connection, project, model), form.ProtocolVersion, published, form.Reason)
                );
                return View(u.Connection, project, model, accounts);
            }
        );

    private static Task<ModelView> Retire(
        string project,
        string model,
        ModelRetirementForm form,
        Caller caller,
        IDatabase database,
        Accounts accounts
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                u.Append(About(project), ModelRules.Retire(Find(u.Connection, project, model), form.Reason));
                return View(u.Connection, project, model, accounts);
            }
        );

    private static About About(string project) => new(project, "models/" + project);

    private static void CheckRelease(DbConnection c, string project, string? release)
    {
        if (release is { Length: > 0 } && !ReleaseTable.Has(c, project, release))
        {
            throw new RefusedException(
                new("model.release", $"The project has no release {release}.")
                {
                    Where = "card.trainingRelease",
                    Next = "Name it as name:version; data from elsewhere are stated in trainingData.",
                }
            );
        }
    }

    private static ModelStand Find(DbConnection c, string project, string model) =>
        ModelTable.Of(c, project).Find(m => m.Model.Id == model)
        ?? throw new RefusedException(
            new("model.unknown", "The project has no such model.", RefusalKind.NotFound)
            {
                Next = "The models of the project are on its page Models.",
            }
        );

    private static ModelView View(DbConnection c, string project, string model, Accounts accounts) =>
        Views(c, project, accounts).Find(v => v.Model.Id == model)!;

    private static List<ModelView> Views(DbConnection c, string project, Accounts accounts)
    {
        Dictionary<string, SuggestionTable.Counted> counts = SuggestionTable.Counts(c, project);
        int current = ProtocolStore.Current(c, project) ?? 0;
        ILookup<string, ModelApproval> approvals = c.All(
                "SELECT model, version, at, by_actor, reason FROM model_approval WHERE project = @0 ORDER BY version",
                r =>
                    (
                        Model: r.GetString(0),
                        View: new ModelApproval(
                            r.GetInt32(1),
                            r.GetString(2),
                            Named(accounts, r.GetString(3)),
                            r.GetString(4)
                        )
                    ),
                project
            )
            .ToLookup(r => r.Model, r => r.View, StringComparer.Ordinal);
        Dictionary<string, (string At, string By, string? Retired, string? Reason)> rows = c.All(
                "SELECT id, registered, registered_by, retired, retired_reason FROM model WHERE project = @0",
                r => (Id: r.GetString(0), Row: (r.GetString(1), r.GetString(2), r.Text(3), r.Text(4))),
                project
            )
            .ToDictionary(r => r.Id, r => r.Row, StringComparer.Ordinal);
        return
        [
            .. ModelTable
                .Of(c, project)
                .Select(stand =>
                {
                    (string at, string by, string? retired, string? reason) = rows[stand.Model.Id];
                    SuggestionTable.Counted? counted = counts.GetValueOrDefault(stand.Model.Id);
                    return new ModelView(
                        stand.Model,
                        stand.Retired ? "retired"
                            : stand.Approved.Count > 0 ? "approved"
                            : "waiting",
                        stand.Serves(current),
                        at,
                        Named(accounts, by),
                        [.. approvals[stand.Model.Id]],
                        counted?.Suggestions ?? 0,
                        counted?.Items ?? 0
                    )
                    {
                        Retired = retired,
                        RetiredReason = reason,
                    };
                }),
        ];
    }

    private static string Named(Accounts accounts, string actor) =>
        accounts.Find(Actor.PersonOf(actor))?.Name ?? "A person who left";
}
