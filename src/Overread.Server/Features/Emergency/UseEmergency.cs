using Microsoft.AspNetCore.Http.HttpResults;
using Overread.Domain;
using Overread.Domain.Projects;
using Overread.Server.Access;
using Overread.Server.Features.Emergency.Contracts;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Emergency;

/// <summary>
/// Emergency access: who has the right gives themselves, with a reason, a look at a project for a while. It is an alarm: administrators and
/// the lead are told until somebody else has reviewed it, and all that is shown under it is in the record.
/// </summary>
internal static partial class UseEmergency
{
    internal sealed record EmergencyForm(string Reason, int? Minutes = null);

    internal sealed record EmergencyNote(string Note);

    /// <summary>An emergency access.</summary>
    /// <param name="Name">Who has it.</param>
    /// <param name="Looks">How many looks the record holds.</param>
    /// <param name="How">How it ended: time, person or other; absent while it goes on.</param>
    internal sealed record EmergencyView(
        string Id,
        string Project,
        string ProjectName,
        string Person,
        string Name,
        string Reason,
        string Opened,
        string Until,
        string? Ended,
        [Words("time", "person", "other")] string? How,
        long Looks,
        string? Reviewed,
        string? Reviewer,
        string? Note
    );

    /// <summary>A person who may give themselves emergency access to a project.</summary>
    internal sealed record EmergencyRight(string Person, string Name);

    /// <summary>Emergency access to a project.</summary>
    internal sealed record ProjectEmergencies(
        IReadOnlyList<EmergencyRight> Rights,
        IReadOnlyList<EmergencyView> Accesses
    );

    /// <summary>A project to which the caller may give themselves emergency access.</summary>
    internal sealed record EmergencyProject(string Project, string Name);

    /// <summary>What the caller is to know of.</summary>
    /// <param name="May">Where they may give themselves emergency access.</param>
    /// <param name="Own">Their own accesses that go on.</param>
    /// <param name="Alarms">Others' accesses that go on or that nobody has reviewed, in projects that they look after.</param>
    internal sealed record EmergencyNotices(
        IReadOnlyList<EmergencyProject> May,
        IReadOnlyList<EmergencyView> Own,
        IReadOnlyList<EmergencyView> Alarms
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/emergencies", Notices)
            .Needs(Action.SignedIn)
            .Says("list-emergencies", "Says where the caller may use emergency access, and whose they are to know of.");
        api.MapGet("/projects/{project}/emergency", OfProject)
            .Needs(Action.SeeMembers)
            .Says(
                "show-emergency-access",
                "Lists emergency accesses to a project, and who may give them to themselves."
            );
        api.MapPost("/projects/{project}/emergency", Open)
            .Needs(Action.UseEmergency)
            .Says("open-emergency-access", "Gives the caller a look at the project for a while; it is an alarm.")
            .ByPersonAlone()
            .AfterConfirming()
            .Problems(409, "emergency.open", "project.closed")
            .Problems(422, "emergency.reason", "emergency.minutes");
        api.MapPost("/emergencies/{access}/end", End)
            .Needs(Action.SignedIn)
            .Says("end-emergency-access", "Ends an emergency access: one's own, or as administrator or lead another's.")
            .ByPersonAlone()
            .Problems(404, "emergency.unknown")
            .Problems(409, "emergency.ended");
        api.MapPost("/emergencies/{access}/review", Review)
            .Needs(Action.SignedIn)
            .Says("review-emergency-access", "Says that somebody else looked at what an emergency access was used for.")
            .ByPersonAlone()
            .Problems(403, "emergency.own")
            .Problems(404, "emergency.unknown")
            .Problems(409, "emergency.running", "emergency.reviewed")
            .Problems(422, "emergency.note");
        api.MapPut("/projects/{project}/emergency/rights/{person}", Give)
            .Needs(Action.ManageMembers)
            .Says("give-emergency-right", "Lets a person give themselves emergency access to the project.")
            .ByPersonAlone()
            .AfterConfirming()
            .Problems(404, "people.unknown")
            .Problems(409, "project.closed");
        api.MapDelete("/projects/{project}/emergency/rights/{person}", Take)
            .Needs(Action.ManageMembers)
            .Says("take-emergency-right", "Lets a person do so no longer.")
            .ByPersonAlone()
            .AfterConfirming()
            .Problems(404, "emergency.no-right");
    }

    private static EmergencyNotices Notices(
        Caller caller,
        IDatabase database,
        Accounts accounts,
        Emergencies emergencies,
        Memberships memberships,
        TimeProvider time
    )
    {
        using ReadLease read = database.Read();
        string now = Timestamps.Text(time.GetUtcNow());
        List<EmergencyRow> rows = EmergencyRow.All(read.Connection);
        bool Goes(EmergencyRow r) => r.Ended is null && string.CompareOrdinal(now, r.Until) < 0;
        return new(
            [
                .. emergencies
                    .RightsOf(caller.Person)
                    .Where(memberships.Exists)
                    .Select(p => new EmergencyProject(p, ProjectTable.Name(read.Connection, p))),
            ],
            [.. rows.Where(r => r.Person == caller.Person && Goes(r)).Select(r => View(read, accounts, r))],
            [
                .. rows.Where(r =>
                        r.Person != caller.Person && r.Reviewed is null && LooksAfter(caller, memberships, r.Project)
                    )
                    .Select(r => View(read, accounts, r)),
            ]
        );
    }

