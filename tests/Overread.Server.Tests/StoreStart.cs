using Microsoft.AspNetCore.Builder;
using Overread.Client;
using Overread.Server.Composition;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>A server over a folder that outlives it: started, worked with as its administrator, stopped.</summary>
internal static class StoreStart
{
    public static WebApplication Build(string data, StoreAcceptance? acceptance = null) =>
        OverreadHost.Build(
            new ServeOptions(data, $"http://127.0.0.1:{TestServer.FreePort()}") { Acceptance = acceptance }
        );

    public static async Task Run(
        string data,
        Func<WebApplication, OverreadClient, Task> work,
        StoreAcceptance? acceptance = null,
        bool setUp = false
    )
    {
        await using WebApplication app = Build(data, acceptance);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using OverreadClient client = new(new Uri(app.Urls.First()));
        await (setUp ? client.SetUp() : client.SignIn("admin@test.example"));
        await work(app, client);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }
}
