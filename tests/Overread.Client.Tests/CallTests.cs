using System.Text;
using System.Text.Json;
using Overread.Client.Model;

namespace Overread.Client.Tests;

/// <summary>How calls are sent, repeated, refused and read.</summary>
public class CallTests
{
    private const string Held = """{"offset":3,"done":false}""";

    [Fact]
    public async Task A_read_is_asked_again_when_no_answer_came()
    {
        Scripted server = new(Scripted.Silence, Scripted.Json("", 503), Scripted.Json("[]"));
        using OverreadClient client = Client(server);
        Assert.Empty(await client.ListProjects());
        Assert.Equal(3, server.Asked.Count);
    }

    [Fact]
    public async Task What_was_held_off_for_its_pace_is_sent_again_until_it_is_taken()
    {
        const string pace = """{"title":"Slower.","status":429,"code":"access.pace"}""";
        // More often than silence is borne, and what may not be repeated too: nothing of it was done.
        Scripted server = new(
            Scripted.Json(pace, 429),
            Scripted.Json(pace, 429),
            Scripted.Json(pace, 429),
            Scripted.Json(pace, 429),
            Scripted.Json("{}")
        );
        using OverreadClient client = Client(server);
        await client.SkipRead("r", new HandleReadReasonForm { Reason = "torn" });
        Assert.Equal(5, server.Asked.Count);

        Scripted guessed = new(
            Scripted.Json("""{"title":"Wait.","status":429,"code":"session.too-many"}""", 429),
            Scripted.Json("[]")
        );
        using OverreadClient other = Client(guessed);
        await Assert.ThrowsAsync<OverreadProblemException>(() => other.ListProjects());
        Assert.Single(guessed.Asked);
    }

    [Fact]
    public async Task What_may_not_be_repeated_is_sent_once()
    {
        Scripted server = new(Scripted.Silence, Scripted.Json("{}"));
        using OverreadClient client = Client(server);
        await Assert.ThrowsAsync<OverreadUnreachableException>(() =>
            client.SkipRead("r", new HandleReadReasonForm { Reason = "torn" })
        );
        Assert.Equal(["POST /api/reads/r/skip"], server.Asked);
    }

