using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Client.Model;
using Overread.Server.Composition;
using Overread.Server.Features.Notices;

namespace Overread.Server.Tests;

/// <summary>People are told by mail that something waits, as often as they want it, and the mail names nobody and nothing.</summary>
public sealed class NoticeMailTests
{
    private static Task<TestServer> Start(MailSink sink, HandClock clock) =>
        TestServer.Start(more: o =>
            o with
            {
                Time = clock,
                Mail = MailServer.Parse(sink.Address, "overread@hospital.example"),
                PublicAddress = new Uri("https://overread.hospital.example"),
            }
        );

    private static Task<int> Round(TestServer server) =>
        server.App.Services.GetRequiredService<MailRounds>().Round(CancellationToken.None);

    [Fact]
    public async Task Something_new_is_told_once_and_again_as_often_as_its_reader_wants_it()
    {
        using MailSink sink = new();
        HandClock clock = new();
        await using TestServer server = await Start(sink, clock);
        string project = await server.Project(2);
        await server.References(project, 1);
        (OverreadClient ann, _) = await server.Person(project, "ann", "reader");
        Assert.Equal(0, await Round(server));
        string root = $"api/projects/{project}";
        JsonNode made = (
            await ann.Raw().Post(root + "/threads", new { Text = "Mr Miller's left lung?", Question = true })
        )!;
        string id = (string)made["thread"]!["id"]!;
        Assert.Equal(1, await Round(server));
        string mail = Assert.Single(sink.Mails);
        Assert.Contains("From: overread@hospital.example", mail, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated", mail, StringComparison.Ordinal);
        Assert.Contains("1 question to the lead", mail, StringComparison.Ordinal);
        Assert.Contains("https://overread.hospital.example", mail, StringComparison.Ordinal);
        foreach (string secret in (string[])["Miller", project, id, "ann"])
        {
            Assert.DoesNotContain(secret, mail, StringComparison.OrdinalIgnoreCase);
        }

        // The lead has been told: not again by the same, nor by what is new within the day.
        Assert.Equal(0, await Round(server));
        clock.Pass(7200);
        await ann.Raw().Post(root + "/threads", new { Text = "And the right one?", Question = true });
        Assert.Equal(0, await Round(server));
        await server.Admin.Raw().Put("api/notices/wish", new { Wish = "hourly" });
        Assert.Equal(1, await Round(server));
        Assert.Contains("2 questions to the lead", sink.Mails[1], StringComparison.Ordinal);

        // Whoever has looked knows; whoever wants none gets none.
        clock.Pass(7200);
        await ann.Raw().Post(root + "/threads", new { Text = "And both?", Question = true });
        await server.Admin.Raw().Post("api/notices/seen", new { });
        Assert.Equal(0, await Round(server));
        clock.Pass(7200);
        await ann.Raw().Post(root + "/threads", new { Text = "And none?", Question = true });
        await server.Admin.Raw().Put("api/notices/wish", new { Wish = "never" });
        Assert.Equal(0, await Round(server));
        JsonNode view = (await server.Admin.Raw().Get("api/notices"))!;
        Assert.Equal(("never", true), ((string)view["wish"]!, (bool)view["mails"]!));
        JsonNode question = view["notices"]!.AsArray().First(n => (string)n!["kind"]! == "question")!;
        Assert.Equal((4, true), ((int)question["count"]!, (bool)question["unread"]!));
    }

    [Fact]
    public async Task An_address_that_is_refused_keeps_nobody_else_from_their_mail_and_the_operator_is_told()
    {
        using MailSink sink = new() { Refuses = "admin" };
        HandClock clock = new();
        await using TestServer server = await Start(sink, clock);
        string project = await server.Project(2);
        (OverreadClient ann, _) = await server.Person(project, "ann", "reader");
        (_, string leadId) = await server.Person(project, "lead", "lead");
        await ann.Raw().Post($"api/projects/{project}/threads", new { Text = "Which side?", Question = true });
        Assert.Equal(1, await Round(server));
        Assert.Contains("lead", Assert.Single(sink.Mails), StringComparison.Ordinal);
        Assert.NotNull(leadId);

        sink.Dispose();
        clock.Pass(60);
        await ann.Raw().Post($"api/projects/{project}/threads", new { Text = "And now?", Question = true });
        Assert.Equal(0, await Round(server));
        JsonNode operations = (await server.Admin.Raw().Get("api/operations"))!;
        JsonNode concern = operations["attention"]!.AsArray().First(c => (string)c!["code"]! == "mail.failing")!;
        Assert.Contains("could not be reached", (string)concern["title"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("smtp://mail.example", 587, false, null)]
    [InlineData("smtps://mail.example", 465, true, null)]
    [InlineData("smtp://over%40read@mail.example:2525", 2525, false, "over@read")]
    public void A_mail_server_is_named_by_an_address(string text, int port, bool tls, string? user)
    {
        MailServer server = MailServer.Parse(text, "a@b.example");
        Assert.Equal((port, tls, user), (server.Port, server.IsTls, server.User));
    }

    [Theory]
    [InlineData("mail.example", "a@b.example")]
    [InlineData("http://mail.example", "a@b.example")]
    [InlineData("smtp://user:secret@mail.example", "a@b.example")]
    [InlineData("smtp://mail.example/path", "a@b.example")]
    [InlineData("smtp://mail.example", null)]
    [InlineData("smtp://mail.example", "nobody at all")]
    public void What_names_none_is_refused(string text, string? from) =>
        Assert.Throws<FormatException>(() => MailServer.Parse(text, from));
}
