using System.Security.Cryptography;
using Overread.Client;
using Overread.Client.Model;
using Overread.Ledger;
using Overread.Ledger.Bundles;
using Overread.Ledger.Witnesses;
using Overread.Server.Composition.Backup;
using Overread.Server.Composition.Witnessing;

namespace Overread.Server.Tests;

/// <summary>What a kill comes into, and what must be so after it. Each returns true where the kill met unfinished work.</summary>
internal static class KillKind
{
    private static readonly Dictionary<string, TimeSpan> Took = [];

    /// <summary>The kinds by name; the number tells one kill from another.</summary>
    public static IReadOnlyList<(string Name, Func<KillRun, int, Task<bool>> Kill)> All { get; } =
    [
        ("saves", Saves),
        ("uploads", Uploads),
        ("gate", AtGate),
        ("release", Release),
        ("backup", Backup),
        ("restore", Restore),
        ("witness", Witness),
        ("key rotation", Rotation),
    ];

    private static async Task<bool> Saves(KillRun run, int number)
    {
        int before = run.Acknowledged;
        await Task.Delay(100 + run.Random.Next(400));
        await run.KillServer();
        return run.Acknowledged > before;
    }

    // Pieces of a file: what was acknowledged is held, and the file can be finished from there.
    private static async Task<bool> Uploads(KillRun run, int number)
    {
        const int Piece = 64 << 10;
        byte[] file = RandomNumberGenerator.GetBytes(40 * Piece);
        string batch = (await run.Admin.OpenBatch(run.Project, new() { Name = $"Upload {number}" })).Id;
        long acknowledged = 0;
        async Task Send(long from)
        {
            for (long at = from; at < file.Length; at = acknowledged)
            {
                using MemoryStream piece = new(file, (int)at, (int)Math.Min(Piece, file.Length - at));
                UploadFilesHeld held = await run.Admin.AppendUpload(
                    run.Project,
                    batch,
                    "f",
                    piece,
                    at,
                    file.Length,
                    "a.bin"
                );
                acknowledged = held.Offset;
            }
        }

        Task sending = Send(0);
        await Task.Delay(run.Random.Next(150));
        await run.Server.Kill();
        try
        {
            await sending;
        }
        catch (OverreadUnreachableException)
        {
            // The server is gone: this piece was not acknowledged.
        }

        bool met = acknowledged < file.Length;
        await run.StartServer();
        long kept = (await run.Admin.ShowUpload(run.Project, batch, "f")).Offset;
        Assert.True(kept >= acknowledged, $"{acknowledged} bytes were acknowledged and {kept} are held");
        await Send(kept);
        Assert.True((await run.Admin.ShowUpload(run.Project, batch, "f")).Done);
        string received = Assert.Single(
            Directory.GetFiles(Path.Combine(run.Data, "quarantine", batch), "*", SearchOption.AllDirectories),
            f => new FileInfo(f).Length == file.Length
        );
        Assert.Equal(file, await File.ReadAllBytesAsync(received));
        return met;
    }

    // In turns while what came is read, and while what was approved becomes items.
    private static async Task<bool> AtGate(KillRun run, int number)
    {
        int items = (await run.Admin.ListItems(run.Project, take: 1000)).Rows.Count;
        string batch = await Gate.Send(
            run.Admin,
            run.Project,
            [("a.dcm", KeyTests.Image("ROTH", 1000 + number)), ("b.dcm", KeyTests.Image("GRUEN", 1000 + number))]
        );
        await run.Admin.CloseBatch(run.Project, batch);
        bool met = false;
        if (number % 2 == 0)
        {
            await Task.Delay(run.Random.Next(200));
            met = (await run.Admin.ShowBatch(run.Project, batch)).State != "gate";
            await run.KillServer();
        }

        await Until(run, batch, "gate");
        foreach (EntryView entry in await Gate.Entries(run.Admin, run.Project, batch))
        {
            if (entry.Undecided > 0)
            {
                await Gate.Boxes(
                    run.Admin,
                    run.Project,
                    batch,
                    await Gate.Images(run.Admin, run.Project, batch, entry.Id),
                    "accepted"
                );
            }

            await Gate.Decide(run.Admin, run.Project, batch, entry.Id, "approve", "Looked at by a test.");
        }

        await run.Admin.DecideBatch(run.Project, batch, new() { Decision = "approve" });
        if (number % 2 == 1)
        {
            await Task.Delay(run.Random.Next(60));
            met = (await run.Admin.ShowBatch(run.Project, batch)).State != "approved";
            await run.KillServer();
        }

        await Until(run, batch, "approved");
        Assert.Equal(items + 2, (await run.Admin.ListItems(run.Project, take: 1000)).Rows.Count);
        return met;
    }

    private static async Task<bool> Release(KillRun run, int number)
    {
        JobView job = await run.Admin.PublishRelease(run.Done, new() { Name = "set", Version = $"1.{number}.0" });
        await Task.Delay(run.Random.Next(400));
        bool met = (await run.Admin.ShowJob(job.Id)).State is "waiting" or "running";
        await run.KillServer();
        ReleaseResult made = await run.Admin.WaitForJob<ReleaseResult>(await run.Admin.ShowJob(job.Id));
        using BundleFolder bundle = new(Path.Combine(run.Data, "releases", made.Release));
        Assert.Empty(new BundleVerifier(bundle).Verify().Faults);
        return met;
    }

