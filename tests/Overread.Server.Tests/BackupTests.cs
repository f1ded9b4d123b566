using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Overread.Cli;
using Overread.Client;
using Overread.Server.Composition;
using Overread.Server.Composition.Backup;

namespace Overread.Server.Tests;

/// <summary>What is backed up comes back whole elsewhere; what was changed in it is found; without the keys it is worth nothing.</summary>
public class BackupTests
{
    [Fact]
    public async Task A_record_signed_for_the_first_time_while_it_is_backed_up_lacks_nothing()
    {
        await using BackupStore store = await BackupStore.Start();
        await store.Server.Admin.Register("signed");
        string file = new DataFolder(store.Server.Data).LastCheckpoint;
        // All of it: a second signature, a moment later, would put the file back that is taken away here.
        await store.Server.Sealed();
        string note = await File.ReadAllTextAsync(file);
        File.Delete(file);
        int taken = 0;
        BackupReport made = store.Backup(step: s =>
        {
            // The keys are taken, the database is not.
            if (s == "keys" && taken++ == 0)
            {
                File.WriteAllText(file, note);
            }
        });
        Assert.Empty(made.Faults);
        Assert.True(taken > 1);
        Assert.Empty(store.Restore("other").Faults);
    }

    [Fact]
    public async Task A_running_store_comes_back_whole_on_another_machine()
    {
        await using BackupStore store = await BackupStore.Start();
        BackupReport made = store.Backup();
        Assert.Empty(made.Faults);
        Assert.Contains(
            $"of {made.Events} events",
            (await store.Event("BackupMade")).Summary,
            StringComparison.Ordinal
        );
        RestoreReport restored = store.Restore("other");
        Assert.Empty(restored.Faults);
        Assert.True(restored is { InPlace: true, NeedsDecision: false });
        Assert.Equal((made.Backup, made.Events, made.Root), (restored.Backup, restored.Events, restored.Root));
        Assert.Empty(StoreAudit.Run(restored.Folder, fast: false, null, CancellationToken.None).Faults);
        Assert.Equal(Waiting(store.Server.Data), Waiting(restored.Folder));
        await using WebApplication app = OverreadHost.Build(
            new ServeOptions(restored.Folder, $"http://127.0.0.1:{TestServer.FreePort()}")
        );
        await app.StartAsync();
        using OverreadClient admin = new(new Uri(app.Urls.First()));
        await admin.SignIn("admin@test.example");
        string item = Assert.Single((await admin.ListItems(store.Project)).Rows).Id;
        string file = (await admin.ShowItem(store.Project, item)).Series[0].Files[0].Id;
        Assert.Equal(
            await store.Server.Admin.GetFile(store.Project, file).Bytes(),
            await admin.GetFile(store.Project, file).Bytes()
        );
        for (int i = 0; (await admin.ListEvents(type: "StoreRestored", take: 1)).Events.Count == 0; i++)
        {
            Assert.True(i < 300, "the restore to be recorded");
            await Task.Delay(100);
        }

        await app.StopAsync();
    }

    [Fact]
    public async Task Only_what_is_new_is_written_and_the_oldest_go_once_a_newer_one_is_sound()
    {
        await using BackupStore store = await BackupStore.Start();
        BackupReport first = store.Backup();
        await store.Server.Admin.Register("ann");
        BackupReport second = store.Backup();
        // Pieces of the database alone.
        long beside = Waiting(store.Server.Data)
            .Where(f => !f.StartsWith("vault", StringComparison.Ordinal))
            .Sum(f => new FileInfo(Path.Combine(store.Server.Data, f)).Length);
        Assert.InRange(second.Written, 1, second.Bytes - beside);
        Assert.True(first.Written > second.Written, $"{first.Written} bytes, then {second.Written}");
        Assert.True(second.Events > first.Events);
        BackupReport third = store.Backup(keep: 2);
        Assert.Equal([first.Backup], third.Removed);
        Assert.Equal([second.Backup, third.Backup], BackupCheck.List(store.Dest, store.Live).Select(b => b.Backup));
        Assert.Equal(2, Directory.GetFiles(store.Keys).Length);
        Assert.All(
            BackupCheck.Run(store.Dest, store.Live, null, all: true, null, CancellationToken.None),
            r => Assert.Empty(r.Faults)
        );
        // An older one comes back as it was, although pieces of the removed one were swept.
        Assert.Equal(second.Root, store.Restore("older", second.Backup).Root);
    }

