using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Client.Model;
using Overread.Domain.Record;
using Overread.Server.Composition;
using Overread.Server.Composition.Operations;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>The operator is told: space, clock, jobs, backups, audits; and readers keep what is left of a disk.</summary>
public sealed class OperationsTests
{
    private const long Gib = 1L << 30;

    [Fact]
    public async Task The_page_says_what_there_is_and_what_there_is_not()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.References(project, 3);
        JsonNode first = await Operations(server);
        Assert.Contains("backup.none", Concerns(first));
        Assert.Contains("audit.none", Concerns(first));
        Assert.Null(first["backup"]);
        Assert.Null(first["certificate"]);
        Assert.Equal("ok", (string)first["disk"]!["state"]!);
        Assert.True((long)first["record"]!["events"]! > 5);
        Dictionary<string, long> parts = first["parts"]!["parts"]!
            .AsArray()
            .ToDictionary(p => (string)p!["part"]!, p => (long)p!["bytes"]!);
        Assert.True(parts["database"] > 4096);
        Assert.True(parts["keys"] >= new FileInfo(Path.Combine(server.Data, "keys", "log-signing.key")).Length);
        JobView job = await server.Admin.StartAudit();
        for (int i = 0; i < 200 && (await server.Admin.ShowJob(job.Id)).State is not "done"; i++)
        {
            await Task.Delay(50);
        }

