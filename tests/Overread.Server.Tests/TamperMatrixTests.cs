using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Client.Model;
using Overread.Server.Composition;
using Overread.Server.Composition.Backup;
using Overread.Storage.Sqlite;

namespace Overread.Server.Tests;

/// <summary>Every table, every way of changing it, at rest and under a running server; every file of the folder: found, and named.</summary>
public sealed class TamperMatrixTests
{
    // What an audit calls the tables of the record itself.
    private static readonly Dictionary<string, string> Said = new(StringComparer.Ordinal)
    {
        ["event"] = "event",
        ["tile_node"] = "stored",
        ["checkpoint"] = "checkpoint",
        ["guard"] = "table",
        ["form"] = "form",
    };

    [Fact]
    public async Task Every_table_changed_in_every_way_at_rest_is_found_and_named()
    {
        await using BackupStore store = await Filled();
        string older = store.At("older.db");
        SqliteCopy.Make(Path.Combine(store.Server.Data, "overread.db"), older);
        await Later(store);
        store.Backup();
        string data = store.Restore("rest").Folder;
        string file = Path.Combine(data, "overread.db");
        byte[] whole = await File.ReadAllBytesAsync(file);
        Assert.Empty(Audit(data));
        List<string> missed = [];
        int done = 0;
        foreach (string table in Tables(file))
        {
            foreach (string way in StoreTamper.Ways)
            {
                if (Tampered(file, table, way, older))
                {
                    done++;
                    missed.AddRange(Missed(Audit(data), table, way));
                }

                await Put(file, whole);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{done} of {Tables(file).Count} tables × {StoreTamper.Ways.Length} ways"
        );
        Assert.Empty(missed);
        Assert.True(done > 100, $"only {done}");
        Assert.Empty(Audit(data));
    }

    [Fact]
    public async Task Every_table_changed_under_a_running_server_is_found_and_not_signed_over()
    {
        await using BackupStore store = await Filled();
        string data = store.Server.Data;
        string file = Path.Combine(data, "overread.db");
        string before = store.At("before.db");
        await Later(store);
        // Nothing is left to be signed: what is put back below is what is there now.
        await store.Server.App.Services.GetRequiredService<Storage.IDatabase>().Seal();
        await Task.Run(() => SqliteCopy.Make(file, before));
        List<string> missed = [];
        int done = 0;
        foreach (string table in Tables(file))
        {
            foreach (string way in (string[])["insert", "change", "delete"])
            {
                if (Tampered(file, table, way, before))
                {
                    done++;
                    missed.AddRange(Missed(Audit(data), table, way));
                    Back(file, table, before);
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{done} changes under a running server");
        Assert.Empty(missed);
        Assert.True(done > 60, $"only {done}");
        // What was put back as it was is no fault, and the server goes on.
        Assert.Empty(Audit(data));
        await store.Server.Admin.Register("zoe");
        Assert.Empty(Audit(data));
    }

    [Fact]
    public async Task Every_file_that_the_record_vouches_for_is_missed_and_a_changed_byte_is_named()
    {
        await using BackupStore store = await Filled();
        store.Backup();
        await store.Event("BackupMade");
        store.Backup();
        string data = store.Restore("rest").Folder;
        Assert.Empty(Audit(data));
        List<string> missed = [];
        int looked = 0;
        foreach (string path in Vouched(data))
        {
            string full = Path.Combine(data, path);
            byte[] whole = await File.ReadAllBytesAsync(full);
            byte[] changed = [.. whole];
            changed[^(changed.Length / 2 + 1)] ^= 1;
            await File.WriteAllBytesAsync(full, changed);
            missed.AddRange(Unnamed(data, path, "changed"));
            File.Delete(full);
            // A note that is gone was perhaps taken: nothing knows of it.
            missed.AddRange(path.StartsWith("notes/", StringComparison.Ordinal) ? [] : Unnamed(data, path, "gone"));
            await File.WriteAllBytesAsync(full, whole);
            looked++;
        }

        foreach (string folder in (string[])["blobs/ab", "releases/other", "notes"])
        {
            string foreign = Path.Combine(data, folder, folder == "notes" ? "x.note" : "foreign.bin");
            Directory.CreateDirectory(Path.GetDirectoryName(foreign)!);
            await File.WriteAllTextAsync(foreign, "x");
            missed.AddRange(Unnamed(data, folder, "foreign"));
            File.Delete(foreign);
            if (folder != "notes")
            {
                Directory.Delete(Path.GetDirectoryName(foreign)!);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{looked} files");
        Assert.Empty(missed);
        Assert.True(looked > 10, $"only {looked}");
        Assert.Empty(Audit(data));
    }

    [Fact]
    public async Task A_zeroed_page_anywhere_in_the_database_is_found()
    {
        await using BackupStore store = await Filled();
        store.Backup();
        string data = store.Restore("rest").Folder;
        string file = Path.Combine(data, "overread.db");
        byte[] whole = await File.ReadAllBytesAsync(file);
        const int Page = 4096;
        List<int> unused = Free(file);
        List<int> missed = [];
        for (int page = 0; page < whole.Length / Page; page++)
        {
            // A page that is in use holds something; one that waits for use says nothing.
            if (whole.AsSpan(page * Page, Page).IndexOfAnyExcept((byte)0) < 0 || unused.Contains(page + 1))
            {
                continue;
            }

            byte[] harmed = [.. whole];
            harmed.AsSpan(page * Page, Page).Clear();
            await Put(file, harmed);
            if (Audit(data).Count == 0)
            {
                missed.Add(page);
            }
        }

        Assert.Empty(missed);
    }

    // Something in every table: images that passed and that wait, reads that differ, a decision, a release, tokens.
    private static async Task<BackupStore> Filled()
    {
        BackupStore store = await BackupStore.Start();
        TestServer server = store.Server;
        string project = await server.Project(2);
        string me = (await server.Admin.ShowSession()).Person!.Id;
        await server.Admin.SetMember(project, me, new() { Roles = ["lead"] });
        await server.References(project, 4);
        for (int reader = 0; reader < 2; reader++)
        {
            (OverreadClient client, _) = await server.Person(project, $"reader{reader}", "reader");
            string answer = reader == 0 ? "present" : "absent";
            while (await TestServer.ReadNext(client, project, t => t.EndsWith('0') ? answer : "present") is not null)
            { }
        }

        (OverreadClient adjudicator, _) = await server.Person(project, "cid", "adjudicator");
        foreach (DisputeRow dispute in await adjudicator.ListDisputes(project, state: "open"))
        {
            await adjudicator.DecideDispute(
                project,
                dispute.Item,
                new()
                {
                    Id = "decision-" + dispute.Item,
                    Field = "nodule",
                    Answer = new() { State = AnswerState.Absent },
                    Reason = "No correlate.",
                }
            );
        }

        await Bundle.Publish(server, project, "1.0.0");
        await server.Admin.Token("read");
        return store;
    }

    private static async Task Later(BackupStore store)
    {
        TestServer server = store.Server;
        string id = await server.Admin.Register("later");
        await server.Admin.ChangePerson(id, new() { Name = "Later Still" });
        await server.Admin.Token("write");
        string item = (await server.Admin.ListItems(store.Project)).Rows[0].Id;
        await server.Admin.Withdraw(store.Project, item, "Later.");
        await Gate.Receive(server.Admin, store.Project, [("c.dcm", KeyTests.Image("BLAU", 3))]);
    }

    private static List<string> Tables(string file)
    {
        using SqliteConnection c = Open(file);
        return StoreTamper.Tables(c);
    }

    private static bool Tampered(string file, string table, string way, string older)
    {
        using SqliteConnection c = Open(file);
        return StoreTamper.Do(c, table, way, older);
    }

    private static void Back(string file, string table, string before)
    {
        using SqliteConnection c = Open(file);
        StoreTamper.Run(c, $"ATTACH '{before}' AS old");
        StoreTamper.Run(c, $"DELETE FROM main.{table}");
        StoreTamper.Run(c, $"INSERT INTO main.{table} SELECT * FROM old.{table}");
        StoreTamper.Run(c, "DETACH old");
    }

    private static List<int> Free(string file)
    {
        using SqliteConnection c = Open(file);
        long free = StoreTamper.Number(c, "PRAGMA freelist_count");
        Assert.Equal(0, free);
        return [];
    }

    private static SqliteConnection Open(string file)
    {
        SqliteConnection c = new($"Data Source={file};Pooling=False");
        c.Open();
        return c;
    }

    private static async Task Put(string file, byte[] bytes)
    {
        File.Delete(file + "-wal");
        File.Delete(file + "-shm");
        await File.WriteAllBytesAsync(file, bytes);
    }

    private static IReadOnlyList<Storage.AuditFault> Audit(string data) =>
        StoreAudit.Run(data, fast: false, null, CancellationToken.None).Faults;

    private static IEnumerable<string> Missed(IReadOnlyList<Storage.AuditFault> faults, string table, string way)
    {
        string word = Said.GetValueOrDefault(table, table);
        if (!faults.Any(f => f.ToString().Contains(word, StringComparison.Ordinal)))
        {
            yield return $"{table} {way}: {(faults.Count == 0 ? "not found" : faults[0].ToString())}";
        }
    }

    private static IEnumerable<string> Unnamed(string data, string path, string how)
    {
        IReadOnlyList<Storage.AuditFault> faults = Audit(data);
        string name = Path.GetFileName(path);
        bool release = path.StartsWith("releases/", StringComparison.Ordinal);
        string word =
            release ? path.Split('/')[1]
            : path.StartsWith("vault/", StringComparison.Ordinal) ? "vault"
            // Another guard's key makes everything that it vouched for another store's.
            : path == "keys/table-guard.secret" ? "keys/"
            : name;
        if (!faults.Any(f => f.ToString().Contains(word, StringComparison.Ordinal)))
        {
            yield return $"{path} {how}: {(faults.Count == 0 ? "not found" : faults[0].ToString())}";
        }
    }

    // Keys by which others are checked, images, bundles, project keys, notes. What waits in quarantine and before the gate is
    // vouched for by nobody yet; sessions' keys and the backup's are no evidence of anything.
    private static List<string> Vouched(string data) =>
        [
            .. new[] { "keys", "vault", "blobs", "releases", "notes" }
                .SelectMany(d => Directory.EnumerateFiles(Path.Combine(data, d), "*", SearchOption.AllDirectories))
                .Select(f => Path.GetRelativePath(data, f))
                .Where(p =>
                    !p.StartsWith("keys/session/", StringComparison.Ordinal)
                    && p != "keys/backup.key"
                    && !p.EndsWith(".crosswalk", StringComparison.Ordinal)
                )
                .Order(StringComparer.Ordinal),
        ];
}
