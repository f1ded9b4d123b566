using System.Net;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>Who got which release, what they have to be told, and what a patient may ask to be told about that.</summary>
public class RecipientTests
{
    private static RecipientFacts Clinic(string name = "A Clinic", string? expires = null) =>
        new()
        {
            Name = name,
            Address = "dpo@clinic.example",
            Agreement = "DUA 2026-7",
            Expires = expires,
        };

    private static async Task<(string Project, Bundle Bundle)> Released(TestServer server)
    {
        string project = await server.Project(1);
        await server.Admin.AddReferences(project, "item,subject\na1,A\na2,A\nb1,B\n");
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        while (await TestServer.ReadNext(reader, project, _ => "present") is not null) { }
        return (project, await Bundle.Publish(server, project, "1.0.0"));
    }

    [Fact]
    public async Task A_bundle_is_given_to_recipients_whose_agreement_holds_and_each_time_is_accounted_for()
    {
        await using TestServer server = await TestServer.Start();
        (string project, Bundle bundle) = await Released(server);
        string clinic = Assert.Single(await server.Admin.AddRecipient(project, Clinic())).Id;
        string past = (await server.Admin.AddRecipient(project, Clinic("Z Ended", "2026-01-01")))
            .Single(r => !r.Holds)
            .Id;
        await server.Admin.SetDisclosurePolicy(
            project,
            new()
            {
                NeedsRecipient = true,
                RefusesRecalled = true,
                RefusesWithdrawn = true,
            }
        );
        Task<byte[]> Take(string? recipient) =>
            server.Admin.DownloadRelease(project, bundle.Id, "Training", recipient: recipient).Bytes();
        await Signer.Refused("release.recipient", () => Take(null));
        await Signer.Refused("recipient.unknown", () => Take("nobody"));
        await Signer.Refused("recipient.expired", () => Take(past));
        Assert.NotEmpty(await Take(clinic));
        Assert.Equal(1, (await server.Admin.ListRecipients(project)).Single(r => r.Id == clinic).Taken);

        DisclosureRow given = Assert.Single(await server.Admin.ListDisclosures(project, "A"));
        Assert.Equal(
            ("A Clinic", "dpo@clinic.example", "DUA 2026-7", "Training"),
            (given.Recipient, given.Address, given.Agreement, given.Purpose)
        );
        Assert.Equal(2, given.Items.Count);
        Assert.Contains("test:1.0.0", given.What, StringComparison.Ordinal);
        Assert.Empty(await server.Admin.ListDisclosures(project, "C"));

        string item = (await server.Admin.ListItems(project)).Rows.Single(r => r.Title == "b1").Id;
        await server.Admin.Withdraw(project, item, "Consent withdrawn.");
        await Signer.Refused(
            "release.withdrawn",
            () => server.Admin.DownloadRelease(project, bundle.Id, "Training", "withdrawn", clinic).Bytes()
        );
        await server.Admin.RecallRelease(project, bundle.Id, new() { Reason = "Wrong labels." });
        await Signer.Refused("release.recalled", () => Take(clinic));
    }

    [Fact]
    public async Task Who_has_a_recalled_release_is_to_be_told_once_and_anew_when_something_more_becomes_of_it()
    {
        await using TestServer server = await TestServer.Start();
        (string project, Bundle bundle) = await Released(server);
        string clinic = Assert.Single(await server.Admin.AddRecipient(project, Clinic())).Id;
        await server.Admin.AddRecipient(project, Clinic("Has nothing"));
        await server.Admin.DownloadRelease(project, bundle.Id, "Training", recipient: clinic).Bytes();
        await server.Admin.DownloadRelease(project, bundle.Id, "To look").Bytes();
        Assert.Empty(await server.Admin.ListNoticesDue(project));
        await Signer.Refused(
            "recipient.told",
            () => server.Admin.RecordNotice(project, clinic, new() { Release = bundle.Id, How = "By mail." })
        );

        await server.Admin.RecallRelease(project, bundle.Id, new() { Reason = "Wrong labels." });
        NoticeDue due = Assert.Single(await server.Admin.ListNoticesDue(project));
        Assert.Equal((clinic, "recalled"), (due.Recipient, Assert.Single(due.Kinds)));
        Assert.Contains("This release was recalled: Wrong labels.", due.Text, StringComparison.Ordinal);
        await Signer.Refused(
            "reason.needed",
            () => server.Admin.RecordNotice(project, clinic, new() { Release = bundle.Id, How = " " })
        );
        Assert.Empty(await server.Admin.RecordNotice(project, clinic, new() { Release = bundle.Id, How = "By mail." }));

        string item = (await server.Admin.ListItems(project)).Rows[0].Id;
        await server.Admin.Withdraw(project, item, "She asked.");
        due = Assert.Single(await server.Admin.ListNoticesDue(project));
        Assert.Equal("withdrawn", Assert.Single(due.Kinds));
    }

    [Fact]
    public async Task What_is_no_recipient_is_refused_and_a_change_takes_the_place_of_what_was_stated()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        foreach (
            RecipientFacts bad in (RecipientFacts[])
                [Clinic(" "), Clinic() with { Address = "" }, Clinic() with { Agreement = new string('x', 201) }]
        )
        {
            await Signer.Refused("recipient.form", () => server.Admin.AddRecipient(project, bad));
        }

        string id = Assert.Single(await server.Admin.AddRecipient(project, Clinic())).Id;
        await Signer.Refused("recipient.unknown", () => server.Admin.SetRecipient(project, "nobody", Clinic()));
        RecipientRow row = Assert.Single(await server.Admin.SetRecipient(project, id, Clinic("Another name")));
        Assert.Equal(("Another name", true, 0), (row.Stated.Name, row.Holds, row.Taken));
    }

    [Fact]
    public async Task A_read_of_an_item_that_was_withdrawn_meanwhile_is_not_submitted_and_keeps_its_answers()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.References(project, 2);
        (OverreadClient ann, _) = await server.Person(project, "ann", "reader");
        WorkView work = (await ann.NextRead(project))!;
        await server.Admin.Withdraw(project, work.Item.Id, "Consent withdrawn.");
        ClientEvent answer = ReadEvents.Answered("answer-0001", "nodule", "present");
        ClientEvent submit = ReadEvents.Submitted("submit-0001");
        await Signer.Refused("item.withdrawn", () => ann.Append(work.Read.Id, work.Read.Revision, answer, submit));
        // A repeated post says the same and adds nothing.
        await Signer.Refused("item.withdrawn", () => ann.Append(work.Read.Id, work.Read.Revision, answer, submit));
        await server.Admin.ChangeItems(
            project,
            new()
            {
                Items = [work.Item.Id],
                Action = "restore",
                Reason = "A mistake.",
            }
        );
        WorkView again = await ann.ShowRead(project, work.Read.Id);
        Assert.Equal("present", again.Read.Answers["nodule"].State);
        Assert.Equal(ReadState.Open, again.Read.State);
        await ann.Append(again.Read.Id, again.Read.Revision, submit);
    }
}
