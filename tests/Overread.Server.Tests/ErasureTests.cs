using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Overread.Cli;
using Overread.Client;
using Overread.Client.Model;
using Overread.Server.Composition;
using Overread.Server.Composition.Backup;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>What is erased is nowhere in the folder any more; what is of others, and every proof, stays.</summary>
public sealed class ErasureTests
{
    private const string Said = "Zebra stripes beside the hilum";

    [Fact]
    public async Task An_erased_subject_is_found_nowhere_and_the_record_still_holds()
    {
        await using BackupStore store = await Begun();
        TestServer server = store.Server;
        (string item, string subject) = await ItemOf(store, 0);
        (string other, _) = await ItemOf(store, 1);
        byte[][] secrets = await Secrets(store, item, subject);
        List<string> found = Found(server.Data, secrets);
        // Each is there before, and none of them in the other's image.
        Assert.All(secrets, s => Assert.NotEmpty(Found(server.Data, [s])));
        Assert.Contains("overread.db", string.Join(' ', found), StringComparison.Ordinal);
        BackupReport before = store.Backup();
        await store.Event("BackupMade");
        SignedRecord proven = await Proven(server);

        Erasure seen = await Erase(server, store.Project, subject, preview: true);
        Assert.Equal(("preview", 1), (seen.Decision, seen.Items));
        Assert.Equal(found, Found(server.Data, secrets));
        Erasure done = await Erase(server, store.Project, subject);
        Assert.Equal(
            ("erased", seen.Items, seen.Events, seen.Files),
            (done.Decision, done.Items, done.Events, done.Files)
        );
        Assert.True(done.Events > 4 && done.Files > 0);
        await Settled(server);

        Assert.Empty(Found(server.Data, secrets));
        AuditReport report = StoreAudit.Run(server.Data, fast: false, null, CancellationToken.None);
        Assert.Empty(report.Faults);
        Assert.Equal(done.Events, report.Erased);
        Assert.Equal(proven, await Proven(server));
        // Out of service, and the other one is not.
        await Refused("item.unknown", () => server.Admin.ShowItem(store.Project, item));
        Assert.Equal([other], (await server.Admin.ListItems(store.Project)).Rows.Select(r => r.Id));
        Assert.NotEmpty(
            await server
                .Admin.GetFile(store.Project, (await server.Admin.ShowItem(store.Project, other)).Series[0].Files[0].Id)
                .Bytes()
        );
        await Refused("subjects.unknown", () => Erase(server, store.Project, subject));
        // Backups from before go with the next one, and that brings nothing back.
        BackupReport after = store.Backup();
        Assert.Equal([before.Backup], after.Removed);
        RestoreReport restored = store.Restore("restored");
        Assert.Empty(restored.Faults);
        Assert.Empty(Found(restored.Folder, secrets));
    }

    [Fact]
    public async Task What_came_beside_the_images_of_an_erased_subject_goes_with_them()
    {
        const string Structure = "BLADDER";
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        byte[] image = ScreenImage.Create("ERASED", modality: "CT", bodyPart: "KNEE");
        string batch = await Gate.Receive(
            steward,
            project,
            [("image.dcm", image), ("contours.dcm", CompanionObjects.StructuresOf(image, Structure))]
        );
        await Gate.ApproveAll(steward, project, batch);
        byte[][] secret = [Encoding.ASCII.GetBytes(Structure)];
        string blobs = Path.Combine(server.Data, "blobs");
        Assert.NotEmpty(Found(blobs, secret));
        ItemRow item = Assert.Single((await server.Admin.ListItems(project)).Rows);
        Erasure done = await steward.EraseSubject(project, new() { Subject = item.Subject, Reason = "Asked for." });
        Assert.True(done.Files >= 2, $"{done.Files} files");
        await Settled(server);
        Assert.Empty(Found(blobs, secret));
        Assert.Empty(StoreAudit.Run(server.Data, fast: false, null, CancellationToken.None).Faults);
    }

    [Fact]
    public async Task Who_is_retained_stays_whole_and_the_record_says_why()
    {
        await using BackupStore store = await Begun();
        (string item, string subject) = await ItemOf(store, 0);
        Erasure decided = await Erase(store.Server, store.Project, subject, "retain");
        Assert.Equal("retained", decided.Decision);
        Assert.NotNull(await store.Server.Admin.ShowItem(store.Project, item));
        Assert.Contains(
            "is retained (Asked for.)",
            (await store.Event("SubjectRetained")).Summary,
            StringComparison.Ordinal
        );
        // A later decision may be another; then the earlier one, which names the subject, goes as well.
        await Erase(store.Server, store.Project, subject);
        await Settled(store.Server);
        Assert.Empty(Found(store.Server.Data, [Encoding.UTF8.GetBytes(subject)]));
    }

