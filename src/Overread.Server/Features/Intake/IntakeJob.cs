using System.Text.Json.Nodes;
using Overread.Deidentification.Patients;
using Overread.Deidentification.Pseudonyms;
using Overread.Domain.Intake;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Intake.Patients;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Server.Features.Keys.Contracts;
using Overread.Server.Modalities;
using Overread.Storage;

namespace Overread.Server.Features.Intake;

/// <summary>
/// Reads a closed batch in quarantine: shows it to the scanner for malware where there is one, unpacks archives, finds duplicates, has the modalities de-identify and group them,
/// and lays everything before the gate. Damage is listed and the rest goes on. Run again after a crash
/// it begins anew: nothing has left quarantine yet.
/// </summary>
internal sealed class IntakeJob(
    IDatabase database,
    Batches batches,
    ProjectKeys keys,
    PatientVault patients,
    ModalityList modalities,
    BatchArchives archives,
    MalwareScan scan,
    IEntropy entropy
) : IJobKind
{
    public string Kind => "intake";

    public async Task<JsonObject> Run(JobContext job, CancellationToken cancel)
    {
        try
        {
            return await Task.Run(() => Work(job, cancel), cancel);
        }
        catch (Exception)
        {
            // Whatever stopped it (a full disk, a key that is gone): what was received is still there, and can be closed again.
            string batch = job.Arguments["batch"]!.GetValue<string>();
            await database.Write(
                job.Actor,
                u => u.Connection.Run("UPDATE batch SET state = 'receiving' WHERE id = @0 AND state = 'working'", batch)
            );
            throw;
        }
    }

    private async Task<JsonObject> Work(JobContext job, CancellationToken cancel)
    {
        string batch = job.Arguments["batch"]!.GetValue<string>();
        string project = job.Project!;
        if (!await IsMine(job, batch))
        {
            return [];
        }

        ProjectKey key = await keys.Current(project, job.Actor);
        Reset(batch);
        IntakeBatch intake = new(
            modalities,
            key,
            keys.Former(project),
            Known(project),
            batches.Clean(batch),
            batches.Details(batch),
            entropy,
            ChoicesOf(project)
        );
        List<ReceivedFile> files = await Received(batch, intake, cancel);
        long bytes = 0;
        for (int i = 0; i < files.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            bytes += new FileInfo(files[i].Path).Length;
            intake.Take(files[i]);
            job.Progress(i + 1, files.Count);
        }

        PatientResolution who = intake.Settle(patients.Read(project, key.Fingerprint), []);
        List<IntakeEntry> entries = EntryTable.Seek(intake.Group(), job, files.Count, cancel);
        KeptPatients.Of(key.Fingerprint, entries, who).Keep(batches.Details(batch));
        await Lay(job, batch, project, intake, entries, files.Count, bytes);
        return new JsonObject
        {
            ["batch"] = batch,
            ["entries"] = entries.Count,
            ["refused"] = intake.Problems.Count(p => p.Kind == "refused"),
            ["duplicates"] = intake.Problems.Count(p => p.Kind == "duplicate"),
        };
    }

    /// <summary>
    /// False where the batch was closed anew after this job had been cut off: then that one's job does it. Else the batch is
    /// being worked on, whatever cut the job off.
    /// </summary>
    private Task<bool> IsMine(JobContext job, string batch) =>
        database.Write(
            job.Actor,
            u =>
                u.Connection.Run(
                    "UPDATE batch SET state = 'working' WHERE id = @0 AND job = @1 AND state IN ('receiving', 'working')",
                    batch,
                    job.Id
                ) == 1
        );

    private void Reset(string batch)
    {
        foreach (string path in new[] { batches.Clean(batch), batches.Details(batch) })
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }

            Directory.CreateDirectory(path);
        }
    }

    private IntakeChoices ChoicesOf(string project)
    {
        using ReadLease read = database.Read();
        return IntakeChoices.Of(read.Connection, project, modalities);
    }

    private HashSet<string> Known(string project)
    {
        using ReadLease read = database.Read();
        return
        [
            .. read.Connection.All(
                "SELECT digest FROM seen_content WHERE project = @0",
                r => Convert.ToHexString(r.Bytes(0)!),
                project
            ),
        ];
    }

    private async Task<List<ReceivedFile>> Received(string batch, IntakeBatch intake, CancellationToken cancel)
    {
        string raw = batches.Raw(batch);
        List<ReceivedFile> files = [];
        long unpacked = 0;
        foreach (string done in Directory.EnumerateFiles(raw, "*.done").Order(StringComparer.Ordinal))
        {
            cancel.ThrowIfCancellationRequested();
            ReceivedFile file = new(done[..^".done".Length], File.ReadAllText(done[..^".done".Length] + ".path"));
            List<ReceivedFile> inside = [];
            if (await scan.Hindrance(file.Path, cancel) is { } found)
            {
                intake.Refuse(file, found);
            }
            else if (!BatchArchives.Is(file.Path))
            {
                files.Add(file);
            }
            else if (archives.Unpack(file.Path, file.Shown, inside, ref unpacked) is { } why)
            {
                intake.Problems.Add(new(file.Shown, "refused", why, null));
            }

            // A scanner looks into an archive as far as its own limits go.
            foreach (ReceivedFile one in inside)
            {
                if (await scan.Hindrance(one.Path, cancel) is { } hidden)
                {
                    intake.Refuse(one, hidden);
                }
                else
                {
                    files.Add(one);
                }
            }
        }

        Unfinished(raw, intake.Problems);
        return files;
    }

    /// <summary>Files that broke off on their way: what came of them is of no use, and whoever sent them must know.</summary>
    private static void Unfinished(string raw, List<IntakeProblem> problems)
    {
        foreach (string total in Directory.EnumerateFiles(raw, "*.total").Order(StringComparer.Ordinal))
        {
            string path = total[..^".total".Length];
            if (!File.Exists(path + ".done"))
            {
                long came = File.Exists(path) ? new FileInfo(path).Length : 0;
                problems.Add(
                    new(
                        File.ReadAllText(path + ".path"),
                        "refused",
                        $"It broke off on its way: {came} of {File.ReadAllText(total)} bytes came. Send it again in another batch.",
                        null
                    )
                );
            }
        }
    }

    private async Task Lay(
        JobContext job,
        string batch,
        string project,
        IntakeBatch intake,
        List<IntakeEntry> entries,
        int files,
        long bytes
    )
    {
        DetailFile.Keep(Path.Combine(batches.Details(batch), "problems.json"), intake.Problems);
        string name = await database.Write(
            job.Actor,
            u => u.Connection.One("SELECT name FROM batch WHERE id = @0", r => r.GetString(0), batch)!
        );
        await database.Write(
            job.Actor,
            u =>
            {
                About about = new(project, "batch/" + batch);
                u.Append(about, new BatchReceived(name, files, bytes));
                foreach (IntakeProblem problem in intake.Problems.Where(p => p.Kind != "damaged"))
                {
                    u.Append(about, new FileRefused(intake.DigestOf(problem.Path), problem.Kind, problem.Reason));
                }

                foreach (IntakeEntry entry in entries)
                {
                    EntryTable.Lay(u, modalities, about, batch, intake.Key, entry);
                }

                return u.Connection.Run(
                    """
                    UPDATE batch SET state = 'gate', files = @1, bytes = @2, refused = @3, duplicates = @4, entries = @5, plan_hash = @6,
                        kept = @7, changed = @8, removed = @9 WHERE id = @0
                    """,
                    batch,
                    files,
                    bytes,
                    intake.Problems.Count(p => p.Kind == "refused"),
                    intake.Problems.Count(p => p.Kind == "duplicate"),
                    entries.Count,
                    string.Join('+', entries.Select(e => e.Plan.Hash).Distinct().Order(StringComparer.Ordinal)),
                    entries.Sum(e => e.Kept),
                    entries.Sum(e => e.Changed),
                    entries.Sum(e => e.Removed)
                );
            }
        );
    }
}
