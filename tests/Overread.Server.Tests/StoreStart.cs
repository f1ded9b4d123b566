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

    /// <summary>A key's file as a kill between two renames of its change leaves it.</summary>
    /// <param name="file">Where the key stands.</param>
    /// <param name="left">Which of <c>next</c>, <c>present</c> and <c>former</c> are there; while the next waits, the present is the former.</param>
    public static void Leave(string file, string former, string next, string left)
    {
        string[] there = left.Split(", ");
        File.Delete(file);
        foreach (string one in there)
        {
            (string path, string text) = one switch
            {
                "next" => (file + ".next", next),
                "present" => (file, there.Contains("next") ? former : next),
                "former" => (file + ".former", former),
                _ => throw new ArgumentException(one, nameof(left)),
            };
            File.WriteAllText(path, text);
        }
    }

    /// <summary>A project of two items that one reader has read.</summary>
    public static async Task<string> ReadProject(OverreadClient admin)
    {
        string project = (
            await admin.OpenProject(
                new()
                {
                    Name = "Test",
                    Purpose = "Testing",
                    LegalBasis = "None needed",
                }
            )
        ).Id;
        await admin.Publish(project, TestServer.Protocol(1));
        await admin.AddReferences(project, "item\none\ntwo\n");
        await ServerProcess.Join(admin, project, "ann", "reader");
        using OverreadClient reader = new(admin.Server);
        await reader.SignIn("ann@test.example");
        while (await TestServer.ReadNext(reader, project, _ => "present") is not null) { }

        return project;
    }
}
