using System.Data.Common;
using System.Text;
using System.Text.Json.Nodes;
using Overread.Domain;
using Overread.Domain.Record;
using Overread.Domain.Releases;
using Overread.Ledger;
using Overread.Ledger.Bundles;
using Overread.Server.Composition;
using Overread.Server.Features.Comparison;
using Overread.Server.Features.Jobs;
using Overread.Server.Features.Protocols;
using Overread.Storage;

namespace Overread.Server.Features.Releases;

/// <summary>
/// Freezes a release: computes a fresh consensus, writes the content, records its hash, seals the record, and adds what
/// proves it. Nothing shows as a release before its bundle verifies.
/// </summary>
internal sealed class ReleaseJob(IDatabase database, DataFolder folder, ProtocolStore protocols, LogSigner signer)
    : IJobKind
{
    public string Kind => "release";

    public async Task<JsonObject> Run(JobContext job, CancellationToken cancel)
    {
        string project = job.Project!;
        string name = job.Arguments["name"]!.GetValue<string>();
        string version = job.Arguments["version"]!.GetValue<string>();
        SplitPlan split = new(
            job.Arguments["train"]!.GetValue<double>(),
            job.Arguments["tuning"]!.GetValue<double>(),
            job.Arguments["test"]!.GetValue<double>(),
            job.Arguments["seed"]!.GetValue<long>()
        );
        job.Progress(0, 5);
        string run = await ComputeConsensus.Compute(database, protocols, job.Actor, project, "majority");
        cancel.ThrowIfCancellationRequested();
        job.Progress(1, 5);

        string release = await database.Write(job.Actor, u => u.NewId());
        string draft = Path.Combine(folder.Releases, ".draft-" + release);
        Directory.CreateDirectory(draft);
        BundleContent content;
        using (ReadLease read = database.Read())
        {
            // One snapshot: every file of the bundle counts the same items, reads and events.
            read.Connection.Run("BEGIN");
            try
            {
                content = BundleContent.Load(
                    read.Connection,
                    project,
                    run,
                    protocols,
                    split,
                    name,
                    version,
                    job.Arguments["notes"]!.GetValue<string>()
                );
                if (content.Items.Count == 0)
                {
                    throw new RefusedException(
                        new(
                            "release.empty",
                            "No item has been read by everybody yet; there is nothing to release.",
                            RefusalKind.Conflict
                        )
                    );
                }

                await BundleWriter.Write(content, read.Connection, draft, signer.Verifier.ToString());
            }
            finally
            {
                read.Connection.Run("COMMIT");
            }
        }

        job.Progress(2, 5);
        string hash;
        using (BundleFolder written = new(draft))
        {
            hash = BundleManifest.ContentHash(written.Paths.Select(p => BundleManifest.Hash(written, p)));
        }

        Envelope published = await database.Write(
            job.Actor,
            u =>
            {
                if (
                    u.Connection.Number(
                        "SELECT COUNT(*) FROM release WHERE project = @0 AND name = @1 AND version = @2",
                        project,
                        name,
                        version
                    ) > 0
                )
                {
                    throw new RefusedException(
                        new(
                            "release.taken",
                            $"{name}:{version} exists already; a release never changes.",
                            RefusalKind.Conflict
                        )
                    );
                }

                return u.Append(
                    new About(project, "release/" + release),
                    new ReleasePublished(
                        release,
                        name,
                        version,
                        content.Notes,
                        content.ProtocolVersion,
                        content.Items.Count,
                        content.Subjects,
                        split,
                        hash,
                        run
                    )
                );
            }
        );
        job.Progress(3, 5);
        await database.Seal();
        using (ReadLease read = database.Read())
        {
            WriteSeal(read.Connection, draft, published.Seq);
        }

        job.Progress(4, 5);
        string path = Path.Combine(folder.Releases, release);
        Directory.Move(draft, path);
        using (BundleFolder bundle = new(path))
        {
            BundleReport report = new BundleVerifier(bundle, signer.Verifier).Verify();
            if (!report.Verified)
            {
                throw new RefusedException(
                    new(
                        "release.unverified",
                        "The bundle does not verify: " + report.Faults[0].What,
                        RefusalKind.Conflict
                    )
                    {
                        Where = report.Faults[0].File,
                    }
                );
            }
        }

        job.Progress(5, 5);
        return new JsonObject { ["release"] = release, ["path"] = path };
    }

    private void WriteSeal(DbConnection connection, string draft, long seq)
    {
        SignedNote note = database.LastCheckpoint(connection)!;
        Checkpoint head = Checkpoint.Parse(note.Text);
        Directory.CreateDirectory(Path.Combine(draft, "audit"));
        using (FileStream leaves = File.Create(Path.Combine(draft, BundleManifest.LeavesName)))
        {
            foreach (
                byte[] leaf in connection.All(
                    "SELECT leaf FROM event WHERE seq < @0 ORDER BY seq",
                    r => r.Bytes(0)!,
                    head.Size
                )
            )
            {
                leaves.Write(leaf);
            }
        }

        LogProof proof = new(seq, MerkleProof.Inclusion(seq, head.Size, database.Nodes(connection)), note);
        File.WriteAllText(Path.Combine(draft, BundleManifest.CheckpointName), note.ToString());
        File.WriteAllText(Path.Combine(draft, BundleManifest.ProofName), proof.ToString());
        File.WriteAllText(
            Path.Combine(draft, BundleManifest.ReleaseEventName),
            BundleWriter.Disclosed(connection, seq).ToLine()
        );
        using BundleFolder written = new(draft);
        List<BundleFile> files =
        [
            .. written
                .Paths.Where(p => p is not (BundleManifest.ManifestName or BundleManifest.SumsName))
                .Select(p => BundleManifest.Hash(written, p)),
        ];
        byte[] manifest = BundleManifest.ManifestBytes(files);
        File.WriteAllBytes(Path.Combine(draft, BundleManifest.ManifestName), manifest);
        files.Add(BundleManifest.Hash(written, BundleManifest.ManifestName));
        File.WriteAllBytes(Path.Combine(draft, BundleManifest.SumsName), BundleManifest.SumsBytes(files));
    }
}
