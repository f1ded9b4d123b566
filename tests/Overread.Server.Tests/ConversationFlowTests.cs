using System.Text.Json.Nodes;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>Members write to each other, and nobody learns by it what they are to read blind.</summary>
public sealed class ConversationFlowTests
{
    private sealed record Room(
        TestServer Server,
        string Project,
        OverreadClient Ann,
        OverreadClient Bob,
        string BobName
    )
    {
        public string Threads => $"api/projects/{Project}/threads";

        public RawApi Lead => Server.Admin.Raw();
    }

    private static async Task<Room> Start(TestServer server, int items = 3)
    {
        string project = await server.Project(2);
        await server.References(project, items);
        (OverreadClient ann, _) = await server.Person(project, "ann", "reader");
        (OverreadClient bob, string bobId) = await server.Person(project, "bob", "reader");
        string name = (await server.Admin.ListMembers(project)).First(m => m.Person == bobId).Pseudonym;
        return new(server, project, ann, bob, name);
    }

    private static string Id(JsonNode? view) => (string)view!["thread"]!["id"]!;

    private static IEnumerable<string> Texts(JsonNode? view) =>
        view!["entries"]!.AsArray().Select(e => (string)e!["text"]!);

    private static async Task Submit(OverreadClient reader, WorkView work) =>
        await reader.Append(
            work.Read.Id,
            work.Read.Revision,
            ReadEvents.Answered($"{work.Read.Id}-a{work.Read.Revision}", "nodule", "absent"),
            ReadEvents.Submitted($"{work.Read.Id}-s{work.Read.Revision}")
        );

    [Fact]
    public async Task A_question_about_a_field_is_answered_for_everybody_and_becomes_a_note_that_all_acknowledge()
    {
        await using TestServer server = await TestServer.Start();
        Room room = await Start(server);
        string id = Id(
            await room
                .Ann.Raw()
                .Post(
                    room.Threads,
                    new
                    {
                        Text = "Does a calcified one count?",
                        Field = "nodule",
                        Question = true,
                    }
                )
        );
        // It waits for the lead, and the other reader sees it.
        Assert.Equal(1, (int)Notice(await room.Lead.Get("api/notices"), "question")!["count"]!);
        Assert.Equal(1, (int)Notice(await room.Bob.Raw().Get("api/notices"), "thread")!["count"]!);
        await room.Lead.Post($"{room.Threads}/{id}/replies", new { Text = "Yes, from 6 mm on." });
        Assert.Null(Notice(await room.Lead.Get("api/notices"), "question"));
        Assert.Equal(
            ["Does a calcified one count?", "Yes, from 6 mm on."],
            Texts(await room.Bob.Raw().Get($"{room.Threads}/{id}"))
        );
        Assert.Null(Notice(await room.Bob.Raw().Get("api/notices"), "thread"));
        Assert.Equal(1, (int)Notice(await room.Ann.Raw().Get("api/notices"), "thread")!["count"]!);

        // Only the lead makes it a rule; by a version of the guideline that no longer holds not even they.
        object note = new { Based = 0, Note = "Calcified nodules count from 6 mm on." };
        await Signer.Refused("access.role", () => room.Ann.Raw().Post($"{room.Threads}/{id}/note", note));
        await Signer.Refused(
            "guideline.stale",
            () => room.Lead.Post($"{room.Threads}/{id}/note", new { Based = 3, Note = "x" })
        );
        JsonNode noted = (await room.Lead.Post($"{room.Threads}/{id}/note", note))!;
        Assert.Equal(("noted", 1), ((string)noted["thread"]!["state"]!, (int)noted["thread"]!["guideline"]!));
        foreach (OverreadClient reader in (OverreadClient[])[room.Ann, room.Bob])
        {
            await Signer.Refused("work.guideline", () => reader.NextRead(room.Project));
            Assert.NotNull(Notice(await reader.Raw().Get("api/notices"), "guideline"));
            JsonNode guideline = (await reader.Raw().Get($"api/projects/{room.Project}/guidelines/current"))!;
            Assert.Contains(
                "Calcified nodules count from 6 mm on.",
                (string)guideline["text"]!,
                StringComparison.Ordinal
            );
            await reader.Raw().Post($"api/projects/{room.Project}/guidelines/1/acknowledge", new { });
            Assert.NotNull(await reader.NextRead(room.Project));
        }
    }

