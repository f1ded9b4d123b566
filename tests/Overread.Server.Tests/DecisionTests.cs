using System.Text.Json.Nodes;
using Overread.Cli.Server;
using Overread.Client;
using Overread.Client.Model;
using Overread.Domain.Comparison;
using Overread.Domain.Record;
using Overread.Server.Composition;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>A decision says what it says once, names who gave an answer, and is shown as it stands.</summary>
public class DecisionTests
{
    [Fact]
    public async Task An_id_stands_for_what_was_first_sent_under_it()
    {
        await using TestServer server = await TestServer.Start();
        (string project, string item, OverreadClient judge, OverreadClient[] readers, string[] reads) = await Disputed(
            server
        );
        DecisionForm decision = new()
        {
            Id = "decision-0001",
            Field = "nodule",
            Answer = new() { State = AnswerState.Absent },
            Reason = "No correlate.",
        };
        await judge.DecideDispute(project, item, decision);
        await judge.DecideDispute(project, item, decision);
        foreach (
            DecisionForm other in (DecisionForm[])
                [
                    decision with
                    {
                        Answer = new() { State = AnswerState.Present },
                    },
                    decision with
                    {
                        Reason = "Another.",
                    },
                    decision with
                    {
                        // The id of an event of another kind.
                        Id = reads[0] + "-a",
                    },
                ]
        )
        {
            OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
                judge.DecideDispute(project, item, other)
            );
            Assert.Equal((409, "request.id-reused"), (refused.Status, refused.Code));
        }

