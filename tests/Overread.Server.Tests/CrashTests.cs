using System.Collections.Concurrent;
using Overread.Client;
using Overread.Client.Model;
using Overread.Server.Composition;

namespace Overread.Server.Tests;

public class CrashTests
{
    [Fact]
    public async Task No_acknowledged_save_is_lost_when_the_server_is_killed_while_twenty_readers_save()
    {
        int kills = Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1" ? 100 : 4;
        string data = Directory.CreateTempSubdirectory("overread-crash-").FullName;
        string url = $"http://127.0.0.1:{TestServer.FreePort()}";
        using ServerProcess server = new(data, url);
        try
        {
            using OverreadClient admin = ServerProcess.Client(url);
            await server.Ready(admin);
            string project = await ServerProcess.SetUp(admin);
            await admin.Publish(project, TestServer.Protocol(20));
            await admin.AddReferences(project, "item\nonly\n");
            List<(OverreadClient Client, string Read)> readers = [];
            for (int i = 0; i < 20; i++)
            {
                await ServerProcess.Join(admin, project, $"r{i}", "reader");
                OverreadClient client = ServerProcess.Client(url);
                await client.SignIn($"r{i}@test.example");
                readers.Add((client, (await client.NextRead(project))!.Read.Id));
            }

            ConcurrentDictionary<string, string> acknowledged = new();
            Random random = new(7);
            for (int kill = 0; kill < kills; kill++)
            {
                using CancellationTokenSource stop = new();
                Task[] saving =
                [
                    .. readers.Select((r, i) => Save(r.Client, r.Read, $"k{kill}-r{i}", acknowledged, stop.Token)),
                ];
                await Task.Delay(150 + random.Next(350));
                await server.Kill();
                await stop.CancelAsync();
                await Task.WhenAll(saving);
                Assert.Empty(StoreAudit.Run(data, fast: false, null, CancellationToken.None).Faults);
                server.Start();
                await server.Ready(admin);
            }

            HashSet<string> kept = [.. await Comments(admin, project)];
            Assert.NotEmpty(acknowledged);
            Assert.Empty(acknowledged.Values.Except(kept));
            readers.ForEach(r => r.Client.Dispose());
        }
        finally
        {
            await server.Kill();
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task Save(
        OverreadClient client,
        string read,
        string name,
        ConcurrentDictionary<string, string> acknowledged,
        CancellationToken stop
    )
    {
        for (int n = 0; !stop.IsCancellationRequested; n++)
        {
            string id = $"{name}-{n:00000}";
            try
            {
                await client.Append(read, 1, ReadEvents.Commented(id, id));
                acknowledged[id] = id;
            }
            catch (Exception e) when (e is OverreadUnreachableException or OverreadProblemException)
            {
                // The server is gone: this one was not acknowledged.
                return;
            }
        }
    }

    private static async Task<List<string>> Comments(OverreadClient admin, string project)
    {
        List<string> ids = [];
        long? before = null;
        do
        {
            RecordPage page = await admin.ListEvents(
                project: project,
                type: "CommentAdded",
                before: before,
                take: 1000
            );
            ids.AddRange(page.Events.Select(e => e.Id));
            before = page.Before;
        } while (before is not null);
        return ids;
    }
}
