using Overread.Client;
using Overread.Client.Model;
using Overread.Quality.ReaderStudies;

namespace Overread.Server.Tests;

/// <summary>A reader study of a project's reads: ratings by the field's order, truth given or decided.</summary>
public class ReaderStudyTests
{
    private const int Items = 12;

    // One word per item, one row per reader; the first six cases are diseased.
    private static readonly string[][] Given =
    [
        .. new[]
        {
            "present present present uncertain absent present absent absent uncertain absent present absent",
            "present uncertain present present uncertain absent absent uncertain absent absent absent absent",
            "present present uncertain absent present present uncertain absent absent present absent uncertain",
        }.Select(row => row.Split(' ')),
    ];
    private static readonly string[] Order = ["absent", "uncertain", "present"];

    [Fact]
    public async Task Areas_are_those_of_counting_pairs_and_the_mean_is_their_mean()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Read(server);
        ReaderStudyView study = await server.Admin.ShowReaderStudy(project, Form());
        Assert.Null(study.Why);
        Assert.Equal(
            (12, 6, 0, 0, "given"),
            (study.Cases, study.Diseased, study.Untruthed, study.Unplaced, study.Truth)
        );
        Assert.Equal(Order, study.Ratings);
        double[] areas = [.. Given.Select(Area).Order()];
        Assert.Equal(areas, study.Estimates.Where(e => e.Reader is not null).Select(e => e.Value).Order(), Near);
        EstimateRow mean = study.Estimates.Single(e => e.Reader is null);
        Assert.Equal(areas.Average(), mean.Value, 12);
        Assert.True(mean.Low < mean.Value && mean.Value < mean.High);
        Assert.StartsWith("Version 1: area under the ROC curve", study.Sentences[0], StringComparison.Ordinal);
        Assert.EndsWith("for other readers and other cases.", study.Sentences[0], StringComparison.Ordinal);
        Assert.Equal(3, study.Curves.Count);
        Assert.All(
            study.Curves,
            c =>
            {
                Assert.Equal((0, 0), (c.Points[0].FalsePositives, c.Points[0].TruePositives));
                Assert.Equal((1, 1), (c.Points[^1].FalsePositives, c.Points[^1].TruePositives));
            }
        );

