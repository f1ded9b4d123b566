using System.Diagnostics;
using Overread.Quality.Readers;

namespace Overread.Cli.Server.Campaigns;

/// <summary>
/// Plays the crowd study through the API of a server: training for the arm that has it, the qualification test for all, then
/// the test images; figures come from what the server gives back.
/// </summary>
internal sealed class CrowdRun(RehearsalStage stage, ulong seed, int perArm, Action<string> say)
{
    private const int PerProject = 20;

    /// <summary>Test reads that are played where nobody says otherwise: three arms of twenty readers.</summary>
    internal const int UsualReads = 5040;

    private static readonly string[] s_answers = ["normal", "abnormal"];

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    internal static QualificationTest Qualification { get; } = new(40, 0.7, Attempts: 1);

    /// <summary>Readers of each arm for a number of test reads.</summary>
    /// <exception cref="CommandFailedException">There are too few or too many.</exception>
    internal static int PerArm(int testReads)
    {
        int each = CrowdArm.All.Count * CrowdScript.Test;
        int perArm = testReads / each;
        return perArm is >= 2 and <= 1000
            ? perArm
            : throw new CommandFailedException(
                $"--reads {testReads}: every reader of the three arms reads {CrowdScript.Test} images; give {2 * each} to {1000 * each}."
            );
    }

    public async Task<CrowdReport> Run(CancellationToken cancel)
    {
        CrowdScript script = new(seed, perArm);
        using CampaignTeam team = new(stage, CampaignField.Of("Fundus", 0, s_answers, finding: false));
        int workers = perArm * CrowdArm.All.Count;
        say($"{workers} readers get accounts …");
        await team.Register(
            Enumerable.Range(1, workers).Select(i => FormattableString.Invariant($"crowd-{i:0000}")),
            cancel
        );
        (int training, List<(int Arm, int Right)> qualified) = (0, []);
        List<(int Arm, int Reader, int Image, bool Abnormal)> reads = [];
        for (int arm = 0; arm < CrowdArm.All.Count; arm++)
        {
            for (int first = arm * perArm; first < (arm + 1) * perArm; first += PerProject)
            {
                int[] panel = [.. Enumerable.Range(first, Math.Min(PerProject, ((arm + 1) * perArm) - first))];
                training += await Train(script, team, arm, panel, cancel);
                qualified.AddRange((await Qualify(script, team, arm, panel, cancel)).Select(right => (arm, right)));
                reads.AddRange(await ReadTest(script, team, arm, panel, cancel));
                say($"{CrowdArm.All[arm].Name}: {team.Reads} reads after {_watch.Elapsed.TotalSeconds:0.0} s.");
            }
        }

        return Report(script, team, training, qualified, reads);
    }

    private static async Task<int> Train(
        CrowdScript script,
        CampaignTeam team,
        int arm,
        int[] panel,
        CancellationToken cancel
    )
    {
        if (!CrowdArm.All[arm].Trained)
        {
            return 0;
        }

        string project = await team.Open($"Training {arm + 1}", panel, panel.Length, cancel);
        await team.Add(project, Enumerable.Range(0, CrowdScript.Training).Select(CrowdScript.Title), cancel);
        await ReadAll(script, team, arm, panel, project, cancel);
        return (await team.Submitted(project, cancel)).Count;
    }

    // Who took which items is drawn per person; what was right is counted from what the server gives back.
    private async Task<IReadOnlyList<int>> Qualify(
        CrowdScript script,
        CampaignTeam team,
        int arm,
        int[] panel,
        CancellationToken cancel
    )
    {
        IReadOnlyList<QualificationItem> bank = script.BankItems();
        string project = await team.Open($"Qualification {arm + 1}", panel, panel.Length, cancel);
        await team.Add(project, bank.Select(item => CrowdScript.Title(item.Item)), cancel);
        await Task.WhenAll(
            panel.Select(worker =>
                Task.Run(
                    async () =>
                    {
                        foreach (int image in Qualification.Draw(bank, seed, worker))
                        {
                            await team.Given(
                                worker,
                                project,
                                CrowdScript.Title(image),
                                Answered(script, arm, worker, image),
                                cancel
                            );
                        }
                    },
                    cancel
                )
            )
        );
        IReadOnlyList<SubmittedRead> reads = await team.Submitted(project, cancel);
        return
        [
            .. panel.Select(worker =>
                reads.Count(read =>
                    read.Worker == worker
                    && (read.Answer == s_answers[1]) == script.Abnormal(CrowdScript.Image(read.Item))
                )
            ),
        ];
    }