    [Fact]
    public async Task A_byte_changed_in_any_file_of_the_backup_is_found_and_named()
    {
        await using BackupStore store = await BackupStore.Start();
        store.Backup();
        int looked = 0;
        foreach (string file in Directory.GetFiles(store.Dest, "*", SearchOption.AllDirectories))
        {
            if (new FileInfo(file).Length == 0)
            {
                // The lock, which says nothing.
                continue;
            }

            byte[] bytes = await File.ReadAllBytesAsync(file);
            bytes[bytes.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(file, bytes);
            string found = Found(store);
            Assert.Contains(Path.GetFileName(file), found, StringComparison.Ordinal);
            bytes[bytes.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(file, bytes);
            looked++;
        }

        Assert.True(looked > 8, $"{looked} files");
        Assert.Equal("", Found(store));
    }

    [Fact]
    public async Task What_is_damaged_is_named_at_the_restore_and_the_rest_comes_back()
    {
        await using BackupStore store = await BackupStore.Start();
        BackupReport made = store.Backup();
        string lost;
        using (BackupKey key = KeySource.Key(store.Live.Files(null), store.Dest))
        using (BackupRepository repository = BackupRepository.Open(store.Dest, key))
        {
            BackupFile image = repository
                .Manifest(made.Backup)!
                .Files.First(f => f.Path.StartsWith("blobs/", StringComparison.Ordinal));
            lost = Path.Combine(store.Dest, repository.Shown(image.Pieces[0]));
        }

        File.Delete(lost);
        RestoreReport restored = store.Restore("other");
        Assert.True(restored.InPlace);
        Assert.Contains(
            restored.Faults,
            f =>
                f.StartsWith("blobs/", StringComparison.Ordinal)
                && f.Contains(Path.GetFileName(lost), StringComparison.Ordinal)
        );
        // The next backup puts it there again.
        Assert.Empty(store.Backup().Faults);
        Assert.Empty(store.Restore("again").Faults);
    }

    [Fact]
    public async Task A_thief_learns_nothing_and_a_restore_says_what_is_missing()
    {
        await using BackupStore store = await BackupStore.Start();
        store.Backup();
        byte[][] known =
        [
            Encoding.UTF8.GetBytes("admin@test.example"),
            Encoding.UTF8.GetBytes("GRUEN"),
            Encoding.UTF8.GetBytes("SQLite format 3"),
            (await File.ReadAllBytesAsync(Path.Combine(store.Server.Data, "keys/backup.key")))[..20],
        ];
        foreach (
            string file in Directory.GetFiles(Path.GetDirectoryName(store.Dest)!, "*", SearchOption.AllDirectories)
        )
        {
            byte[] bytes = await File.ReadAllBytesAsync(file);
            Assert.All(known, k => Assert.Equal(-1, bytes.AsSpan().IndexOf(k)));
        }

        await Refused("passphrase", () => Restore(store, new KeySource(store.Keys, "another passphrase than it")));
        await Refused("encrypted", () => Restore(store, new KeySource(store.Keys, null)));
        // Keys of which one part is gone.
        string rest = store.At("rest");
        FolderCopy.Make(Path.Combine(store.Server.Data, "keys"), Path.Combine(rest, "keys"));
        File.Delete(Path.Combine(rest, "keys/record-head"));
        RestoreReport restored = Restore(store, new KeySource(rest, null));
        Assert.Contains(restored.Faults, f => f.StartsWith("vault: ", StringComparison.Ordinal));
        Assert.True(restored is { InPlace: true, NeedsDecision: true });
        File.Delete(Path.Combine(rest, "keys/backup.key"));
        await Refused("keys/backup.key", () => Restore(store, new KeySource(rest, null), "none"));
        Assert.False(Directory.Exists(store.At("none")));
    }

    [Fact]
    public async Task A_backup_under_load_holds_all_that_was_acknowledged_before_it()
    {
        await using BackupStore store = await BackupStore.Start();
        string project = await store.Server.Project(8);
        await store.Server.References(project, 1);
        List<(OverreadClient Client, string Read)> readers = [];
        for (int i = 0; i < 8; i++)
        {
            (OverreadClient reader, _) = await store.Server.Person(project, $"load{i}", "reader");
            readers.Add((reader, (await reader.NextRead(project))!.Read.Id));
        }

        ConcurrentQueue<string> acknowledged = new();
        using CancellationTokenSource stop = new();
        Task[] saving = [.. readers.Select((r, i) => Save(r.Client, r.Read, i, acknowledged, stop.Token))];
        List<(BackupReport Report, string[] Before)> backups = [];
        for (int i = 0; i < 3; i++)
        {
            while (acknowledged.Count < (i + 1) * 40)
            {
                Assert.All(saving, s => Assert.False(s.IsFaulted, s.Exception?.ToString()));
                await Task.Delay(10);
            }

            string[] before = [.. acknowledged];
            backups.Add((await Task.Run(() => store.Backup()), before));
        }

        await stop.CancelAsync();
        await Task.WhenAll(saving);
        Assert.All(backups, b => Assert.Empty(b.Report.Faults));
        // Readers went on meanwhile.
        Assert.True(acknowledged.Count > backups[^1].Before.Length, "nobody could save while the backup ran");
        foreach ((BackupReport report, string[] before) in backups)
        {
            RestoreReport restored = store.Restore(report.Backup, report.Backup);
            Assert.Empty(restored.Faults);
            Assert.Empty(before.Except(BackupStore.Events(restored.Folder)));
        }
    }

    [Fact]
    public async Task A_drill_restores_audits_serves_and_is_recorded()
    {
        await using BackupStore store = await BackupStore.Start();
        string secret = store.At("passphrase");
        await File.WriteAllTextAsync(secret, BackupStore.Passphrase + "\n");
        string[] keys = ["--keys", store.Keys, "--passphrase-file", secret];
        string[] live = ["--data", store.Server.Data];
        Assert.Equal(0, await BackupStore.Run(["backup", store.Dest, .. live, .. keys, "--keep", "3"]));
        Assert.Equal(0, await BackupStore.Run(["backup", "verify", store.Dest, .. live, "--all"]));
        Assert.Equal(0, await BackupStore.Run(["backup", "list", store.Dest, .. live]));
        Assert.Equal(0, await BackupStore.Run(["drill", store.Dest, .. live, .. keys]));
        Assert.Contains("for trial in", (await store.Event("BackupDrilled")).Summary, StringComparison.Ordinal);
        Assert.Equal(0, await BackupStore.Run(["restore", store.Dest, "--data", store.At("new"), .. keys, "--json"]));
        await Assert.ThrowsAsync<BackupFailedException>(() =>
            BackupStore.Run(["restore", store.Dest, "--data", store.At("new"), .. keys])
        );
        await Assert.ThrowsAsync<CommandFailedException>(() => BackupStore.Run(["backup", store.Dest, .. live]));
        await Assert.ThrowsAsync<CommandFailedException>(() => BackupStore.Run(["drill", store.Dest, .. live]));
        string piece = Directory.GetFiles(Path.Combine(store.Dest, "pieces"), "*", SearchOption.AllDirectories)[0];
        await File.WriteAllBytesAsync(piece, new byte[40]);
        Assert.Equal(1, await BackupStore.Run(["backup", "verify", store.Dest, .. live]));
    }

    [Fact]
    public async Task Backups_from_before_a_key_was_destroyed_go_with_the_next()
    {
        await using BackupStore store = await BackupStore.Start();
        BackupReport before = store.Backup();
        string key = Path.GetFileNameWithoutExtension(
                Assert.Single(Directory.GetFiles(Path.Combine(store.Server.Data, "vault"), "*.key"))
            )
            .Split('-')[^1];
        await Gate.DecideBatch(
            store.Server.Admin,
            store.Project,
            (await store.Server.Admin.ListBatches(store.Project)).Single(b => b.State == "gate").Id,
            "reject",
            "Not needed."
        );
        await store.Server.Admin.RotateKey(store.Project, new() { Reason = "A custodian left." });
        await store.Server.Admin.DestroyKey(store.Project, key, new() { Reason = "Asked for." });
        BackupReport after = store.Backup();
        Assert.Equal([before.Backup], after.Removed);
        Assert.Empty(after.Faults);
        Assert.Single(Directory.GetFiles(store.Keys));
        Assert.Empty(store.Restore("other").Faults);
    }

    [Fact]
    public async Task A_damaged_store_does_not_push_out_the_backup_that_is_sound()
    {
        await using BackupStore store = await BackupStore.Start();
        BackupReport sound = store.Backup();
        string[] images = Directory.GetFiles(
            Path.Combine(store.Server.Data, "blobs"),
            "*",
            SearchOption.AllDirectories
        );
        byte[] bytes = await File.ReadAllBytesAsync(images[0]);
        File.Delete(images[0]);
        BackupReport after = store.Backup(keep: 1);
        Assert.Contains(Path.GetFileName(images[0]), Assert.Single(after.Faults), StringComparison.Ordinal);
        Assert.Empty(after.Removed);
        Assert.Contains(sound.Backup, BackupCheck.List(store.Dest, store.Live).Select(b => b.Backup));
        // The backup goes on with the image that it has.
        RestoreReport restored = store.Restore("other");
        Assert.Empty(restored.Faults);
        Assert.Equal(
            bytes,
            await File.ReadAllBytesAsync(
                Path.Combine(restored.Folder, Path.GetRelativePath(store.Server.Data, images[0]))
            )
        );
    }

    [Fact]
    public async Task Folders_that_would_make_a_backup_worthless_are_refused()
    {
        await using BackupStore store = await BackupStore.Start();
        BackupRequest good = new(store.Server.Data, store.Dest, "t")
        {
            Keys = store.Keys,
            Passphrase = BackupStore.Passphrase,
        };
        string full = store.At("full");
        Directory.CreateDirectory(full);
        await File.WriteAllTextAsync(Path.Combine(full, "letter.txt"), "x");
        foreach (
            (string word, BackupRequest bad) in ((string, BackupRequest)[])
                [
                    ("no store", good with { Data = store.At("nowhere") }),
                    ("inside the store", good with { Destination = Path.Combine(store.Server.Data, "b") }),
                    ("inside the store", good with { Destination = Path.GetDirectoryName(store.Server.Data)! }),
                    ("steals", good with { Keys = Path.Combine(store.Dest, "keys") }),
                    ("steals", good with { Keys = store.Server.Data }),
                    ("passphrase", good with { Passphrase = "short" }),
                    ("no backup of Overread", good with { Destination = full }),
                    ("At least one", good with { Keep = 0 }),
                ]
        )
        {
            await Refused(word, () => StoreBackup.Run(bad, null, CancellationToken.None));
        }

        Assert.Equal(["letter.txt", "lock"], Directory.GetFiles(full).Select(f => Path.GetFileName(f)).Order());
        store.Backup();
        await using BackupStore other = await BackupStore.Start();
        await Refused(
            "another store",
            () => StoreBackup.Run(good with { Data = other.Server.Data }, null, CancellationToken.None)
        );
    }

    [Fact]
    public async Task A_note_that_no_command_wrote_is_not_taken_and_named()
    {
        await using BackupStore store = await BackupStore.Start();
        BackupReport made = store.Backup();
        await store.Event("BackupMade");
        string note = Path.Combine(store.Server.Data, "notes", new string('f', 32) + ".note");
        await File.WriteAllTextAsync(
            note,
            new string('0', 64) + "\n{\"type\":\"EventsErased\",\"events\":[1],\"reason\":\"x\"}\n"
        );
        Assert.Equal(
            "notes/" + Path.GetFileName(note),
            Assert.Single(StoreAudit.Run(store.Server.Data, fast: true, null, CancellationToken.None).Faults).Where
        );
        // A later one is taken, so that the first was looked at.
        store.Backup();
        while (Directory.GetFiles(Path.Combine(store.Server.Data, "notes")).Length > 1)
        {
            await Task.Delay(50);
        }

        Assert.True(File.Exists(note));
        Assert.Empty((await store.Server.Admin.ListEvents(type: "EventsErased", take: 1)).Events);
        Assert.NotNull(made);
    }

    private static RestoreReport Restore(BackupStore store, KeySource keys, string name = "r") =>
        StoreRestore.Run(new RestoreRequest(store.Dest, store.At(name), keys, "t"), null, CancellationToken.None);

    private static string Found(BackupStore store)
    {
        try
        {
            return string.Join(
                '\n',
                BackupCheck
                    .Run(store.Dest, store.Live, null, all: false, null, CancellationToken.None)
                    .SelectMany(r => r.Faults)
            );
        }
        catch (BackupFailedException e)
        {
            // The list, or what says whose backups they are.
            return e.Message;
        }
    }

    private static async Task Refused(string word, Action act)
    {
        BackupFailedException refused = await Assert.ThrowsAsync<BackupFailedException>(() =>
        {
            act();
            return Task.CompletedTask;
        });
        Assert.Contains(word, refused.Message, StringComparison.Ordinal);
    }

    private static string[] Waiting(string data) =>
        [
            .. new[] { "blobs", "gate", "quarantine", "releases", "vault" }
                .SelectMany(d => Directory.GetFiles(Path.Combine(data, d), "*", SearchOption.AllDirectories))
                .Select(f => Path.GetRelativePath(data, f))
                .Order(StringComparer.Ordinal),
        ];

    private static async Task Save(
        OverreadClient client,
        string read,
        int reader,
        ConcurrentQueue<string> acknowledged,
        CancellationToken stop
    )
    {
        for (int n = 0; !stop.IsCancellationRequested; n++)
        {
            string id = $"load-{reader}-{n:00000}";
            await client.Append(read, 1, ReadEvents.Commented(id, id));
            acknowledged.Enqueue(id);
        }
    }
}
