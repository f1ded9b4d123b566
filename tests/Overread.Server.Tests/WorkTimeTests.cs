using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>Time of work is told by source, adds up, counts nothing twice, and is bounded by what the server has measured.</summary>
public class WorkTimeTests
{
    [Fact]
    public async Task Work_adds_up_over_browsers_and_is_bounded_by_the_time_the_reader_had_the_item()
    {
        HandClock clock = new();
        await using TestServer server = await TestServer.Start(more: o => o with { Time = clock });
        string project = await server.Project(readers: 1);
        await server.References(project, 1);
        (OverreadClient reader, _) = await server.Person(project, "ria", "reader");
        Read read = (await reader.NextRead(project))!.Read;
        clock.Pass(30);
        await reader.Append(read.Id, 1, Told("worked-0001", "browser-one", 20));
        // Once more under the same id, and an earlier word that comes late.
        await reader.Append(read.Id, 1, Told("worked-0001", "browser-one", 20));
        await reader.Append(read.Id, 1, Told("worked-0002", "browser-one", 12));
        await reader.Append(read.Id, 1, Told("worked-0003", "browser-two", 1e12));
        read = (await reader.ShowRead(project, read.Id)).Read;
        Assert.Equal((20d, 30d, 1), (read.Worked["browser-one"], read.Worked["browser-two"], read.Revision));

        clock.Pass(30);
        await reader.Append(
            read.Id,
            1,
            ReadEvents.Answered("answer-0001", "nodule", "absent"),
            ReadEvents.Submitted("submit-0001", 86_400)
        );
        // A lost answer is repeated as it was sent, not as it was bounded.
        await reader.Append(
            read.Id,
            1,
            ReadEvents.Answered("answer-0001", "nodule", "absent"),
            ReadEvents.Submitted("submit-0001", 86_400)
        );
        read = (await reader.ShowRead(project, read.Id)).Read;
        Assert.Equal((60d, 86_400d, 60d), (read.Seconds, read.Claimed, read.Elapsed));
        Assert.Equal(60, (await reader.ListMyReads(project))[0].Seconds);
        // What comes after the submission is no reason to refuse anything, and changes no time that was submitted.
        await reader.Append(read.Id, 2, Told("worked-0004", "browser-one", 25));
        Assert.Equal(60, (await reader.ShowRead(project, read.Id)).Read.Seconds);
    }

    [Fact]
    public async Task First_sight_is_measured_and_an_honest_claim_stands()
    {
        HandClock clock = new();
        await using TestServer server = await TestServer.Start(more: o => o with { Time = clock });
        string project = await server.Project(readers: 1);
        await server.References(project, 1);
        (OverreadClient reader, _) = await server.Person(project, "ria", "reader");
        Read read = (await reader.NextRead(project))!.Read;
        clock.Pass(100);
        await reader.Append(read.Id, 1, Opened("opened-0001"));
        clock.Pass(40);
        await reader.Append(read.Id, 1, Opened("opened-0002"));
        clock.Pass(10);
        await reader.Append(
            read.Id,
            1,
            ReadEvents.Answered("answer-0001", "nodule", "absent"),
            ReadEvents.Submitted("submit-0001", 33.5)
        );
        read = (await reader.ShowRead(project, read.Id)).Read;
        Assert.Equal((33.5, 33.5, 50d), (read.Seconds, read.Claimed, read.Elapsed));
    }

    [Fact]
    public async Task A_rehearsed_read_was_worked_on_elsewhere()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(readers: 1);
        await server.References(project, 2);
        (OverreadClient reader, _) = await server.Person(project, "ria", "reader");
        foreach ((double claimed, double counts) in ((double, double)[])[(75, 75), (1e9, 86_400)])
        {
            Read read = (await reader.NextRead(project))!.Read;
            ClientEvent answer = ReadEvents.Answered(read.Id + "-a", "nodule", "absent") with { Origin = "rehearsal" };
            await reader.Append(read.Id, 1, answer, ReadEvents.Submitted(read.Id + "-s", claimed));
            read = (await reader.ShowRead(project, read.Id)).Read;
            Assert.Equal((counts, claimed, null), (read.Seconds, read.Claimed, read.Elapsed));
        }
    }

    [Fact]
    public async Task A_time_that_is_none_is_refused()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(readers: 1);
        await server.References(project, 1);
        (OverreadClient reader, _) = await server.Person(project, "ria", "reader");
        Read read = (await reader.NextRead(project))!.Read;
        foreach (
            ClientEvent wrong in (ClientEvent[])[Told("worked-0001", "browser-one", -1), Told("worked-0002", "x", 1)]
        )
        {
            OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
                reader.Append(read.Id, 1, wrong)
            );
            Assert.Equal((422, "read.invalid"), (refused.Status, refused.Code));
        }
    }

    private static ClientEvent Told(string id, string source, double seconds) =>
        new()
        {
            Id = id,
            At = "2026-01-01T00:00:00.000Z",
            Type = "WorkTimed",
            Source = source,
            Seconds = seconds,
        };

    private static ClientEvent Opened(string id) =>
        new()
        {
            Id = id,
            At = "2026-01-01T00:00:00.000Z",
            Type = "ReadOpened",
            Shown = new()
            {
                Files = [],
                Display = new()
                {
                    Width = 1280,
                    Height = 720,
                    DevicePixelRatio = 1,
                },
                ProtocolVersion = 1,
                Client = "test",
            },
        };
}