    private static async Task<IEnumerable<(int Arm, int Reader, int Image, bool Abnormal)>> ReadTest(
        CrowdScript script,
        CampaignTeam team,
        int arm,
        int[] panel,
        CancellationToken cancel
    )
    {
        string project = await team.Open($"Test {arm + 1}", panel, panel.Length, cancel);
        await team.Add(
            project,
            Enumerable.Range(CrowdScript.Training, CrowdScript.Test).Select(CrowdScript.Title),
            cancel
        );
        await ReadAll(script, team, arm, panel, project, cancel);
        return (await team.Submitted(project, cancel)).Select(read =>
            (arm, read.Worker, CrowdScript.Image(read.Item), read.Answer == s_answers[1])
        );
    }

    private static Task ReadAll(
        CrowdScript script,
        CampaignTeam team,
        int arm,
        int[] panel,
        string project,
        CancellationToken cancel
    ) =>
        Task.WhenAll(
            panel.Select(worker =>
                Task.Run(
                    async () =>
                    {
                        string? item;
                        do
                        {
                            item = await team.Next(
                                worker,
                                project,
                                title => Answered(script, arm, worker, CrowdScript.Image(title)),
                                cancel
                            );
                        } while (item is not null);
                    },
                    cancel
                )
            )
        );

    private static (string Answer, double Seconds) Answered(CrowdScript script, int arm, int worker, int image)
    {
        (bool abnormal, double seconds) = script.Answer(CrowdArm.All[arm], worker, image);
        return (s_answers[abnormal ? 1 : 0], seconds);
    }

    private CrowdReport Report(
        CrowdScript script,
        CampaignTeam team,
        int training,
        List<(int Arm, int Right)> qualified,
        List<(int Arm, int Reader, int Image, bool Abnormal)> reads
    ) =>
        new()
        {
            Seed = seed,
            Through = "every read through the HTTP API of a server and read back from it",
            Arms =
            [
                .. CrowdArm.All.Select(
                    (arm, i) =>
                        CrowdFigures.Of(
                            arm.Name,
                            arm.Trained,
                            [.. reads.Where(r => r.Arm == i).Select(r => (r.Reader, r.Image, r.Abnormal))],
                            script.Abnormal,
                            seed
                        )
                ),
            ],
            All = CrowdFigures.Of(
                "all",
                null,
                [.. reads.Select(r => (r.Reader, r.Image, r.Abnormal))],
                script.Abnormal,
                seed
            ),
            Test = Passed(qualified),
            Published = new("Mitry et al. 2016, TVST 5(5):6; the area from secondary sources", 0.87, 0.71, 0.93, 5389),
            Reads = new(training, team.Reads - training - reads.Count, reads.Count, team.Reads),
            Seconds = Math.Round(_watch.Elapsed.TotalSeconds, 3),
            Notes =
            [
                "All readers are simulated: the model takes the published figures of all arms together (sensitivity .87, specificity .71); how they are spread over the arms, and what training does, is assumed. What is measured is the way of the reads and the qualification test, not the effect of training.",
                "Half of the images are abnormal. The images of the qualification test are a bank of their own, so that no test image was seen before.",
                "low and high are those of the sensitivity: 95 %, bootstrap over readers and images at once; *_of_reads takes reads for independent (Wilson), as the paper's narrower intervals do.",
                $"--reads {UsualReads} is the usual number of test reads, so that the command ends within minutes; raise it for more readers per arm.",
            ],
        };

    private static CrowdReport.TestRow Passed(List<(int Arm, int Right)> qualified)
    {
        (int Arm, int Right, bool Passed)[] judged =
        [
            .. qualified.Select(q => (q.Arm, q.Right, Qualification.Judge([(q.Right, Qualification.Items)])[0].Passed)),
        ];
        ILookup<bool, (int Arm, int Right, bool Passed)> by = judged.ToLookup(q => CrowdArm.All[q.Arm].Trained);
        return new(
            by[true].Average(q => q.Passed ? 1.0 : 0),
            by[false].Average(q => q.Passed ? 1.0 : 0),
            by[true].Count(),
            by[false].Count(),
            Qualification.Items,
            Qualification.Mark,
            Qualification.Confidence,
            QualificationField.Needed(Qualification.Items, Qualification.Mark, Qualification.Confidence),
            by[true].Average(q => (double)q.Right / Qualification.Items),
            by[false].Average(q => (double)q.Right / Qualification.Items)
        );
    }
}
