using System.Text.Json.Nodes;
using Overread.Domain;
using Overread.Domain.Fitness;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Quality.Readers;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Comparison.Watching;

/// <summary>
/// Looks through the reads of a project for readers in trouble (<see cref="ReaderWatch"/>) and raises what it finds once, as a question to a
/// person. It changes nobody's standing.
/// </summary>
internal sealed class ReaderWatching(IDatabase database, ProtocolStore protocols) : IJobKind
{
    public const string JobKind = "reader-watch";

    public string Kind => JobKind;

    public async Task<JsonObject> Run(JobContext job, CancellationToken cancel)
    {
        (int reads, int found) = await Look(job.Project!, job.Actor, cancel);
        job.Progress(reads, reads);
        return new JsonObject { ["reads"] = reads, ["found"] = found };
    }

    /// <summary>Looks, and says how many reads there were and how many findings are new.</summary>
    public async Task<(int Reads, int Found)> Look(string project, Actor actor, CancellationToken cancel)
    {
        int version;
        int reads = 0;
        List<WatchFinding> findings = [];
        using (ReadLease read = database.Snapshot())
        {
            if (ProtocolStore.Current(read.Connection, project) is not { } current)
            {
                return (0, 0);
            }

            version = current;
            ProtocolBody protocol = protocols.Published(read.Connection, project, version);
            HashSet<string> withdrawn = [.. ItemTable.Withdrawn(read.Connection, project)];
            List<ReadRow> submitted = ReadRow.Submitted(read.Connection, project, version);
            // With those of withdrawn items, as the next round counts them to see whether there are new ones.
            reads = submitted.Count;
            List<ReadRow> rows =
            [
                .. submitted
                    .Where(r => !withdrawn.Contains(r.Read.Item))
                    .OrderBy(r => r.Read.Submitted, StringComparer.Ordinal)
                    .ThenBy(r => r.Read.Id, StringComparer.Ordinal),
            ];
            List<(Field Field, WatchedField Watched)> fields =
            [
                .. protocol
                    .Fields.Where(f => f.Kind.Scale is Scale.Nominal or Scale.Ordinal)
                    .Select(f => (f, WatchedField.Of(f, rows)))
                    .Where(f => f.Item2 is not null)
                    .Select(f => (f.f, f.Item2!)),
            ];
            WatchOptions options = new()
            {
                FalseAlarms = new WatchOptions().FalseAlarms / Math.Max(1, fields.Count),
                ReadsPerItem = protocol.Policy.Readers >= 2 ? protocol.Policy.Readers : null,
            };
            foreach ((Field field, WatchedField watched) in fields)
            {
                cancel.ThrowIfCancellationRequested();
                int[] gold = [.. Enumerable.Repeat(-1, watched.Items)];
                findings.AddRange(
                    ReaderWatch
                        .Over(watched.Reads, gold, watched.Readers.Count, watched.Answers, options)
                        .Select(f => new WatchFinding(
                            "",
                            field.Id,
                            version,
                            watched.Readers[f.Reader],
                            f.Partner < 0 ? null : watched.Readers[f.Partner],
                            TroubleWords.Of(f.Kind),
                            TroubleWords.Of(f.Proposal).Replace(' ', '-'),
                            f.AtRead,
                            f.LogEvidence,
                            f.LogBound
                        ))
                );
            }
        }

        int fresh = await database.Write(
            actor,
            u =>
            {
                List<WatchTable.Row> known = WatchTable.Of(u.Connection, project);
                List<WatchFinding> raised = [.. findings.Where(f => !known.Exists(k => k.Finding.Repeats(f)))];
                foreach (WatchFinding finding in raised)
                {
                    string id = u.NewId();
                    u.Append(new About(project, "finding/" + id), new ReaderDoubted(finding with { Id = id }));
                }

                u.Append(
                    new About(project, "reader-watch/" + project),
                    new ReadersWatched(version, reads, raised.Count)
                );
                return raised.Count;
            }
        );
        return (reads, fresh);
    }
}
