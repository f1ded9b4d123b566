using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Overread.Cli;
using Overread.Cli.Server;
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
            using ApiClient admin = new(url);
            await server.Ready(admin);
            string project = await ServerProcess.SetUp(admin);
            await admin.Put($"api/projects/{project}/protocols/draft", TestServer.Protocol(20));
            await admin.Post($"api/projects/{project}/protocols/draft/publish");
            await admin.PostText($"api/projects/{project}/references", "item\nonly\n", "text/csv");
            List<(ApiClient Client, string Read)> readers = [];
            for (int i = 0; i < 20; i++)
            {
                await ServerProcess.Join(admin, project, $"r{i}", "reader");
                ApiClient client = new(url);
                await client.SignIn($"r{i}@test.example", TestServer.Password);
                readers.Add(
                    (
                        client,
                        (await client.Post($"api/projects/{project}/work/next"))!["read"]!["id"]!.GetValue<string>()
                    )
                );
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
                Assert.Empty(StoreAudit.Run(data, null, CancellationToken.None).Faults);
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
        ApiClient client,
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
                await client.Post(
                    $"api/reads/{read}/events",
                    new
                    {
                        baseRevision = 1,
                        events = new object[]
                        {
                            new
                            {
                                id,
                                at = "2026-01-01T00:00:00.000Z",
                                type = "CommentAdded",
                                text = id,
                            },
                        },
                    }
                );
                acknowledged[id] = id;
            }
            catch (Exception e)
                when (e
                        is CommandFailedException
                            or IOException
                            or HttpRequestException
                            or System.Text.Json.JsonException
                )
            {
                // The server is gone: this one was not acknowledged.
                return;
            }
        }
    }

    private static async Task<List<string>> Comments(ApiClient admin, string project)
    {
        List<string> ids = [];
        long? before = null;
        do
        {
            JsonNode page = (
                await admin.Get(
                    $"api/record/events?project={project}&type=CommentAdded&take=1000{(before is null ? "" : $"&before={before}")}"
                )
            )!;
            ids.AddRange(page["events"]!.AsArray().Select(e => e!["id"]!.GetValue<string>()));
            before = page["before"]?.GetValue<long>();
        } while (before is not null);
        return ids;
    }
}
