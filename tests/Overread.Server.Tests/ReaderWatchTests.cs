using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Client.Model;
using Overread.Domain.Fitness;
using Overread.Domain.Record;
using Overread.Server.Features.Comparison.Watching;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>The server watches its readers and asks; people decide, and no program does.</summary>
public sealed class ReaderWatchTests
{
    private static readonly string[] Honest = ["ann", "bob", "cid"];

    // Three who look and one who always says the same, over items of which every other one shows something.
    private static async Task<(string Project, OverreadClient Dan)> Played(TestServer server)
    {
        string project = await server.Project(4);
        await server.References(project, 70);
        OverreadClient dan = null!;
        foreach (string name in (string[])[.. Honest, "dan"])
        {
            (OverreadClient reader, _) = await server.Person(project, name, "reader");
            dan = reader;
            while (
                await TestServer.ReadNext(
                    reader,
                    project,
                    title => name == "dan" || (title[^1] - '0') % 2 == 0 ? "present" : "absent"
                )
                    is not null
            ) { }
        }

        return (project, dan);
    }

    [Fact]
    public async Task A_hostile_reader_is_found_by_the_server_asked_about_once_and_goes_on_until_a_person_acts()
    {
        // The clock stands: how long this machine takes for a read is nobody's haste.
        HandClock clock = new();
        await using TestServer server = await TestServer.Start(more: o =>
            o with
            {
                Time = clock,
                RequestsPerSecond = 100_000,
            }
        );
        (string project, OverreadClient dan) = await Played(server);
        WatchView before = await server.Admin.ShowReaderWatch(project);
        Assert.Equal((null, 0), (before.Looked, before.Findings.Count));
        IDatabase database = server.App.Services.GetRequiredService<IDatabase>();
        long size = database.RecordSize;

        WatchRounds rounds = server.App.Services.GetRequiredService<WatchRounds>();
        Assert.Equal(1, await rounds.Round(CancellationToken.None));
        WatchView view = await server.Admin.ShowReaderWatch(project);
        FindingRow found = Assert.Single(view.Findings);
        Assert.Equal(("nodule", null, 280), (found.Field, found.Follows, view.Reads));
        string pseudonym = (await server.Admin.ListMembers(project)).Single(m => m.Name == "dan").Pseudonym;
        Assert.Equal(pseudonym, found.Reader);
        Assert.True(found.LogEvidence > found.LogBound);

        // The platform by itself has only looked and asked: nothing of it changes who may read.
        string[] own;
        using (ReadLease read = database.Read())
        {
            own =
            [
                .. read
                    .Record.Heads(new RecordQuery { From = size })
                    .Where(h => h.Actor == "system")
                    .Select(h => h.Type)
                    .Distinct(),
            ];
        }

        Assert.Equal(
            ["ReaderDoubted", "ReadersWatched"],
            own.Where(t => t.StartsWith("Reader", StringComparison.Ordinal)).Order()
        );
        Assert.DoesNotContain(own, t => StandingEvents.All.Any(s => s.Name == t));
        await server.Admin.AddReferences(project, "item\nmore-0001\n");
        Assert.NotNull(await dan.NextRead(project));

        // Looked again it asks nothing twice; by hand too.
        JobView job = await server.Admin.StartReaderWatch(project);
        await server.Admin.WaitForJob(job.Id);
        Assert.Single((await server.Admin.ShowReaderWatch(project)).Findings);
        Assert.Equal(0, await rounds.Round(CancellationToken.None));

        await Signer.Refused(
            "reason.needed",
            () => server.Admin.DecideReaderFinding(project, found.Id, new() { Follows = true, Reason = " " })
        );
        await Signer.Refused(
            "access.role",
            () => dan.DecideReaderFinding(project, found.Id, new() { Follows = false, Reason = "No." })
        );
        view = await server.Admin.DecideReaderFinding(
            project,
            found.Id,
            new() { Follows = true, Reason = "Forty alike in a row." }
        );
        Assert.Equal((true, "Forty alike in a row."), (view.Findings[0].Follows, view.Findings[0].Reason));
        await Signer.Refused(
            "watch.decided",
            () => server.Admin.DecideReaderFinding(project, found.Id, new() { Follows = false, Reason = "Or not." })
        );
        // The decision itself takes nothing from anybody; what a person then does, does.
        Assert.NotNull(await dan.NextRead(project));
        await database.RebuildProjections();
        Assert.True((await server.Admin.ShowReaderWatch(project)).Findings[0].Follows);
        Assert.Empty((await database.Audit()).Faults);
        await server.Admin.RemoveMember(
            project,
            (await server.Admin.ListMembers(project)).Single(m => m.Name == "dan").Person
        );
        await Signer.Refused("project.unknown", () => dan.NextRead(project));

        // An item that is withdrawn is looked past, and is no news the day after.
        await server.Admin.Withdraw(project, (await server.Admin.ListItems(project)).Rows[0].Id, "Wrong patient.");
        await server.Admin.WaitForJob((await server.Admin.StartReaderWatch(project)).Id);
        clock.Pass(25 * 60 * 60);
        Assert.Equal(0, await rounds.Round(CancellationToken.None));
    }

    [Fact]
    public async Task Every_event_that_changes_who_may_read_is_refused_where_no_person_stands_behind_it()
    {
        await using TestServer server = await TestServer.Start();
        IDatabase database = server.App.Services.GetRequiredService<IDatabase>();
        string project = await server.Project(1);
        foreach (Type type in StandingEvents.All)
        {
            RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() =>
                database.Write(
                    Actor.System,
                    u =>
                        u.Append(
                            new About(project, "project/" + project),
                            (DomainEvent)RuntimeHelpers.GetUninitializedObject(type)
                        )
                )
            );
            Assert.Equal("standing.person", refused.Refusal.Code);
        }

        // A person's act, themselves or by a program that acts for them, is taken.
        await database.Write(
            new Actor("token/t/person/lea", "test"),
            u => u.Append(new About(project, "project/" + project), new FitnessRulesSet(new(), "A test."))
        );
    }

    [Theory]
    [InlineData("src/Overread.Server/Features/Projects/Contracts/Memberships.cs", "ProjectOpened")]
    [InlineData("src/Overread.Server/Features/Fitness/Contracts/FitnessBook.cs", "")]
    public void What_decides_who_may_read_follows_those_events_and_no_others(string source, string besides)
    {
        // Who may read is kept by two books; each event that one of them follows has to be a person's.
        string text = File.ReadAllText(Path.Combine(DocsTests.Root, source));
        string[] followed =
        [
            .. EventTypes.All.Select(t => t.Name).Where(n => Regex.IsMatch(text, $@"\b{n}\b( e)? =>")),
        ];
        Assert.True(followed.Length >= 4, string.Join(", ", followed));
        Assert.Empty(followed.Except(StandingEvents.All.Select(t => t.Name)).Except([besides]));
    }
}
