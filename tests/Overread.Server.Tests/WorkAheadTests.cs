using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>A reader who takes several items along: each another one, within bounds, and none is lost by it.</summary>
public sealed class WorkAheadTests
{
    [Fact]
    public async Task Further_items_are_given_until_twenty_are_open_and_then_those_that_are()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.References(project, 25);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        NextForm further = new() { Ahead = true };
        List<WorkView> taken = [];
        for (int i = 0; i < 20; i++)
        {
            taken.Add((await reader.NextRead(project, further))!);
        }

        Assert.Equal(20, taken.Select(w => w.Item.Id).Distinct().Count());
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            reader.NextRead(project, further)
        );
        Assert.Equal((409, "work.ahead"), (refused.Status, refused.Code));
        // What is on screen still is open too.
        refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            reader.NextRead(project, further with { After = taken[3].Read.Id })
        );
        Assert.Equal("work.ahead", refused.Code);
        Assert.Equal(taken[0].Read.Id, (await reader.NextRead(project))!.Read.Id);
        Assert.Equal(taken[1].Read.Id, (await reader.NextRead(project, new() { After = taken[0].Read.Id }))!.Read.Id);

        await reader.SkipRead(taken[7].Read.Id, new() { Reason = "Not mine." });
        WorkView fresh = (await reader.NextRead(project, further))!;
        Assert.DoesNotContain(fresh.Item.Id, taken.Select(w => w.Item.Id));
        // Another reader gets what nobody took, and no more.
        (OverreadClient other, _) = await server.Person(project, "bob", "reader");
        List<string> others = [];
        while (await other.NextRead(project, further) is { } work)
        {
            others.Add(work.Item.Id);
            await other.SkipRead(work.Read.Id, new() { Reason = "Seen." });
        }

        Assert.Equal(5, others.Count);
        Assert.DoesNotContain(fresh.Item.Id, others);
    }
}