        JsonNode second = await Operations(server);
        Assert.DoesNotContain("audit.none", Concerns(second));
        Assert.Equal(0, (long)second["audit"]!["faults"]!);
        Assert.True((long)second["audit"]!["events"]! >= (long)first["record"]!["events"]!);
    }

    [Fact]
    public async Task A_disk_that_is_low_takes_what_readers_save_and_nothing_that_can_wait()
    {
        long free = 5 * Gib;
        await using TestServer server = await TestServer.Start(more: o => o with { Space = () => (free, 100 * Gib) });
        using LogCapture log = server.Capture();
        DiskWatch disk = server.App.Services.GetRequiredService<DiskWatch>();
        string project = await server.Project(1);
        await server.References(project, 2);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        string batch = (await server.Admin.OpenBatch(project, new() { Name = "b" })).Id;
        disk.Check();
        free = Gib - 1;
        disk.Check();
        disk.Check();
        OverreadProblemException low = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            server.Admin.OpenBatch(project, new() { Name = "c" })
        );
        Assert.Equal((507, "disk.low"), (low.Status, low.Code));
        Assert.Contains("room", low.Message, StringComparison.Ordinal);
        (_, JsonObject problem) = await server
            .Admin.Raw()
            .Refused(HttpMethod.Post, $"api/projects/{project}/batches", """{"name":"c"}""");
        Assert.Equal(Gib - 1, (long)problem["freeBytes"]!);
        Assert.True((long)problem["neededBytes"]! >= Gib);
        Assert.Equal(
            "disk.low",
            (await Assert.ThrowsAsync<OverreadProblemException>(() => server.Admin.CloseBatch(project, batch))).Code
        );
        Assert.NotNull(await TestServer.ReadNext(reader, project, _ => "present"));
        Assert.Contains("disk.low", Concerns(await Operations(server)));
        free = 5 * Gib;
        disk.Check();
        await server.Admin.OpenBatch(project, new() { Name = "d" });
        // Said once when it came and once when it went, however often it was looked at.
        Assert.Single(log.Text.Split('\n'), l => l.Contains("disk is low", StringComparison.Ordinal));
        Assert.Single(log.Text.Split('\n'), l => l.Contains("well again", StringComparison.Ordinal));
        Assert.Contains($"{Gib - 1} bytes are free", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_is_full_or_takes_no_writes_is_said_with_what_is_free()
    {
        long free = 5 * Gib;
        await using TestServer server = await TestServer.Start(more: o => o with { Space = () => (free, 100 * Gib) });
        using LogCapture log = server.Capture();
        DiskWatch disk = server.App.Services.GetRequiredService<DiskWatch>();
        free = 1000;
        disk.Check();
        Assert.Equal("full", (string)(await Operations(server))["disk"]!["state"]!);
        Assert.Contains("1000 bytes are free", log.Text, StringComparison.Ordinal);
        free = 5 * Gib;
        // What is written to see whether the disk takes it cannot be.
        string probe = Path.Combine(server.Data, DiskWatch.ProbeFile);
        Directory.CreateDirectory(probe);
        disk.Check();
        Assert.Equal("failing", (string)(await Operations(server))["disk"]!["state"]!);
        Assert.Contains("takes no writes", log.Text, StringComparison.Ordinal);
        Directory.Delete(probe);
        disk.Check();
        Assert.Equal("ok", (string)(await Operations(server))["disk"]!["state"]!);
    }

    [Fact]
    public async Task A_clock_that_jumps_is_recorded_and_the_order_of_the_record_stands()
    {
        HandClock clock = new();
        await using TestServer server = await TestServer.Start(more: o => o with { Time = clock });
        ClockWatch watch = server.App.Services.GetRequiredService<ClockWatch>();
        await watch.Look();
        Assert.Empty(Jumps(server));
        // Time that passes is no jump, however much of it.
        clock.Pass(7200);
        await watch.Look();
        Assert.Empty(Jumps(server));
        clock.Jump(3600);
        await watch.Look();
        clock.Jump(-7200);
        await watch.Look();
        await watch.Look();
        Assert.Equal([3600, -7200], Jumps(server).Select(j => j.Seconds));
        Assert.Contains("clock.jumped", Concerns(await Operations(server)));
        IDatabase database = server.App.Services.GetRequiredService<IDatabase>();
        Assert.Empty((await database.Audit()).Faults);
    }

    [Fact]
    public async Task A_clock_that_is_behind_the_newest_event_is_recorded_at_the_start()
    {
        string data = Directory.CreateTempSubdirectory("overread-clock-").FullName;
        try
        {
            HandClock clock = new();
            clock.Jump(86_400);
            string url = $"http://127.0.0.1:{TestServer.FreePort()}";
            await using (WebApplication app = OverreadHost.Build(new ServeOptions(data, url) { Time = clock }))
            {
                await app.StartAsync();
                using OverreadClient admin = new(new Uri(url));
                await admin.SetUp();
                await app.StopAsync();
            }

            clock.Jump(-86_400);
            await using (WebApplication app = OverreadHost.Build(new ServeOptions(data, url) { Time = clock }))
            {
                await app.Services.GetRequiredService<ClockWatch>().Look();
                ClockJumped jump = Assert.Single(Jumps(app.Services.GetRequiredService<IDatabase>()));
                Assert.True(jump.AtStart);
                Assert.InRange(jump.Seconds, -86_500, -86_000);
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static List<ClockJumped> Jumps(TestServer server) =>
        Jumps(server.App.Services.GetRequiredService<IDatabase>());

    private static List<ClockJumped> Jumps(IDatabase database)
    {
        using ReadLease read = database.Read();
        return
        [
            .. read
                .Record.Events(new RecordQuery { Streams = ["store"], Types = [nameof(ClockJumped)] })
                .Select(e => (ClockJumped)e.Event),
        ];
    }

    private static async Task<JsonNode> Operations(TestServer server) =>
        (await server.Admin.Raw().Get("api/operations"))!;

    private static string[] Concerns(JsonNode view) =>
        [.. view["attention"]!.AsArray().Select(c => (string)c!["code"]!)];

    [Theory]
    [InlineData(100 * Gib, null, Gib)]
    [InlineData(20 * Gib, null, Gib)]
    [InlineData(10 * Gib, null, Gib / 2)]
    [InlineData(48L << 20, null, (48L << 20) / 20)]
    [InlineData(10 * Gib, 2 * Gib, 2 * Gib)]
    public void A_small_disk_is_low_at_a_share_of_it_unless_said_otherwise(long total, long? said, long low) =>
        Assert.Equal(low, new ServeOptions("/nowhere", "http://127.0.0.1") { LowSpace = said }.LowSpaceOf(total));
}
