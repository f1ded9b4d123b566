using Overread.Client;
using Overread.Server.Composition;

namespace Overread.Server.Tests;

/// <summary>A store that nobody but its server wrote to has no fault, wherever kill -9 met the server.</summary>
public sealed class CleanStoreTests
{
    [Fact]
    public async Task No_clean_store_is_called_altered_wherever_its_server_was_killed()
    {
        int stores = Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1" ? 200 : 4;
        Random random = new(23);
        List<string> alarms = [];
        long events = 0;
        for (int store = 0; store < stores; store++)
        {
            string data = Directory.CreateTempSubdirectory("overread-clean-").FullName;
            string url = $"http://127.0.0.1:{TestServer.FreePort()}";
            using ServerProcess server = new(data, url);
            try
            {
                using OverreadClient admin = ServerProcess.Client(url);
                await server.Ready(admin);
                string project = await ServerProcess.SetUp(admin);
                using CancellationTokenSource stop = new();
                Task[] busy = [.. Enumerable.Range(0, 3).Select(i => Busy(admin, project, i, stop.Token))];
                await Task.Delay(random.Next(400));
                await server.Kill();
                await stop.CancelAsync();
                await Task.WhenAll(busy);
                Storage.AuditReport report = StoreAudit.Run(data, fast: false, null, CancellationToken.None);
                alarms.AddRange(report.Faults.Select(f => $"store {store}: {f}"));
                events += report.Events;
            }
            finally
            {
                await server.Kill();
                Directory.Delete(data, recursive: true);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{stores} stores, {events} events, {alarms.Count} false alarms"
        );
        Assert.Empty(alarms);
        Assert.True(events > stores * 3, $"only {events} events");
    }

    // Everything that writes: the record, projections, the guarded tables of accounts, sessions and tokens, checkpoints.
    private static async Task Busy(OverreadClient admin, string project, int who, CancellationToken stop)
    {
        try
        {
            for (int n = 0; !stop.IsCancellationRequested; n++)
            {
                switch ((who + n) % 3)
                {
                    case 0:
                        await admin.Register($"w{who}n{n}");
                        break;
                    case 1:
                        await admin.Token("read");
                        break;
                    default:
                        await admin.SetMember(
                            project,
                            (await admin.ShowSession(CancellationToken.None)).Person!.Id,
                            new() { Roles = n % 2 == 0 ? ["lead"] : ["lead", "auditor"] },
                            CancellationToken.None
                        );
                        break;
                }
            }
        }
        catch (Exception e) when (e is OverreadUnreachableException or OverreadProblemException)
        {
            // The server is gone.
        }
    }
}
