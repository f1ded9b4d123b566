using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Client.Model;
using Overread.Domain.Record;
using Overread.Server.Composition;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>A server does not start over a folder that is not as it left it; it says where, what and what to do.</summary>
public sealed class RefusedStartTests : IDisposable
{
    private static readonly StoreAcceptance Decision = new("Ann Example", "The disk died.");
    private readonly string _data = Path.Combine(Path.GetTempPath(), "overread-harmed-" + Path.GetRandomFileName());

    public void Dispose()
    {
        if (Directory.Exists(_data))
        {
            Directory.Delete(_data, recursive: true);
        }
    }

    [Theory]
    [InlineData("keys/log-signing.key", true)]
    [InlineData("keys/table-guard.secret", true)]
    [InlineData("keys/last-checkpoint", true)]
    [InlineData("keys/record-head", true)]
    [InlineData("keys", true)]
    [InlineData("vault", true)]
    [InlineData("overread.db", false)]
    public async Task What_is_gone_is_named_and_gone_on_without_by_a_person_s_decision_alone(
        string gone,
        bool acceptable
    )
    {
        await Fill();
        string path = Path.Combine(_data, gone);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }

        string[] before = Files();
        Assert.NotEmpty(Audit());
        StoreFaultException refused = Assert.Throws<StoreFaultException>(() => Build(null));
        Assert.Contains(Path.GetFileName(gone), refused.Message, StringComparison.Ordinal);
        // Nothing was made in the place of what is missing, but for empty folders.
        Assert.Equal(before, Files());
        if (!acceptable)
        {
            Assert.Throws<StoreFaultException>(() => Build(Decision));
            return;
        }

        await Run(
            Decision,
            async (app, client) =>
            {
                Assert.NotNull((await client.ShowSession()).Person);
                IDatabase database = app.Services.GetRequiredService<IDatabase>();
                await database.Seal();
                using ReadLease read = database.Read();
                StoreAccepted accepted = (StoreAccepted)
                    Assert.Single(read.Record.Events(new RecordQuery { Types = [nameof(StoreAccepted)] })).Event;
                Assert.Equal(("Ann Example", "The disk died."), (accepted.By, accepted.Reason));
                Assert.Contains(accepted.Faults, f => f.StartsWith(gone, StringComparison.Ordinal));
            }
        );
        Assert.Empty(Audit());
        // From then on it starts as any other.
        await Run(null, (_, _) => Task.CompletedTask);
    }

    [Fact]
    public async Task Lost_accounts_do_not_open_the_set_up_again()
    {
        await Fill();
        Change("DELETE FROM account");
        Assert.Throws<StoreFaultException>(() => Build(null));
        await using WebApplication app = Build(Decision);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using OverreadClient stranger = new(new Uri(app.Urls.First()));
        Assert.False((await stranger.ShowSession()).NeedsSetup);
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() => stranger.SetUp());
        Assert.Equal("setup.done", refused.Code);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_image_that_is_damaged_or_gone_is_found_and_given_to_nobody(bool damaged)
    {
        await Fill();
        string[] blobs = Directory.GetFiles(Path.Combine(_data, "blobs"), "*", SearchOption.AllDirectories);
        Assert.True(blobs.Length > 1, "an image and its thumbnail");
        await Run(
            null,
            async (app, client) =>
            {
                // Both were given out before, so that the server knows them.
                string project = (await client.ListProjects()).Single().Id;
                string item = (await client.ListItems(project)).Rows.Single().Id;
                string file = (await client.ShowItem(project, item)).Series.Single().Files.Single().Id;
                string at = $"/api/projects/{project}/files/{file}";
                Assert.Equal(HttpStatusCode.OK, (await Get(client, at)).Status);
                Assert.Equal(HttpStatusCode.OK, (await Get(client, at + "/thumbnail")).Status);
                foreach (string blob in blobs)
                {
                    Harm(blob, damaged);
                }

                HttpStatusCode wanted = damaged ? HttpStatusCode.InternalServerError : HttpStatusCode.NotFound;
                foreach (string path in (string[])[at, at + "/thumbnail"])
                {
                    (HttpStatusCode status, string text) = await Get(client, path);
                    Assert.Equal(wanted, status);
                    Assert.Contains(damaged ? "file.damaged" : "file.lost", text, StringComparison.Ordinal);
                }

                AuditReport report = await app
                    .Services.GetRequiredService<IDatabase>()
                    .Audit(cancel: TestContext.Current.CancellationToken);
                Assert.Equal(blobs.Length, report.Faults.Count);
                Assert.All(report.Faults, f => Assert.StartsWith("blobs/", f.Where, StringComparison.Ordinal));
            }
        );
        // A fast audit does not read them through; it sees what is gone.
        Assert.Equal(damaged, StoreAudit.Run(_data, fast: true, null, CancellationToken.None).Intact);
    }

    [Fact]
    public async Task An_audit_writes_nothing_into_the_folder()
    {
        await Fill();
        string[] before = Files();
        DateTime[] written = [.. before.Select(f => File.GetLastWriteTimeUtc(Path.Combine(_data, f)))];
        Assert.Empty(Audit());
        Assert.Equal(before, Files());
        Assert.Equal(written, before.Select(f => File.GetLastWriteTimeUtc(Path.Combine(_data, f))));
    }

    private static void Harm(string file, bool damaged)
    {
        if (!damaged)
        {
            File.Delete(file);
            return;
        }

        // As somebody would who sets the time back.
        DateTime written = File.GetLastWriteTimeUtc(file);
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        using (FileStream stream = new(file, FileMode.Open, FileAccess.Write))
        {
            stream.Write(bytes);
        }

        File.SetLastWriteTimeUtc(file, written);
    }

    private IReadOnlyList<Storage.AuditFault> Audit() =>
        StoreAudit.Run(_data, fast: false, null, CancellationToken.None).Faults;

    private void Change(string sql)
    {
        using SqliteConnection connection = new($"Data Source={_data}/overread.db;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(command.ExecuteNonQuery() > 0);
    }

    private string[] Files() =>
        [
            .. Directory
                .EnumerateFiles(_data, "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(_data, f))
                .Order(StringComparer.Ordinal),
        ];

    private WebApplication Build(StoreAcceptance? acceptance) => StoreStart.Build(_data, acceptance);

    // An administrator who leads and stewards, and one image that passed the gate.
    private Task Fill() =>
        Run(
            null,
            async (_, admin) =>
            {
                string project = (
                    await admin.OpenProject(
                        new()
                        {
                            Name = "Test",
                            Purpose = "Testing",
                            LegalBasis = "None needed",
                            Template = "lung-nodule",
                        }
                    )
                ).Id;
                string me = (await admin.ShowSession()).Person!.Id;
                await admin.SetMember(project, me, new() { Roles = ["lead", "steward"] });
                string batch = await Gate.Receive(admin, project, [("a.dcm", KeyTests.Image("ROTH", 1))]);
                await Gate.ApproveAll(admin, project, batch);
            },
            setUp: true
        );

    private Task Run(
        StoreAcceptance? acceptance,
        Func<WebApplication, OverreadClient, Task> work,
        bool setUp = false
    ) => StoreStart.Run(_data, work, acceptance, setUp);

    private static async Task<(HttpStatusCode Status, string Text)> Get(OverreadClient client, string path)
    {
        using HttpClient http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = client.Server };
        http.DefaultRequestHeaders.Add("Cookie", client.Cookie);
        using HttpResponseMessage answer = await http.GetAsync(path);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
