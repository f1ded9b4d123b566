using System.Text.Json.Nodes;
using Overread.Client;
using Overread.Client.Model;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>What cannot be read or cannot stand is refused with its place and with what to do, and nothing of it is saved.</summary>
public class RefusalTests
{
    private static string Draft(string fields) =>
        $$$"""
            {"title":"T","fields":{{{fields}}},"guideline":"","policy":{"readers":1,"agreement":"all","disputes":"none","recheckShare":0}}
            """;

    [Theory]
    [InlineData("[null]", "$.fields[0]", "object")]
    [InlineData("""[{"id":"a","title":"A","kind":"choice","options":[null]}]""", "$.fields[0].options[0]", "object")]
    [InlineData(
        """[{"id":"a","title":"A","kind":"finding"},{"id":"b","title":"B","kind":"finding","when":{"field":"a","is":[null]}}]""",
        "$.fields[1].when.is[0]",
        "text"
    )]
    [InlineData("""[{"id":"a","title":"A","kind":"cuboids"}]""", "$.fields[0].kind", "multichoice")]
    [InlineData("""[{"id":"a","title":"A","kind":"number","min":NaN}]""", "$.fields[0].min", "")]
    [InlineData("""[{"id":"a","title":"A","kind":"number","min":"x"}]""", "$.fields[0].min", "number")]
    [InlineData("""[{"title":"A","kind":"finding"}]""", "$.fields[0]", "id")]
    [InlineData("""[{"id":"a","title":"\ud800","kind":"finding"}]""", "$.fields[0].title", "Unicode")]
    [InlineData("""[{"id":"a","title":null,"kind":"finding"}]""", "$.fields[0]", "")]
    [InlineData("[", "$.fields", "")]
    public async Task What_cannot_be_read_is_named_with_its_place_and_with_what_could_stand_there(
        string fields,
        string where,
        string next
    )
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        RawApi api = new(server.Admin);
        foreach (
            (HttpMethod method, string path) in ((HttpMethod, string)[])
                [(HttpMethod.Post, "/api/protocol-check"), (HttpMethod.Put, $"/api/projects/{project}/protocols/draft")]
        )
        {
            (int status, JsonObject problem) = await api.Refused(method, path, Draft(fields));
            Assert.Equal((400, "request.malformed"), (status, (string)problem["code"]!));
            Assert.StartsWith(where, (string)problem["where"]!, StringComparison.Ordinal);
            Assert.Contains(next, (string)problem["next"]!, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"title":5}""")]
    public async Task A_body_that_is_none_is_refused_in_words(string body)
    {
        await using TestServer server = await TestServer.Start();
        RawApi api = new(server.Admin);
        (int status, JsonObject problem) = await api.Refused(HttpMethod.Post, "/api/protocol-check", body);
        Assert.Equal((400, "request.malformed"), (status, (string)problem["code"]!));
        Assert.StartsWith("$", (string)problem["where"]!, StringComparison.Ordinal);
        Assert.Contains(
            body.StartsWith('{') && body.Contains('5', StringComparison.Ordinal) ? "text" : "title, fields",
            (string)problem["next"]!,
            StringComparison.Ordinal
        );
        string project = await server.Project(1);
        (status, problem) = await api.Refused(HttpMethod.Post, $"/api/projects/{project}/protocols/import", body);
        Assert.Equal((422, "protocol.unreadable"), (status, (string)problem["code"]!));
        Assert.StartsWith("$", (string)problem["where"]!, StringComparison.Ordinal);
        Assert.NotNull(problem["next"]);
    }

    [Fact]
    public async Task Null_in_a_list_is_refused_wherever_a_list_is_taken()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.References(project, 1);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        string read = (await reader.NextRead(project))!.Read.Id;
        RawApi asReader = new(reader);
        RawApi asAdmin = new(server.Admin);
        RawApi asJudge = new((await server.Person(project, "cid", "adjudicator")).Client);
        async Task Names(RawApi api, string path, string body, string where)
        {
            (int status, JsonObject problem) = await api.Refused(HttpMethod.Post, path, body);
            Assert.True((string?)problem["where"] is not null, path + problem.ToJsonString());
            Assert.Equal((400, where), (status, ((string)problem["where"]!).Split(' ')[0]));
        }

        await Names(asReader, $"/api/reads/{read}/events", """{"baseRevision":1,"events":[null]}""", "$.events[0]");
        await Names(
            asAdmin,
            $"/api/projects/{project}/releases",
            """{"name":"a","version":"1","authors":[null]}""",
            "$.authors[0]"
        );
        await Names(
            asAdmin,
            $"/api/projects/{project}/items/bulk",
            """{"items":["a",null],"action":"withdraw","reason":"x"}""",
            "$.items[1]"
        );
        await Names(asAdmin, $"/api/projects/{project}/consensus", """{"fields":{"nodule":null}}""", "$.fields.nodule");
        await Names(
            asJudge,
            $"/api/projects/{project}/disputes/x/decisions",
            """{"id":"decision-1","field":"nodule","answer":{"state":"absent"},"reason":"r","marks":[null]}""",
            "$.marks[0]"
        );
        await Names(
            asJudge,
            $"/api/projects/{project}/disputes/x/decisions",
            """{"id":"decision-1","field":"nodule","answer":{"state":"maybe"},"reason":"r"}""",
            "$.answer.state"
        );
    }

    [Fact]
    public async Task A_draft_that_an_earlier_build_saved_with_a_gap_is_shown_and_not_published()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        Domain.Protocols.ProtocolBody body = System.Text.Json.JsonSerializer.Deserialize<Domain.Protocols.ProtocolBody>(
            Draft("[null]"),
            EventJson.Options
        )!;
        IDatabase database = (IDatabase)server.App.Services.GetService(typeof(IDatabase))!;
        await database.Write(
            Actor.System,
            u => u.Append(new About(project, "protocol/" + project), new Domain.Protocols.ProtocolDrafted(body))
        );
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            server.Admin.PublishProtocol(project)
        );
        Assert.Equal((422, "protocol.faults", "/fields/0"), (refused.Status, refused.Code, refused.Where));
        Assert.NotNull(refused.Next);
    }

    [Fact]
    public async Task A_malformed_mark_is_named_and_said_what_it_lacks()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.References(project, 1);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        string read = (await reader.NextRead(project))!.Read.Id;
        RawApi api = new(reader);
        foreach (
            (string mark, string where) in ((string, string)[])
                [
                    ("null", "mark"),
                    ("""{"id":"m","field":"f"}""", "mark"),
                    ("""{"id":"m","field":"f","geometry":{"kind":"circle","file":"f"}}""", "mark.geometry"),
                    (
                        """{"id":"m","field":"f","geometry":{"kind":"box","file":"f","frame":0,"x":[],"y":1,"width":1,"height":1}}""",
                        "mark.geometry.x"
                    ),
                ]
        )
        {
            (int status, JsonObject problem) = await api.Refused(
                HttpMethod.Post,
                $"/api/reads/{read}/events",
                $$"""{"baseRevision":1,"events":[{"id":"event-0001","type":"MarkDrawn","mark":{{mark}}}]}"""
            );
            Assert.Equal((422, "read.invalid"), (status, (string)problem["code"]!));
            Assert.StartsWith(where, (string)problem["where"]!, StringComparison.Ordinal);
            Assert.Contains("geometry", (string)problem["next"]!, StringComparison.Ordinal);
        }
    }
}
