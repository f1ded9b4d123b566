using Overread.Client;
using Overread.Client.Model;
using Overread.Ledger.Bundles;
using Overread.Server.Composition;

namespace Overread.Server.Tests;

/// <summary>The job that publishes a release, cut off by kill -9 at any moment and taken up again.</summary>
public class ReleaseCrashTests
{
    private const int Items = 400;

    [Fact]
    public async Task A_killed_release_is_taken_up_and_ends_as_one_bundle_that_verifies()
    {
        int rounds = Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1" ? 40 : 3;
        string data = Directory.CreateTempSubdirectory("overread-release-crash-").FullName;
        string url = $"http://127.0.0.1:{TestServer.FreePort()}";
        using ServerProcess server = new(data, url);
        try
        {
            using OverreadClient admin = ServerProcess.Client(url);
            await server.Ready(admin);
            string project = await ServerProcess.SetUp(admin);
            await admin.Publish(project, TestServer.Protocol(1));
            await ReadAll(admin, url, project);
            TimeSpan whole = await Publish(admin, project, 0, server, null);
            Random random = new(13);
            int cut = 0;
            // The first job is the slowest: a kill that came too late comes sooner the next time.
            for (int round = 1; round <= rounds; round++)
            {
                TimeSpan after = whole * random.NextDouble();
                bool met = await Publish(admin, project, round, server, after) > TimeSpan.Zero;
                (cut, whole) = met ? (cut + 1, whole) : (cut, after);
                rounds += cut == 0 && round == rounds && rounds < 12 ? 1 : 0;
            }

            Assert.True(cut > 0, "no kill met a job");
            IReadOnlyList<ReleaseRow> releases = await admin.ListReleases(project);
            Assert.Equal(rounds + 1, releases.Count);
            foreach (ReleaseRow release in releases)
            {
                using BundleFolder bundle = new(Path.Combine(data, "releases", release.Id));
                Assert.Empty(new BundleVerifier(bundle).Verify().Faults);
            }

            Assert.Equal(rounds + 1, Directory.GetFileSystemEntries(Path.Combine(data, "releases")).Length);
            Assert.Empty(StoreAudit.Run(data, fast: false, null, CancellationToken.None).Faults);
        }
        finally
        {
            await server.Kill();
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task ReadAll(OverreadClient admin, string url, string project)
    {
        string csv = "item\n" + string.Concat(Enumerable.Range(0, Items).Select(i => $"case-{i:0000}\n"));
        await admin.AddReferences(project, csv);
        await ServerProcess.Join(admin, project, "ann", "reader");
        using OverreadClient reader = ServerProcess.Client(url);
        await reader.SignIn("ann@test.example");
        while (await TestServer.ReadNext(reader, project, _ => "present") is not null) { }
    }

    /// <summary>
    /// Publishes version ROUND and waits until it is done; kills the server on the way where a time is given. The time it
    /// took, or zero where the kill came too late.
    /// </summary>
    private static async Task<TimeSpan> Publish(
        OverreadClient admin,
        string project,
        int round,
        ServerProcess server,
        TimeSpan? kill
    )
    {
        long start = TimeProvider.System.GetTimestamp();
        string id = (await admin.PublishRelease(project, new() { Name = "set", Version = $"1.{round}" })).Id;
        bool met = true;
        if (kill is { } after)
        {
            await Task.Delay(after);
            met = (await admin.ShowJob(id)).State is "waiting" or "running";
            await server.Kill();
            server.Start();
            await server.Ready(admin);
        }

        for (int i = 0; i < 1200; i++)
        {
            JobView now = await admin.ShowJob(id);
            string state = now.State;
            if (state == "done")
            {
                return met ? TimeProvider.System.GetElapsedTime(start) : TimeSpan.Zero;
            }

            Assert.True(state is "waiting" or "running", $"Round {round}: {now}");
            await Task.Delay(25);
        }

        throw new TimeoutException($"Round {round} did not end.");
    }
}