    [Fact]
    public async Task What_is_said_of_an_item_reaches_its_reader_after_the_read_and_no_other_reader()
    {
        await using TestServer server = await TestServer.Start();
        Room room = await Start(server, items: 1);
        WorkView work = (await room.Ann.NextRead(room.Project))!;
        string id = Id(
            await room
                .Ann.Raw()
                .Post(
                    room.Threads,
                    new
                    {
                        Text = "Is that a vessel?",
                        Item = work.Item.Id,
                        Question = true,
                    }
                )
        );
        WorkView other = (await room.Bob.NextRead(room.Project))!;
        Assert.Equal(work.Item.Id, other.Item.Id);
        await room.Lead.Post($"{room.Threads}/{id}/replies", new { Text = "It is a nodule." });

        // The other reader neither sees nor guesses it; nobody calls them in.
        Assert.Empty((await room.Bob.Raw().Get(room.Threads))!.AsArray());
        await Signer.Refused("thread.unknown", () => room.Bob.Raw().Get($"{room.Threads}/{id}"));
        await Signer.Refused(
            "thread.unseen",
            () =>
                room.Lead.Post(
                    $"{room.Threads}/{id}/replies",
                    new { Text = "Look too.", Mentions = new[] { room.BobName } }
                )
        );
        Assert.Null(Notice(await room.Bob.Raw().Get("api/notices"), "thread"));

        // Its reader is told that something waits, and no word of it.
        JsonNode waiting = (await room.Ann.Raw().Get($"{room.Threads}/{id}"))!;
        Assert.Equal(["Is that a vessel?"], Texts(waiting));
        Assert.Equal(1, (int)waiting["thread"]!["waiting"]!);
        Assert.DoesNotContain("nodule.", await room.Ann.Raw().GetText(room.Threads), StringComparison.Ordinal);
        Assert.Null(Notice(await room.Ann.Raw().Get("api/notices"), "thread"));

        await Submit(room.Ann, work);
        Assert.Equal(["Is that a vessel?", "It is a nodule."], Texts(await room.Ann.Raw().Get($"{room.Threads}/{id}")));
        await Submit(room.Bob, other);
    }

    [Fact]
    public async Task Whoever_looks_at_anothers_words_about_an_item_reads_it_blind_no_more()
    {
        await using TestServer server = await TestServer.Start();
        Room room = await Start(server);
        (OverreadClient both, string id) = await server.Person(room.Project, "both", "reader", "adjudicator");
        WorkView work = (await room.Ann.NextRead(room.Project))!;
        string thread = Id(
            await room.Ann.Raw().Post(room.Threads, new { Text = "Left or right?", Item = work.Item.Id })
        );

        // While the item may yet be theirs, it is not there for them.
        await Signer.Refused("thread.unknown", () => both.Raw().Get($"{room.Threads}/{thread}"));
        (OverreadClient judge, string judgeId) = await server.Person(room.Project, "judge", "adjudicator");
        // The list shows none of it, and is no look.
        Assert.DoesNotContain("Left or right?", await judge.Raw().GetText(room.Threads), StringComparison.Ordinal);
        Assert.Empty((await server.Admin.ListEvents(type: "ThreadViewed", actor: judgeId)).Events);
        Assert.Equal(["Left or right?"], Texts(await judge.Raw().Get($"{room.Threads}/{thread}")));
        Assert.Equal(["Left or right?"], Texts(await judge.Raw().Get($"{room.Threads}/{thread}")));
        RecordPage looks = await server.Admin.ListEvents(type: "ThreadViewed", actor: judgeId);
        Assert.Contains("looked at what others wrote", Assert.Single(looks.Events).Summary, StringComparison.Ordinal);
        Assert.Empty((await server.Admin.ListEvents(type: "ThreadViewed", actor: id)).Events);
        await server.Admin.SetMember(room.Project, judgeId, new() { Roles = [Role.Reader] });
        await Signer.Refused(
            "item.seen",
            () => room.Lead.Post($"api/projects/{room.Project}/items/{work.Item.Id}/assign", new { Reader = judgeId })
        );
    }

