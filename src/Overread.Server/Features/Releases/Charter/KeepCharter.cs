using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Governance;
using Overread.Server.Access;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Releases.Recipients;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Releases.Charter;

/// <summary>What the project's data may be used for, where they may go, how long they are kept; and decisions about other uses.</summary>
internal static class KeepCharter
{
    internal sealed record CharterForm(ProjectCharter Charter, string Reason);

    internal sealed record FurtherUseForm(string Use, bool Compatible, string Reason, string? Recipient = null);

    /// <summary>A decision about a use that was not declared.</summary>
    /// <param name="Recipient">The recipient's id; null for everybody.</param>
    /// <param name="By">Who decided.</param>
    internal sealed record FurtherUseRow(
        string Use,
        string? Recipient,
        bool Compatible,
        string Reason,
        string By,
        string At
    );

    /// <param name="Charter">What holds; null where nothing was laid down.</param>
    /// <param name="By">Who laid it down; null where nobody did.</param>
    /// <param name="Decided">Decisions about other uses, the earliest first.</param>
    internal sealed record CharterView(
        ProjectCharter? Charter,
        string? Reason,
        string? By,
        string? At,
        IReadOnlyList<FurtherUseRow> Decided
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/charter", Show)
            .Needs(Action.SeeReleases)
            .Says("show-charter", "Shows what the data may be used for, where they may go and how long they are kept.");
        api.MapPut("/projects/{project}/charter", Lay)
            .Needs(Action.Release)
            .Says(
                "set-charter",
                "Lays down what the data may be used for, where they may go and how long they are kept."
            )
            .Problems(409, "charter.shortened", "project.closed")
            .Problems(422, "charter.form", "reason.needed");
        api.MapPost("/projects/{project}/charter/uses", Decide)
            .Needs(Action.Release)
            .Says("decide-further-use", "Decides whether a use that was not declared is compatible.")
            .Problems(404, "recipient.unknown")
            .Problems(409, "charter.no-uses", "project.closed")
            .Problems(422, "charter.form", "reason.needed");
    }

    private static CharterView Show(string project, IDatabase database, Accounts accounts)
    {
        using ReadLease read = database.Read();
        return View(read.Connection, project, accounts);
    }

    private static CharterView View(DbConnection c, string project, Accounts accounts)
    {
        string Name(string person) => accounts.Find(person)?.Name ?? "a former colleague";
        CharterTable.Laid? laid = CharterTable.Of(c, project);
        return new(
            laid?.Charter,
            laid?.Reason,
            laid is null ? null : Name(laid.Person),
            laid?.At,
            [
                .. CharterTable
                    .Decided(c, project)
                    .Select(d => new FurtherUseRow(
                        d.Decided.Use,
                        d.Decided.Recipient,
                        d.Decided.Compatible,
                        d.Decided.Reason,
                        Name(d.Person),
                        d.At
                    )),
            ]
        );
    }

    private static Task<CharterView> Lay(
        string project,
        CharterForm form,
        Caller caller,
        IDatabase database,
        Accounts accounts
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                u.Append(
                    new About(project, "charter/" + project),
                    CharterRules.State(CharterTable.Of(u.Connection, project)?.Charter, form.Charter, form.Reason)
                );
                return View(u.Connection, project, accounts);
            }
        );

    private static Task<CharterView> Decide(
        string project,
        FurtherUseForm form,
        Caller caller,
        IDatabase database,
        Accounts accounts
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                string? recipient = string.IsNullOrWhiteSpace(form.Recipient) ? null : form.Recipient;
                u.Append(
                    new About(project, "charter/" + project),
                    CharterRules.Decide(
                        CharterTable.Terms(u.Connection, project),
                        new FurtherUse(form.Use, recipient, form.Compatible, form.Reason),
                        recipient is null || RecipientTable.Of(u.Connection, project).ContainsKey(recipient)
                    )
                );
                return View(u.Connection, project, accounts);
            }
        );
}
