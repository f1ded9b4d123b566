using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Fitness;
using Overread.Server.Access;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Comparison.Watching;

/// <summary>What the watch over reads found about readers, and what people decide about it.</summary>
internal static class ShowWatch
{
    internal sealed record FindingForm(bool Follows, string Reason);

    /// <summary>A finding: a question to a person.</summary>
    /// <param name="Reader">Pseudonym.</param>
    /// <param name="With">Pseudonym of the other reader of a pair.</param>
    /// <param name="Follows">What was decided; absent where nobody has.</param>
    /// <param name="By">Pseudonym of who decided.</param>
    internal sealed record FindingRow(
        string Id,
        string At,
        string Field,
        string Reader,
        string? With,
        [property: Words("colluding", "straight-lining", "bot", "copies-suggestions", "drifting", "careless", "hasty")]
            string Kind,
        [property: Words("refresh", "third-reader", "pause", "re-queue")] string Proposal,
        int AtRead,
        double LogEvidence,
        double LogBound,
        bool? Follows,
        string? Reason,
        string? By,
        string? Decided
    );

    /// <param name="Looked">When the reads were looked through last; absent where they never were.</param>
    /// <param name="Reads">How many reads that were.</param>
    internal sealed record WatchView(string? Looked, int Reads, IReadOnlyList<FindingRow> Findings);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/reader-watch", Show)
            .Needs(Action.SeeReads)
            .Says("show-reader-watch", "Lists what the watch over reads found about readers, and what was decided.");
        api.MapPost("/projects/{project}/reader-watch", Start)
            .Needs(Action.Compute)
            .Says(
                "start-reader-watch",
                "Starts the job that looks through the reads; the server does so daily besides."
            );
        api.MapPost("/projects/{project}/reader-watch/{finding}", Decide)
            .Needs(Action.ManageReads)
            .Says("decide-reader-finding", "Decides about a finding, with a reason. Nobody's standing changes by that.")
            .Problems(403, "watch.own")
            .Problems(404, "watch.unknown")
            .Problems(409, "project.closed", "watch.decided")
            .Problems(422, "reason.needed");
    }

    private static WatchView Show(string project, IDatabase database)
    {
        using ReadLease read = database.Read();
        return View(read.Connection, project);
    }

    private static WatchView View(DbConnection c, string project)
    {
        Dictionary<string, string> names = MemberTable.Pseudonyms(c, project);
        string Name(string person) => names.GetValueOrDefault(person, "a former member");
        WatchTable.Looked? last = WatchTable.Last(c, project);
        return new(
            last?.At,
            last?.Reads ?? 0,
            [
                .. WatchTable
                    .Of(c, project)
                    .Select(r => new FindingRow(
                        r.Finding.Id,
                        r.At,
                        r.Finding.Field,
                        Name(r.Finding.Person),
                        r.Finding.Partner is { } partner ? Name(partner) : null,
                        r.Finding.Kind,
                        r.Finding.Proposal,
                        r.Finding.AtRead,
                        r.Finding.LogEvidence,
                        r.Finding.LogBound,
                        r.Follows,
                        r.Reason,
                        r.Person is { } by ? Name(by) : null,
                        r.Decided
                    )),
            ]
        );
    }

    private static Task<JobView> Start(string project, Caller caller, JobRunner jobs) =>
        jobs.Start(ReaderWatching.JobKind, "Watch over reads", caller, project, new());

    private static Task<WatchView> Decide(
        string project,
        string finding,
        FindingForm form,
        Caller caller,
        IDatabase database
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                WatchTable.Row? row = WatchTable.Of(u.Connection, project).Find(r => r.Finding.Id == finding);
                u.Append(
                    new About(project, "finding/" + finding),
                    WatchRules.Decide(row?.Finding, row?.Follows is not null, caller.Person, form.Follows, form.Reason)
                );
                return View(u.Connection, project);
            }
        );
}