    [Fact]
    public async Task Events_carry_ids_and_are_sent_again_as_they_were()
    {
        Scripted server = new(Scripted.Silence, Scripted.Json("""{"revision":4,"state":"open"}"""));
        using OverreadClient client = Client(server);
        AppendReadEventsAppended answer = await client.AppendReadEvents(
            "a/b",
            new AppendForm { BaseRevision = 3, Events = [new ClientEvent { Id = "e-1", Type = "ReadSubmitted" }] }
        );
        Assert.Equal(4, answer.Revision);
        Assert.Equal(["POST /api/reads/a%2Fb/events", "POST /api/reads/a%2Fb/events"], server.Asked);
        Assert.Equal(server.Bodies[0], server.Bodies[1]);
        Assert.Contains("\"id\":\"e-1\"", server.Bodies[0], StringComparison.Ordinal);
        Assert.DoesNotContain("null", server.Bodies[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_piece_is_sent_from_where_the_stream_stood_again_and_again_and_left_open()
    {
        Scripted server = new(Scripted.Silence, Scripted.Json(Held));
        using OverreadClient client = Client(server);
        using MemoryStream file = new(Encoding.UTF8.GetBytes("abcdef"));
        file.Position = 3;
        await client.AppendUpload("p", "b", "k", file, 3, 6, "Ward 3/Müller.dcm");
        Assert.Equal(["def", "def"], server.Bodies);
        Assert.True(file.CanRead);
        Assert.Equal("PATCH /api/projects/p/batches/b/uploads/k?offset=3&total=6", server.Asked[1]);
        Assert.Equal(
            "Ward%203%2FM%C3%BCller.dcm",
            Assert.Single(server.Requests[1].Headers.GetValues("X-Overread-Path"))
        );
    }

    [Fact]
    public async Task A_refusal_comes_with_code_place_and_way_on()
    {
        Scripted server = new(
            Scripted.Json(
                """{"title":"The project is closed.","status":409,"code":"project.closed","where":"p","next":"Open another.","faults":[1]}""",
                409
            )
        );
        using OverreadClient client = Client(server);
        OverreadProblemException problem = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            client.CloseProject("p", new CloseForm { Reason = "done" })
        );
        Assert.Equal(
            (409, "project.closed", "p", "Open another."),
            (problem.Status, problem.Code, problem.Where, problem.Next)
        );
        Assert.Equal("The project is closed. (p) Open another. [project.closed, 409]", problem.Message);
        Assert.Equal(1, (int)problem.Details!["faults"]![0]!);
    }

    [Fact]
    public async Task An_answer_of_something_between_is_a_status_and_nothing_more()
    {
        using OverreadClient client = Client(new Scripted(Scripted.Json("<html>", 418)));
        OverreadProblemException problem = await Assert.ThrowsAsync<OverreadProblemException>(() => client.Health());
        Assert.Equal((418, "http.status"), (problem.Status, problem.Code));
        Assert.Equal("http://127.0.0.1:1/api/health", problem.Where);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    public async Task An_answer_that_is_not_as_described_says_so_and_names_the_address(string text)
    {
        using OverreadClient client = Client(new Scripted(Scripted.Json(text)));
        OverreadProblemException problem = await Assert.ThrowsAsync<OverreadProblemException>(() => client.Health());
        Assert.Equal(("http.odd", "http://127.0.0.1:1/api/health"), (problem.Code, problem.Where));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_no_answer()
    {
        using OverreadClient client = Client(new Scripted(Scripted.Broken));
        OverreadUnreachableException silence = await Assert.ThrowsAsync<OverreadUnreachableException>(() =>
            client.Health()
        );
        Assert.Contains("broke off", silence.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_no_answer_and_is_not_asked_for_again()
    {
        Scripted server = new(Scripted.Json("[]")) { Delay = Timeout.InfiniteTimeSpan };
        using OverreadClient client = new(
            new Uri("http://127.0.0.1:1"),
            new OverreadClientOptions { Handler = server, Timeout = TimeSpan.FromMilliseconds(50) }
        );
        OverreadUnreachableException silence = await Assert.ThrowsAsync<OverreadUnreachableException>(() =>
            client.ListProjects()
        );
        Assert.Contains("in time", silence.Message, StringComparison.Ordinal);
        Assert.Single(server.Asked);
    }

    [Fact]
    public async Task Nothing_left_to_read_is_null()
    {
        using OverreadClient client = Client(new Scripted(_ => new(System.Net.HttpStatusCode.NoContent)));
        Assert.Null(await client.NextRead("p"));
    }

    [Fact]
    public async Task A_cancelled_call_ends_at_once()
    {
        using OverreadClient client = Client(new Scripted(Scripted.Silence));
        using CancellationTokenSource cancel = new();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ListProjects(cancel.Token));
    }

    [Fact]
    public async Task A_job_is_waited_for_and_its_problem_is_thrown()
    {
        const string Running = """{"id":"j","kind":"release","title":"t","state":"running","done":0,"total":2}""";
        const string Failed =
            """{"id":"j","kind":"release","title":"t","state":"failed","done":1,"total":2,"problem":{"code":"release.empty","title":"Nothing is read."}}""";
        Scripted server = new(Scripted.Json(Running), Scripted.Json(Failed));
        using OverreadClient client = Client(server);
        List<long> seen = [];
        OverreadProblemException problem = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            client.WaitForJob("j", new Told(seen))
        );
        Assert.Equal("release.empty", problem.Code);
        Assert.Equal([0, 1], seen);
    }

    [Fact]
    public async Task What_a_job_made_is_typed_and_something_else_is_a_problem()
    {
        const string Done =
            """{"id":"j","kind":"release","title":"t","state":"done","done":1,"total":1,"result":{"release":"r","path":"/p"}}""";
        using OverreadClient client = Client(new Scripted(Scripted.Json(Done), Scripted.Json(Done)));
        JobView job = JsonSerializer.Deserialize<JobView>(Done, OverreadClient.JsonOptions)!;
        Assert.Equal("r", (await client.WaitForJob<ReleaseResult>(job)).Release);
        OverreadProblemException problem = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            client.WaitForJob<IntakeResult>(job)
        );
        Assert.Equal("The release job made no IntakeResult. (j) [job.result]", problem.Message);
    }

    [Fact]
    public void Marks_keep_their_shape_and_a_shape_of_a_newer_server_is_kept_as_a_region()
    {
        const string Text = """{"kind":"box","file":"f","frame":0,"x":1,"y":2,"width":3,"height":4}""";
        BoxRegion box = Assert.IsType<BoxRegion>(JsonSerializer.Deserialize<Region>(Text, OverreadClient.JsonOptions));
        Assert.Equal((1.0, 4.0), (box.X, box.Height));
        Assert.Contains(
            "\"kind\":\"box\"",
            JsonSerializer.Serialize<Region>(box, OverreadClient.JsonOptions),
            StringComparison.Ordinal
        );
    }

    private static OverreadClient Client(Scripted server) =>
        new(new Uri("http://127.0.0.1:1"), new OverreadClientOptions { Handler = server, Token = "t" });

    private sealed class Told(List<long> seen) : IProgress<JobView>
    {
        public void Report(JobView value) => seen.Add(value.Done);
    }
}
