using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Client.Model;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Ledger.Bundles;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>What agreement, consensus, queue and release say of the same reads, whatever numbers and methods there are.</summary>
public class FiguresTests
{
    // One column per item, one row per reader: readers who differ in a way that a model and a majority see differently.
    private static readonly string[] Given =
    [
        "z m z z z - m m - z - - z z",
        "z a a z m m a a m z z - z m",
        "a - a m m a z m z z m a z m",
        "z m - - z a - m m z m a m m",
    ];

    [Theory]
    [InlineData("dawid-skene")]
    [InlineData("auto")]
    [InlineData("majority")]
    [InlineData("wawa")]
    [InlineData("averaged")]
    public async Task The_support_is_of_the_label_shown_and_the_status_is_that_of_the_queue(string method)
    {
        await using TestServer server = await TestServer.Start();
        Field grade = new()
        {
            Id = "grade",
            Title = "Grade",
            Kind = FieldKind.Choice,
            Options = [.. "zma".Select(o => new Option { Id = o.ToString(), Title = o.ToString() })],
        };
        string project = await Project(server, 4, grade);
        await server.References(project, 14);
        foreach ((string row, int r) in Given.Select((row, r) => (row, r)))
        {
            string[] words = row.Split(' ');
            await Read(
                server,
                project,
                $"reader{r}",
                item => words[item] is "-" ? null : JsonSerializer.SerializeToElement(words[item])
            );
        }

        ConsensusRun run = await server.Admin.ComputeConsensus(project, new() { Method = method });
        IReadOnlyList<LabelRow> rows = (await server.Admin.ListConsensusLabels(project, field: "grade")).Rows;
        IReadOnlyList<DisputeRow> queue = await server.Admin.ListDisputes(project, state: "open");
        Assert.Equal(14, run.Accepted + run.Disputed + run.Incomplete + run.NotAsked);
        foreach (LabelRow row in rows)
        {
            int item = int.Parse(row.Title[^4..], CultureInfo.InvariantCulture);
            int said = Given.Count(g => g.Split(' ')[item] == row.Label);
            Assert.Equal(row.Label is null ? null : said, row.Support);
            bool waits = queue.Any(q => q.Item == row.Item && q.Fields.Contains("grade"));
            Assert.Equal(waits, row.Status is "disputed" or "tie");
            Assert.False(row.Opinion is not null && row.Opinion == row.Label, row.Title);
            Assert.Equal(row.Opinion is null, row.OpinionProbability is null);
        }

        // Three said m and one z: the model holds z more probable, and the label stays that of the three.
        LabelRow model = rows.Single(r => r.Title == "case-0013");
        Assert.Equal(("m", "accepted", 3, 4), (model.Label, model.Status, model.Support, model.Asked));
        if (method is "dawid-skene" or "auto")
        {
            Assert.Equal(("z", null), (model.Opinion, model.Probability));
            Assert.True(model.OpinionProbability > 0.5);
        }

        await DecideAll(server, project, queue, _ => JsonSerializer.SerializeToElement("a"));
        string[] csv = await Table(await CampaignTests.Release(server, project), "labels/consensus/labels.csv");
        Assert.Equal("item,field,label,probability,status,support,asked,spread,opinion,opinion_probability", csv[0]);
        Assert.Contains(csv, l => l.StartsWith($"{model.Item},grade,m,", StringComparison.Ordinal));
        Assert.DoesNotContain(csv, l => l.Contains(",disputed,", StringComparison.Ordinal));
        Assert.DoesNotContain(csv, l => l.Contains(",tie,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Runs_are_listed_and_none_is_no_error()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        Assert.Empty(await server.Admin.ListConsensusRuns(project));
        ConsensusRun first = await server.Admin.ComputeConsensus(project, new());
        ConsensusRun second = await server.Admin.ComputeConsensus(project, new());
        Assert.Equal([second.Id, first.Id], (await server.Admin.ListConsensusRuns(project)).Select(r => r.Id));
    }

    [Fact]
    public async Task A_number_that_no_figure_can_carry_is_refused_at_the_read()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Project(server, 2, Number);
        await server.References(project, 1);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        WorkView work = (await reader.NextRead(project))!;
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            reader.Append(
                work.Read.Id,
                work.Read.Revision,
                Answered(work.Read.Id + "-a", JsonSerializer.SerializeToElement(1e200))
            )
        );
        Assert.Equal((422, "read.invalid", "size"), (refused.Status, refused.Code, refused.Where));
    }

