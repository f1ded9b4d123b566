using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Overread.Cli.Server;
using Overread.Client;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Server.Tests;

/// <summary>What a regulator reads first says what happened, agrees with the other files and cites events that are there.</summary>
public partial class RegulatorPapersTests
{
    [Fact]
    public async Task Privacy_quality_population_and_standard_say_what_happened_in_one_campaign()
    {
        await using RegulatorCampaign campaign = await RegulatorCampaign.Play();
        Assert.Empty(VerifyCommand.Verify(campaign.Zip, null).Faults);
        Privacy(campaign);
        Flow(campaign);
        ByReader(campaign);
        BySubgroup(campaign);
        Corrections(campaign);
        BySplit(campaign);
        Standard(campaign);
        Checklists(campaign);
    }

    [Fact]
    public async Task References_alone_are_said_to_be_references_and_nothing_is_claimed_of_them()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.References(project, 2);
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        while (await TestServer.ReadNext(reader, project, _ => "present") is not null) { }
        string zip = await CampaignTests.Release(server, project);
        using Ledger.Bundles.BundleArchive bundle = new(File.OpenRead(zip));
        JsonNode privacy = JsonNode.Parse(bundle.Open("privacy/deidentification.json"))!;
        Assert.Empty(privacy["batches"]!.AsArray());
        Assert.Equal(2, privacy["references"]!.GetValue<int>());
        Assert.Contains(
            "All 2 items are references",
            privacy["statement"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("privacy/elements.csv", bundle.Paths);
        Assert.StartsWith(
            "unknown, because",
            privacy["unknown"]!["dataUseAgreement"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
    }

    private static void Privacy(RegulatorCampaign campaign)
    {
        JsonNode privacy = campaign.Json("privacy/deidentification.json");
        Assert.Equal("None needed", privacy["legalBasis"]!.GetValue<string>());
        JsonNode batch = Assert.Single(privacy["batches"]!.AsArray())!;
        Assert.Equal(campaign.Batch, batch["batch"]!.GetValue<string>());
        Assert.Equal(RegulatorCampaign.Images, batch["itemsInThisRelease"]!.GetValue<int>());
        int heads = FaceGateTests.Files.Count;
        Assert.Equal(RegulatorCampaign.Images - 1 + heads, batch["objectsInThisRelease"]!.GetValue<int>());
        Assert.Equal(RegulatorCampaign.Images + 2 + heads, batch["received"]!["files"]!.GetValue<int>());
        Assert.Equal(1, batch["received"]!["refused"]!.GetValue<int>());
        Assert.Equal(1, batch["received"]!["duplicates"]!.GetValue<int>());
        Assert.Equal(DeidentificationPlan.Gate.Hash, batch["plan"]!["hash"]!.GetValue<string>());
        Assert.Contains(batch["plan"]!["options"]!.AsArray(), o => o!["code"]!.GetValue<string>() == "113107");
        JsonNode harbor = batch["claims"]!.AsArray().Single(c => c!["claim"]!.GetValue<string>() == "SafeHarbor")!;
        Assert.False(harbor["possible"]!.GetValue<bool>());
        Assert.NotEmpty(harbor["obstacles"]!.AsArray());
        JsonNode gate = batch["gate"]!;
        Assert.Equal(
            (RegulatorCampaign.Images + 1, RegulatorCampaign.Images, 1, 0, 0),
            (
                gate["entries"]!.GetValue<int>(),
                gate["approved"]!.GetValue<int>(),
                gate["rejected"]!.GetValue<int>(),
                gate["stillHeld"]!.GetValue<int>(),
                gate["stillWaiting"]!.GetValue<int>()
            )
        );
        JsonNode review = batch["sampledReview"]!;
        Assert.Equal(
            (5, 5, 1),
            (review["sampled"]!.GetValue<int>(), review["reviewed"]!.GetValue<int>(), review["leaks"]!.GetValue<int>())
        );
        JsonNode text = batch["burnedInText"]!;
        int Count(string what) => text[what]!.GetValue<int>();
        Assert.Equal(RegulatorCampaign.Images - 5, Count("drawnByHand"));
        Assert.Equal(Count("proposed"), Count("blanked") + Count("dismissed") + Count("undecided"));
        JsonNode faces = batch["recognisableFaces"]!;
        Assert.Equal((1, 0), (faces["series"]!.GetValue<int>(), faces["removed"]!.GetValue<int>()));
        Assert.Equal(
            "recorded but not disclosed",
            Assert.Single(faces["kept"]!.AsArray())!["reason"]!.GetValue<string>()
        );
        using (Ledger.Bundles.BundleArchive bundle = new(File.OpenRead(campaign.Zip)))
        {
            // What a steward writes at the gate may name people: it stays in the record.
            foreach (
                string words in (string[])["The face is what is read.", "Looked at whole.", "Looked at by a test."]
            )
            {
                Assert.DoesNotContain(bundle.Paths, p => campaign.Text(p).Contains(words, StringComparison.Ordinal));
            }
        }

        JsonNode approval = Assert.Single(batch["approvals"]!.AsArray())!;
        Assert.Equal("steward", approval["roles"]!.GetValue<string>());
        Assert.DoesNotContain("@", approval["by"]!.GetValue<string>(), StringComparison.Ordinal);

        Assert.Equal(
            Count("imagesBlanked"),
            campaign
                .Events()
                .Values.Where(e => e["type"]!.GetValue<string>() == "PixelsBlanked")
                .Sum(e => e["files"]!.AsArray().Count)
        );

        // Each place that is said to be disclosed holds an event of the kind it is cited for.
        Dictionary<long, JsonNode> events = campaign.Events();
        foreach (JsonNode? proof in batch["provedBy"]!.AsArray())
        {
            foreach (JsonNode? seq in proof!["seq"]!.AsArray())
            {
                Assert.Equal(proof["disclosed"]!.GetValue<bool>(), events.ContainsKey(seq!.GetValue<long>()));
                if (proof["disclosed"]!.GetValue<bool>())
                {
                    Assert.Equal(
                        proof["type"]!.GetValue<string>(),
                        events[seq.GetValue<long>()]["type"]!.GetValue<string>()
                    );
                }
            }
        }

        Assert.Contains(campaign.Rows("privacy/elements.csv"), r => r["keyword"] == "PatientName");
        Assert.Contains("Clopper and Pearson", campaign.Text("privacy/README.md"), StringComparison.Ordinal);
    }

    private static void Flow(RegulatorCampaign campaign)
    {
        JsonNode flow = campaign.Json("population/flow.json");
        Dictionary<string, JsonNode> stages = flow["stages"]!
            .AsArray()
            .ToDictionary(s => s!["stage"]!.GetValue<string>(), s => s!);
        foreach ((string name, JsonNode stage) in stages)
        {
            long sum = stage["parts"]!.AsArray().Sum(p => p!["count"]!.GetValue<long>());
            Assert.True(stage["of"]!.GetValue<long>() == sum, $"{name}: {stage["of"]} is not {sum}");
            Assert.Equal(0, stage["difference"]!.GetValue<long>());
        }

        Assert.True(flow["reconciles"]!.GetValue<bool>());
        long Part(string stage, string part) =>
            stages[stage]["parts"]!.AsArray().Single(p => p!["name"]!.GetValue<string>() == part)![
                "count"
            ]!.GetValue<long>();
        // From stage to stage: what passed the gate, what was withdrawn, what is released.
        Assert.Equal(RegulatorCampaign.Images, Part("at the gate", "passed"));
        Assert.Equal(Part("at the gate", "passed"), Part("items", "passed the gate"));
        Assert.Equal(RegulatorCampaign.References, Part("items", "added as references"));
        Assert.Equal(1, Part("reading", "withdrawn"));
        long released = flow["released"]!["items"]!.GetValue<long>();
        Assert.Equal(RegulatorCampaign.Images + RegulatorCampaign.References - 1, released);
        Assert.Equal(released, Part("reading", "read and compared, released"));
        Assert.Equal(released, stages["compared"]["of"]!.GetValue<long>());
        Assert.Equal(released, stages["labels"]["of"]!.GetValue<long>());
        Assert.Equal(released, campaign.Rows("items.csv").Select(r => r["item"]).Distinct().Count());
        Assert.Equal(1, Part("labels", "disputed or tie"));
        Assert.Equal(1, Part("compared", "disputed and not decided"));
        string text = campaign.Text("population/flow.md");
        Assert.Contains("The parts of every stage add up", text, StringComparison.Ordinal);
        Assert.Contains("| labels: tie | 1 of 15 |", text, StringComparison.Ordinal);
    }

    private static void ByReader(RegulatorCampaign campaign)
    {
        List<Dictionary<string, string>> rows = campaign.Rows("quality/by-reader.csv");
        JsonArray figures = campaign.Json("quality/agreement.json")["coefficients"]!.AsArray();
        string[] readers = [.. campaign.Rows("labels/individual/reads.csv").Select(r => r["reader"]).Distinct()];
        Assert.Equal(2, readers.Length);
        foreach (string reader in readers)
        {
            Dictionary<string, string> Row(string field, string measure) =>
                rows.Single(r => r["reader"] == reader && r["field"] == field && r["measure"] == measure);
            List<Dictionary<string, string>> own =
            [
                .. campaign.Rows("labels/individual/reads.csv").Where(r => r["reader"] == reader),
            ];
            Assert.Equal(own.Count.ToString(CultureInfo.InvariantCulture), Row("", "reads")["value"]);
            // Posted at once, a claim of several seconds counts no more than the time the reader had the item.
            double[] seconds = [.. own.Select(r => double.Parse(r["seconds"], CultureInfo.InvariantCulture)).Order()];
            double median = (seconds[(seconds.Length - 1) / 2] + seconds[seconds.Length / 2]) / 2;
            Assert.InRange(median, 0, 4.999);
            Assert.Equal(median, double.Parse(Row("", "median-seconds")["value"], CultureInfo.InvariantCulture), 0.001);
            // With two readers the majority of the others is the other: what it says is what the pair's κ and AC1 say.
            foreach (
                (string mine, string theirs) in ((string, string)[])
                    [("other-readers-cohen-kappa", "cohen-kappa"), ("other-readers-gwet-ac1", "gwet-ac1")]
            )
            {
                JsonNode figure = figures.Single(f => f!["name"]!.GetValue<string>() == theirs)!;
                Assert.Equal(figure["value"]!.GetValue<double>(), Number(Row("nodule", mine)["value"]), 12);
                Assert.Equal(figure["low"]!.GetValue<double>(), Number(Row("nodule", mine)["low"]), 12);
                Assert.Equal(figure["high"]!.GetValue<double>(), Number(Row("nodule", mine)["high"]), 12);
            }

            Dictionary<string, Dictionary<string, string>> settled = campaign
                .Rows("labels/consensus/labels.csv")
                .Where(l => l["status"] is "accepted" or "adjudicated")
                .ToDictionary(l => l["item"]);
            List<bool> same =
            [
                .. own.Where(r => settled.ContainsKey(r["item"]))
                    .Select(r => settled[r["item"]]["label"] == r["label"]),
            ];
            Assert.Contains(false, same);
            Assert.Equal(
                (double)same.Count(s => s) / same.Count,
                Number(Row("nodule", "released-label-percent")["value"]),
                12
            );
        }
    }

    private static void BySubgroup(RegulatorCampaign campaign)
    {
        List<Dictionary<string, string>> rows = campaign.Rows("quality/by-subgroup.csv");
        foreach (JsonNode? figure in campaign.Json("quality/agreement.json")["coefficients"]!.AsArray())
        {
            string name = figure!["name"]!.GetValue<string>();
            if (name == "cohen-kappa")
            {
                continue;
            }

            Dictionary<string, string> all = rows.Single(r => r["subgroup"] == "released" && r["measure"] == name);
            Assert.Equal(figure["value"]!.GetValue<double>(), Number(all["value"]), 12);
            Assert.Equal(figure["low"]!.GetValue<double>(), Number(all["low"]), 12);
            Assert.Equal(figure["high"]!.GetValue<double>(), Number(all["high"]), 12);
        }

        Dictionary<string, string> items = campaign
            .Rows("items.csv")
            .DistinctBy(r => r["item"])
            .ToDictionary(r => r["item"], r => r["split"]);
        foreach (string split in items.Values.Distinct())
        {
            HashSet<string> inside = [.. items.Where(i => i.Value == split).Select(i => i.Key)];
            List<Dictionary<string, string>> reads =
            [
                .. campaign.Rows("labels/individual/reads.csv").Where(r => inside.Contains(r["item"])),
            ];
            Dictionary<string, string> percent = rows.Single(r =>
                r["subgroup"] == "split" && r["group"] == split && r["measure"] == "percent"
            );
            double agree = reads
                .GroupBy(r => r["item"])
                .Average(g => g.Select(r => r["label"]).Distinct().Count() == 1 ? 1 : 0);
            Assert.Equal(agree, Number(percent["value"]), 12);
            Assert.Equal(inside.Count < 11 ? "true" : "false", percent["small"]);
            // Splits fall by chance: in a small one nobody may have answered so, and then there is no row of it.
            Dictionary<string, string>? present = rows.SingleOrDefault(r =>
                r["subgroup"] == "split"
                && r["group"] == split
                && r["measure"] == "prevalence"
                && r["answer"] == "present"
            );
            Assert.Equal(
                (double)reads.Count(r => r["label"] == "present") / reads.Count,
                present is null ? 0 : Number(present["value"]),
                12
            );
        }
    }

    private static void Corrections(RegulatorCampaign campaign)
    {
        List<Dictionary<string, string>> rows = campaign.Rows("quality/corrections.csv");
        Assert.Equal(
            ["item-withdrawn", "item-flagged", "item-unflagged", "read-reopened"],
            rows.Select(r => r["kind"])
        );
        Dictionary<string, string> reopened = rows[3];
        Assert.Equal("Wrong side.", reopened["reason"]);
        Assert.Matches("^nodule: (present|absent) to notAssessed$", reopened["changed"]);
        Dictionary<long, JsonNode> events = campaign.Events();
        Assert.Equal(
            "ReadReopened",
            events[long.Parse(reopened["seq"], CultureInfo.InvariantCulture)]["type"]!.GetValue<string>()
        );
        Assert.Equal(campaign.Withdrawn, rows[0]["item"]);
        Assert.Equal("false", rows[0]["disclosed"]);
        Assert.False(events.ContainsKey(long.Parse(rows[0]["seq"], CultureInfo.InvariantCulture)));
    }

    private static void BySplit(RegulatorCampaign campaign)
    {
        List<Dictionary<string, string>> rows = campaign.Rows("population/by-split.csv");
        int released = campaign.Rows("splits.csv").Count;
        foreach (IGrouping<string, Dictionary<string, string>> covariate in rows.GroupBy(r => r["covariate"]))
        {
            Assert.Equal(released, covariate.Sum(r => int.Parse(r["items"], CultureInfo.InvariantCulture)));
        }

        Assert.All(rows.Where(r => r["value"] == "unknown"), r => Assert.NotEqual("", r["missing_because"]));
        Assert.Contains(rows, r => r is { } row && row["covariate"] == "label:nodule" && row["value"] == "uncertain");
    }

    private static void Standard(RegulatorCampaign campaign)
    {
        string text = campaign.Text("fda/reference-standard.md");
        string[] items = text.Split("\n## ")[1..];
        Assert.Equal(15, items.Length);
        Dictionary<long, JsonNode> events = campaign.Events();
        for (int i = 0; i < items.Length; i++)
        {
            Assert.StartsWith($"{i + 1}. ", items[i], StringComparison.Ordinal);
            Assert.Contains(items[i].Split('\n'), l => l.StartsWith("- ", StringComparison.Ordinal) && l.Length > 10);
        }

        MatchCollection cited = Cited().Matches(text);
        Assert.True(cited.Count > 15);
        foreach (Match match in cited)
        {
            string type = match.Groups[2].Value;
            long first = long.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture);
            Assert.Equal(type, events[first]["type"]!.GetValue<string>());
            Assert.Equal(
                long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture),
                events.Values.Count(e => e["type"]!.GetValue<string>() == type)
            );
        }

        Assert.Contains(
            "30 of 30 reads are blind: whoever gave them had been shown no other's answers",
            text,
            StringComparison.Ordinal
        );
    }

    private static void Checklists(RegulatorCampaign campaign)
    {
        string bundle = string.Join('\n', campaign.Text("SHA256SUMS"));
        foreach (
            (string file, string[] items) in ((string, string[])[])
                [
                    ("checklists/claim.csv", ["14", "15", "16", "17", "18", "19", "20"]),
                    ("checklists/stard-ai.csv", ["12", "16a", "16b", "16c", "17b", "19", "20", "21", "27"]),
                ]
        )
        {
            List<Dictionary<string, string>> rows = campaign.Rows(file);
            Assert.Equal(items, rows.Select(r => r["item"]));
            foreach (Dictionary<string, string> row in rows)
            {
                Assert.True(
                    row["answered_in"].Length > 0
                        || row["not_answered"].StartsWith("unknown, because", StringComparison.Ordinal)
                );
                foreach (Match path in Paths().Matches(row["answered_in"] + " " + row["not_answered"]))
                {
                    Assert.Contains("  " + path.Value, bundle, StringComparison.Ordinal);
                }
            }
        }
    }

    // Every dimension or question of each card has an answer in files that are there, or says why it has none; what it says is computed.
    [Fact]
    public async Task Every_question_of_every_card_is_answered_by_files_that_are_there_or_unknown_with_its_reason()
    {
        await using RegulatorCampaign campaign = await RegulatorCampaign.Play();
        string sums = campaign.Text("SHA256SUMS");
        HashSet<string> computed =
        [
            .. campaign.Json("statements.json")["statements"]!.AsArray().Select(s => s!["text"]!.GetValue<string>()),
        ];
        Dictionary<string, int> rows = [];
        foreach (
            string card in (string[])["metric", "yy-t-1833-3", "standing-together", "healthsheet", "claim", "stard-ai"]
        )
        {
            foreach (Dictionary<string, string> row in campaign.Rows($"checklists/{card}.csv"))
            {
                rows[card] = rows.GetValueOrDefault(card) + 1;
                string unknown = row["not_answered"];
                Assert.True(row["answered_in"].Length > 0 || unknown.Length > 0, $"{card} {row["item"]} says nothing.");
                Assert.True(unknown.Length == 0 || unknown.StartsWith("unknown, because", StringComparison.Ordinal));
                MatchCollection paths = Paths().Matches(row["answered_in"]);
                Assert.True(row["answered_in"].Length == 0 || paths.Count > 0, $"{card} {row["item"]} names no file.");
                Assert.All(paths, p => Assert.Contains("  " + p.Value, sums, StringComparison.Ordinal));
                string said = row["says"];
                while (said.Length > 0)
                {
                    string? one = computed.FirstOrDefault(c => said.StartsWith(c, StringComparison.Ordinal));
                    Assert.True(one is not null, $"{card} {row["item"]} says what is not computed: {said}");
                    said = said[one.Length..].TrimStart();
                }
            }
        }

        Assert.Equal((15, 12), (rows["metric"], rows["yy-t-1833-3"]));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\d+) (\w+) events?, seq (\d+)")]
    private static partial Regex Cited();

    [GeneratedRegex(@"[A-Za-z-]+(/[A-Za-z0-9.-]+)*\.(md|csv|json)|protocol/")]
    private static partial Regex Paths();
}
