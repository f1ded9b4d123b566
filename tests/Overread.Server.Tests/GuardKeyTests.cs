using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Overread.Client;
using Overread.Client.Model;
using Overread.Server.Composition;
using Overread.Server.Composition.Backup;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>The key of marks and sums is replaced: all stands under the new one, and nothing under the old.</summary>
public sealed class GuardKeyTests : IDisposable
{
    private readonly string _data = Path.Combine(Path.GetTempPath(), "overread-guard-" + Path.GetRandomFileName());

    private string Secret => Path.Combine(_data, "keys", "table-guard.secret");

    private string Head => Path.Combine(_data, "keys", "record-head");

    private string Database => Path.Combine(_data, "overread.db");

    public void Dispose()
    {
        foreach (string folder in new[] { _data, _data + ".other" }.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task All_marks_and_sums_are_under_the_new_key_and_the_record_says_who_and_why()
    {
        await Begin();
        string former = File.ReadAllText(Secret);
        AuditReport before = Audit();
        string next = await Rotate(DateTimeOffset.UtcNow.AddDays(-2));
        Assert.NotEqual(former, File.ReadAllText(Secret));
        Assert.Empty(Audit().Faults);
        Assert.Single(Directory.GetFiles(Path.Combine(_data, "keys"), "table-guard.secret*"));
        await StoreStart.Run(
            _data,
            async (_, admin) =>
            {
                RecordEvent told = Assert.Single((await admin.ListEvents(type: "MarksKeyRotated")).Events);
                Assert.Contains(
                    "Ann Example replaced the key of marks and sums",
                    told.Summary,
                    StringComparison.Ordinal
                );
                Assert.Contains("since 20", told.Summary, StringComparison.Ordinal);
                Assert.DoesNotContain(former, told.Summary, StringComparison.Ordinal);
                await admin.Register("later");
            }
        );
        AuditReport after = Audit();
        Assert.Empty(after.Faults);
        Assert.True(after.Events > before.Events);
        Assert.NotEqual(next, await Rotate());
        await StoreStart.Run(_data, (_, _) => Task.CompletedTask);
        Assert.Empty(Audit().Faults);
        // The signing key goes on from there, and the other way round.
        await LogKeyRotation.Run(_data, "Ann Example", "Once a year.", null, TimeProvider.System);
        await Rotate();
        Assert.Empty(Audit().Faults);
    }

    [Theory]
    [InlineData("make the key", false)]
    [InlineData("record the change", false)]
    [InlineData("say how far the record has come", true)]
    [InlineData("put the files in their places", true)]
    public async Task Whoever_is_killed_at_a_step_has_the_old_key_or_the_new_and_a_store_that_starts(
        string step,
        bool recorded
    )
    {
        await Begin();
        string former = File.ReadAllText(Secret);
        await Assert.ThrowsAsync<OperationCanceledException>(() =>
            GuardKeyRotation.Run(
                _data,
                ("Ann Example", "Once a year.", null),
                TimeProvider.System,
                at =>
                {
                    if (at == step)
                    {
                        throw new OperationCanceledException();
                    }
                }
            )
        );
        IReadOnlyList<Storage.AuditFault> faults = Audit().Faults;
        Assert.Equal(recorded ? 1 : 0, faults.Count);
        Assert.All(faults, f => Assert.Contains("Start the server", f.ToString(), StringComparison.Ordinal));
        await StoreStart.Run(
            _data,
            async (_, admin) =>
                Assert.Equal(recorded ? 1 : 0, (await admin.ListEvents(type: "MarksKeyRotated")).Events.Count)
        );
        Assert.Equal(recorded, File.ReadAllText(Secret) != former);
        Assert.Empty(Audit().Faults);
        await Rotate();
        Assert.Empty(Audit().Faults);
        Assert.Single(Directory.GetFiles(Path.Combine(_data, "keys"), "table-guard.secret*"));
    }

    [Theory]
    [InlineData("next, former")]
    [InlineData("next, present")]
    [InlineData("present, former")]
    public async Task Files_that_a_kill_left_between_two_renames_are_put_in_their_places(string left)
    {
        await Begin();
        string former = File.ReadAllText(Secret);
        await Rotate();
        string next = File.ReadAllText(Secret);
        StoreStart.Leave(Secret, former, next, left);

        await StoreStart.Run(_data, (_, _) => Task.CompletedTask);
        Assert.Equal(next, File.ReadAllText(Secret));
        Assert.Single(Directory.GetFiles(Path.Combine(_data, "keys"), "table-guard.secret*"));
        Assert.Empty(Audit().Faults);
    }

    [Theory]
    [InlineData("an event's column", "UPDATE event SET project = 'x' WHERE seq = 1")]
    [InlineData("a mark", "UPDATE event SET mark = zeroblob(32) WHERE seq = 1")]
    [InlineData("the last event", "DELETE FROM event WHERE seq = (SELECT MAX(seq) FROM event)")]
    [InlineData("a row of accounts", "UPDATE account SET administrator = 1 - administrator")]
    [InlineData("a sum", "UPDATE guard SET version = version + 1 WHERE name = 'account'")]
    public async Task A_store_that_another_hand_changed_is_not_marked_anew(string harm, string sql)
    {
        await Begin();
        string former = File.ReadAllText(Secret);
        Sql(sql);
        await Assert.ThrowsAsync<StoreFaultException>(() => Rotate());
        Assert.True(File.ReadAllText(Secret) == former, harm);
        Assert.Equal(0L, Number("SELECT COUNT(*) FROM event WHERE type = 'MarksKeyRotated'"));
        Assert.NotEmpty(Audit().Faults);
    }

    [Theory]
    [InlineData("the old key again")]
    [InlineData("the old key's marks")]
    [InlineData("the old key's sums")]
    [InlineData("the head of before")]
    [InlineData("the database of before")]
    [InlineData("another key that waits")]
    public async Task Whoever_has_the_old_key_writes_nothing_that_stands_after_the_change(string harm)
    {
        await Begin();
        string text = File.ReadAllText(Secret);
        byte[] former = Convert.FromBase64String(text);
        byte[] head = File.ReadAllBytes(Head);
        File.Copy(Database, _data + ".db");
        await Rotate();
        await StoreStart.Run(_data, async (_, admin) => await admin.Register("later"));
        Assert.Empty(Audit().Faults);
        switch (harm)
        {
            case "the old key again":
                File.WriteAllText(Secret, text);
                break;
            case "the old key's marks":
                Forge(former);
                break;
            case "the old key's sums":
                Sql(
                    $"ATTACH '{_data}.db' AS old; UPDATE guard SET (version, sum, mac) = (SELECT version, sum, mac FROM old.guard g WHERE g.name = guard.name)"
                );
                break;
            case "the head of before":
                File.WriteAllBytes(Head, head);
                break;
            case "the database of before":
                File.Move(_data + ".db", Database, overwrite: true);
                break;
            default:
                // As one who can write into keys/ too, but whom the record does not name.
                File.WriteAllText(Secret + ".next", Convert.ToBase64String(new byte[32]));
                Assert.Empty(Audit().Faults);
                await StoreStart.Run(_data, (_, _) => Task.CompletedTask);
                return;
        }

        Assert.NotEmpty(Audit().Faults);
        Assert.Throws<StoreFaultException>(() => StoreStart.Build(_data));
        File.Delete(_data + ".db");
    }

    [Fact]
    public async Task A_backup_of_before_comes_back_with_its_own_keys()
    {
        await Begin();
        string dest = _data + ".other/dest";
        string archives = _data + ".other/keys";
        BackupReport made = StoreBackup.Run(
            new BackupRequest(_data, dest, "tester") { Keys = archives, Passphrase = BackupStore.Passphrase },
            null,
            CancellationToken.None
        );
        Assert.Empty(made.Faults);
        // What a command left waits for the server under the key of its day.
        await Assert.ThrowsAsync<StoreFormException>(() => Rotate());
        await StoreStart.Run(_data, (_, _) => Task.CompletedTask);
        await Rotate();
        RestoreReport restored = StoreRestore.Run(
            new RestoreRequest(dest, _data + ".other/a", new KeySource(archives, BackupStore.Passphrase), "tester"),
            null,
            CancellationToken.None
        );
        Assert.Empty(restored.Faults);
        Assert.Equal(made.Root, restored.Root);
        BackupReport again = StoreBackup.Run(
            new BackupRequest(_data, dest, "tester") { Keys = archives, Passphrase = BackupStore.Passphrase },
            null,
            CancellationToken.None
        );
        Assert.Empty(again.Faults);
        restored = StoreRestore.Run(
            new RestoreRequest(dest, _data + ".other/b", new KeySource(archives, BackupStore.Passphrase), "tester"),
            null,
            CancellationToken.None
        );
        Assert.Empty(restored.Faults);
    }

    [Fact]
    public async Task A_running_store_a_time_to_come_and_an_empty_folder_are_refused()
    {
        await StoreStart.Run(
            _data,
            async (_, _) => await Assert.ThrowsAsync<StoreFormException>(() => Rotate()),
            setUp: true
        );
        await Assert.ThrowsAsync<StoreFormException>(() => Rotate(DateTimeOffset.UtcNow.AddDays(1)));
        await Assert.ThrowsAsync<StoreFormException>(() =>
            GuardKeyRotation.Run(_data + ".none", "Ann", "Why", null, TimeProvider.System)
        );
        Assert.False(Directory.Exists(_data + ".none"));
    }

    private Task Begin() => StoreStart.Run(_data, async (_, admin) => await admin.Register("first"), setUp: true);

    private Task<string> Rotate(DateTimeOffset? since = null) =>
        GuardKeyRotation.Run(_data, "Ann Example", "Once a year.", since, TimeProvider.System);

    private AuditReport Audit() => StoreAudit.Run(_data, fast: false, null, CancellationToken.None);

    private SqliteConnection Open()
    {
        SqliteConnection connection = new($"Data Source={Database};Pooling=False");
        connection.Open();
        return connection;
    }

    private void Sql(string sql)
    {
        using SqliteConnection connection = Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        Assert.True(command.ExecuteNonQuery() > 0);
    }

    private long Number(string sql)
    {
        using SqliteConnection connection = Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }

    // All marks as the former key would make them (HMAC-SHA-256 of the mark before, the leaf, and what the event is about), over an event
    // that was changed.
    private void Forge(byte[] former)
    {
        Sql("UPDATE event SET stream = 'x' WHERE seq = (SELECT MAX(seq) FROM event)");
        byte[] key = HMACSHA256.HashData(former, "overread event mark 1"u8);
        using SqliteConnection connection = Open();
        byte[] before = new byte[32];
        foreach (
            (long seq, byte[] leaf, string about) in connection.All(
                "SELECT seq, leaf, id, project, stream, revision, item FROM event ORDER BY seq",
                r =>
                    (
                        r.GetInt64(0),
                        r.Bytes(1)!,
                        $"{r.GetInt64(0)}\0{r.GetString(2)}\0{r.Text(3)}\0{r.GetString(4)}\0{r.GetInt64(5)}\0{r.Text(6)}"
                    )
            )
        )
        {
            byte[] message = [.. before, .. leaf, .. Encoding.UTF8.GetBytes(about)];
            before = HMACSHA256.HashData(key, message);
            connection.Run("UPDATE event SET mark = @1 WHERE seq = @0", seq, before);
        }
    }
}
