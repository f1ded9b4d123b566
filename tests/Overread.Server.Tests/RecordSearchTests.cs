using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>The record is found by what pages show: names, addresses, pseudonyms, titles, words.</summary>
public class RecordSearchTests
{
    [Fact]
    public async Task Events_are_found_by_who_what_and_about_which_item()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(readers: 2);
        await server.References(project, 3);
        string account = (
            await server.Admin.RegisterPerson(
                new()
                {
                    Name = "Márta Molina",
                    Email = "marta@test.example",
                    Password = TestServer.Password,
                    Administrator = false,
                }
            )
        ).Id;
        await server.Admin.SetMember(project, account, new() { Roles = ["reader"] });
        OverreadClient marta = server.Client();
        await marta.SignIn("marta@test.example");
        (OverreadClient other, _) = await server.Person(project, "other", "reader");
        (OverreadClient lead, _) = await server.Person(project, "lead", "lead");
        WorkView work = (await marta.NextRead(project))!;
        await marta.Append(
            work.Read.Id,
            1,
            ReadEvents.Answered("answer-0001", "nodule", "absent"),
            ReadEvents.Submitted("submit-0001")
        );
        await other.NextRead(project);

        string pseudonym = (await lead.ListMembers(project)).Single(m => m.Person == account).Pseudonym;
        List<string> expected = [.. (await lead.ListEvents(project: project, actor: account)).Events.Select(e => e.Id)];
        Assert.Equal(3, expected.Count);
        foreach (
            string called in (string[])
                [
                    "Márta Molina",
                    "marta molina",
                    "  MARTA   MOLINA ",
                    "Molina",
                    "marta@test.example",
                    "marta@",
                    pseudonym,
                    pseudonym.ToUpperInvariant(),
                ]
        )
        {
            Assert.Equal(expected, (await lead.ListEvents(project: project, actor: called)).Events.Select(e => e.Id));
        }

        Assert.Empty((await lead.ListEvents(actor: "Nobody of that name")).Events);
        RecordPage about = await lead.ListEvents(item: work.Item.Title, actor: "Molina");
        Assert.Equal(expected, about.Events.Select(e => e.Id));
        Assert.All(
            about.Events,
            e => Assert.Equal((work.Item.Title, "Test", work.Item.Id), (e.ItemTitle, e.ProjectName, e.Item))
        );
        Assert.Equal(expected, (await lead.ListEvents(item: work.Item.Id, actor: account)).Events.Select(e => e.Id));
        foreach (string words in (string[])["submitted", "read submitted", "ReadSubmitted", "Submitted the read"])
        {
            RecordEvent found = Assert.Single((await lead.ListEvents(project: project, type: words)).Events);
            Assert.Equal("ReadSubmitted", found.Type);
        }

        Assert.Empty((await lead.ListEvents(type: "no such words")).Events);
    }

    [Fact]
    public async Task A_pseudonym_is_known_in_its_project_alone_and_a_stranger_nowhere()
    {
        await using TestServer server = await TestServer.Start();
        string first = await server.Project(readers: 1);
        string second = await server.Project(readers: 1);
        await server.References(first, 1);
        await server.References(second, 1);
        (OverreadClient ann, string annId) = await server.Person(first, "ann", "reader");
        (OverreadClient bob, string bobId) = await server.Person(second, "bob", "reader");
        await server.Admin.SetMember(second, annId, new() { Roles = ["reader"] });
        (OverreadClient lead, _) = await server.Person(first, "lead", "lead");
        await ann.NextRead(first);
        await bob.NextRead(second);
        string called = (await lead.ListMembers(first)).Single(m => m.Person == annId).Pseudonym;
        // That name is ann's in the first project and bob's in the second.
        Assert.Equal(called, (await server.Admin.ListMembers(second)).Single(m => m.Person == bobId).Pseudonym);
        RecordPage readers = await server.Admin.ListEvents(actor: called, type: "ReadAssigned");
        Assert.Equal([second, first], readers.Events.Select(e => e.Project));
        Assert.Empty((await lead.ListEvents(actor: "bob")).Events);
        Assert.Empty((await lead.ListEvents(actor: bobId)).Events);
        Assert.Single((await lead.ListEvents(actor: called, type: "ReadAssigned")).Events);
        Assert.Empty(
            (
                await lead.ListEvents(
                    item: (await server.Admin.ListEvents(project: second, type: "ItemReady")).Events[0].Item
                )
            ).Events
        );
    }

    [Fact]
    public async Task All_events_are_counted_where_that_is_asked_and_come_page_by_page_each_once()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(readers: 1);
        await server.References(project, 25);
        RecordPage page = await server.Admin.ListEvents(
            project: project,
            type: "the item passed the gate",
            take: 10,
            count: true
        );
        Assert.Equal((25L, 10), (page.Total, page.Events.Count));
        List<long> seen = [.. page.Events.Select(e => e.Seq)];
        while (page.Before is { } before)
        {
            page = await server.Admin.ListEvents(project: project, type: "ItemReady", take: 10, before: before);
            Assert.Null(page.Total);
            seen.AddRange(page.Events.Select(e => e.Seq));
        }

        Assert.Equal(seen.Distinct().OrderDescending(), seen);
        Assert.Equal(25, seen.Count);
    }

    [Fact]
    public async Task A_bulk_deed_says_which_items_it_changed()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(readers: 1);
        await server.References(project, 4);
        List<string> items =
        [
            .. (await server.Admin.ListEvents(project: project, type: "ItemReady")).Events.Select(e => e.Item!),
        ];
        (OverreadClient lead, _) = await server.Person(project, "lead", "lead");
        BulkForm withdraw = new()
        {
            Items = items[..1],
            Action = "withdraw",
            Reason = "Twice",
        };
        Assert.Equal(items[..1], (await lead.ChangeItems(project, withdraw)).Items);
        BulkResult rest = await lead.ChangeItems(project, withdraw with { Items = items });
        Assert.Equal(items[1..], rest.Items);
        Assert.Equal(3, rest.Changed);
    }
}
