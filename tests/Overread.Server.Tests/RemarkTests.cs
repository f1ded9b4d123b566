using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>What readers write is read by those whom the policy allows, and every such look leaves a trace.</summary>
public class RemarkTests
{
    [Fact]
    public async Task Lead_adjudicator_and_auditor_read_comments_flags_and_skips_and_each_look_is_recorded()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(readers: 2);
        await server.References(project, 1);
        (OverreadClient one, string oneId) = await server.Person(project, "one", "reader");
        (OverreadClient two, string twoId) = await server.Person(project, "two", "reader");
        WorkView work = (await one.NextRead(project))!;
        await one.Append(work.Read.Id, 1, ReadEvents.Commented("comment-0001", "Motion in the lower third"));
        await one.FlagRead(work.Read.Id, new() { Comment = "Wrong side?" });
        WorkView other = (await two.NextRead(project))!;
        await two.SkipRead(other.Read.Id, new() { Reason = "Not my field" });
        string[] expected = ["comment: Motion in the lower third", "flag: Wrong side?", "skip: Not my field"];
        Dictionary<string, string> names = (await server.Admin.ListMembers(project)).ToDictionary(
            m => m.Person,
            m => m.Pseudonym
        );
        foreach (string role in (string[])["lead", "adjudicator", "auditor"])
        {
            (OverreadClient client, string id) = await server.Person(project, role, role);
            IReadOnlyList<Remark> remarks = await client.ListItemRemarks(project, work.Item.Id);
            Assert.Equal(expected, remarks.Select(r => $"{r.Kind}: {r.Text}"));
            Assert.Equal([names[oneId], names[oneId], names[twoId]], remarks.Select(r => r.By));
            Assert.DoesNotContain(remarks, r => r.Mine);
            RecordPage looks = await server.Admin.ListEvents(type: "ItemViewed", actor: id);
            Assert.Contains(looks.Events, e => e.Summary.Contains("what readers wrote", StringComparison.Ordinal));
        }

        foreach (OverreadClient reader in (OverreadClient[])[one, two])
        {
            OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
                reader.ListItemRemarks(project, work.Item.Id)
            );
            Assert.Equal((403, "access.role"), (refused.Status, refused.Code));
        }
    }

    [Fact]
    public async Task Who_may_still_read_the_item_blind_sees_their_own_words_alone()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(readers: 2);
        await server.References(project, 1);
        (OverreadClient one, _) = await server.Person(project, "one", "reader");
        (OverreadClient both, string id) = await server.Person(project, "both", "reader", "adjudicator");
        WorkView first = (await one.NextRead(project))!;
        await one.Append(first.Read.Id, 1, ReadEvents.Commented("comment-0001", "Theirs"));
        WorkView second = (await both.NextRead(project))!;
        await both.Append(second.Read.Id, 1, ReadEvents.Commented("comment-0002", "Mine"));
        Assert.Equal(["Mine"], (await both.ListItemRemarks(project, first.Item.Id)).Select(r => r.Text));
        Assert.Empty((await server.Admin.ListEvents(type: "ItemViewed", actor: id)).Events);

        // Once all reads are in, nothing is blind any more.
        foreach (
            (OverreadClient reader, string read) in ((OverreadClient, string)[])
                [(one, first.Read.Id), (both, second.Read.Id)]
        )
        {
            await reader.Append(
                read,
                1,
                ReadEvents.Answered(read + "-a", "nodule", "absent"),
                ReadEvents.Submitted(read + "-s")
            );
        }

        Assert.Equal(["Theirs", "Mine"], (await both.ListItemRemarks(project, first.Item.Id)).Select(r => r.Text));
        Assert.Single((await server.Admin.ListEvents(type: "ItemViewed", actor: id)).Events);
    }

    [Fact]
    public async Task An_item_nobody_wrote_about_is_no_look_and_an_unknown_one_is_refused()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(readers: 1);
        await server.References(project, 1);
        (OverreadClient judge, string id) = await server.Person(project, "judge", "adjudicator");
        string item = (await judge.ListItems(project)).Rows[0].Id;
        Assert.Empty(await judge.ListItemRemarks(project, item));
        Assert.Empty((await server.Admin.ListEvents(type: "ItemViewed", actor: id)).Events);
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            judge.ListItemRemarks(project, "none")
        );
        Assert.Equal((404, "item.unknown"), (refused.Status, refused.Code));
    }
}