    private static ProjectEmergencies OfProject(string project, IDatabase database, Accounts accounts)
    {
        using ReadLease read = database.Read();
        return new(
            [
                .. EmergencyRow
                    .Rights(read.Connection)
                    .Where(r => r.Project == project)
                    .Select(r => new EmergencyRight(r.Person, accounts.Find(r.Person)?.Name ?? r.Person)),
            ],
            [.. EmergencyRow.Of(read.Connection, project).Select(r => View(read, accounts, r))]
        );
    }

    private static async Task<EmergencyView> Open(
        string project,
        EmergencyForm form,
        Caller caller,
        IDatabase database,
        Accounts accounts,
        Emergencies emergencies,
        ILogger<Alarm> log
    )
    {
        int minutes = form.Minutes ?? EmergencyRules.Standard;
        string id = await database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                bool open = emergencies.Of(project, caller.Person, u.Now) is not null;
                if (EmergencyRules.Opening(form.Reason, minutes, open) is { } refusal)
                {
                    throw new RefusedException(refusal);
                }

                string access = u.NewId();
                u.Append(
                    new About(project, EmergencyProjection.StreamOf(access)),
                    new EmergencyOpened(
                        caller.Person,
                        form.Reason.Trim(),
                        Timestamps.Text(u.Now + TimeSpan.FromMinutes(minutes))
                    )
                );
                return access;
            }
        );
        LogAlarm(log, project, id, minutes);
        using ReadLease read = database.Read();
        return View(read, accounts, EmergencyRow.Find(read.Connection, id)!);
    }

    private static async Task<NoContent> End(string access, Caller caller, IDatabase database, Memberships memberships)
    {
        await database.Write(
            caller.Actor,
            u =>
            {
                EmergencyRow row = Known(u, access, caller, memberships);
                if (row.Ended is not null)
                {
                    throw new RefusedException(
                        new("emergency.ended", "The emergency access has ended already.", RefusalKind.Conflict)
                    );
                }

                return u.Append(
                    new About(row.Project, EmergencyProjection.StreamOf(access)),
                    new EmergencyEnded(row.Person == caller.Person ? "person" : "other")
                );
            }
        );
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Review(
        string access,
        EmergencyNote form,
        Caller caller,
        IDatabase database,
        Memberships memberships
    )
    {
        await database.Write(
            caller.Actor,
            u =>
            {
                EmergencyRow row = Known(u, access, caller, memberships);
                bool ended = row.Ended is not null || u.Now >= Timestamps.Parse(row.Until);
                if (
                    EmergencyRules.Review(form.Note, row.Person == caller.Person, ended, row.Reviewed is not null) is
                    { } refusal
                )
                {
                    throw new RefusedException(refusal);
                }

                return u.Append(
                    new About(row.Project, EmergencyProjection.StreamOf(access)),
                    new EmergencyReviewed(form.Note.Trim())
                );
            }
        );
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Give(
        string project,
        string person,
        Caller caller,
        IDatabase database,
        Accounts accounts
    )
    {
        if (accounts.Find(person) is null)
        {
            throw new RefusedException(
                new("people.unknown", "There is no such account.", RefusalKind.NotFound) { Where = "person" }
            );
        }

        await database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                if (!EmergencyRow.Rights(u.Connection).Contains((project, person)))
                {
                    u.Append(new About(project, "project/" + project), new EmergencyRightGiven(person));
                }

                return true;
            }
        );
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Take(string project, string person, Caller caller, IDatabase database)
    {
        await database.Write(
            caller.Actor,
            u =>
                EmergencyRow.Rights(u.Connection).Contains((project, person))
                    ? u.Append(new About(project, "project/" + project), new EmergencyRightTaken(person))
                    : throw new RefusedException(
                        new("emergency.no-right", "That person has no such right.", RefusalKind.NotFound)
                    )
        );
        return TypedResults.NoContent();
    }

    // What is not somebody's to know of is not there for them.
    private static EmergencyRow Known(IUnitOfWork unit, string access, Caller caller, Memberships memberships) =>
        EmergencyRow.Find(unit.Connection, access) is { } row
        && (row.Person == caller.Person || LooksAfter(caller, memberships, row.Project))
            ? row
            : throw new RefusedException(
                new("emergency.unknown", "There is no such emergency access.", RefusalKind.NotFound)
            );

    private static bool LooksAfter(Caller caller, Memberships memberships, string project) =>
        caller.Administrator || memberships.Of(project, caller.Person).Contains(Role.Lead);

    private static EmergencyView View(ReadLease read, Accounts accounts, EmergencyRow row) =>
        new(
            row.Id,
            row.Project,
            ProjectTable.Name(read.Connection, row.Project),
            row.Person,
            accounts.Find(row.Person)?.Name ?? row.Person,
            row.Reason,
            row.Opened,
            row.Until,
            row.Ended,
            row.How,
            read.Record.Count(
                new RecordQuery { Streams = [EmergencyProjection.StreamOf(row.Id)], Types = [nameof(EmergencyLooked)] }
            ),
            row.Reviewed,
            row.Reviewer is { } reviewer ? accounts.Find(reviewer)?.Name ?? reviewer : null,
            row.Note
        );

    /// <summary>The category of the alarm's line in the log.</summary>
    internal sealed class Alarm;

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Emergency access {Access} to project {Project} was opened for {Minutes} minutes: the record has who and why, and all that is shown under it"
    )]
    private static partial void LogAlarm(ILogger log, string project, string access, int minutes);
}
