using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Overread.Deidentification.Patients;
using Overread.Deidentification.Patients.Files;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.People;
using Overread.Domain.Record;
using Overread.Server.Access;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Intake.Plans;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Server.Features.Keys.Contracts;
using Overread.Server.Modalities;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Intake.Patients;

/// <summary>
/// Who is one patient and who is two, asked at the gate and decided by a steward. Decisions are kept in the vault and hold
/// for later batches; the record has ids and pseudonyms.
/// </summary>
internal static class DecidePatients
{
    private const int LargestFile = 16 << 20;

    internal sealed record Form(
        [Words("same", "different", "first", "second", "open")] string Decision,
        string? Reason = null
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        const string Address = "/projects/{project}/batches/{batch}/patients";
        api.MapGet(Address, Show)
            .Needs(Action.SeeGate)
            .Says("show-patients", "Lists the questions about who is who in a batch, with what the files say.")
            .Problems(404, "batch.unknown")
            .Problems(409, "key.missing");
        api.MapPost(Address + "/{finding}/decision", Decide)
            .Needs(Action.DecideGate)
            .Says("decide-patients", "Says of two patients that they are one or two, or whose a study is.")
            .Problems(404, "batch.unknown", "patients.unknown")
            .Problems(409, "batch.not-at-gate", "key.missing", "patients.merges", "patients.none", "project.closed")
            .Problems(422, "patients.decision", "reason.needed");
        api.MapPost(Address + "/file", Take)
            .Needs(Action.DecideGate)
            .Says("take-patient-decisions", "Takes decisions from a table or from HL7 merge messages, all or none.")
            .TakesBytes("text/csv", "application/octet-stream", "x-application/hl7-v2+er7")
            .Problems(404, "batch.unknown")
            .Problems(409, "batch.not-at-gate", "key.missing", "patients.merges", "patients.none", "project.closed")
            .Problems(422, "patients.file");
        api.MapPost(Address + "/prepare", Prepare)
            .Needs(Action.DecideGate)
            .Says(
                "prepare-again",
                "Starts the job that makes entries again whose patients have other pseudonyms now, or for which another plan was chosen."
            )
            .Problems(404, "batch.unknown")
            .Problems(409, "batch.not-at-gate", "gate.source", "key.missing", "patients.none", "patients.unchanged")
            .Problems(409, "project.closed");
    }

    private static async Task<PatientsView> Show(
        string project,
        string batch,
        Caller caller,
        IDatabase database,
        PatientDesk desk
    )
    {
        await database.Write(
            caller.Actor,
            u =>
            {
                Batches.Find(u.Connection, project, batch);
                return u.Append(new About(project, "batch/" + batch), new ItemViewed("gate-patients", batch));
            }
        );
        using ReadLease read = database.Read();
        return ViewOf(
            read.Connection,
            desk.Of(read.Connection, project, batch, BatchTable.EntryIds(read.Connection, batch)),
            batch
        );
    }

    private static Task<PatientsView> Decide(
        string project,
        string batch,
        string finding,
        Form form,
        Caller caller,
        IDatabase database,
        PatientDesk desk,
        PatientVault vault
    ) =>
        FreeText.TooLong(form.Reason) is { } wrong
            ? throw new RefusedException(wrong)
            : Change(
                database,
                caller,
                desk,
                (project, batch),
                who =>
                {
                    PatientFinding found =
                        who.Findings.FirstOrDefault(f => f.Id == finding)
                        ?? throw new RefusedException(
                            new("patients.unknown", "There is no such question here.", RefusalKind.NotFound)
                        );
                    vault.Change(
                        project,
                        who.Key,
                        c => Consistent(c, PatientAnswer.Apply(c, found, form.Decision, form.Reason ?? ""))
                    );
                    return after => new PatientsDecided(
                        found.Id,
                        found.Kind.ToString(),
                        form.Decision,
                        [
                            .. new[] { after.PseudonymOf(found.One), after.PseudonymOf(found.Other) }
                                .Where(p => p.Length > 0)
                                .Distinct(),
                        ]
                    );
                }
            );

