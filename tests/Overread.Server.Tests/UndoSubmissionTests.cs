using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>A reader takes a submission back for a short while; that stands on the record.</summary>
public class UndoSubmissionTests
{
    [Fact]
    public async Task A_submission_is_undone_for_a_while_by_its_reader_alone_and_on_the_record()
    {
        HandClock clock = new();
        await using TestServer server = await TestServer.Start(more: o => o with { Time = clock });
        string project = await server.Project(readers: 1);
        await server.References(project, 1);
        (OverreadClient reader, _) = await server.Person(project, "ria", "reader");
        (OverreadClient other, _) = await server.Person(project, "otto", "reader");
        string read = (await reader.NextRead(project))!.Read.Id;
        await Refused(404, "read.unknown", () => other.UndoSubmission(read));
        await Refused(409, "read.not-submitted", () => reader.UndoSubmission(read));
        await Submit(reader, read, 1);
        clock.Pass(299);
        await Refused(404, "read.unknown", () => other.UndoSubmission(read));
        await reader.UndoSubmission(read);
        Read open = (await reader.ShowRead(project, read)).Read;
        Assert.Equal(("open", "absent"), (open.State, open.Answers["nodule"].State));
        Assert.Contains(
            (await server.Admin.ListEvents(project: project, type: "ReadReopened")).Events,
            e => e.Summary.EndsWith("Undone by the reader right after the submission.", StringComparison.Ordinal)
        );
        await Submit(reader, read, open.Revision);
        clock.Pass(301);
        await Refused(409, "read.undo-late", () => reader.UndoSubmission(read));
    }

    [Fact]
    public async Task What_an_adjudicator_has_decided_about_is_not_undone()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(readers: 2);
        await server.References(project, 1);
        (OverreadClient one, _) = await server.Person(project, "one", "reader");
        (OverreadClient two, _) = await server.Person(project, "two", "reader");
        (OverreadClient judge, _) = await server.Person(project, "judge", "adjudicator");
        WorkView first = (await one.NextRead(project))!;
        WorkView second = (await two.NextRead(project))!;
        await Submit(one, first.Read.Id, 1);
        await Submit(two, second.Read.Id, 1, "present");
        await two.UndoSubmission(second.Read.Id);
        await Submit(two, second.Read.Id, (await two.ShowRead(project, second.Read.Id)).Read.Revision, "uncertain");
        await judge.DecideDispute(
            project,
            first.Item.Id,
            new()
            {
                Id = "decision-0001",
                Field = "nodule",
                Answer = new() { State = AnswerState.Absent },
                Reason = "No correlate.",
            }
        );
        await Refused(409, "read.undo-late", () => two.UndoSubmission(second.Read.Id));
    }

    private static async Task Refused(int status, string code, Func<Task> deed)
    {
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(deed);
        Assert.Equal((status, code), (refused.Status, refused.Code));
    }

    private static Task<AppendReadEventsAppended> Submit(
        OverreadClient reader,
        string read,
        int revision,
        string state = "absent"
    ) =>
        reader.Append(
            read,
            revision,
            ReadEvents.Answered($"{read}-a{revision}", "nodule", state),
            ReadEvents.Submitted($"{read}-s{revision}")
        );
}