        foreach (string id in (string[])["", "short", "has a blank", new string('x', 65)])
        {
            OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
                judge.DecideDispute(project, item, decision with { Id = id })
            );
            Assert.Equal((422, "id"), (refused.Status, refused.Where));
        }

        // A reader's events as well.
        await readers[0].Append(reads[0], 1, ReadEvents.Answered(reads[0] + "-a", "nodule", "absent"));
        OverreadProblemException again = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            readers[0].Append(reads[0], 1, ReadEvents.Answered(reads[0] + "-a", "nodule", "uncertain"))
        );
        Assert.Equal((409, "request.id-reused"), (again.Status, again.Code));
    }

    [Fact]
    public async Task A_decision_names_the_reader_who_gave_the_answer_and_bounds_its_reason()
    {
        await using TestServer server = await TestServer.Start();
        (string project, string item, OverreadClient judge, _, _) = await Disputed(server);
        DisputeView shown = await judge.ShowDispute(project, item);
        string saidAbsent = shown.Readers.Single(r => r.Read.Answers["nodule"].State == AnswerState.Absent).Reader;
        string saidPresent = shown.Readers.Single(r => r.Reader != saidAbsent).Reader;
        DecisionForm decision = new()
        {
            Id = "decision-0001",
            Field = "nodule",
            Answer = new() { State = AnswerState.Absent },
            Reason = "No correlate.",
            TakenFrom = saidAbsent,
        };
        foreach (string nobody in (string[])["Reader 77", saidPresent])
        {
            OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
                judge.DecideDispute(project, item, decision with { TakenFrom = nobody })
            );
            Assert.Equal((422, "adjudication.taken-from", "takenFrom"), (refused.Status, refused.Code, refused.Where));
        }

        OverreadProblemException longer = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            judge.DecideDispute(project, item, decision with { Reason = new string('x', 4001) })
        );
        Assert.Equal((422, "adjudication.reason", "reason"), (longer.Status, longer.Code, longer.Where));
        DisputeView decided = await judge.DecideDispute(project, item, decision);
        Assert.Equal(saidAbsent, decided.Fields.Single(f => f.Field == "nodule").Decision!.TakenFrom);
    }

    [Fact]
    public async Task A_decided_field_that_is_not_asked_any_more_is_shown_as_not_asked()
    {
        await using TestServer server = await TestServer.Start();
        NewProject form = new()
        {
            Name = "Test",
            Purpose = "Testing",
            LegalBasis = "None needed",
        };
        string project = (await server.Admin.OpenProject(form)).Id;
        ProtocolBody body = TestServer.Protocol(2);
        Field more = new()
        {
            Id = "more",
            Title = "More",
            Kind = FieldKind.Finding,
            Required = true,
            When = new() { Field = "nodule", Is = ["present"] },
        };
        await server.Admin.SaveProtocolDraft(project, body with { Fields = [body.Fields[0], more] });
        await server.Admin.PublishProtocol(project);
        await server.References(project, 1);
        foreach ((string name, string says) in ((string, string)[])[("ann", "absent"), ("bob", "present")])
        {
            (OverreadClient reader, _) = await server.Person(project, name, "reader");
            Read read = (await reader.NextRead(project))!.Read;
            List<ClientEvent> events = [ReadEvents.Answered(read.Id + "-a", "nodule", says)];
            if (says == "present")
            {
                events.Add(ReadEvents.Answered(read.Id + "-b", "more", "present"));
            }

            await reader.Append(read.Id, read.Revision, [.. events, ReadEvents.Submitted(read.Id + "-s")]);
        }

        (OverreadClient judge, _) = await server.Person(project, "cid", "adjudicator");
        string item = Assert.Single(await judge.ListDisputes(project, state: "open")).Item;
        async Task<string> MoreAfter(string id, string field, string state) => (
                await judge.DecideDispute(
                    project,
                    item,
                    new()
                    {
                        Id = id,
                        Field = field,
                        Answer = new() { State = state },
                        Reason = "Seen again.",
                    }
                )
            ).Fields.Single(f => f.Field == "more").Status;
        Assert.Equal("incomplete", await MoreAfter("decision-1", "nodule", "present"));
        Assert.Equal("decided", await MoreAfter("decision-2", "more", "present"));
        Assert.Equal("notasked", await MoreAfter("decision-3", "nodule", "absent"));
        Assert.Equal("decided", await MoreAfter("decision-4", "nodule", "present"));
    }

    [Fact]
    public async Task What_an_earlier_build_took_is_released_and_audited()
    {
        await using TestServer server = await TestServer.Start();
        (string project, string item, _, _, string[] reads) = await Disputed(server);
        string reason = new('x', 300_000);
        IDatabase database = (IDatabase)server.App.Services.GetService(typeof(IDatabase))!;
        // Decided once more, a decision stands in the report's list of corrections too.
        foreach (string from in (string[])["Reader 77", "Reader 78"])
        {
            await database.Write(
                Actor.System,
                u =>
                    u.Append(
                        new About(project, "item/" + item, item),
                        new AdjudicationDecided(
                            "nodule",
                            new(Domain.Protocols.AnswerState.Uncertain),
                            null,
                            from,
                            reason,
                            reads,
                            "dispute"
                        )
                    )
            );
        }

        string path = await CampaignTests.Release(server, project);
        Assert.Empty(VerifyCommand.Verify(path, null).Faults);
        Assert.Empty(StoreAudit.Run(server.Data, fast: false, null, CancellationToken.None).Faults);
    }

    [Fact]
    public async Task Every_reason_has_a_longest_length()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.References(project, 1);
        string item = (await server.Admin.ListItems(project)).Rows[0].Id;
        string tooLong = new('x', 4001);
        async Task Refused(string path, string body, string where)
        {
            (int status, JsonObject problem) = await new RawApi(server.Admin).Refused(
                HttpMethod.Post,
                $"/api/projects/{project}/{path}",
                body
            );
            Assert.Equal((422, where), (status, (string?)problem["where"]));
            Assert.Contains("4,000", (string)problem["next"]!, StringComparison.Ordinal);
        }

        await Refused(
            "items/bulk",
            $$"""{"items":["{{item}}"],"action":"withdraw","reason":"{{tooLong}}"}""",
            "reason"
        );
        await Refused("close", $$"""{"reason":"{{tooLong}}"}""", "reason");
        await Refused("releases", $$"""{"name":"a","version":"1","notes":"{{tooLong}}"}""", "notes");
    }

    private static async Task<(
        string Project,
        string Item,
        OverreadClient Judge,
        OverreadClient[] Readers,
        string[] Reads
    )> Disputed(TestServer server)
    {
        string project = await server.Project(2);
        await server.References(project, 1);
        List<OverreadClient> readers = [];
        List<string> reads = [];
        foreach ((string name, string says) in ((string, string)[])[("ann", "absent"), ("bob", "present")])
        {
            (OverreadClient reader, _) = await server.Person(project, name, "reader");
            readers.Add(reader);
            reads.Add((await TestServer.ReadNext(reader, project, _ => says))!);
        }

        (OverreadClient judge, _) = await server.Person(project, "cid", "adjudicator");
        string item = Assert.Single(await judge.ListDisputes(project, state: "open")).Item;
        return (project, item, judge, [.. readers], [.. reads]);
    }
}
