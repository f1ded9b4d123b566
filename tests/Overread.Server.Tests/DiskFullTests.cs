using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Client.Model;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>A disk without room: said in words, nothing half saved, and no restart once there is room.</summary>
public sealed class DiskFullTests
{
    [Fact]
    public async Task A_save_that_does_not_fit_is_said_and_the_same_save_is_taken_once_there_is_room()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.References(project, 2);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        WorkView work = (await reader.NextRead(project))!;
        IDatabase database = server.App.Services.GetRequiredService<IDatabase>();
        // As a full disk: the file may not grow.
        await database.Write(Actor.System, u => u.Connection.Run("PRAGMA max_page_count = 1"));
        OverreadProblemException? full = null;
        int revision = work.Read.Revision;
        string last = "";
        for (int i = 0; i < 500 && full is null; i++)
        {
            last = $"comment-{i:0000}";
            try
            {
                revision = (
                    await reader.Append(work.Read.Id, revision, ReadEvents.Commented(last, new string('w', 3000)))
                ).Revision;
            }
            catch (OverreadProblemException e)
            {
                full = e;
            }
        }

        Assert.Equal((507, "disk.full"), (full!.Status, full.Code));
        Assert.Contains("full", full.Message, StringComparison.Ordinal);
        // Nothing of it was saved, and what was is read as before.
        Assert.Equal(revision, (await reader.ShowRead(project, work.Read.Id)).Read.Revision);
        Assert.Equal(2, (await server.Admin.ListItems(project)).Total);
        await database.Write(Actor.System, u => u.Connection.Run("PRAGMA max_page_count = 1000000"));
        await reader.Append(work.Read.Id, revision, ReadEvents.Commented(last, new string('w', 3000)));
        Assert.Empty((await database.Audit()).Faults);
    }
}
