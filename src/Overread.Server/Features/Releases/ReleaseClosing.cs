using System.Text.Json.Nodes;
using Overread.Domain;
using Overread.Domain.Record;
using Overread.Domain.Releases;
using Overread.Ledger;
using Overread.Ledger.Bundles;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Server.Features.Releases.Bundle;
using Overread.Server.Features.Releases.Report;
using Overread.Server.Features.Signing.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Releases;

/// <summary>
/// The last steps of a release, from a draft whose content is on the disk: the record says that it is published and what it holds,
/// the draft is sealed, and nobody gets it before it verifies. Each may be done again after a crash.
/// </summary>
internal sealed class ReleaseClosing(IDatabase database, LogSigner signer, ReleaseSeal seal)
{
    /// <summary>A release that the record has, with the hash of its content and the place of its event.</summary>
    internal sealed record Begun(string Release, string ContentHash, long Seq);

    /// <summary>The release of a name and version, where the record has it.</summary>
    public Begun? Find(string project, string name, string version)
    {
        using ReadLease read = database.Read();
        return read.Connection.One(
            "SELECT id, content_hash, seq FROM release WHERE project = @0 AND name = @1 AND version = @2",
            r => new Begun(r.GetString(0), r.GetString(1), r.GetInt64(2)),
            project,
            name,
            version
        );
    }

    /// <summary>True where its bundle is whole.</summary>
    public bool IsWhole(string release) => Directory.Exists(seal.Whole(release));

    /// <summary>Puts into the record that a release is published. What was withdrawn since it was made is refused.</summary>
    public async Task<Begun> Publish(Actor actor, string project, ReleasePublished release)
    {
        string draft = seal.Draft(release.Release);
        using (ReadLease read = database.Read())
        {
            release = release with
            {
                SignaturePage = SignaturePage.Write(
                    draft,
                    release,
                    BundleSignatures.Of(read, project, draft, release.Release)
                ),
            };
        }

        Dictionary<string, string> splits = CsvRows
            .Read(await File.ReadAllTextAsync(Path.Combine(draft, "splits.csv")))
            .ToDictionary(r => r["item"], r => r["split"], StringComparer.Ordinal);
        foreach (string held in SealedSet.Committed(draft).Keys)
        {
            splits[held] = SealedSet.Split;
        }

        List<ReleasedItem> items;
        using (ReadLease read = database.Read())
        {
            // Subjects from the record: the table's may bear a mark against spreadsheets.
            items =
            [
                .. ItemTable
                    .Subjects(read.Connection, project)
                    .Where(s => splits.ContainsKey(s.Item))
                    .Select(s => new ReleasedItem(s.Item, s.Subject, splits[s.Item])),
            ];
        }

        Envelope published = await database.Write(
            actor,
            u =>
            {
                Dictionary<string, string?> causes = ItemTable.Causes(u.Connection, project);
                if (
                    ReleaseRules.Stale(release.Name, release.Version, items.Count(i => causes.ContainsKey(i.Item))) is
                    { } stale
                )
                {
                    throw new RefusedException(stale);
                }

                About about = new(project, "release/" + release.Release);
                Envelope appended = u.Append(about, release);
                foreach (ReleasedItem[] part in items.Chunk(ReleaseHolds.Most))
                {
                    u.Append(about, new ReleaseHolds(part));
                }

                return appended;
            }
        );
        return new(release.Release, release.ContentHash, published.Seq);
    }

    /// <summary>Refuses where the draft is no longer what the record names.</summary>
    public void CheckDraft(string release, string contentHash)
    {
        string draft = seal.Draft(release);
        if (!Directory.Exists(draft) || ReleaseSeal.ContentHash(draft) != contentHash)
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

    /// <summary>Seals the draft of a release that the record has.</summary>
    public Task Seal(Begun begun, CancellationToken cancel) => seal.Close(begun.Release, begun.Seq, cancel);

    /// <summary>The result of the job: the bundle is whole and verifies.</summary>
    /// <exception cref="RefusedException">It does not verify.</exception>
    public JsonObject Verified(JobContext job, string release, int steps)
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

        job.Progress(steps, steps);
        return new JsonObject { ["release"] = release, ["path"] = path };
    }
}
