using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Overread.Domain;
using Overread.Domain.Releases;
using Overread.Domain.Signing;
using Overread.Ledger.Bundles;
using Overread.Server.Access;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Signing.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Releases;

/// <summary>What happens to a release between being made and being published, where the project has it signed.</summary>
internal static class SignRelease
{
    internal sealed record ReleaseSignForm(SignatureForm? Signature = null);

    internal sealed record ReleaseDiscardForm(string Reason);

    /// <param name="Blocks">What stands against the caller's approving it; null where nothing does.</param>
    /// <param name="Waits">What stands against the caller's publishing it; null where nothing does.</param>
    internal sealed record ReleaseDraftView(
        string Id,
        string Name,
        string Version,
        string Notes,
        int Items,
        int Subjects,
        int ProtocolVersion,
        string ContentHash,
        string Author,
        string Prepared,
        IReadOnlyList<SignatureView> Signatures,
        string? Blocks,
        string? Waits
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/release-drafts", List)
            .Needs(Action.SeeReleases)
            .Says("list-release-drafts", "Lists the releases that were made and wait for signatures.");
        api.MapGet("/projects/{project}/release-drafts/{release}/bundle", Take)
            .Needs(Action.SeeReleases)
            .Says(
                "download-release-draft",
                "Takes what would be published, to review it. It is no release: nothing seals it."
            )
            .GivesBytes("application/zip")
            .Problems(404, "release.unknown")
            .Problems(409, "release.lost");
        api.MapPost("/projects/{project}/release-drafts/{release}/approve", Approve)
            .Needs(Action.ApproveRelease)
            .Says("approve-release", "Approves a release that was made, with a signature.")
            .Problems(403, SigningDesk.Forbidden)
            .Problems(404, "release.unknown")
            .Problems(
                409,
                [
                    "project.closed",
                    "release.lost",
                    "release.not-signed",
                    "signature.already",
                    "signature.same-person",
                    .. SigningDesk.Conflicts,
                ]
            )
            .Problems(422, "signature.meaning")
            .Problems(429, "session.too-many");
        api.MapPost("/projects/{project}/release-drafts/{release}/publish", Publish)
            .Needs(Action.Release)
            .Says("publish-release-draft", "Starts the job that publishes a release whose signatures are there.")
            .Problems(403, SigningDesk.Forbidden)
            .Problems(404, "release.unknown")
            .Problems(
                409,
                [
                    "project.closed",
                    "release.lost",
                    "release.unapproved",
                    "signature.same-person",
                    .. SigningDesk.Conflicts,
                ]
            )
            .Problems(422, "signature.meaning")
            .Problems(429, "session.too-many");
        api.MapPost("/projects/{project}/release-drafts/{release}/discard", Discard)
            .Needs(Action.Release)
            .Says(
                "discard-release-draft",
                "Gives up a release that waits for signatures; its version can be made again."
            )
            .Problems(404, "release.unknown")
            .Problems(422, "reason.needed");
    }

    private static List<ReleaseDraftView> List(string project, Caller caller, IDatabase database)
    {
        using ReadLease read = database.Read();
        Dictionary<string, string> names = MemberTable.Pseudonyms(read.Connection, project);
        SigningPolicy policy = SigningTable.Policy(read.Connection, project);
        return
        [
            .. ReleaseDrafts
                .Of(read.Connection, project, "waiting")
                .Select(d =>
                {
                    List<string> approvals = ReleaseDrafts.Approvals(read.Connection, project, d);
                    return new ReleaseDraftView(
                        d.Release.Release,
                        d.Release.Name,
                        d.Release.Version,
                        d.Release.Notes,
                        d.Release.Items,
                        d.Release.Subjects,
                        d.Release.ProtocolVersion,
                        d.Release.ContentHash,
                        names.GetValueOrDefault(d.Author, "a former member"),
                        d.Prepared,
                        SigningTable.Of(read.Connection, project, ReleaseDrafts.Subject(d.Release.Release)),
                        policy.Asks(SignedAct.ReleaseApproval)
                            ? SigningRules.Approves(policy, d.Author, caller.Person, approvals)?.Title
                            : NotSigned.Title,
                        SigningRules.Publishes(policy, d.Author, caller.Person, approvals)?.Title
                    );
                }),
        ];
    }