        // What the library says of the same ratings, for other readers and for these alone.
        foreach (bool alone in new[] { false, true })
        {
            ReaderStudyView shown = await server.Admin.ShowReaderStudy(project, Form(fixedReaders: alone));
            EstimateRow all = shown.Estimates.Single(e => e.Reader is null);
            StudyFactors factors = alone ? StudyFactors.FixedReadersRandomCases : StudyFactors.RandomReadersRandomCases;
            ModalityEstimate known = ObuchowskiRockette
                .Analyze(Known(), StudyOutcome.EmpiricalArea, factors)
                .Modalities.Single();
            Assert.Equal(known.Interval!.Value.Low, all.Low!.Value, 9);
            Assert.Equal(known.Interval!.Value.High, all.High!.Value, 9);
            Assert.Equal(
                alone ? "for these readers and other cases" : "for other readers and other cases",
                shown.Reach
            );
        }
    }

    [Theory]
    [InlineData("sensitivity", null)]
    [InlineData("sensitivity", 1d)]
    [InlineData("specificity", null)]
    [InlineData("specificity", 1d)]
    public async Task Shares_are_those_of_counting(string figure, double? from)
    {
        await using TestServer server = await TestServer.Start();
        string project = await Read(server);
        ReaderStudyView study = await server.Admin.ShowReaderStudy(project, Form(figure, from));
        double threshold = from ?? 2;
        Assert.Equal(threshold, study.Threshold);
        double[] shares =
        [
            .. Given
                .Select(row =>
                    row.Select((word, i) => (Called: Array.IndexOf(Order, word) >= threshold, Ill: i < 6))
                        .Where(c => c.Ill == (figure == "sensitivity"))
                        .Average(c => c.Called == c.Ill ? 1.0 : 0)
                )
                .Order(),
        ];
        Assert.Equal(shares, study.Estimates.Where(e => e.Reader is not null).Select(e => e.Value).Order(), Near);
    }

    [Fact]
    public async Task What_adjudicators_decided_is_a_truth_and_is_said_to_be_a_hard_one()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Read(server);
        OverreadProblemException none = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            server.Admin.ShowReaderStudy(project, new() { Field = "nodule" })
        );
        Assert.Equal((422, "study.truth"), (none.Status, none.Code));
        (OverreadClient adjudicator, _) = await server.Person(project, "cid", "adjudicator");
        IReadOnlyList<DisputeRow> queue = await adjudicator.ListDisputes(project, state: "open");
        foreach (DisputeRow row in queue)
        {
            bool ill = Number(row.Title) < 6;
            await adjudicator.DecideDispute(
                project,
                row.Item,
                new()
                {
                    Id = "decision-" + row.Item,
                    Field = "nodule",
                    Answer = new() { State = ill ? AnswerState.Present : AnswerState.Absent },
                    Reason = "Biopsy.",
                }
            );
        }

        ReaderStudyView study = await server.Admin.ShowReaderStudy(project, new() { Field = "nodule" });
        Assert.Equal((queue.Count, Items - queue.Count, "decisions"), (study.Cases, study.Untruthed, study.Truth));
        Assert.Contains(study.Sentences, s => s.Contains("harder than the rest", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_truth_that_does_not_fit_is_refused_with_its_row()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Read(server);
        async Task Fails(string code, string title, ReaderStudyForm form)
        {
            OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
                server.Admin.ShowReaderStudy(project, form)
            );
            Assert.Equal((422, code), (refused.Status, refused.Code));
            Assert.Contains(title, refused.Message, StringComparison.Ordinal);
        }

        TruthRow known = new() { Item = "case-0001", Diseased = true };
        await Fails(
            "study.truth",
            "Row 2: no item of this project is called nobody.",
            new() { Field = "nodule", Truth = [known, new() { Item = "nobody", Diseased = true }] }
        );
        await Fails(
            "study.truth",
            "Row 2: case-0001 is said to be diseased and not to be.",
            new() { Field = "nodule", Truth = [known, new() { Item = "case-0001", Diseased = false }] }
        );
        await Fails("study.field", "Version 1 has no field other.", new() { Field = "other", Truth = [known] });
        await Fails(
            "study.figure",
            "A figure is",
            new()
            {
                Field = "nodule",
                Truth = [known],
                Figure = "accuracy",
            }
        );
        await Fails(
            "study.threshold",
            "An area has no threshold.",
            new()
            {
                Field = "nodule",
                Truth = [known],
                Threshold = 1,
            }
        );
        await Fails(
            "study.versions",
            "Up to ten versions",
            new()
            {
                Field = "nodule",
                Truth = [known],
                Versions = [1, 1],
            }
        );
        ReaderStudyView one = await server.Admin.ShowReaderStudy(project, new() { Field = "nodule", Truth = [known] });
        Assert.Equal("All cases are diseased, or none is: there is nothing to tell apart.", one.Why);
        Assert.Empty(one.Estimates);
    }

    private static ReaderStudyForm Form(string? figure = null, double? threshold = null, bool fixedReaders = false) =>
        new()
        {
            Field = "nodule",
            Figure = figure,
            Threshold = threshold,
            FixedReaders = fixedReaders,
            Truth =
            [
                .. Enumerable.Range(0, Items).Select(i => new TruthRow { Item = $"case-{i:0000}", Diseased = i < 6 }),
            ],
        };

    private static ReaderStudy Known() =>
        ReaderStudy.Of(
            new int[3 * Items],
            [.. Enumerable.Range(0, 3 * Items).Select(i => i / Items)],
            [.. Enumerable.Range(0, 3 * Items).Select(i => i % Items)],
            [.. Given.SelectMany(row => row.Select(word => (double)Array.IndexOf(Order, word)))],
            [.. Enumerable.Range(0, Items).Select(i => i < 6)],
            1,
            3
        );

    private static double Area(string[] row)
    {
        double sum = 0;
        foreach (string ill in row[..6])
        {
            foreach (string well in row[6..])
            {
                sum += Array.IndexOf(Order, ill).CompareTo(Array.IndexOf(Order, well)) switch
                {
                    > 0 => 1,
                    0 => 0.5,
                    _ => 0,
                };
            }
        }

        return sum / 36;
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-12;

    private static int Number(string title) => int.Parse(title[^4..]);

    private static async Task<string> Read(TestServer server)
    {
        string project = await server.Project(3);
        await server.References(project, Items);
        for (int r = 0; r < 3; r++)
        {
            (OverreadClient reader, _) = await server.Person(project, $"reader{r}", "reader");
            int row = r;
            while (await TestServer.ReadNext(reader, project, title => Given[row][Number(title)]) is not null) { }
        }

        return project;
    }
}
