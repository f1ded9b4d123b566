using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Overread.Cli.Server;
using Overread.Client;
using Overread.Client.Model;
using Overread.Domain.Record;
using Overread.Ledger;
using Overread.Ledger.Bundles;
using Overread.Server.Composition;
using Overread.Server.Composition.Backup;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>The record's signing key is replaced, and history under the old key and the new stands; nothing else does.</summary>
public sealed class LogKeyTests : IDisposable
{
    private static readonly StoreAcceptance Decision = new("Ann Example", "The disk died.");
    private readonly string _data = Path.Combine(Path.GetTempPath(), "overread-keys-" + Path.GetRandomFileName());

    private string Signing => Path.Combine(_data, "keys", "log-signing.key");

    private string Changes => Path.Combine(_data, "keys", "log-key.changes");

    public void Dispose()
    {
        foreach (string folder in (string[])[_data, _data + ".other"])
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    [Fact]
    public async Task Releases_under_the_old_key_and_the_new_verify_by_what_anybody_holds_of_either()
    {
        string before = "";
        await Run(setUp: true, work: async (_, admin) => before = await Release(admin, "1.0.0"));
        VerifierKey old = Key();
        LogKeyChange change = await Rotate();
        Assert.Equal((old.ToString(), Key().ToString()), (change.Former.ToString(), change.Next.ToString()));
        Assert.NotEqual(old.ToString(), Key().ToString());
        Assert.Equal(old.Name, Key().Name);
        Assert.Empty(Audit().Faults);
        Assert.Single(Directory.GetFiles(Path.Combine(_data, "keys"), "log-signing.key*"));

        string after = "";
        string list = "";
        await Run(
            async (_, admin) =>
            {
                Assert.Equal(Key().ToString(), (await admin.ShowRecordKey()).Trim());
                Assert.Equal(File.ReadAllText(Changes), await admin.ShowRecordKeyChanges());
                RecordEvent told = Assert.Single((await admin.ListEvents(type: "LogKeyRotated")).Events);
                Assert.StartsWith(
                    "Ann Example replaced the record's signing key",
                    told.Summary,
                    StringComparison.Ordinal
                );
                string project = (await admin.ListProjects()).Single().Id;
                after = await Release(admin, "1.1.0", project);
                list = System.Text.Encoding.UTF8.GetString(await admin.ReleaseStatus(project).Bytes());
            }
        );
        Assert.Empty(Audit().Faults);
        Assert.Empty(Audit().Doubts);
        LogKeyChain chain = LogKeyChain.Parse(File.ReadAllText(Changes));
        string oldKey = Kept("old.vkey", old.ToString());
        string newKey = Kept("new.vkey", Key().ToString());

        // As it was published, with nothing that came since.
        Assert.Empty(VerifyCommand.Verify(before, oldKey).Faults);
        Assert.Null(VerifyCommand.Verify(before, oldKey).KeyReplaced);
        Assert.NotEmpty(VerifyCommand.Verify(before, newKey).Faults);
        BundleReport led = VerifyCommand.Verify(before, newKey, changes: chain);
        Assert.Empty(led.Faults);
        Assert.Equal(change.Size, led.KeyReplaced!.Size);
        Assert.Empty(VerifyCommand.Verify(after, newKey).Faults);
        // The bundle brings the changes of before, so that whoever knows the old key needs nothing else.
        Assert.Empty(VerifyCommand.Verify(after, oldKey).Faults);
        Assert.Empty(VerifyCommand.Verify(before, oldKey, statusList: list, changes: chain).Faults);
        Assert.NotEmpty(VerifyCommand.Verify(before, oldKey, statusList: list).Faults);

        // A chain of somebody else's keys leads nowhere.
        LogSigner thief = new(old.Name, [.. Enumerable.Repeat((byte)3, 32)]);
        LogSigner second = new(old.Name, [.. Enumerable.Repeat((byte)4, 32)]);
        LogKeyChain foreign = new([
            (change with { Former = thief.Verifier, Next = second.Verifier }) is var c
                ? LogKeyChange.Parse(c.Sign(thief, second).ToString())
                : c,
        ]);
        Assert.NotEmpty(VerifyCommand.Verify(before, newKey, changes: foreign).Faults);
        Assert.NotEmpty(VerifyCommand.Verify(before, null, changes: foreign).Faults);
    }

    [Fact]
    public async Task A_compromised_key_takes_the_word_from_what_it_signed_unless_another_vouches()
    {
        string before = "";
        await Run(setUp: true, work: async (_, admin) => before = await Release(admin, "1.0.0"));
        await Rotate(DateTimeOffset.UtcNow.AddHours(-1));
        string list = "";
        await Run(
            async (_, admin) =>
            {
                RecordEvent told = Assert.Single((await admin.ListEvents(type: "LogKeyRotated")).Events);
                Assert.Contains("may have been in others' hands since", told.Summary, StringComparison.Ordinal);
                list = System.Text.Encoding.UTF8.GetString(
                    await admin.ReleaseStatus((await admin.ListProjects()).Single().Id).Bytes()
                );
            }
        );
        AuditReport audit = Audit();
        // The store itself is sound: its record is under the key of today.
        Assert.Empty(audit.Faults);
        Assert.Contains("no witness has cosigned", Assert.Single(audit.Doubts), StringComparison.Ordinal);
        LogKeyChain chain = LogKeyChain.Parse(File.ReadAllText(Changes));
        Assert.Contains(
            "may have been in others' hands",
            Assert.Single(VerifyCommand.Verify(before, null, changes: chain).Faults).What,
            StringComparison.Ordinal
        );
        Assert.Empty(VerifyCommand.Verify(before, null, statusList: list, changes: chain).Faults);
    }

    [Theory]
    [InlineData("make the key")]
    [InlineData("record the change")]
    [InlineData("put the files in their places")]
    public async Task Whoever_is_killed_at_a_step_has_the_old_key_or_the_new_and_a_store_that_starts(string step)
    {
        await Run(setUp: true, work: (_, _) => Task.CompletedTask);
        string old = Key().ToString();
        await Assert.ThrowsAsync<OperationCanceledException>(() =>
            LogKeyRotation.Run(
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
        Assert.Empty(Audit().Faults);
        bool recorded = step == "put the files in their places";
        await Run(
            async (_, admin) =>
                Assert.Equal(recorded ? 1 : 0, (await admin.ListEvents(type: "LogKeyRotated")).Events.Count)
        );
        Assert.Equal(recorded, Key().ToString() != old);
        Assert.Empty(Audit().Faults);
        // And another change goes on from there.
        await Rotate();
        Assert.Empty(Audit().Faults);
        Assert.Single(Directory.GetFiles(Path.Combine(_data, "keys"), "log-signing.key*"));
    }

    [Theory]
    // What the last steps leave, each in its turn.
    [InlineData("next, former")]
    [InlineData("next, present")]
    [InlineData("present, former")]
    public async Task Files_that_a_kill_left_between_two_renames_are_put_in_their_places(string left)
    {
        await Run(setUp: true, work: (_, _) => Task.CompletedTask);
        string former = File.ReadAllText(Signing);
        await Rotate();
        string next = File.ReadAllText(Signing);
        StoreStart.Leave(Signing, former, next, left);

        Assert.Empty(Audit().Faults);
        await Run((_, _) => Task.CompletedTask);
        Assert.Equal(next, File.ReadAllText(Signing));
        Assert.Single(Directory.GetFiles(Path.Combine(_data, "keys"), "log-signing.key*"));
        Assert.Empty(Audit().Faults);
    }

    [Theory]
    [InlineData("a key that no record names", "no change to it was recorded")]
    [InlineData("the old key again", "an older copy of keys/")]
    [InlineData("a head by the old key", "gave up on")]
    [InlineData("the head of both keys gone", "not under a checkpoint that both keys have signed")]
    [InlineData("the head of both keys by one", "not under a checkpoint that both keys have signed")]
    [InlineData("a change that the old key did not sign", "not signed by the key that is given up")]
    [InlineData("a change of another state", "another state of the record")]
    [InlineData("a change from a key of before", "not the one that signed before it")]
    [InlineData("other changes for others", "not those of the record")]
    public async Task What_was_not_handed_over_by_both_keys_is_refused_and_named(string harm, string said)
    {
        await Run(setUp: true, work: (_, _) => Task.CompletedTask);
        string former = File.ReadAllText(Signing);
        LogKeyChange change = await Rotate();
        await Run((_, admin) => admin.Register("after"));
        LogSigner old = LogSigner.Parse(former);
        LogSigner thief = new(old.Verifier.Name, [.. Enumerable.Repeat((byte)3, 32)]);
        switch (harm)
        {
            case "a key that no record names":
                Put(thief.Export());
                break;
            case "the old key again":
                Put(former);
                break;
            case "a head by the old key":
                Resign(old, "SELECT MAX(size) FROM checkpoint");
                break;
            case "the head of both keys gone":
                Change($"DELETE FROM checkpoint WHERE size = {change.Size + 1}");
                break;
            case "the head of both keys by one":
                Resign(LogSigner.Parse(File.ReadAllText(Signing)), $"SELECT {change.Size + 1}");
                break;
            case "a change that the old key did not sign":
                await Forge(thief, LogSigner.Parse(File.ReadAllText(Signing)), thief);
                break;
            case "a change of another state":
                await Forge(LogSigner.Parse(File.ReadAllText(Signing)), null, thief, size: 2);
                break;
            case "a change from a key of before":
                await Forge(old, null, thief);
                break;
            default:
                File.WriteAllText(Changes, "");
                break;
        }

        Assert.Contains(Audit().Faults, f => f.ToString().Contains(said, StringComparison.Ordinal));
        if (harm != "other changes for others")
        {
            StoreFaultException refused = Assert.Throws<StoreFaultException>(() => Build(null));
            Assert.Contains(said, refused.Message, StringComparison.Ordinal);
            Assert.Throws<StoreFaultException>(() => Build(Decision));
        }
    }

    [Fact]
    public async Task A_key_that_is_lost_after_a_change_is_gone_on_without_and_what_both_signed_stays_checked()
    {
        await Run(setUp: true, work: (_, _) => Task.CompletedTask);
        LogKeyChange change = await Rotate();
        await Run((_, admin) => admin.Register("after"));
        File.Delete(Signing);
        Assert.Throws<StoreFaultException>(() => Build(null));
        await Run((_, _) => Task.CompletedTask, acceptance: Decision);
        Assert.Empty(Audit().Faults);
        await Rotate();
        await Run((_, _) => Task.CompletedTask);
        Assert.Empty(Audit().Faults);
        Assert.Single(LogKeyChain.Parse(File.ReadAllText(Changes)).Changes);
        LogSigner thief = new(change.Former.Name, [.. Enumerable.Repeat((byte)3, 32)]);
        Resign(thief, $"SELECT {change.Size + 1}");
        Assert.NotEmpty(Audit().Faults);
    }

    [Fact]
    public async Task A_database_of_before_the_change_under_the_key_of_after_needs_a_decision()
    {
        await Run(setUp: true, work: (_, _) => Task.CompletedTask);
        File.Copy(Path.Combine(_data, "overread.db"), _data + ".db");
        await Rotate();
        File.Move(_data + ".db", Path.Combine(_data, "overread.db"), overwrite: true);
        Assert.Contains(
            Audit().Faults,
            f => f.ToString().Contains("changed after this state of the database", StringComparison.Ordinal)
        );
        StoreFaultException refused = Assert.Throws<StoreFaultException>(() => Build(null));
        Assert.Contains("changed after this state", refused.Message, StringComparison.Ordinal);
        await Run((_, _) => Task.CompletedTask, acceptance: Decision);
        Assert.Empty(Audit().Faults);
        await Run((_, _) => Task.CompletedTask);
    }

    [Fact]
    public async Task A_backup_of_before_the_change_stays_sound_and_comes_back_with_its_own_keys()
    {
        await Run(setUp: true, work: (_, _) => Task.CompletedTask);
        string dest = _data + ".other/dest";
        string archives = _data + ".other/keys";
        BackupReport made = StoreBackup.Run(
            new BackupRequest(_data, dest, "tester") { Keys = archives, Passphrase = BackupStore.Passphrase },
            null,
            CancellationToken.None
        );
        Assert.Empty(made.Faults);
        await Rotate();
        KeySource live = new(_data, null);
        Assert.Empty(Assert.Single(BackupCheck.Run(dest, live, null, true, null, CancellationToken.None)).Faults);
        RestoreReport restored = StoreRestore.Run(
            new RestoreRequest(dest, _data + ".other/a", new KeySource(archives, BackupStore.Passphrase), "tester"),
            null,
            CancellationToken.None
        );
        Assert.Empty(restored.Faults);
        Assert.Equal(made.Root, restored.Root);
        // With the keys of today it is an older state, which somebody has to go on with.
        RestoreReport ahead = StoreRestore.Run(
            new RestoreRequest(dest, _data + ".other/b", live, "tester"),
            null,
            CancellationToken.None
        );
        Assert.Contains(ahead.Faults, f => f.Contains("changed after this state", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_running_store_and_a_time_to_come_are_refused()
    {
        await Run(setUp: true, work: async (_, _) => await Assert.ThrowsAsync<StoreFormException>(() => Rotate()));
        await Assert.ThrowsAsync<StoreFormException>(() => Rotate(DateTimeOffset.UtcNow.AddDays(1)));
        await Assert.ThrowsAsync<StoreFormException>(() =>
            LogKeyRotation.Run(_data + ".none", "Ann", "Why", null, TimeProvider.System)
        );
        Assert.False(Directory.Exists(_data + ".none"));
    }

    private Task<LogKeyChange> Rotate(DateTimeOffset? since = null) =>
        LogKeyRotation.Run(_data, "Ann Example", "Once a year.", since, TimeProvider.System);

    private VerifierKey Key() => VerifierKey.Parse(File.ReadAllText(Path.Combine(_data, "keys", "log-verifier.vkey")));

    private string Kept(string name, string text)
    {
        Directory.CreateDirectory(_data + ".other");
        string file = Path.Combine(_data + ".other", name);
        File.WriteAllText(file, text);
        return file;
    }

    private AuditReport Audit() => StoreAudit.Run(_data, fast: false, null, CancellationToken.None);

    private void Put(string key)
    {
        File.WriteAllText(Signing, key);
        File.WriteAllText(Path.Combine(_data, "keys", "log-verifier.vkey"), LogSigner.Parse(key).Verifier + "\n");
    }

    // As somebody who has the keys of the store and not the one that is given up.
    private Task Forge(LogSigner from, LogSigner? shown, LogSigner to, long? size = null) =>
        Run(
            async (app, _) =>
            {
                IDatabase database = app.Services.GetRequiredService<IDatabase>();
                SignedNote head = await database.Seal();
                Checkpoint at = Checkpoint.Parse(head.Text);
                LogKeyChange change = new(
                    size ?? at.Size,
                    at.Root,
                    (shown ?? from).Verifier,
                    to.Verifier,
                    "2026-05-04T00:00:00.000Z",
                    null
                );
                SignedNote one = SignedNote.Sign(change.ToText(), from);
                SignedNote both = one with
                {
                    Signatures = [.. one.Signatures, .. SignedNote.Sign(change.ToText(), to).Signatures],
                };
                await database.Write(
                    Actor.System,
                    u =>
                        u.Append(
                            new About(null, "store"),
                            new LogKeyRotated(
                                "Eve",
                                "Because.",
                                change.Former.ToString(),
                                change.Next.ToString(),
                                null,
                                both.ToString()
                            )
                        )
                );
            }
        );

    private void Resign(LogSigner by, string size)
    {
        using SqliteConnection connection = new($"Data Source={_data}/overread.db;Pooling=False");
        connection.Open();
        using SqliteCommand read = connection.CreateCommand();
        read.CommandText = $"SELECT note FROM checkpoint WHERE size = ({size})";
        SignedNote note = SignedNote.Parse((string)read.ExecuteScalar()!);
        using SqliteCommand write = connection.CreateCommand();
        write.CommandText = $"UPDATE checkpoint SET note = $note WHERE size = ({size})";
        write.Parameters.AddWithValue("$note", SignedNote.Sign(note.Text, by).ToString());
        Assert.Equal(1, write.ExecuteNonQuery());
    }

    private void Change(string sql)
    {
        using SqliteConnection connection = new($"Data Source={_data}/overread.db;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(command.ExecuteNonQuery() > 0);
    }

    private WebApplication Build(StoreAcceptance? acceptance) => StoreStart.Build(_data, acceptance);

    private Task Run(
        Func<WebApplication, OverreadClient, Task> work,
        StoreAcceptance? acceptance = null,
        bool setUp = false
    ) => StoreStart.Run(_data, work, acceptance, setUp);

    /// <summary>A release of two items that one reader read; returns its bundle's folder.</summary>
    private async Task<string> Release(OverreadClient admin, string version, string? project = null)
    {
        project ??= await StoreStart.ReadProject(admin);
        JobView job = await admin.PublishRelease(project, new() { Name = "test", Version = version });
        return Path.Combine(_data, "releases", (await admin.WaitForJob<ReleaseResult>(job)).Release);
    }
}
