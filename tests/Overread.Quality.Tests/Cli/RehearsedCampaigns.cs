using Overread.Cli;
using Overread.Cli.Server;
using Overread.Cli.Server.Campaigns;
using Overread.Quality.Readers;

namespace Overread.Quality.Tests.Cli;

/// <summary>Campaigns with readers to be watched, through the API of a server in this process.</summary>
public class RehearsedCampaigns
{
    [Fact]
    public async Task A_small_crowd_goes_through_the_server_and_comes_back()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using RehearsalStage stage = await RehearsalStage.Open(null, null, null, cancel);
        CrowdReport report = await new CrowdRun(stage, 5, CrowdRun.PerArm(504), _ => { }).Run(cancel);
        Assert.Equal(new CrowdReport.ReadsRow(2 * 16, 6 * 40, 504, 776), report.Reads);
        Assert.Equal(3, report.Arms.Count);
        Assert.Equal((2, 4), (report.Test.Trained, report.Test.Untrained));
        // What came back is what the script says that readers answer.
        CrowdScript script = new(5, 2);
        for (int arm = 0; arm < 3; arm++)
        {
            bool[] hits =
            [
                .. Enumerable
                    .Range(CrowdScript.Training, CrowdScript.Test)
                    .Where(script.Abnormal)
                    .SelectMany(image =>
                        new[] { 2 * arm, (2 * arm) + 1 }.Select(w =>
                            script.Answer(CrowdArm.All[arm], w, image).Abnormal
                        )
                    ),
            ];
            Assert.Equal(hits.Average(hit => hit ? 1.0 : 0), report.Arms[arm].Sensitivity, 1e-12);
        }
    }

    [Fact]
    public void The_model_of_the_crowd_gives_the_published_figures()
    {
        // Many readers and images: the arms are at what is assumed of them, and together at what was published.
        (double hits, double rejected) = (0, 0);
        foreach (CrowdArm arm in CrowdArm.All)
        {
            (int Right, int Count) abnormal = (0, 0);
            (int Right, int Count) normal = (0, 0);
            for (ulong seed = 0; seed < 40; seed++)
            {
                CrowdScript script = new(seed, 20);
                for (int worker = 0; worker < 20; worker++)
                {
                    for (int image = CrowdScript.Training; image < CrowdScript.Training + CrowdScript.Test; image++)
                    {
                        bool says = script.Answer(arm, worker, image).Abnormal;
                        abnormal = script.Abnormal(image)
                            ? (abnormal.Right + (says ? 1 : 0), abnormal.Count + 1)
                            : abnormal;
                        normal = script.Abnormal(image) ? normal : (normal.Right + (says ? 0 : 1), normal.Count + 1);
                    }
                }
            }

            Assert.Equal(arm.Sensitivity, (double)abnormal.Right / abnormal.Count, 0.01);
            Assert.Equal(arm.Specificity, (double)normal.Right / normal.Count, 0.01);
            hits += (double)abnormal.Right / abnormal.Count / 3;
            rejected += (double)normal.Right / normal.Count / 3;
        }

        Assert.Equal(0.87, hits, 0.01);
        Assert.Equal(0.71, rejected, 0.01);
    }

    [Fact]
    public void The_qualification_test_tells_the_arms_apart_for_any_seed()
    {
        for (ulong seed = 1; seed <= 30; seed++)
        {
            CrowdScript script = new(seed, 20);
            IReadOnlyList<QualificationItem> bank = script.BankItems();
            double[] passed = new double[3];
            for (int worker = 0; worker < 60; worker++)
            {
                int right = CrowdRun
                    .Qualification.Draw(bank, seed, worker)
                    .Count(i => script.Answer(CrowdArm.All[worker / 20], worker, i).Abnormal == script.Abnormal(i));
                passed[worker / 20] += CrowdRun.Qualification.Judge([(right, 40)])[0].Passed ? 0.05 : 0;
            }

            Assert.True(passed[2] >= ((passed[0] + passed[1]) / 2) + 0.3, $"seed {seed}: {string.Join(' ', passed)}");
        }
    }

    [Theory]
    [InlineData("--campaign", "crowd", "--reads", "many")]
    [InlineData("--campaign", "crowd", "--reads", "100")]
    [InlineData("--campaign", "crowd", "--readers", "4")]
    [InlineData("--campaign", "trouble", "--reads", "100")]
    [InlineData("--campaign", "trouble", "--clean", "-1")]
    public void What_does_not_go_with_a_campaign_is_refused_before_a_server_starts(params string[] words)
    {
        System.CommandLine.Command command = RehearseCommand.Create();
        System.CommandLine.ParseResult parsed = command.Parse(words);
        Assert.Empty(parsed.Errors);
        CommandFailedException refused = Assert.Throws<CommandFailedException>(() =>
            parsed.Invoke(new System.CommandLine.InvocationConfiguration { EnableDefaultExceptionHandler = false })
        );
        Assert.Contains(words[2], refused.Message, StringComparison.Ordinal);
    }
}