    [Theory]
    [InlineData(1e200, -1e200)]
    [InlineData(1.7e308, -1.7e308)]
    [InlineData(1.7e308, 1.7e308)]
    public async Task Huge_numbers_of_before_break_neither_agreement_nor_consensus_nor_release(double one, double other)
    {
        await using TestServer server = await TestServer.Start();
        string project = await Project(server, 3, Number);
        await server.References(project, 4);
        foreach ((string name, double huge) in new[] { ("ann", one), ("bob", other), ("cid", one) })
        {
            await Read(
                server,
                project,
                name,
                item => JsonSerializer.SerializeToElement(5 + item + (name == "bob" ? 0.5 : 0)),
                item => item == 0 ? huge : null
            );
        }

        AgreementView agreement = await server.Admin.ShowAgreement(project);
        foreach (CoefficientRow row in agreement.Coefficients)
        {
            Assert.Equal((null, "out-of-range"), (row.Value, row.State));
        }

        Assert.All(
            agreement.Limits.Where(l => l.Bias is null),
            l => Assert.Equal("the numbers are too large for their squares to be computed", l.Why)
        );
        await server.Admin.ShowOverview(project);
        await server.Admin.ComputeConsensus(
            project,
            new() { Fields = new Dictionary<string, string> { ["size"] = "mean" } }
        );
        IReadOnlyList<DisputeRow> queue = await server.Admin.ListDisputes(project, state: "open");
        await DecideAll(server, project, queue, _ => JsonSerializer.SerializeToElement(6.5));
        string zip = await CampaignTests.Release(server, project);
        Assert.Contains(
            await Table(zip, "quality/agreement.csv"),
            l => l.Contains(",out-of-range,", StringComparison.Ordinal)
        );
        foreach (string file in (string[])["quality/agreement.csv", "quality/limits-of-agreement.csv"])
        {
            Assert.DoesNotContain(
                await Table(zip, file),
                l => l.Contains("NaN", StringComparison.Ordinal) || l.Contains('∞', StringComparison.Ordinal)
            );
        }
    }

    private static readonly Field Number = new()
    {
        Id = "size",
        Title = "Size",
        Kind = FieldKind.Number,
        Unit = "mm",
    };

    private static async Task<string> Project(TestServer server, int readers, Field field)
    {
        string project = await server.Project(readers);
        await server.Admin.Publish(
            project,
            new()
            {
                Title = "Figures",
                Fields = [field],
                Guideline = "Look.",
                Policy = TestServer.Policy(readers),
            }
        );
        return project;
    }

    private static ClientEvent Answered(string id, JsonElement value, string field = "size") =>
        ReadEvents.Answered(id, field, "present") with
        {
            Answer = new() { State = "present", Value = value },
        };

    // What a store of before holds is put into the record as it was then, past the rules of today.
    private static async Task Read(
        TestServer server,
        string project,
        string name,
        Func<int, JsonElement?> answer,
        Func<int, double?>? before = null
    )
    {
        (OverreadClient reader, string id) = await server.Person(project, name, "reader");
        string field = (await server.Admin.ShowProtocol(project, "current")).Body.Fields[0].Id;
        while (await reader.NextRead(project) is { } work)
        {
            string read = work.Read.Id;
            int item = int.Parse(work.Item.Title[^4..], CultureInfo.InvariantCulture);
            int revision = work.Read.Revision;
            if (before?.Invoke(item) is { } huge)
            {
                IDatabase database = server.App.Services.GetRequiredService<IDatabase>();
                await database.Write(
                    new Actor("person/" + id, "test"),
                    u =>
                        u.Append(
                            new About(project, "read/" + read, work.Item.Id),
                            new AnswerGiven(
                                field,
                                new Domain.Reads.Answer(
                                    Domain.Protocols.AnswerState.Present,
                                    JsonSerializer.SerializeToElement(huge)
                                )
                            ),
                            read + "-h"
                        )
                );
                revision++;
            }
            else if (answer(item) is { } value)
            {
                revision = (await reader.Append(read, revision, Answered(read + "-a", value, field))).Revision;
            }

            await reader.Append(read, revision, ReadEvents.Submitted(read + "-s"));
        }
    }

    private static async Task DecideAll(
        TestServer server,
        string project,
        IReadOnlyList<DisputeRow> queue,
        Func<string, JsonElement> value
    )
    {
        (OverreadClient adjudicator, _) = await server.Person(project, "judge", "adjudicator");
        foreach (DisputeRow row in queue)
        {
            await adjudicator.DecideDispute(
                project,
                row.Item,
                new()
                {
                    Id = "decision-" + row.Item,
                    Field = row.Fields[0],
                    Answer = new() { State = "present", Value = value(row.Item) },
                    Reason = "Looked again.",
                }
            );
        }
    }

    private static async Task<string[]> Table(string zip, string path)
    {
        using BundleArchive bundle = new(File.OpenRead(zip));
        using StreamReader reader = new(bundle.Open(path));
        return (await reader.ReadToEndAsync()).TrimEnd('\n').Split('\n');
    }
}
