using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Domain.Releases;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Releases;
using Overread.Server.Features.Releases.Bundle;
using Overread.Server.Features.Subjects.Contracts;
using Overread.Server.Modalities;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>Reading goes on while a release is made.</summary>
public class BundleSnapshotTests
{
    [Fact]
    public async Task What_is_compared_after_the_consensus_is_left_to_the_next_release()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.References(project, 3);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        await TestServer.ReadNext(reader, project, _ => "present");
        await TestServer.ReadNext(reader, project, _ => "present");
        IDatabase database = server.App.Services.GetRequiredService<IDatabase>();
        ProtocolStore protocols = server.App.Services.GetRequiredService<ProtocolStore>();
        string run = await ConsensusRuns.Compute(database, protocols, Actor.System, project, "majority");
        await TestServer.ReadNext(reader, project, _ => "absent");
        using ReadLease read = database.Read();
        BundleContent content = BundleContent.Load(
            read,
            server.App.Services.GetRequiredService<ModalityList>(),
            project,
            run,
            protocols,
            new SplitPlan(1, 0, 0, 1),
            "set",
            "1",
            "",
            new SplitRequest(
                new ProjectSubjects().Of(read.Connection, project),
                new Dictionary<string, ReleaseMembers.HeldSplit>(),
                null
            )
        );
        Assert.Equal(2, content.Items.Count);
        Assert.Equal(2, content.States["agreed"]);
        Assert.Equal(1, content.States[BundleContent.AfterConsensus]);
        Assert.All(content.Items, i => Assert.Contains(content.Labels, l => l.Item == i.Id));
    }
}
