using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>What probabilities claim against what second looks at labels drawn by chance found.</summary>
public class CalibrationTests
{
    [Fact]
    public async Task Nothing_is_called_calibrated_before_somebody_looked_again()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Read(server, 12);
        CalibrationRow row = Assert.Single((await server.Admin.ShowCalibration(project)).Fields);
        Assert.Equal(
            ("nodule", "unchecked", 12, 0, 0, null, null),
            (row.Field, row.Verdict, row.Accepted, row.Drawn, row.Checked, row.Found, row.UpperBound)
        );
        Assert.Equal(
            "Uncalibrated: none of 12 labels accepted was looked at again, so nothing supports these probabilities.",
            row.Sentence
        );
        Assert.Empty(row.Reliability);
        Assert.Null(row.Corrected);
    }

    [Fact]
    public async Task Second_looks_are_set_against_what_was_claimed()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Read(server, 12);
        Assert.Equal(12, (await server.Admin.DrawRechecks(project, new() { Share = 1, Seed = 1 })).Items);
        (OverreadClient adjudicator, _) = await server.Person(project, "cid", "adjudicator");
        IReadOnlyList<DisputeRow> queue = await adjudicator.ListDisputes(project, state: "open");
        Assert.Equal(12, queue.Count);

        // Three decided: too few to learn from. Of the twelve two are found wrong: those of cases 3 and 8.
        foreach (
            (DisputeRow row, int i) in queue.OrderBy(d => d.Title, StringComparer.Ordinal).Select((d, i) => (d, i))
        )
        {
            if (i == 3)
            {
                CalibrationRow few = Assert.Single((await server.Admin.ShowCalibration(project)).Fields);
                Assert.Equal(("few", 12, 3, 0, 0d), (few.Verdict, few.Drawn, few.Checked, few.Wrong, few.Found));
                Assert.StartsWith(
                    "Uncalibrated: 0 of 3 labels looked at again were wrong (0 %, 95 % interval 0 % to 71 %).",
                    few.Sentence,
                    StringComparison.Ordinal
                );
            }

            bool wrong = row.Title is "case-0003" or "case-0008";
            await adjudicator.DecideDispute(
                project,
                row.Item,
                new()
                {
                    Id = $"decision-{i:0000}",
                    Field = "nodule",
                    Answer = new()
                    {
                        State = Said(row.Title) == "absent" ^ wrong ? AnswerState.Absent : AnswerState.Present,
                    },
                    Reason = "Looked again.",
                }
            );
        }

        CalibrationRow found = Assert.Single((await server.Admin.ShowCalibration(project, target: 0.1)).Fields);
        Assert.Equal((12, 12, 12, 2), (found.Accepted, found.Drawn, found.Checked, found.Wrong));
        // Clopper and Pearson for 2 of 12, by bisection of the binomial sums in exact arithmetic of doubles.
        Assert.Equal(0.0208629, found.Low!.Value, 5e-7);
        Assert.Equal(0.4841377, found.High!.Value, 5e-7);
        Assert.Equal(0.4381054, found.UpperBound!.Value, 5e-7);
        Assert.True(found.Claimed < 0.02);
        Assert.Equal("overclaims", found.Verdict);
        Assert.EndsWith("it claims too much.", found.Sentence, StringComparison.Ordinal);
        // What is learnt of second looks lies nearer to what they found.
        Assert.True(found.Corrected > found.Claimed);
        Assert.Null(found.AcceptFrom);
        // No error in n at 95 %: .9^n <= .05 from n = 29 on.
        Assert.Equal((0.1, 29), (found.Target, found.Needed));
        Assert.Equal(12, found.Reliability.Sum(r => r.Checked));
        Assert.Equal(10, found.Reliability.Sum(r => r.Right * r.Checked), 9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.5)]
    public async Task An_impossible_error_rate_is_refused(double target)
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            server.Admin.ShowCalibration(project, target: target)
        );
        Assert.Equal((422, "calibration.target", "target"), (refused.Status, refused.Code, refused.Where));
    }

    [Fact]
    public async Task Who_sees_it_has_seen_answers_of_others()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Read(server, 3);
        await server.Admin.ShowCalibration(project);
        await server.Admin.ShowReaderStudy(
            project,
            new() { Field = "nodule", Truth = [new() { Item = "case-0000", Diseased = true }] }
        );
        IReadOnlyList<RecordEvent> events = await server.Events(project);
        Assert.True(
            events.Count(e => e.Type == "AnswersSeen") >= 2,
            string.Join(' ', events.Select(e => e.Type).Distinct())
        );
    }

    private static string Said(string title) => int.Parse(title[^4..]) % 3 == 0 ? "absent" : "present";

    // Three readers who always agree: the surest case there is for any method.
    private static async Task<string> Read(TestServer server, int items)
    {
        string project = await server.Project(3);
        await server.References(project, items);
        foreach (string name in new[] { "ann", "bob", "dan" })
        {
            (OverreadClient reader, _) = await server.Person(project, name, "reader");
            while (await TestServer.ReadNext(reader, project, Said) is not null) { }
        }

        await server.Admin.ComputeConsensus(project, new());
        return project;
    }
}
