using Microsoft.Extensions.DependencyInjection;
using Overread.Client.Model;
using Overread.Domain.Comparison;
using Overread.Domain.Record;
using Overread.Storage;
using ConsensusLabel = Overread.Domain.Comparison.ConsensusLabel;
using ConsensusRun = Overread.Client.Model.ConsensusRun;

namespace Overread.Server.Tests;

/// <summary>How the labels of a consensus stand in the record: in events of a few hundred, or, in records of before, in one.</summary>
public class ConsensusRecordTests
{
    [Fact]
    public async Task Labels_of_a_run_are_the_same_whether_one_event_holds_them_or_several()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.References(project, 3);
        IDatabase database = server.App.Services.GetRequiredService<IDatabase>();
        List<ConsensusLabel> labels =
        [
            new("item-1", "finding", "present", 1, "accepted"),
            new("item-2", "finding", null, null, "tie"),
            new("item-3", "finding", "absent", 1, "accepted"),
        ];
        About about = new(project, "comparison/" + project);
        await database.Write(
            Actor.System,
            u =>
            {
                u.Append(about, Computed("before", labels));
                u.Append(about, Computed("now", []) with { Count = 3 });
                u.Append(about, new ConsensusLabelled("now", labels[..2]));
                u.Append(about, new ConsensusLabelled("now", labels[2..]));
                return true;
            }
        );
        IReadOnlyList<ConsensusRun> runs = await server.Admin.ListConsensusRuns(project);
        ConsensusRun before = Assert.Single(runs, r => r.Id == "before");
        ConsensusRun now = Assert.Single(runs, r => r.Id == "now");
        Assert.Equal((3, 2, 1), (before.Items, before.Accepted, before.Disputed));
        Assert.Equal((3, 2, 1), (now.Items, now.Accepted, now.Disputed));
        using ReadLease read = database.Read();
        Assert.Equal(labels, Features.Comparison.Contracts.ComparisonTable.Labels(read.Connection, "now"));
        Assert.Equal(labels, Features.Comparison.Contracts.ComparisonTable.Labels(read.Connection, "before"));
        // The record tells of both alike.
        List<RecordEvent> told = [.. (await server.Events(project)).Where(e => e.Type == "ConsensusComputed")];
        Assert.All(told, e => Assert.Contains("consensus of 3 labels", e.Summary, StringComparison.Ordinal));
        Assert.Equal(2, told.Count);
        Assert.Empty(Composition.StoreAudit.Run(server.Data, fast: false, null, CancellationToken.None).Faults);
    }

    private static ConsensusComputed Computed(string run, IReadOnlyList<ConsensusLabel> labels) =>
        new(run, "majority", "3", 1, 1, new string('0', 64), labels);
}