    private static async Task<PatientsView> Take(
        string project,
        string batch,
        Caller caller,
        IDatabase database,
        PatientDesk desk,
        PatientVault vault,
        ProjectKeys keys,
        HttpContext http
    )
    {
        byte[] bytes = await Body(http);
        DecisionReading read = DecisionFile.Read(bytes);
        if (read.Problems.Count > 0)
        {
            throw Unread(read.Problems);
        }

        if (PatientAnswer.Unfit(read.Decisions) is { } unfit)
        {
            throw new RefusedException(new("patients.file", $"Nothing of the file was taken. {unfit}"));
        }

        return await Change(
            database,
            caller,
            desk,
            (project, batch),
            who =>
            {
                int before = vault.Read(project, who.Key).Decisions.Count;
                int after = vault.Change(project, who.Key, c => Consistent(c, c.With(read.Decisions))).Decisions.Count;
                string hash = Convert.ToHexString(SHA256.HashData(bytes));
                return _ => new PatientDecisionsTaken(
                    Convert.ToHexStringLower(keys.Held(project, who.Key).Derive("decisions", hash)),
                    read.Decisions.Count,
                    after - before
                );
            }
        );
    }

    // Changes what the vault holds and says so in the record, in one transaction; answers with what is asked from then on.
    private static Task<PatientsView> Change(
        IDatabase database,
        Caller caller,
        PatientDesk desk,
        (string Project, string Batch) at,
        Func<PatientQuestions, Func<PatientQuestions, DomainEvent>> change
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                Func<PatientQuestions, DomainEvent> happened = change(Asked(u, desk, at.Project, at.Batch));
                PatientQuestions after = Asked(u, desk, at.Project, at.Batch);
                u.Append(new About(at.Project, "batch/" + at.Batch), happened(after));
                return ViewOf(u.Connection, after, at.Batch);
            }
        );

    private static async Task<JobView> Prepare(
        string project,
        string batch,
        Caller caller,
        IDatabase database,
        PatientDesk desk,
        ClaimDesk claims,
        ModalityList modalities,
        JobRunner jobs
    )
    {
        string job = await database.Write(
            caller.Actor,
            u =>
            {
                PatientQuestions who = Asked(u, desk, project, batch);
                ClaimCheck check = claims.Of(u.Connection, project);
                int changed = who.ToPrepare(
                    GateEntry.Of(u.Connection, modalities, batch).Where(check.IsOfOtherPlan).Select(e => e.Id)
                ).Count;
                if (changed == 0)
                {
                    throw new RefusedException(
                        new(
                            "patients.unchanged",
                            "No entry has another pseudonym or another plan now.",
                            RefusalKind.Conflict
                        )
                    );
                }

                string id = JobRunner.Add(
                    u,
                    "prepare",
                    $"{changed} {(changed == 1 ? "entry" : "entries")} made again, by patients and plan as decided",
                    caller.Actor,
                    caller.Person,
                    project,
                    new JsonObject { ["batch"] = batch }
                );
                u.Connection.Run("UPDATE batch SET state = 'working', job = @1 WHERE id = @0", batch, id);
                return id;
            }
        );
        return jobs.Launch(job);
    }

    private static async Task<byte[]> Body(HttpContext http)
    {
        using MemoryStream body = new();
        byte[] piece = new byte[1 << 16];
        int read;
        while ((read = await http.Request.Body.ReadAsync(piece, http.RequestAborted)) > 0)
        {
            body.Write(piece, 0, read);
            if (body.Length > LargestFile)
            {
                throw new RefusedException(new("patients.file", "A file of decisions has at most 16 MiB."));
            }
        }

        return body.ToArray();
    }

    private static RefusedException Unread(IReadOnlyList<DecisionProblem> problems) =>
        new(
            new(
                "patients.file",
                $"Nothing of the file was taken. {string.Join("; ", problems.Take(5))}{(problems.Count > 5 ? $"; and {problems.Count - 5} more" : "")}."
            )
            {
                Where = problems[0].Line.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Next = "Mend these lines and send the whole file again.",
            }
        );

    private static Crosswalk Consistent(Crosswalk before, Crosswalk after) =>
        after.MergeConflicts > before.MergeConflicts
            ? throw new RefusedException(
                new(
                    "patients.merges",
                    "With these decisions numbers are merged in a circle, or one number into two.",
                    RefusalKind.Conflict
                )
                {
                    Next = "Ask who keeps the numbers which of them was given up; nothing was taken.",
                }
            )
            : after;

    private static PatientQuestions Asked(IUnitOfWork u, PatientDesk desk, string project, string batch)
    {
        DecideGate.AtGate(u.Connection, project, batch);
        return desk.Of(u.Connection, project, batch, BatchTable.EntryIds(u.Connection, batch))
            ?? throw new RefusedException(
                new("patients.none", "The files of this batch name no patients.", RefusalKind.Conflict)
            );
    }

    private static PatientsView ViewOf(DbConnection c, PatientQuestions? who, string batch) =>
        PatientsView.Of(who, GateEntry.Titles(c, batch));
}