    [Fact]
    public async Task Who_was_told_after_the_read_cannot_take_it_back_and_who_gave_it_back_is_not_told()
    {
        await using TestServer server = await TestServer.Start();
        Room room = await Start(server, items: 1);
        WorkView work = (await room.Ann.NextRead(room.Project))!;
        string id = Id(await room.Ann.Raw().Post(room.Threads, new { Text = "A vessel?", Item = work.Item.Id }));
        WorkView other = (await room.Bob.NextRead(room.Project))!;
        string his = Id(await room.Bob.Raw().Post(room.Threads, new { Text = "A rib?", Item = work.Item.Id }));
        foreach (string thread in (string[])[id, his])
        {
            await room.Lead.Post($"{room.Threads}/{thread}/replies", new { Text = "A nodule." });
        }

        // Skipped, and not all reads are in: the item may yet be his.
        await room.Bob.SkipRead(other.Read.Id, new() { Reason = "Not my field" });
        Assert.Equal(["A rib?"], Texts(await room.Bob.Raw().Get($"{room.Threads}/{his}")));
        Assert.Equal(["A rib?"], Texts(await room.Bob.Raw().Post($"{room.Threads}/{his}/resolve", new { })));

        await Submit(room.Ann, work);
        await room.Ann.Raw().Post($"api/reads/{work.Read.Id}/undo", new { });
        await Submit(room.Ann, await room.Ann.ShowRead(room.Project, work.Read.Id));
        Assert.Equal(["A vessel?", "A nodule."], Texts(await room.Ann.Raw().Get($"{room.Threads}/{id}")));
        await Signer.Refused("read.undo-late", () => room.Ann.Raw().Post($"api/reads/{work.Read.Id}/undo", new { }));
        // The lead may have it made again: that is the lead's decision, and recorded as one.
        await room.Lead.Post($"api/reads/{work.Read.Id}/reopen", new { Reason = "Look at the other side." });
        await Submit(room.Ann, await room.Ann.ShowRead(room.Project, work.Read.Id));
    }

    [Fact]
    public async Task Whatever_answers_with_anothers_words_leaves_one_look()
    {
        await using TestServer server = await TestServer.Start();
        Room room = await Start(server, items: 1);
        WorkView work = (await room.Ann.NextRead(room.Project))!;
        string id = Id(await room.Ann.Raw().Post(room.Threads, new { Text = "Left or right?", Item = work.Item.Id }));
        (string Route, object Form)[] ways =
        [
            ("replies", new { Text = "Left." }),
            ("resolve", new { }),
            ("reopen", new { }),
        ];
        foreach ((string route, object form) in ways)
        {
            (OverreadClient judge, string judgeId) = await server.Person(room.Project, "judge-" + route, "adjudicator");
            Assert.Contains("Left or right?", Texts(await judge.Raw().Post($"{room.Threads}/{id}/{route}", form)));
            await judge.Raw().Get($"{room.Threads}/{id}");
            Assert.Single((await server.Admin.ListEvents(type: "ThreadViewed", actor: judgeId)).Events);
            await server.Admin.SetMember(room.Project, judgeId, new() { Roles = [Role.Reader] });
            await Signer.Refused(
                "item.seen",
                () =>
                    room.Lead.Post($"api/projects/{room.Project}/items/{work.Item.Id}/assign", new { Reader = judgeId })
            );
        }
    }

    [Fact]
    public async Task A_read_that_is_to_be_made_again_is_new_to_whoever_looked_before_it_was()
    {
        await using TestServer server = await TestServer.Start();
        Room room = await Start(server, items: 1);
        WorkView work = (await room.Ann.NextRead(room.Project))!;
        await Submit(room.Ann, work);
        await room.Ann.Raw().Post("api/notices/seen", new { });
        await room.Lead.Post($"api/reads/{work.Read.Id}/reopen", new { Reason = "Once more.", Again = true });
        JsonNode notice = Notice(await room.Ann.Raw().Get("api/notices"), "reread")!;
        Assert.Equal((1, true), ((int)notice["count"]!, (bool)notice["unread"]!));
    }

