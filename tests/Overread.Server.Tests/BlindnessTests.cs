using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Client.Model;
using Overread.Domain.People;
using Overread.Domain.Reads;
using Overread.Domain.Releases;
using Overread.Domain.Work;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>Whoever has seen what others answered is known to have, by whatever way, and reads that item blind no more.</summary>
public sealed class BlindnessTests
{
    // Said by the other reader and by nobody and nothing else.
    private const string Word = "zyzzyva";

    [Fact]
    public async Task Every_route_that_shows_answers_says_so_once_in_the_record_and_ends_blindness()
    {
        await using TestServer server = await TestServer.Start();
        IDatabase database = server.App.Services.GetRequiredService<IDatabase>();
        string[] routes =
        [
            .. server
                .App.Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
                .SelectMany(s => s.Endpoints)
                .OfType<RouteEndpoint>()
                .Where(e =>
                    e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)
                    && !e.RoutePattern.RawText.Contains("{*", StringComparison.Ordinal)
                    && !e.RoutePattern.RawText.Contains("/jobs/{id}/events", StringComparison.Ordinal)
                    && e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true
                )
                .Select(e => e.RoutePattern.RawText!)
                .Distinct(),
        ];
        List<string> telling = [];
        (string project, string item, string read, OverreadClient both, string person) = await Begun(server, "p0");
        for (int i = 0; i < routes.Length; i++)
        {
            int before = Looks(database, person);
            string address = routes[i]
                .Replace("{project}", project, StringComparison.Ordinal)
                .Replace("{item}", item, StringComparison.Ordinal)
                .Replace("{read}", read, StringComparison.Ordinal)
                .Replace("{version}", "1", StringComparison.Ordinal);
            // The other one read under the first version of the protocol.
            string query = address.EndsWith("/agreement", StringComparison.Ordinal) ? "?version=1" : "";
            (HttpStatusCode status, string text) = await Get(both, address + query);
            bool told = status == HttpStatusCode.OK && Tells(text);
            if (!told)
            {
                continue;
            }

            telling.Add(routes[i]);
            Assert.Equal((routes[i], 1), (routes[i], Looks(database, person) - before));
            Assert.True(await both.NextRead(project) is null, $"{routes[i]} left the reader blind");
            (project, item, read, both, person) = await Begun(server, "p" + (i + 1));
        }

        Assert.Contains("/api/record/events", telling);
        Assert.Contains("/api/projects/{project}/items/{item}/history", telling);
        Assert.Contains("/api/projects/{project}/items/{item}/reads", telling);
        Assert.Contains("/api/projects/{project}/consensus/labels", telling);
        Assert.Contains("/api/projects/{project}/agreement", telling);
        // Who looked nowhere gets the item.
        Assert.Equal(item, (await both.NextRead(project))!.Item.Id);
    }

    [Fact]
    public async Task A_read_that_was_begun_before_the_look_is_not_submitted_and_goes_to_somebody_else()
    {
        await using TestServer server = await TestServer.Start();
        (string project, string item, _, OverreadClient both, string person) = await Begun(server, "p");
        string mine = (await both.NextRead(project))!.Read.Id;
        await both.ListItemReads(project, item);
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            both.Append(
                mine,
                1,
                ReadEvents.Answered(mine + "-a", "nodule", "absent"),
                ReadEvents.Submitted(mine + "-s")
            )
        );
        Assert.Equal((409, "read.seen"), (refused.Status, refused.Code));
        Assert.Null(await both.NextRead(project));
        (OverreadClient third, _) = await server.Person(project, "third", "reader");
        Assert.Equal(item, (await third.NextRead(project))!.Item.Id);
        refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            server.Admin.AssignItem(project, item, new() { Reader = person })
        );
        Assert.Equal((409, "item.seen"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task Who_read_what_readers_wrote_about_an_item_is_not_given_it_as_a_reader_later()
    {
        await using TestServer server = await TestServer.Start();
        (string project, string item, _, _, _) = await Begun(server, "p");
        (OverreadClient lead, string person) = await server.Person(project, "later", "lead");
        Assert.Contains(await lead.ListItemRemarks(project, item), r => r.Text == Word && !r.Mine);
        await server.Admin.SetMember(project, person, new() { Roles = ["lead", "reader"] });
        Assert.Null(await lead.NextRead(project));
    }

    [Fact]
    public async Task One_s_own_answers_and_items_that_nobody_read_are_nothing_to_see()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(2);
        await server.References(project, 2);
        (OverreadClient both, _) = await server.Person(project, "both", "lead", "reader");
        await TestServer.ReadNext(both, project, _ => "absent");
        IReadOnlyList<ItemRow> rows = (await both.ListItems(project)).Rows;
        foreach (ItemRow row in rows)
        {
            await both.ListItemReads(project, row.Id);
        }

        await both.ListEvents(project: project);
        await both.ShowAgreement(project);
        Assert.NotNull(await TestServer.ReadNext(both, project, _ => "absent"));
    }

    [Fact]
    public async Task What_was_seen_is_known_after_a_restart()
    {
        await using TestServer server = await TestServer.Start();
        (string project, _, _, OverreadClient both, _) = await Begun(server, "p");
        await both.ShowAgreement(project);
        IDatabase database = server.App.Services.GetRequiredService<IDatabase>();
        await database.RebuildProjections();
        Assert.Null(await both.NextRead(project));
        Assert.Empty((await database.Audit()).Faults);
    }

    private static int Looks(IDatabase database, string person)
    {
        using ReadLease read = database.Read();
        return read
            .Record.Heads(
                new RecordQuery
                {
                    Types = [nameof(AnswersSeen), nameof(ItemViewed), nameof(ReleaseDownloaded)],
                    Actor = person,
                }
            )
            .Count();
    }

    // Answers by what the other said, figures by the state that they count.
    private static bool Tells(string text) =>
        text.Contains(Word, StringComparison.Ordinal) || text.Contains("\"uncertain\"", StringComparison.Ordinal);

    private static async Task<(HttpStatusCode Status, string Text)> Get(OverreadClient client, string path)
    {
        using HttpClient http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = client.Server };
        http.DefaultRequestHeaders.Add("Cookie", client.Cookie);
        using HttpResponseMessage answer = await http.GetAsync(path);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    // One item that one reader has read, a consensus over it, then a protocol that wants three; and a lead who reads too.
    private static async Task<(string Project, string Item, string Read, OverreadClient Both, string Person)> Begun(
        TestServer server,
        string name
    )
    {
        string project = await server.Project(1);
        await server.References(project, 1);
        (OverreadClient other, _) = await server.Person(project, name + "-other", "reader");
        WorkView work = (await other.NextRead(project))!;
        string read = work.Read.Id;
        await other.Append(
            read,
            work.Read.Revision,
            ReadEvents.Answered(read + "-a", "nodule", "uncertain"),
            new ClientEvent
            {
                Id = read + "-b",
                Type = "AnswerGiven",
                Field = "note",
                Answer = new()
                {
                    State = AnswerState.Present,
                    Value = System.Text.Json.JsonSerializer.SerializeToElement(Word),
                },
            },
            new ClientEvent
            {
                Id = read + "-c",
                Type = "CommentAdded",
                Text = Word,
            },
            ReadEvents.Submitted(read + "-s")
        );
        await server.Admin.ComputeConsensus(project, new());
        await server.Admin.SaveProtocolDraft(project, TestServer.Protocol(3));
        await server.Admin.PublishProtocol(project);
        (OverreadClient both, string person) = await server.Person(project, name + "-both", "lead", "reader");
        return (project, work.Item.Id, read, both, person);
    }
}
