using System.Text.Json;
using System.Text.Json.Nodes;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.Record;
using Overread.Domain.Releases;
using Overread.Ledger;
using Overread.Ledger.Bundles;
using Overread.Server.Composition;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Releases.Bundle;
using Overread.Server.Features.Releases.Metadata;
using Overread.Server.Features.Subjects.Contracts;
using Overread.Server.Modalities;
using Overread.Storage;

namespace Overread.Server.Features.Releases;

/// <summary>
/// Freezes a release: computes a fresh consensus, writes the content, records its hash, seals the record, and adds what
/// proves it. Nothing can be taken as a release before its bundle verifies. Cut off at any moment, it goes on where it was:
/// before the release event it begins anew, after it the content is there and is sealed.
/// </summary>
internal sealed class ReleaseJob(
    IDatabase database,
    DataFolder folder,
    ProtocolStore protocols,
    ModalityList modalities,
    IBlobStore blobs,
    ProjectSubjects subjects,
    LogSigner signer,
    ReleaseSeal seal
) : IJobKind
{
    private const int Steps = 5;

    private sealed record Begun(string Release, string ContentHash, long Seq);

    public string Kind => "release";

    public async Task<JsonObject> Run(JobContext job, CancellationToken cancel)
    {
        job.Progress(0, Steps);
        Begun? begun = Find(job);
        if (begun is null)
        {
            begun = await Begin(job, cancel);
        }
        else if (Directory.Exists(seal.Whole(begun.Release)))
        {
            return begun.Release == job.Id ? Verified(job, begun.Release) : throw Taken(job);
        }
        else
        {
            CheckDraft(begun);
        }

        job.Progress(3, Steps);
        await seal.Close(begun.Release, begun.Seq, cancel);
        job.Progress(4, Steps);
        return Verified(job, begun.Release);
    }

    private static string Text(JobContext job, string name) => job.Arguments[name]!.GetValue<string>();

    private Begun? Find(JobContext job)
    {
        using ReadLease read = database.Read();
        return read.Connection.One(
            "SELECT id, content_hash, seq FROM release WHERE project = @0 AND name = @1 AND version = @2",
            r => new Begun(r.GetString(0), r.GetString(1), r.GetInt64(2)),
            job.Project,
            Text(job, "name"),
            Text(job, "version")
        );
    }

    private static RefusedException Taken(JobContext job) =>
        new(
            new(
                "release.taken",
                $"{Text(job, "name")}:{Text(job, "version")} exists already; a release never changes.",
                RefusalKind.Conflict
            )
        );

    // The release bears the job's id, so that the same job, taken up again, finds its own draft.
    private async Task<Begun> Begin(JobContext job, CancellationToken cancel)
    {
        string draft = seal.Draft(job.Id);
        if (Directory.Exists(draft))
        {
            Directory.Delete(draft, recursive: true);
        }

        Directory.CreateDirectory(draft);
        try
        {
            SplitPlan split = new(
                job.Arguments["train"]!.GetValue<double>(),
                job.Arguments["tuning"]!.GetValue<double>(),
                job.Arguments["test"]!.GetValue<double>(),
                job.Arguments["seed"]!.GetValue<long>()
            );
            ReleaseTerms terms = new(
                job.Arguments["licence"]?.GetValue<string>(),
                job.Arguments["authors"]?.Deserialize<List<CitationAuthor>>(EventJson.Options) ?? []
            );
            string run = await ConsensusRuns.Compute(database, protocols, job.Actor, job.Project!, null);
            cancel.ThrowIfCancellationRequested();
            job.Progress(1, Steps);
            BundleContent content = await Write(job, run, split, terms, draft);
            job.Progress(2, Steps);
            string hash = ReleaseSeal.ContentHash(draft);
            await seal.TryAuthority(hash, cancel);
            return new(job.Id, hash, (await Publish(job, content, split, terms, hash, run)).Seq);
        }
        catch (RefusedException)
        {
            // Nothing was published, so nothing will ever want the draft.
            Directory.Delete(draft, recursive: true);
            throw;
        }
    }

    private async Task<BundleContent> Write(
        JobContext job,
        string run,
        SplitPlan split,
        ReleaseTerms terms,
        string draft
    )
    {
        // Every file of the bundle counts the same items, reads and events.
        using ReadLease read = database.Snapshot();
        BundleContent content = BundleContent.Load(
            read,
            modalities,
            job.Project!,
            run,
            protocols,
            split,
            Text(job, "name"),
            Text(job, "version"),
            Text(job, "notes"),
            SplitRequest.Load(
                read.Connection,
                subjects,
                job.Project!,
                Text(job, "name"),
                job.Arguments["splitChange"]?.Deserialize<SplitChange>(EventJson.Options),
                folder.Releases
            )
        );
        if (
            (
                ReleaseRules.Content(content.Items.Count, content.ProtocolVersion)
                ?? content.Splitting.Fault(content.Moved)
            ) is
            { } nothing
        )
        {
            throw new RefusedException(nothing);
        }

        ReleaseMetadata metadata = ReleaseMetadata.Load(
            read,
            content,
            job.Id,
            terms,
            job.Person,
            protocols,
            folder.Releases
        ) with
        {
            Stamped = seal.Stamps,
        };
        await BundleWriter.Write(content, metadata, read, blobs, draft, signer.Verifier.ToString());
        return content;
    }

    private Task<Envelope> Publish(
        JobContext job,
        BundleContent content,
        SplitPlan split,
        ReleaseTerms terms,
        string hash,
        string run
    ) =>
        database.Write(
            job.Actor,
            u =>
            {
                About about = new(job.Project, "release/" + job.Id);
                Envelope published = u.Append(
                    about,
                    new ReleasePublished(
                        job.Id,
                        content.Name,
                        content.Version,
                        content.Notes,
                        content.ProtocolVersion,
                        content.Items.Count,
                        content.Subjects,
                        split,
                        hash,
                        run,
                        terms.Licence,
                        terms.Authors.Count > 0 ? terms.Authors : null
                    )
                    {
                        SplitReason = content.Moved.Count > 0 ? content.Splitting.Change?.Reason : null,
                        SubjectsMoved = content.Moved.Count,
                    }
                );
                foreach (ItemFacts[] part in content.Items.Chunk(ReleaseHolds.Most))
                {
                    u.Append(
                        about,
                        new ReleaseHolds([
                            .. part.Select(i => new ReleasedItem(i.Id, i.Subject, content.SplitOf[i.Subject])),
                        ])
                    );
                }

                return published;
            }
        );

    // Published, but cut off or left without a stamp before it was sealed.
    private void CheckDraft(Begun begun)
    {
        string draft = seal.Draft(begun.Release);
        if (!Directory.Exists(draft) || ReleaseSeal.ContentHash(draft) != begun.ContentHash)
        {
            throw new RefusedException(
                new(
                    "release.lost",
                    "This release was published, but its content is no longer what the record names: the folder of releases lost or changed it.",
                    RefusalKind.Conflict
                )
                {
                    Next = "Recall it, and publish another version.",
                }
            );
        }
    }

    private JsonObject Verified(JobContext job, string release)
    {
        string path = seal.Whole(release);
        using BundleFolder bundle = new(path);
        BundleReport report = new BundleVerifier(bundle, signer.Verifier).Verify();
        if (!report.Verified)
        {
            throw new RefusedException(
                new("release.unverified", "The bundle does not verify: " + report.Faults[0].What, RefusalKind.Conflict)
                {
                    Where = report.Faults[0].File,
                }
            );
        }

        job.Progress(Steps, Steps);
        return new JsonObject { ["release"] = release, ["path"] = path };
    }
}