    [Fact]
    public async Task A_comment_is_answered_and_only_its_writer_among_the_readers_sees_it()
    {
        await using TestServer server = await TestServer.Start();
        Room room = await Start(server);
        WorkView work = (await room.Ann.NextRead(room.Project))!;
        await room.Ann.Append(work.Read.Id, 1, ReadEvents.Commented("comment-0001", "Motion in the lower third"));
        await Signer.Refused(
            "remark.unknown",
            () => room.Bob.Raw().Post(room.Threads, new { Text = "x", Remark = "comment-0001" })
        );
        await Signer.Refused(
            "remark.unknown",
            () =>
                room.Lead.Post(
                    room.Threads,
                    new
                    {
                        Text = "x",
                        Item = work.Item.Id,
                        Remark = "comment-0002",
                    }
                )
        );
        JsonNode made = (
            await room.Lead.Post(
                room.Threads,
                new
                {
                    Text = "Read the upper two.",
                    Item = work.Item.Id,
                    Remark = "comment-0001",
                }
            )
        )!;
        await Submit(room.Ann, await room.Ann.ShowRead(room.Project, work.Read.Id));
        Assert.Equal(1, (int)Notice(await room.Ann.Raw().Get("api/notices"), "thread")!["count"]!);
        Assert.Equal(["Read the upper two."], Texts(await room.Ann.Raw().Get($"{room.Threads}/{Id(made)}")));
        await Signer.Refused("thread.unknown", () => room.Bob.Raw().Get($"{room.Threads}/{Id(made)}"));
    }

    [Fact]
    public async Task Threads_are_settled_opened_again_and_refused_where_they_name_what_is_not_there()
    {
        await using TestServer server = await TestServer.Start();
        Room room = await Start(server);
        RawApi bob = room.Bob.Raw();
        await Signer.Refused("thread.form", () => bob.Post(room.Threads, new { Text = " " }));
        await Signer.Refused("thread.form", () => bob.Post(room.Threads, new { Text = "x", Field = "none" }));
        await Signer.Refused("item.unknown", () => bob.Post(room.Threads, new { Text = "x", Item = "none" }));
        // An item that the reader never had is none to them.
        WorkView work = (await room.Ann.NextRead(room.Project))!;
        await Signer.Refused("item.unknown", () => bob.Post(room.Threads, new { Text = "x", Item = work.Item.Id }));
        await Signer.Refused(
            "member.unknown",
            () => bob.Post(room.Threads, new { Text = "x", Mentions = new[] { "Nobody" } })
        );
        (OverreadClient auditor, _) = await server.Person(room.Project, "auditor", "auditor");
        await Signer.Refused("access.role", () => auditor.Raw().Post(room.Threads, new { Text = "x" }));

        string id = Id(await bob.Post(room.Threads, new { Text = "Shall we meet?" }));
        Assert.Equal(
            "resolved",
            (string)(await room.Lead.Post($"{room.Threads}/{id}/resolve", new { }))!["thread"]!["state"]!
        );
        Assert.Equal("open", (string)(await bob.Post($"{room.Threads}/{id}/reopen", new { }))!["thread"]!["state"]!);
        await room.Lead.Post($"{room.Threads}/{id}/resolve", new { });
        JsonNode again = (
            await room.Lead.Post(
                $"{room.Threads}/{id}/replies",
                new { Text = "Yes.", Mentions = new[] { room.BobName } }
            )
        )!;
        Assert.Equal("open", (string)again["thread"]!["state"]!);
        Assert.Equal(1, (int)Notice(await bob.Get("api/notices"), "called")!["count"]!);
        Assert.Equal(1, (await bob.Get(room.Threads))!.AsArray().Count(t => (bool)t!["callsMe"]!));

        // An erased record's words are gone with their item; what a bundle discloses holds none of it.
        Assert.Equal(["Shall we meet?", "Yes."], Texts(await auditor.Raw().Get($"{room.Threads}/{id}")));
    }

    private static JsonNode? Notice(JsonNode? view, string kind) =>
        view!["notices"]!.AsArray().FirstOrDefault(n => (string)n!["kind"]! == kind);
}
