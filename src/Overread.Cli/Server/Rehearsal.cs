using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Overread.Ledger.Bundles;

namespace Overread.Cli.Server;

/// <summary>Plays one campaign: accounts, protocol, items, reads, agreement, consensus, adjudication, release, verification.</summary>
internal sealed class Rehearsal(Campaign campaign, RehearsalStage stage, Action<string> say)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private string _project = "";

    public async Task<JsonObject> Run(string? output, CancellationToken cancel)
    {
        string adjudicator = await Prepare();
        say(
            $"{campaign.Readers.Count} readers × {campaign.Items.Count} items × {campaign.Fields.Count} fields are read …"
        );
        int reads = 0;
        await Task.WhenAll(
            campaign.Readers.Select(
                (reader, i) => Task.Run(() => Play(reader, i, () => Interlocked.Increment(ref reads)), cancel)
            )
        );
        double reading = _watch.Elapsed.TotalSeconds;
        say($"{reads} reads submitted after {reading:0.0} s. Computing agreement and consensus …");
        JsonNode agreement = (await stage.Lead.Get($"api/projects/{_project}/agreement"))!;
        JsonNode run = (await stage.Lead.Post($"api/projects/{_project}/consensus", new { method = "majority" }))!;
        JsonObject consensus = await Score(run);
        int decided = await Adjudicate(adjudicator);
        say($"{decided} disputed fields adjudicated. Releasing …");
        (JsonObject release, bool verified) = await Release(output, cancel);
        return new JsonObject
        {
            ["agreement"] = new JsonObject
            {
                ["coefficients"] = Named(agreement["coefficients"]!),
                ["prevalence"] = Named(agreement["prevalence"]!),
            },
            ["consensus"] = consensus,
            ["adjudicated"] = decided,
            ["release"] = release,
            ["verified"] = verified,
            ["reads"] = reads,
            ["readingSeconds"] = Math.Round(reading, 3),
            ["seconds"] = Math.Round(_watch.Elapsed.TotalSeconds, 3),
        };
    }

    private async Task<string> Prepare()
    {
        say("Making accounts, protocol and items …");
        string run = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(3));
        JsonNode project = (
            await stage.Lead.Post(
                "api/projects",
                new
                {
                    name = "Rehearsal " + run,
                    purpose = "Rehearse a reading campaign.",
                    legalBasis = "Recorded or simulated reads.",
                }
            )
        )!;
        _project = project["id"]!.GetValue<string>();
        string adjudicator = Email("adjudicator", run);
        string id = await Account("Adjudicator", adjudicator);
        await stage.Lead.Put($"api/projects/{_project}/members/{id}", new { roles = new[] { "adjudicator" } });
        for (int i = 0; i < campaign.Readers.Count; i++)
        {
            string reader = await Account(campaign.Readers[i], ReaderEmail(i, run));
            await stage.Lead.Put($"api/projects/{_project}/members/{reader}", new { roles = new[] { "reader" } });
        }

        _run = run;
        await stage.Lead.Put($"api/projects/{_project}/protocols/draft", Protocol());
        await stage.Lead.Post($"api/projects/{_project}/protocols/draft/publish");
        StringBuilder csv = new("item\n");
        foreach (string item in campaign.Items)
        {
            csv.Append('"').Append(item.Replace("\"", "\"\"", StringComparison.Ordinal)).Append("\"\n");
        }

        await stage.Lead.PostText($"api/projects/{_project}/references", csv.ToString(), "text/csv");
        return adjudicator;
    }

    private string _run = "";

    private async Task<string> Account(string name, string email) =>
        (
            await stage.Lead.Post(
                "api/people",
                new
                {
                    name,
                    email,
                    password = stage.Password,
                }
            )
        )!["id"]!.GetValue<string>();

    private static string Email(string name, string run) => $"{name}-{run}@rehearsal.example";

    private static string ReaderEmail(int i, string run) => Email($"reader-{i + 1}", run);

    private object Protocol()
    {
        int most = campaign.Reads.Keys.GroupBy(k => k.Item).Max(g => g.Count());
        return new
        {
            title = "Rehearsal",
            fields = campaign.Fields.Select(f =>
                f.IsFinding
                    ? (object)
                        new
                        {
                            id = f.Id,
                            title = f.Name,
                            kind = "finding",
                        }
                    : new
                    {
                        id = f.Id,
                        title = f.Name,
                        kind = "choice",
                        options = f.Options.Select(o => new { id = o.Value, title = o.Key }).ToArray(),
                    }
            ),
            guideline = "Answers are replayed.",
            policy = new
            {
                readers = Math.Min(most, 20),
                agreement = "majority",
                disputes = "adjudicator",
                recheckShare = 0,
            },
        };
    }

    private async Task Play(string reader, int index, System.Action done)
    {
        using ApiClient client = new(stage.Server);
        await client.SignIn(ReaderEmail(index, _run), stage.Password);
        while (await client.Post($"api/projects/{_project}/work/next") is { } work)
        {
            string read = work["read"]!["id"]!.GetValue<string>();
            string item = work["item"]!["reference"]!.GetValue<string>();
            if (!campaign.Reads.TryGetValue((reader, item), out IReadOnlyDictionary<string, string>? answers))
            {
                await client.Post($"api/reads/{read}/skip", new { reason = "No recorded read." });
                continue;
            }

            string at = "2000-01-01T00:00:00.000Z";
            List<object> events =
            [
                .. answers.Select(a =>
                {
                    CampaignField field = campaign.Fields.First(f => f.Name == a.Key);
                    return (object)
                        new
                        {
                            id = $"{read}-{field.Id}"[..Math.Min(64, read.Length + 1 + field.Id.Length)],
                            at,
                            type = "AnswerGiven",
                            field = field.Id,
                            answer = field.Answer(a.Value),
                            origin = "rehearsal",
                        };
                }),
                new
                {
                    id = read + "-submit",
                    at,
                    type = "ReadSubmitted",
                    seconds = campaign.Seconds.GetValueOrDefault((reader, item)),
                },
            ];
            await client.Post(
                $"api/reads/{read}/events",
                new { baseRevision = work["read"]!["revision"]!.GetValue<int>(), events }
            );
            done();
        }
    }

    // Adjudication by policy: the answer most readers gave; of a tie the first by name. The truth is never consulted.
    private async Task<int> Adjudicate(string email)
    {
        using ApiClient client = new(stage.Server);
        await client.SignIn(email, stage.Password);
        int decided = 0;
        foreach (JsonNode? row in (await client.Get($"api/projects/{_project}/disputes?state=open"))!.AsArray())
        {
            string item = row!["item"]!.GetValue<string>();
            JsonNode dispute = (await client.Get($"api/projects/{_project}/disputes/{item}"))!;
            foreach (
                JsonNode? field in dispute["fields"]!
                    .AsArray()
                    .Where(f => f!["status"]!.GetValue<string>() == "dispute")
            )
            {
                string name = field!["field"]!.GetValue<string>();
                JsonNode answer = dispute["readers"]!
                    .AsArray()
                    .Select(r => r!["read"]!["answers"]![name])
                    .Where(a => a is not null)
                    .GroupBy(a => a!.ToJsonString())
                    .OrderByDescending(g => g.Count())
                    .ThenBy(g => g.Key, StringComparer.Ordinal)
                    .First()
                    .First()!;
                await client.Post(
                    $"api/projects/{_project}/disputes/{item}/decisions",
                    new
                    {
                        id = $"{item}-{decided}-decision",
                        field = name,
                        answer,
                        reason = "Rehearsal: the answer most readers gave; of a tie the first by name.",
                    }
                );
                decided++;
            }
        }

        return decided;
    }

    private async Task<(JsonObject Release, bool Verified)> Release(string? output, CancellationToken cancel)
    {
        JsonNode job = (
            await stage.Lead.Post(
                $"api/projects/{_project}/releases",
                new
                {
                    name = "rehearsal",
                    version = "1.0.0",
                    notes = "A rehearsal.",
                    splits = new
                    {
                        train = 0.7,
                        tuning = 0.15,
                        test = 0.15,
                    },
                    seed = 1,
                }
            )
        )!;
        JsonNode ended = await stage.Lead.Wait(job, null, cancel);
        string release = ended["result"]!["release"]!.GetValue<string>();
        string path = Path.GetFullPath(
            output
                ?? Path.Combine(
                    stage.IsTemporary ? Directory.GetCurrentDirectory() : stage.Folder,
                    $"rehearsal-{_run}.zip"
                )
        );
        await stage.Lead.Download($"api/projects/{_project}/releases/{release}/bundle?purpose=rehearsal", path);
        BundleReport report = VerifyCommand.Verify(path, null);
        return (
            new JsonObject
            {
                ["name"] = "rehearsal",
                ["version"] = "1.0.0",
                ["path"] = path,
                ["files"] = report.Files,
                ["events"] = report.Events,
            },
            report.Verified
        );
    }

    private async Task<JsonObject> Score(JsonNode run)
    {
        JsonObject consensus = new()
        {
            ["method"] = run["method"]!.GetValue<string>(),
            ["items"] = run["items"]!.GetValue<long>(),
            ["accepted"] = run["accepted"]!.GetValue<long>(),
            ["disputed"] = run["disputed"]!.GetValue<long>(),
            ["incomplete"] = run["incomplete"]!.GetValue<long>(),
        };
        if (campaign.Truth.Count == 0)
        {
            return consensus;
        }

        Dictionary<string, string> names = await ItemNames();
        Dictionary<string, (int Right, int All, int Unsettled)> scores = campaign.Fields.ToDictionary(
            f => f.Id,
            _ => (0, 0, 0)
        );
        string? after = null;
        do
        {
            JsonNode page = (
                await stage.Lead.Get(
                    $"api/projects/{_project}/consensus/labels?take=5000{(after is null ? "" : "&after=" + Uri.EscapeDataString(after))}"
                )
            )!;
            foreach (JsonNode? row in page["rows"]!.AsArray())
            {
                CampaignField field = campaign.Fields.First(f => f.Id == row!["field"]!.GetValue<string>());
                if (
                    !campaign.Truth.TryGetValue(
                        (names[row!["item"]!.GetValue<string>()], field.Name),
                        out string? truth
                    )
                )
                {
                    continue;
                }

                (int right, int all, int unsettled) = scores[field.Id];
                string? label = row["label"]?.GetValue<string>();
                bool settled = row["status"]!.GetValue<string>() is "accepted" or "adjudicated";
                scores[field.Id] = (
                    right + (label == field.Label(truth) ? 1 : 0),
                    all + 1,
                    unsettled + (settled ? 0 : 1)
                );
            }

            after = page["next"]?.GetValue<string>();
        } while (after is not null);
        consensus["truth"] = new JsonArray([
            .. campaign
                .Fields.Where(f => scores[f.Id].All > 0)
                .Select(f =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["field"] = f.Name,
                            ["accuracy"] = (double)scores[f.Id].Right / scores[f.Id].All,
                            ["items"] = scores[f.Id].All,
                            ["unsettled"] = scores[f.Id].Unsettled,
                        }
                ),
        ]);
        consensus["accuracy"] = scores.Values.Sum(s => (double)s.Right) / Math.Max(1, scores.Values.Sum(s => s.All));
        return consensus;
    }

    private async Task<Dictionary<string, string>> ItemNames()
    {
        Dictionary<string, string> names = [];
        string? after = null;
        do
        {
            JsonNode page = (
                await stage.Lead.Get(
                    $"api/projects/{_project}/items?take=1000{(after is null ? "" : "&after=" + Uri.EscapeDataString(after))}"
                )
            )!;
            foreach (JsonNode? row in page["rows"]!.AsArray())
            {
                names[row!["id"]!.GetValue<string>()] = row["title"]!.GetValue<string>();
            }

            after = page["next"]?.GetValue<string>();
        } while (after is not null);
        return names;
    }

    // Back from the protocol's ids to the names of the file.
    private JsonArray Named(JsonNode rows)
    {
        JsonArray named = rows.DeepClone().AsArray();
        foreach (JsonNode? row in named)
        {
            row!["field"] = campaign.Fields.First(f => f.Id == row["field"]!.GetValue<string>()).Name;
        }

        return named;
    }
}