    [Fact]
    public async Task Nothing_is_erased_while_a_batch_waits_without_a_reason_or_by_whoever_may_not()
    {
        await using BackupStore store = await Begun(undecided: true);
        TestServer server = store.Server;
        (string item, string subject) = await ItemOf(store, 0);
        await Refused("erasure.batches-open", () => Erase(server, store.Project, subject));
        await Refused("reason.needed", () => Erase(server, store.Project, subject, reason: " "));
        await Refused("erasure.decision", () => Erase(server, store.Project, subject, "forget"));
        await Refused("subjects.unknown", () => Erase(server, store.Project, "nobody"));
        (OverreadClient lead, _) = await server.Person(store.Project, "lee", "lead");
        await Refused(
            "access.role",
            () =>
                lead.EraseSubject(
                    store.Project,
                    new()
                    {
                        Subject = subject,
                        Reason = "r",
                        Decision = "erase",
                    }
                )
        );
        Assert.NotNull(await server.Admin.ShowItem(store.Project, item));
        Assert.Empty((await server.Admin.ListEvents(type: "EventsErased", take: 1)).Events);
    }

    [Fact]
    public async Task Releases_that_hold_the_subject_are_named_and_kept_by_a_recorded_decision_alone()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        string me = (await server.Admin.ShowSession()).Person!.Id;
        await server.Admin.SetMember(project, me, new() { Roles = ["lead", "steward"] });
        await server.Admin.AddReferences(project, "item,subject\na,p-one\nb,p-two\nc,p-three\n");
        (OverreadClient reader, _) = await server.Person(project, "rea", "reader");
        while (await TestServer.ReadNext(reader, project, _ => "present") is not null) { }

