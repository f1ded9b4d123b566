using System.Text.Json;
using System.Text.Json.Nodes;
using Overread.Domain;
using Overread.Domain.Record;
using Overread.Domain.Releases;
using Overread.Ledger;
using Overread.Ledger.Bundles;
using Overread.Server.Composition;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Releases.Bundle;
using Overread.Server.Features.Releases.Charter;
using Overread.Server.Features.Releases.Metadata;
using Overread.Server.Features.Signing.Contracts;
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
    IEntropy entropy,
    ProjectSubjects subjects,
    LogSigner signer,
    ReleaseSeal seal,
    ReleaseClosing closing
) : IJobKind
{
    private const int Steps = 5;

    public string Kind => "release";

    public async Task<JsonObject> Run(JobContext job, CancellationToken cancel)
    {
        job.Progress(0, Steps);
        ReleaseClosing.Begun? begun = closing.Find(job.Project!, Text(job, "name"), Text(job, "version"));
        if (begun is null)
        {
            ReleasePublished made = Waiting(job) ?? await Begin(job, cancel);
            if (IsHeld(job))
            {
                await Prepare(job, made);
                job.Progress(Steps, Steps);
                return new JsonObject
                {
                    ["release"] = job.Id,
                    ["path"] = seal.Draft(job.Id),
                    ["waits"] = true,
                };
            }

            begun = await closing.Publish(job.Actor, job.Project!, made);
        }
        else if (closing.IsWhole(begun.Release))
        {
            return begun.Release == job.Id ? closing.Verified(job, begun.Release, Steps) : throw Taken(job);
        }
        else
        {
            closing.CheckDraft(begun.Release, begun.ContentHash);
        }

        job.Progress(3, Steps);
        await closing.Seal(begun, cancel);
        job.Progress(4, Steps);
        return closing.Verified(job, begun.Release, Steps);
    }

    private static string Text(JobContext job, string name) => job.Arguments[name]!.GetValue<string>();

    private bool IsHeld(JobContext job)
    {
        using ReadLease read = database.Read();
        return SigningTable.Policy(read.Connection, job.Project!).HoldsReleases;
    }

    // This job's own, from before it was cut off.
    private ReleasePublished? Waiting(JobContext job)
    {
        using ReadLease read = database.Read();
        return ReleaseDrafts
            .Of(read.Connection, job.Project!, "waiting")
            .Find(d => d.Release.Release == job.Id)
            ?.Release;
    }

    private Task<bool> Prepare(JobContext job, ReleasePublished made) =>
        database.Write(
            job.Actor,
            u =>
            {
                string? waiting = ReleaseDrafts.Waiting(u.Connection, job.Project!, made.Name, made.Version);
                if (waiting is not null && waiting != job.Id)
                {
                    throw new RefusedException(ReleaseRules.Waits(made.Name, made.Version));
                }

                if (waiting is null)
                {
                    u.Append(new About(job.Project, "release/" + job.Id), new ReleasePrepared(made));
                }

                return true;
            }
        );

    private static RefusedException Taken(JobContext job) =>
        new(
            new(
                "release.taken",
                $"{Text(job, "name")}:{Text(job, "version")} exists already; a release never changes.",
                RefusalKind.Conflict
            )
        );

    // The release bears the job's id, so that the same job, taken up again, finds its own draft.
    private async Task<ReleasePublished> Begin(JobContext job, CancellationToken cancel)
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
            Held? held = await Hold(job, run, split);
            cancel.ThrowIfCancellationRequested();
            job.Progress(1, Steps);
            BundleContent content = await Write(job, run, split, terms, draft, held);
            job.Progress(2, Steps);
            string hash = ReleaseSeal.ContentHash(draft);
            await seal.TryAuthority(hash, cancel);
            return new ReleasePublished(
                job.Id,
                content.Name,
                content.Version,
                content.Notes,
                content.ProtocolVersion,
                content.Items.Count + content.SealedItems.Count,
                content.Items.Concat(content.SealedItems).Select(i => i.Subject).Distinct().Count(),
                split,
                hash,
                content.Run.Id,
                terms.Licence,
                terms.Authors.Count > 0 ? terms.Authors : null
            )
            {
                SplitReason = content.Moved.Count > 0 ? content.Splitting.Change?.Reason : null,
                SubjectsMoved = content.Moved.Count,
                Data = BundleData.Released(content),
                Declared = content.Declared == new ReleaseDeclarations() ? null : content.Declared,
                Charter = content.Charter,
                Sealed = content.SealedItems.Count > 0 ? content.SealedItems.Count : null,
            };
        }
        catch (RefusedException)
        {
            // Nothing was published, so nothing will ever want the draft.
            seal.Drop(job.Id);
            throw;
        }
    }

    /// <summary>Items whose labels are held back, and the consensus over the others.</summary>
    private sealed record Held(IReadOnlySet<string> Items, string Run);

    // Which items are the test part, and a consensus over the others alone: one over all would tell of those that are sealed,
    // here or in another release of the project. Null where nothing is sealed anywhere.
    private async Task<Held?> Hold(JobContext job, string run, SplitPlan split)
    {
        bool asked = job.Arguments["seal"]?.GetValue<bool>() == true;
        IReadOnlySet<string> held = new HashSet<string>();
        HashSet<string> open;
        using (ReadLease read = database.Snapshot())
        {
            if (!asked && !SealedSet.AnyClosed(read, job.Project!, folder.Releases))
            {
                return null;
            }

            BundleContent whole = Content(job, read, run, split);
            if (asked)
            {
                held = SealedSet.Items(whole);
            }

            if (asked && SealedSet.Fault(read, whole, held, folder.Releases) is { } fault)
            {
                throw new RefusedException(fault);
            }

            open = [.. whole.Items.Select(i => i.Id).Where(i => !held.Contains(i))];
        }

        return new(held, await ConsensusRuns.Compute(database, protocols, job.Actor, job.Project!, null, only: open));
    }

    private BundleContent Content(JobContext job, ReadLease read, string run, SplitPlan split)
    {
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
        ) with
        {
            Carries = job.Arguments["carry"]?.GetValue<long>(),
            Charter = CharterTable.Of(read.Connection, job.Project!)?.Charter,
            Declared = job.Arguments["declared"]?.Deserialize<ReleaseDeclarations>(EventJson.Options) ?? new(),
        };
        return
            (
                ReleaseRules.Content(content.Items.Count, content.ProtocolVersion)
                ?? content.Splitting.Fault(content.Moved)
                ?? BundleData.TooLarge(content)
            )
                is { } nothing
            ? throw new RefusedException(nothing)
            : content;
    }

    private async Task<BundleContent> Write(
        JobContext job,
        string run,
        SplitPlan split,
        ReleaseTerms terms,
        string draft,
        Held? held
    )
    {
        // Every file of the bundle counts the same items, reads and events.
        using ReadLease read = database.Snapshot();
        BundleContent content = Content(job, read, run, split);
        string? commitments = null;
        if (held is not null)
        {
            if (held.Items.Count > 0 && !SealedSet.Items(content).SetEquals(held.Items))
            {
                throw new RefusedException(
                    new(
                        "release.moved-meanwhile",
                        "Items of the test part came or went while the release was made.",
                        RefusalKind.Conflict
                    )
                    {
                        Next = "Publish it again.",
                    }
                );
            }

            List<SealedRow> rows = SealedSet.Rows(content, held.Items, Salt);
            content = content.Without(read, held.Items, held.Run);
            if (rows.Count > 0)
            {
                commitments = SealedSet.Table(content, rows);
                SealedSet.Keep(folder.SealedLabels(job.Id), rows);
            }
        }

        if (SealedSet.StillSealed(read, content, folder.Releases) is { } told)
        {
            throw new RefusedException(told);
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
        await BundleWriter.Write(content, metadata, read, blobs, draft, signer.Verifier.ToString(), commitments);
        return content;
    }

    private byte[] Salt()
    {
        byte[] salt = new byte[32];
        entropy.Fill(salt);
        return salt;
    }
}
