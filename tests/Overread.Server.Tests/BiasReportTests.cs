using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>The bias report is counted from the record and says what was played.</summary>
public class BiasReportTests
{
    [Fact]
    public async Task Who_follows_wrong_suggestions_is_told_from_who_does_not_with_the_figures_that_were_played()
    {
        await using TestServer server = await TestServer.Start();
        string project = await ModelPlay.Project(server, 12, 2);
        await ModelPlay.Approved(server, project);
        // Wrong on the first eight items, right on the ninth and tenth, silent on the last two; present is right everywhere.
        await server.Admin.UploadSuggestions(
            project,
            string.Concat(
                Enumerable
                    .Range(0, 10)
                    .Select(i => ModelPlay.Line(ModelPlay.Item(i), "nodule", i < 8 ? "absent" : "present"))
            )
        );
        foreach (string name in (string[])["ann", "bob"])
        {
            (OverreadClient reader, _) = await server.Person(project, name, "reader");
            while (await reader.NextRead(project) is { } work)
            {
                await Play(reader, work, follows: name == "ann");
            }
        }

        (OverreadClient adjudicator, _) = await server.Person(project, "cid", "adjudicator");
        foreach (DisputeRow dispute in await adjudicator.ListDisputes(project, state: "open"))
        {
            await adjudicator.DecideDispute(
                project,
                dispute.Item,
                new()
                {
                    Id = "decision-" + dispute.Item,
                    Field = "nodule",
                    Answer = new() { State = AnswerState.Present },
                    Reason = "It is there.",
                }
            );
        }

        SuggestionReport report = await server.Admin.ReportSuggestions(project);
        ModelReport model = Assert.Single(report.Models);
        Assert.Equal(("net", "1.0", ModelPlay.Hash), (model.Model, model.Version, model.Sha256));
        // Two readers, twelve items; what was disputed and decided are the eight on which ann followed.
        Assert.Equal((24, 16), (model.Answers, model.Referenced));
        ReaderReport ann = Reader(model, followed: 8);
        ReaderReport bob = Reader(model, followed: 0);
        Assert.Equal((10, 10), (ann.Figures.Accepted.Count, ann.Figures.Accepted.Of));
        Assert.Equal((2, 10), (bob.Figures.Accepted.Count, bob.Figures.Accepted.Of));
        Assert.Equal((8, 8), (ann.Figures.ToWrong.Count, ann.Figures.ToWrong.Of));
        Assert.Equal((0, 8), (bob.Figures.ToWrong.Count, bob.Figures.ToWrong.Of));
        Assert.Equal(0, ann.Figures.ToRight.Count);
        // Clopper and Pearson for 8 of 8 and for 0 of 8: 0.025^(1/8) and 1 − 0.025^(1/8).
        Assert.Equal(Math.Pow(0.025, 1.0 / 8), ann.Figures.ToWrong.Low!.Value, 9);
        Assert.Equal(1 - Math.Pow(0.025, 1.0 / 8), bob.Figures.ToWrong.High!.Value, 9);
        // Eight of eight at a tolerated tenth: 0.1^8.
        Assert.Equal(1e-8, ann.PValue!.Value, 1e-12);
        Assert.Equal(1, bob.PValue!.Value, 12);
        Assert.Equal(("over-trusts", "not-shown"), (ann.Verdict, bob.Verdict));
        Assert.StartsWith("1 of 2 readers follow wrong suggestions", model.Sentence, StringComparison.Ordinal);
        // Nobody can have worked longer than they had the item, so the times are short; that they are told apart is what counts.
        Assert.NotNull(ann.Figures.TimeRatio);

        // Who saw the report knows how the others answered.
        (OverreadClient both, _) = await server.Person(project, "dora", "lead", "reader");
        await both.ReportSuggestions(project);
        await server.References(project, 13);
        Assert.Contains(await server.Events(project), e => e.Type == "AnswersSeen");
    }

    [Fact]
    public async Task Where_nothing_was_shown_there_is_nothing_to_report()
    {
        await using TestServer server = await TestServer.Start();
        string project = await ModelPlay.Project(server, 1);
        Assert.Empty((await server.Admin.ReportSuggestions(project)).Models);
    }

    private static async Task Play(OverreadClient reader, WorkView work, bool follows)
    {
        string read = work.Read.Id;
        await reader.Append(read, 1, ReadEvents.Answered(read + "-a", "nodule", "present"));
        ShownSuggestion? shown = (await reader.ShowSuggestions(read)).Suggestions.SingleOrDefault();
        int revision = 2;
        if (follows && shown is not null)
        {
            ClientEvent taken = ReadEvents.Answered(read + "-b", "nodule", shown.Answer.State) with
            {
                Origin = "suggestion",
                Suggestion = shown.Id,
            };
            await reader.Append(read, revision++, taken);
        }

        await Task.Delay(20);
        await reader.Append(read, revision, ReadEvents.Submitted(read + "-s"));
    }

    private static ReaderReport Reader(ModelReport model, int followed) =>
        Assert.Single(model.Readers, r => r.Followed == followed);
}
