using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Client.Model;
using Overread.Domain.Models;
using Overread.Domain.People;
using Overread.Domain.Reads;
using Overread.Domain.Releases;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>Looking is on the record as changing is: every route that shows what is of patients, once for each look.</summary>
public sealed class LookTests
{
    private static readonly string[] Types =
    [
        nameof(ItemViewed),
        nameof(AnswersSeen),
        nameof(ReleaseDownloaded),
        nameof(SuggestionShown),
    ];

    [Fact]
    public async Task Files_of_one_item_that_are_asked_for_at_once_are_one_look()
    {
        await using DataScene scene = await DataScene.Play(1);
        string project = scene.Project;
        ItemRow item = Assert.Single((await scene.Server.Admin.ListItems(project)).Rows);
        string file = (await scene.Server.Admin.ShowItem(project, item.Id)).Series[0].Files[0].Id;
        RawApi admin = scene.Server.Admin.Raw();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => admin.GetBytes($"api/projects/{project}/files/{file}")));
        using ReadLease read = scene.Server.App.Services.GetRequiredService<IDatabase>().Read();
        Assert.Single(
            read.Record.Events(new RecordQuery { Project = project, Types = [nameof(ItemViewed)] }),
            e => e.Event is ItemViewed { What: "files" }
        );
    }

    [Fact]
    public async Task Every_route_that_shows_what_is_of_patients_records_the_look_once()
    {
        await using DataScene scene = await DataScene.Play(1);
        TestServer server = scene.Server;
        IDatabase database = server.App.Services.GetRequiredService<IDatabase>();
        string project = scene.Project;
        Bundle bundle = await Bundle.Publish(server, project, "1.0.0");
        ItemRow item = Assert.Single((await server.Admin.ListItems(project)).Rows);
        string file = (await server.Admin.ShowItem(project, item.Id)).Series[0].Files[0].Id;
        System.Text.Json.Nodes.JsonNode instance = (
            await server.Admin.Raw().Get($"api/projects/{project}/dicomweb/instances?limit=1")
        )!.AsArray()[0]!;
        string Uid(string tag) => (string)instance[tag]!["Value"]![0]!;
        (OverreadClient steward, _) = await server.Person(project, "gate", "steward");
        string batch = await Gate.Receive(steward, project, [("9.dcm", ScreenImage.Create("WAITING"))]);
        EntryView entry = await Gate.Entry(steward, project, batch);
        string waiting = (await Gate.Images(steward, project, batch, entry.Id)).Images[0].File;
        Dictionary<string, string> values = new()
        {
            ["project"] = project,
            ["item"] = item.Id,
            ["subject"] = item.Subject,
            ["study"] = Uid("0020000D"),
            ["series"] = Uid("0020000E"),
            ["instance"] = Uid("00080018"),
            ["frames"] = "1",
            ["frame"] = "1",
            ["tag"] = "7FE00010",
            ["n:int"] = "0",
            ["batch"] = batch,
            ["entry"] = entry.Id,
            ["release"] = bundle.Id,
            ["version"] = "1",
        };
        string[] routes =
        [
            .. server
                .App.Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
                .SelectMany(s => s.Endpoints)
                .OfType<RouteEndpoint>()
                .Where(e =>
                    e.RoutePattern.RawText!.StartsWith("/api/projects/{project}/", StringComparison.Ordinal)
                    && e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true
                )
                .Select(e => e.RoutePattern.RawText!)
                .Distinct(),
        ];
        List<string> showing = [];
        List<string> wrong = [];
        for (int i = 0; i < routes.Length; i++)
        {
            (OverreadClient who, string person) = await server.Person(
                project,
                "who" + i,
                "lead",
                "steward",
                "auditor",
                "adjudicator"
            );
            string address = values.Aggregate(
                routes[i].Replace("{file}", routes[i].Contains("{batch}") ? waiting : file, StringComparison.Ordinal),
                (a, v) => a.Replace("{" + v.Key + "}", v.Value, StringComparison.Ordinal)
            );
            if (address.EndsWith("/bundle", StringComparison.Ordinal))
            {
                address += "?purpose=A%20test";
            }

            for (int look = 1; look <= 2; look++)
            {
                int before = Looks(database, person);
                if (!await Shows(who, address, [file, waiting]))
                {
                    break;
                }

                int noted = Looks(database, person) - before;
                if (look == 1)
                {
                    showing.Add(routes[i]);
                    if (noted != 1)
                    {
                        wrong.Add($"{routes[i]}: {noted}");
                    }
                }
                else if (noted > 1)
                {
                    wrong.Add($"{routes[i]} again: {noted}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        foreach (
            string known in (string[])
                [
                    "/api/projects/{project}/files/{file}",
                    "/api/projects/{project}/files/{file}/thumbnail",
                    "/api/projects/{project}/items/{item}",
                    "/api/projects/{project}/subjects/{subject}/held",
                    "/api/projects/{project}/releases/{release}/bundle",
                    "/api/projects/{project}/batches/{batch}/entries/{entry}",
                    "/api/projects/{project}/batches/{batch}/entries/{entry}/images/{file}/frames/{n:int}",
                    "/api/projects/{project}/dicomweb/studies/{study}/metadata",
                ]
        )
        {
            Assert.Contains(known, showing);
        }
    }

    [Fact]
    public async Task A_series_of_files_is_one_look_in_an_hour_and_the_next_hour_is_another()
    {
        HandClock clock = new();
        await using TestServer server = await TestServer.Start(more: o => o with { Time = clock });
        string project = await server.Project(1);
        (OverreadClient steward, _) = await server.Person(project, "sam", "steward");
        string batch = await Gate.Receive(steward, project, [("0.dcm", ScreenImage.Create("A"))]);
        await Gate.ApproveAll(steward, project, batch);
        (OverreadClient lea, string person) = await server.Person(project, "lea", "lead");
        string item = Assert.Single((await lea.ListItems(project)).Rows).Id;
        string file = (await lea.ShowItem(project, item)).Series[0].Files[0].Id;
        IDatabase database = server.App.Services.GetRequiredService<IDatabase>();
        int before = Looks(database, person);
        for (int i = 0; i < 5; i++)
        {
            await lea.GetFile(project, file).Bytes();
        }

        Assert.Equal(1, Looks(database, person) - before);
        clock.Pass(3600);
        await lea.GetFile(project, file).Bytes();
        Assert.Equal(2, Looks(database, person) - before);
        await server.Admin.SignIn("admin@test.example");
        // A reader's look is their assignment, which is on record with who opened it when.
        (OverreadClient ann, string reader) = await server.Person(project, "ann", "reader");
        Assert.NotNull(await ann.NextRead(project));
        await ann.GetFile(project, file).Bytes();
        Assert.Equal(0, Looks(database, reader));
        Assert.Contains((await server.Events(project)).Where(e => e.Item == item), e => e.Type is "ReadAssigned");
    }

    private static int Looks(IDatabase database, string person)
    {
        using ReadLease read = database.Read();
        return read.Record.Heads(new RecordQuery { Types = Types, Actor = person }).Count();
    }

    // Bytes of a file, or an answer by which one is found.
    private static async Task<bool> Shows(OverreadClient client, string address, string[] files)
    {
        using HttpClient http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = client.Server };
        http.DefaultRequestHeaders.Add("Cookie", client.Cookie);
        using HttpResponseMessage answer = await http.GetAsync(address);
        string media = answer.Content.Headers.ContentType?.MediaType ?? "";
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
        {
            return false;
        }

        bool bytes =
            media.StartsWith("image/", StringComparison.Ordinal)
            || media.StartsWith("multipart/", StringComparison.Ordinal)
            || media.Contains("dicom", StringComparison.Ordinal)
            || media is "application/zip" or "application/octet-stream" or "application/pdf";
        string text = await answer.Content.ReadAsStringAsync();
        return bytes || files.Any(f => text.Contains(f, StringComparison.Ordinal));
    }
}