        Bundle release = await Bundle.Publish(server, project, "1.0.0");
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            Erase(server, project, "p-two")
        );
        Assert.Equal("erasure.released", refused.Code);
        Assert.Contains(":1.0.0", refused.Message, StringComparison.Ordinal);
        Erasure done = await server.Admin.EraseSubject(
            project,
            new()
            {
                Subject = "p-two",
                Reason = "Asked for.",
                Decision = "erase",
                KeepReleases = "Ten years by law.",
            }
        );
        Assert.Equal(release.Id, Assert.Single(done.Releases).Id);
        await Settled(server);
        Assert.Empty(StoreAudit.Run(server.Data, fast: false, null, CancellationToken.None).Faults);
        Assert.Contains(
            "Ten years by law.",
            (await server.Admin.ListEvents(type: "SubjectErased", take: 1)).Events[0].Payload!.Value.GetRawText(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_image_that_somebody_else_has_too_stays()
    {
        await using BackupStore store = await Begun();
        TestServer server = store.Server;
        (string item, string subject) = await ItemOf(store, 0);
        (string other, _) = await ItemOf(store, 1);
        string[] own = await Hashes(store, item);
        string[] others = await Hashes(store, other);
        await Erase(server, store.Project, subject);
        await Settled(server);
        Assert.All(own.Except(others), h => Assert.False(File.Exists(Path.Combine(server.Data, "blobs", h[..2], h))));
        Assert.All(others, h => Assert.True(File.Exists(Path.Combine(server.Data, "blobs", h[..2], h))));
    }

    [Fact]
    public async Task The_command_says_what_it_would_do_and_does_it_when_told()
    {
        await using BackupStore store = await Begun();
        (string item, string subject) = await ItemOf(store, 0);
        string token = await store.Server.Admin.Token("read", "write", "admin");
        string[] at =
        [
            "--project",
            store.Project,
            "--server",
            store.Server.Url,
            "--token",
            token,
            "--subject",
            subject,
        ];
        string[] erase = ["subject", "erase", .. at, "--reason", "Asked for."];
        Assert.Equal(0, await BackupStore.Run([.. erase, "--preview"]));
        await Assert.ThrowsAsync<CommandFailedException>(() => BackupStore.Run(erase));
        Assert.Equal(0, await BackupStore.Run(["subject", "retain", .. at, "--reason", "Ten years.", "--json"]));
        Assert.NotNull(await store.Server.Admin.ShowItem(store.Project, item));
        Assert.Equal(0, await BackupStore.Run([.. erase, "--yes"]));
        await Refused("item.unknown", () => store.Server.Admin.ShowItem(store.Project, item));
        await Settled(store.Server);
        string weak = await store.Server.Admin.Token("read", "write");
        (_, string other) = await ItemOf(store, 0);
        await Assert.ThrowsAsync<CommandFailedException>(() =>
            BackupStore.Run([
                "subject",
                "erase",
                "--yes",
                "--reason",
                "r",
                "--project",
                store.Project,
                "--server",
                store.Server.Url,
                "--token",
                weak,
                "--subject",
                other,
            ])
        );
    }

    private sealed record SignedRecord(string Leaves);

    // Two patients whose images passed the gate and were read and remarked on; asked for over DICOMweb, so that the index holds them.
    private static async Task<BackupStore> Begun(bool undecided = false)
    {
        BackupStore store = await BackupStore.Start();
        TestServer server = store.Server;
        string waiting = (await server.Admin.ListBatches(store.Project)).Single(b => b.State == "gate").Id;
        if (!undecided)
        {
            await Gate.ApproveAll(server.Admin, store.Project, waiting);
        }

        (OverreadClient reader, _) = await server.Person(store.Project, "rea", "reader");
        (OverreadClient auditor, _) = await server.Person(store.Project, "aud", "auditor");
        while (await reader.NextRead(store.Project) is { } work)
        {
            await reader.Append(
                work.Read.Id,
                work.Read.Revision,
                ReadEvents.Commented(work.Read.Id + "-c", $"{Said} {work.Item.Id}")
            );
            await reader.SkipRead(work.Read.Id, new() { Reason = "Skipped." });
        }

        using HttpClient http = new() { BaseAddress = new Uri(server.Url) };
        http.DefaultRequestHeaders.Add("Cookie", auditor.Cookie);
        (await http.GetAsync($"/api/projects/{store.Project}/dicomweb/studies")).EnsureSuccessStatusCode();
        return store;
    }

    private static async Task<(string Item, string Subject)> ItemOf(BackupStore store, int which)
    {
        ItemRow row = (await store.Server.Admin.ListItems(store.Project)).Rows[which];
        return (row.Id, row.Subject);
    }

    private static async Task<string[]> Hashes(BackupStore store, string item)
    {
        IDatabase database = store.Server.App.Services.GetRequiredService<IDatabase>();
        using ReadLease read = database.Read();
        return await Task.FromResult(
            read.Connection.All(
                    "SELECT hash, thumbnail FROM file WHERE item = @0",
                    r => new[] { r.GetString(0), r.Text(1) },
                    item
                )
                .SelectMany(h => h)
                .OfType<string>()
                .ToArray()
        );
    }

    // What is the subject's alone: who it is, what was said, what it looks like, what it is called.
    private static async Task<byte[][]> Secrets(BackupStore store, string item, string subject)
    {
        string[] hashes = await Hashes(store, item);
        byte[] image = await File.ReadAllBytesAsync(
            Path.Combine(store.Server.Data, "blobs", hashes[0][..2], hashes[0])
        );
        ItemView detail = await store.Server.Admin.ShowItem(store.Project, item);
        return
        [
            Encoding.UTF8.GetBytes(subject),
            Encoding.UTF8.GetBytes($"{Said} {item}"),
            Encoding.UTF8.GetBytes("ROTH"),
            Encoding.UTF8.GetBytes(hashes[0]),
            image[200..1200],
            Encoding.UTF8.GetBytes(detail.Title),
        ];
    }

    private static List<string> Found(string data, byte[][] secrets) =>
        [
            .. Directory
                .EnumerateFiles(data, "*", SearchOption.AllDirectories)
                .Where(f => !f.EndsWith("server.lock", StringComparison.Ordinal))
                .Where(f =>
                {
                    using FileStream stream = new(f, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                    byte[] bytes = new byte[stream.Length];
                    stream.ReadExactly(bytes);
                    return secrets.Any(s => bytes.AsSpan().IndexOf(s) >= 0);
                })
                .Select(f => Path.GetRelativePath(data, f))
                .Order(StringComparer.Ordinal),
        ];

    private static Task<Erasure> Erase(
        TestServer server,
        string project,
        string subject,
        string decision = "erase",
        bool preview = false,
        string reason = "Asked for."
    ) =>
        server.Admin.EraseSubject(
            project,
            new()
            {
                Subject = subject,
                Reason = reason,
                Decision = decision,
                Preview = preview,
            }
        );

    // Everything that was left to be done is done.
    private static async Task Settled(TestServer server)
    {
        IDatabase database = server.App.Services.GetRequiredService<IDatabase>();
        for (int i = 0; database.Outbox.Pending().Count > 0; i++)
        {
            Assert.True(i < 600, database.Outbox.Pending()[0].Problem);
            await Task.Delay(50);
        }
    }

    private static async Task<SignedRecord> Proven(TestServer server)
    {
        IDatabase database = server.App.Services.GetRequiredService<IDatabase>();
        using ReadLease read = database.Read();
        return await Task.FromResult(
            new SignedRecord(string.Concat(read.Record.Leaves(20).Select(Convert.ToHexStringLower)))
        );
    }

    private static async Task Refused(string code, Func<Task> act) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<OverreadProblemException>(act)).Code);
}
