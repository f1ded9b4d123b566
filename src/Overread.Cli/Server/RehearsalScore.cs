using Overread.Client.Model;

namespace Overread.Cli.Server;

/// <summary>Holds a consensus against the truth of a campaign.</summary>
internal sealed class RehearsalScore(Campaign campaign, RehearsalStage stage, string project)
{
    public async Task<RehearsalReport.Scored> Of(ConsensusRun run, CancellationToken cancel)
    {
        RehearsalReport.Scored scored = new(
            run.Method,
            run.Items,
            run.Accepted,
            run.Disputed,
            run.Incomplete,
            null,
            null
        );
        if (campaign.Truth.Count == 0)
        {
            return scored;
        }

        Dictionary<string, (int Right, int All, int Unsettled)> scores = await Count(cancel);
        return scored with
        {
            Truth =
            [
                .. campaign
                    .Fields.Where(f => scores[f.Id].All > 0)
                    .Select(f => new RehearsalReport.FieldScore(
                        f.Name,
                        (double)scores[f.Id].Right / scores[f.Id].All,
                        scores[f.Id].All,
                        scores[f.Id].Unsettled
                    )),
            ],
            Accuracy = scores.Values.Sum(s => (double)s.Right) / Math.Max(1, scores.Values.Sum(s => s.All)),
        };
    }

    private async Task<Dictionary<string, (int Right, int All, int Unsettled)>> Count(CancellationToken cancel)
    {
        IReadOnlyDictionary<string, string> names = await stage.Titles(project, cancel);
        Dictionary<string, CampaignField> fields = campaign.Fields.ToDictionary(f => f.Id);
        Dictionary<string, (int Right, int All, int Unsettled)> scores = fields.Keys.ToDictionary(
            f => f,
            _ => (0, 0, 0)
        );
        string? after = null;
        do
        {
            LabelPage page = await stage.Lead.ListConsensusLabels(project, after: after, take: 5000, cancel: cancel);
            foreach (LabelRow row in page.Rows)
            {
                CampaignField field = fields[row.Field];
                if (!campaign.Truth.TryGetValue((names[row.Item], field.Name), out string? truth))
                {
                    continue;
                }

                (int right, int all, int unsettled) = scores[field.Id];
                bool settled = row.Status is "accepted" or "adjudicated";
                scores[field.Id] = (
                    right + (row.Label == field.Label(truth) ? 1 : 0),
                    all + 1,
                    unsettled + (settled ? 0 : 1)
                );
            }

            after = page.Next;
        } while (after is not null);
        return scores;
    }
}