    // Beside the server, whose readers go on.
    private static async Task<bool> Backup(KillRun run, int number)
    {
        string[] command = ["backup", run.At("dest"), "--data", run.Data, "--keys", run.At("keys"), "--keep", "3"];
        TimeSpan whole = await Known(run, "backup", command);
        bool met = await run.KillTool(run.Moment(whole), command);
        IReadOnlyList<BackupCheckReport> left = BackupCheck.Run(
            run.At("dest"),
            new KeySource(run.Data, null),
            null,
            all: true,
            null,
            CancellationToken.None
        );
        Assert.NotEmpty(left);
        Assert.All(left, r => Assert.Empty(r.Faults));
        return met;
    }

    private static async Task<bool> Restore(KillRun run, int number)
    {
        string target = run.At("restored");
        await Known(run, "backup", "backup", run.At("dest"), "--data", run.Data, "--keys", run.At("keys"));
        string[] command = ["restore", run.At("dest"), "--data", target, "--keys", run.At("keys")];
        TimeSpan whole = await Known(run, "restore", command);
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        bool met = await run.KillTool(run.Moment(whole), command);
        // There or not there, never half.
        Assert.Equal(Directory.Exists(target), File.Exists(Path.Combine(target, "overread.db")));
        if (Directory.Exists(target))
        {
            Assert.NotEmpty(BackupStore.Events(target));
            Directory.Delete(target, recursive: true);
        }

        return met;
    }

    // What it cosigned for us before the kill, it knows after it: it never cosigns less again.
    private static async Task<bool> Witness(KillRun run, int number)
    {
        using WitnessCaller caller = new();
        long cosigned = 0;
        int asked = 0;
        using CancellationTokenSource stop = new();
        async Task Ask()
        {
            while (!stop.IsCancellationRequested)
            {
                SignedNote note = SignedNote.Parse(await run.Admin.ShowCheckpoint());
                long size = Checkpoint.Parse(note.Text).Size;
                (int status, _, string text) = await caller.Ask(
                    run.Witness,
                    new WitnessRequest(cosigned, await Proof(run, cosigned, size), note).ToString(),
                    CancellationToken.None
                );
                asked++;
                cosigned =
                    status == 200 ? Math.Max(cosigned, size)
                    : status == 409 ? Math.Min(WitnessAnswer.SizeOf(text), size)
                    : throw new InvalidDataException($"The witness answers {status}: {text}");
            }
        }

        Task asking = Ask();
        await Task.Delay(100 + run.Random.Next(300));
        await run.KillWitness();
        try
        {
            await stop.CancelAsync();
            await asking;
        }
        catch (HttpRequestException)
        {
            // It is gone: this one was not cosigned, or nobody heard of it.
        }

        await run.StartWitness();
        SignedNote head = SignedNote.Parse(await run.Admin.ShowCheckpoint());
        (int known, _, string answer) = await caller.Ask(
            run.Witness,
            new WitnessRequest(0, [], head).ToString(),
            CancellationToken.None
        );
        // Only a witness that has seen nothing cosigns from nothing.
        Assert.Equal(cosigned > 0 ? 409 : known, known);
        if (known == 409)
        {
            Assert.True(WitnessAnswer.SizeOf(answer) >= cosigned, $"{cosigned} were cosigned, it knows {answer}");
        }

        return asked > 0;
    }

    // With the server stopped, as a power cut would meet it: the record has the old key or the new.
    private static async Task<bool> Rotation(KillRun run, int number)
    {
        await run.Server.Kill();
        string[] command = ["keys", "rotate-log", "--data", run.Data, "--reason", $"Trial {number}.", "--by", "tester"];
        TimeSpan whole = await Known(run, "keys", command);
        bool met = await run.KillTool(run.Moment(whole), command);
        run.Audit();
        await run.StartServer();
        string key = File.ReadAllText(Path.Combine(run.Data, "keys", "log-verifier.vkey")).Trim();
        Assert.Equal(key, (await run.Admin.ShowRecordKey()).Trim());
        Assert.Single(
            Directory.GetFiles(Path.Combine(run.Data, "keys"), "log-signing.key*"),
            f => !f.EndsWith(".next", StringComparison.Ordinal)
        );
        await run.KillWitness();
        await run.StartWitness();
        return met;
    }

    private static async Task<IReadOnlyList<byte[]>> Proof(KillRun run, long from, long to) =>
        [.. (await run.Admin.ProveConsistency(from, to)).Hashes.Select(Convert.FromBase64String)];

    // A command's whole time, measured once for each store.
    private static async Task<TimeSpan> Known(KillRun run, string name, params string[] command)
    {
        string key = run.Data + name;
        if (!Took.TryGetValue(key, out TimeSpan whole))
        {
            Took[key] = whole = await run.Time(command);
        }

        return whole;
    }

    private static async Task Until(KillRun run, string batch, string state)
    {
        string? last = null;
        for (int i = 0; i < 1200; i++)
        {
            last = (await run.Admin.ShowBatch(run.Project, batch)).State;
            if (last == state)
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail($"The batch is {last}, not {state}.");
    }
}
