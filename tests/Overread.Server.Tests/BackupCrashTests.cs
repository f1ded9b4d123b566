using System.Diagnostics;
using Overread.Server.Composition.Backup;

namespace Overread.Server.Tests;

/// <summary>A backup or a restore that is killed leaves what was there before, and the next one succeeds.</summary>
public class BackupCrashTests
{
    [Fact]
    public async Task A_killed_backup_is_no_backup_and_the_one_before_stays_sound()
    {
        await using BackupStore store = await BackupStore.Start();
        BackupReport first = store.Backup();
        TimeSpan whole = await Timed("backup", store.Dest, "--data", store.Server.Data, "--keys", store.Keys);
        int completed = 0;
        int cut = 0;
        int rounds = Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1" ? 40 : 5;
        for (int round = 0; round < rounds; round++)
        {
            await store.Server.Admin.Register($"p{round}");
            bool killed = await Killed(
                whole,
                (round + 1.0) / (rounds + 1),
                "backup",
                store.Dest,
                "--data",
                store.Server.Data,
                "--keys",
                store.Keys
            );
            cut += killed ? 1 : 0;
            IReadOnlyList<BackupCheckReport> left = BackupCheck.Run(
                store.Dest,
                store.Live,
                null,
                all: true,
                null,
                CancellationToken.None
            );
            Assert.All(left, r => Assert.Empty(r.Faults));
            Assert.Contains(first.Backup, left.Select(r => r.Backup));
            completed = left.Count;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{cut} of {rounds} cut off, {completed} backups stand");
        Assert.True(cut > 0, "no kill met a backup");
        Assert.Empty(store.Backup(keep: 1).Faults);
        Assert.Empty(Directory.GetFiles(Path.Combine(store.Dest, "incoming")));
        Assert.False(Directory.Exists(Path.Combine(store.Server.Data, "backup-work", "state")));
        Assert.Empty(store.Restore("other").Faults);
    }

    [Fact]
    public async Task Whatever_a_killed_restore_leaves_is_cleared_and_what_is_somebody_elses_stays()
    {
        await using BackupStore store = await BackupStore.Start();
        store.Backup();
        string[][] left =
        [
            [],
            ["restore-unfinished"],
            ["restore-unfinished", "blobs/aa/file", "overread.db"],
        ];
        for (int i = 0; i < left.Length; i++)
        {
            string name = $"other{i}";
            string staging = store.At(name) + ".restoring";
            Leave(staging, left[i]);
            Assert.Empty(store.Restore(name).Faults);
            Assert.False(Directory.Exists(staging));
        }

        string theirs = store.At("theirs") + ".restoring";
        Leave(theirs, ["thesis.txt"]);
        BackupFailedException refused = Assert.Throws<BackupFailedException>(() => store.Restore("theirs"));
        Assert.Contains("in the way", refused.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(theirs, "thesis.txt")));
    }

    private static void Leave(string folder, IEnumerable<string> files)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in files)
        {
            string path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
        }
    }

    [Fact]
    public async Task A_killed_restore_leaves_no_store_and_the_next_one_succeeds()
    {
        await using BackupStore store = await BackupStore.Start();
        BackupReport made = store.Backup();
        int cut = 0;
        string target = store.At("other");
        TimeSpan whole = await Timed("restore", store.Dest, "--data", store.At("first"), "--keys", store.Keys);
        int rounds = Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1" ? 40 : 5;
        for (int round = 0; round < rounds; round++)
        {
            bool killed = await Killed(
                whole,
                (round + 1.0) / (rounds + 1),
                "restore",
                store.Dest,
                "--data",
                target,
                "--keys",
                store.Keys
            );
            cut += killed ? 1 : 0;
            // There or not there, never half.
            Assert.Equal(Directory.Exists(target), File.Exists(Path.Combine(target, "overread.db")));
            if (Directory.Exists(target))
            {
                Assert.Equal(made.Events, BackupStore.Events(target).Count);
                Directory.Delete(target, recursive: true);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{cut} of {rounds} cut off");
        Assert.True(cut > 0, "no kill met a restore");
        RestoreReport restored = store.Restore("other");
        Assert.Empty(restored.Faults);
        Assert.Equal(made.Root, restored.Root);
    }

    private static async Task<TimeSpan> Timed(params string[] arguments)
    {
        long began = TimeProvider.System.GetTimestamp();
        Assert.False(await Killed(TimeSpan.FromMinutes(5), 1, arguments));
        return TimeProvider.System.GetElapsedTime(began);
    }

    // Ends the tool by kill -9 after a part of the time that the same command needs to its end.
    private static async Task<bool> Killed(TimeSpan whole, double share, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "overread.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["OVERREAD_BACKUP_PASSPHRASE"] = BackupStore.Passphrase },
        };
        using Process process = Process.Start(start)!;
        Task<string> told = process.StandardError.ReadToEndAsync();
        Task ended = process.WaitForExitAsync();
        if (await Task.WhenAny(ended, Task.Delay(whole * share)) != ended)
        {
            process.Kill();
            await ended;
            return true;
        }

        Assert.True(process.ExitCode == 0, await told);
        return false;
    }
}