    private static Refusal NotSigned { get; } =
        new("release.not-signed", "This project asks for no approval of its releases.", RefusalKind.Conflict)
        {
            Next = "Publish it.",
        };

    private static async Task Take(
        string project,
        string release,
        Caller caller,
        IDatabase database,
        ReleaseSeal seal,
        ReleaseClosing closing,
        HttpContext http
    )
    {
        ReleaseDrafts.Draft draft;
        using (ReadLease read = database.Read())
        {
            draft = ReleaseDrafts.Find(read.Connection, project, release);
        }

        await Looks.Record(database, caller, "release-draft", project, [], project);
        closing.CheckDraft(release, draft.Release.ContentHash);
        using BundleFolder bundle = new(seal.Draft(release));
        await BundleDownload.Send(http, bundle, $"{draft.Release.Name}-{draft.Release.Version}-draft.zip", seal.Root);
    }

    private static async Task<NoContent> Approve(
        string project,
        string release,
        ReleaseSignForm form,
        Caller caller,
        IDatabase database,
        SigningDesk desk,
        ReleaseClosing closing,
        HttpContext http
    )
    {
        SigningDesk.Pen pen = await desk.Take(http, caller, form.Signature);
        await database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                ReleaseDrafts.Draft draft = ReleaseDrafts.Find(u.Connection, project, release);
                SigningPolicy policy = SigningTable.Policy(u.Connection, project);
                Refusal? against = policy.Asks(SignedAct.ReleaseApproval)
                    ? SigningRules.Approves(
                        policy,
                        draft.Author,
                        caller.Person,
                        ReleaseDrafts.Approvals(u.Connection, project, draft)
                    )
                    : NotSigned;
                if (against is { } refusal)
                {
                    throw new RefusedException(refusal);
                }

                closing.CheckDraft(release, draft.Release.ContentHash);
                desk.Sign(
                    u,
                    project,
                    pen,
                    SignedAct.ReleaseApproval,
                    ReleaseDrafts.Subject(release),
                    draft.Release.ContentHash
                );
                return true;
            }
        );
        return TypedResults.NoContent();
    }

    private static async Task<JobView> Publish(
        string project,
        string release,
        ReleaseSignForm form,
        Caller caller,
        IDatabase database,
        SigningDesk desk,
        ReleaseClosing closing,
        JobRunner jobs,
        HttpContext http
    )
    {
        SigningDesk.Pen pen = await desk.Take(http, caller, form.Signature);
        string job = await database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                ReleaseDrafts.Draft draft = ReleaseDrafts.Find(u.Connection, project, release);
                List<string> approvals = ReleaseDrafts.Approvals(u.Connection, project, draft);
                if (
                    SigningRules.Publishes(
                        SigningTable.Policy(u.Connection, project),
                        draft.Author,
                        caller.Person,
                        approvals
                    ) is
                    { } refusal
                )
                {
                    throw new RefusedException(refusal);
                }

                closing.CheckDraft(release, draft.Release.ContentHash);
                desk.Sign(
                    u,
                    project,
                    pen,
                    SignedAct.ReleasePublication,
                    ReleaseDrafts.Subject(release),
                    draft.Release.ContentHash
                );
                return JobRunner.Add(
                    u,
                    "release-publication",
                    $"Publish {draft.Release.Name}:{draft.Release.Version}",
                    caller.Actor,
                    caller.Person,
                    project,
                    new JsonObject { ["release"] = release }
                );
            }
        );
        return jobs.Launch(job);
    }

    private static async Task<NoContent> Discard(
        string project,
        string release,
        ReleaseDiscardForm form,
        Caller caller,
        IDatabase database,
        ReleaseSeal seal
    )
    {
        if (FreeText.Reason(form.Reason, "Giving up a release needs a reason.") is { } refusal)
        {
            throw new RefusedException(refusal);
        }

        await database.Write(
            caller.Actor,
            u =>
            {
                ReleaseDrafts.Find(u.Connection, project, release);
                u.Append(new About(project, "release/" + release), new ReleaseDiscarded(form.Reason.Trim()));
                u.AfterCommit(() => seal.Drop(release));
                return true;
            }
        );
        return TypedResults.NoContent();
    }
}
