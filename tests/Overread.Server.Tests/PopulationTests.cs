using System.Globalization;
using System.Text.Json;
using Overread.Client;
using Overread.Client.Model;
using Overread.Dicom;
using Overread.Quality.Agreement;
using Overread.Quality.Subgroups;
using Overread.Server.Features.Releases.Population;

namespace Overread.Server.Tests;

/// <summary>
/// Of whom the data are: coarse facts from headers and lists, tables by split and label with what is missing and why, groups
/// compared and corrected, the population that was aimed at beside the one that came; and no small group is named.
/// </summary>
public class PopulationTests
{
    private const int Items = 80;
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    private static string SexOf(int i) =>
        i < 4 ? "O"
        : i % 2 == 0 ? "F"
        : "M";

    // Half of the items state an age; the first four are of the sex that few are of.
    private static string Csv() =>
        "item,subject,sex,age,site,manufacturer\n"
        + string.Concat(
            Enumerable
                .Range(0, Items)
                .Select(i =>
                    $"case-{i:0000},S{i:0000},{SexOf(i)},{(i < 40 ? "45" : "")},{(i < 36 ? "North" : "South")},Acme\n"
                )
        );

    // Of women 26 of 38 have a nodule, of men 11 of the 30 of whom both readers say the same.
    private static string Answer(string title, string reader)
    {
        int i = int.Parse(title[^4..], Plain);
        bool present = SexOf(i) == "F" ? i < 56 : i is > 3 and < 32;
        return reader == "bob" && i % 10 == 5 ? "uncertain"
            : present ? "present"
            : "absent";
    }

    private static async Task<(Bundle Bundle, string Project)> Campaign(TestServer server, TargetPopulation? target)
    {
        string project = await server.Project(2);
        await server.Admin.AddReferences(project, Csv());
        foreach (string name in (string[])["ann", "bob"])
        {
            (OverreadClient reader, _) = await server.Person(project, name, "reader");
            while (await TestServer.ReadNext(reader, project, title => Answer(title, name)) is not null) { }
        }

        if (target is not null)
        {
            await server.Admin.DeclareTargetPopulation(project, new() { Target = target });
        }

        Bundle bundle = await Bundle.Publish(
            server,
            project,
            "1.0.0",
            f =>
                f with
                {
                    Splits = new()
                    {
                        Train = 0.5,
                        Tuning = 0,
                        Test = 0.5,
                    },
                }
        );
        return (bundle, project);
    }

    private static readonly TargetPopulation Target = new()
    {
        Description = "Adults who are sent for a radiograph of the chest.",
        Source = "Register of 2024",
        Shares =
        [
            Share("sex", "female", 0.48),
            Share("sex", "male", 0.48),
            Share("sex", "other", 0.04),
            Share("site", "North", 0.9),
            Share("site", "South", 0.1),
            Share("age", "40 to 49", 0.5),
            Share("age", "50 to 59", 0.5),
        ],
    };

    private static TargetShare Share(string trait, string value, double share) =>
        new()
        {
            Trait = trait,
            Value = value,
            Share = share,
        };

    [Fact]
    public async Task Groups_are_counted_by_split_and_label_with_reasons_and_a_small_one_is_named_nowhere()
    {
        await using TestServer server = await TestServer.Start();
        (Bundle bundle, _) = await Campaign(server, null);
        List<Dictionary<string, string>> traits = bundle.Rows("population/traits.csv");
        // Each trait counts every item of each split, and what is not known says why.
        foreach (string trait in (string[])["sex", "age", "site", "manufacturer", "model", "year"])
        {
            List<Dictionary<string, string>> own = [.. traits.Where(r => r["trait"] == trait)];
            Assert.Equal(Items, own.Sum(r => int.Parse(r["items"], Plain)));
            Assert.All(
                own,
                r => Assert.Equal(r["value"] is "unknown" or SmallCells.Hidden, r["missing_because"].Length > 0)
            );
        }

        Assert.Equal(36, Sum("site", "North"));
        Assert.Equal(44, Sum("site", "South"));
        Assert.Equal(40, Sum("age", "40 to 49"));
        Assert.All(
            traits.Where(r => r["trait"] == "year"),
            r => Assert.Equal("unknown, because nothing was taken of it when the item came", r["missing_because"])
        );
        Assert.Contains(
            traits,
            r => r["trait"] == "age" && r["missing_because"] == "unknown, because what was received does not state it"
        );

        // Four are of another sex: they stand with one of the others, so that no difference gives them away.
        HashSet<string> sexes = [.. traits.Where(r => r["trait"] == "sex").Select(r => r["value"])];
        Assert.DoesNotContain("other", sexes);
        Assert.Contains(SmallCells.Pooled, sexes);
        Assert.True(sexes.Count <= 2, string.Join(", ", sexes));
        foreach (
            string path in (string[])["population/traits.csv", "population/by-label.csv", "quality/by-population.csv"]
        )
        {
            List<Dictionary<string, string>> rows = bundle.Rows(path);
            Assert.NotEmpty(rows);
            Assert.DoesNotContain(rows, r => r.ContainsValue("other"));
            Assert.All(
                rows.Where(r => r.GetValueOrDefault("value") is not ("unknown" or SmallCells.Hidden)),
                r => Assert.InRange(int.Parse(r["subjects"], Plain), SmallCells.Least, Items)
            );
        }

        // Of seven whose label is absent an age is known: that is not to be seen, nor how many they are.
        Assert.All(
            bundle.Rows("population/by-label.csv").Where(r => r["trait"] == "age" && r["field"] == "nodule"),
            r => Assert.Equal((SmallCells.Hidden, SmallCells.WhyHidden), (r["value"], r["missing_because"]))
        );

        // What each item is of is in no file: few traits together can point at somebody.
        Assert.DoesNotContain("ItemDescribed", bundle.Text("audit/events.jsonl"), StringComparison.Ordinal);
        Assert.Contains(
            "sex of 80, age of 40, site of 80, manufacturer of 80, model of 0, year of 0",
            bundle.Text("datasheet.md"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "How representative the data are is unknown, because the project declared no population that it aims at.",
            bundle.Text("datasheet.md"),
            StringComparison.Ordinal
        );

        int Sum(string trait, string value) =>
            traits.Where(r => r["trait"] == trait && r["value"] == value).Sum(r => int.Parse(r["items"], Plain));
    }

    [Fact]
    public async Task Labels_and_agreement_of_each_group_stand_beside_the_rest_with_intervals_and_corrected()
    {
        await using TestServer server = await TestServer.Start();
        (Bundle bundle, _) = await Campaign(server, null);
        List<Dictionary<string, string>> rows = bundle.Rows("quality/by-population.csv");
        List<Dictionary<string, string>> rates = [.. rows.Where(r => r["measure"] == "rate" && r["trait"] == "sex")];
        Assert.NotEmpty(rates);
        List<Dictionary<string, string>> labels = bundle.Rows("labels/consensus/labels.csv");
        Dictionary<string, string> titles = bundle
            .Rows("items.csv")
            .ToDictionary(r => r["item"], r => r["title"], StringComparer.Ordinal);
        foreach (Dictionary<string, string> rate in rates)
        {
            // Counted again from the labels and the list that was sent.
            string sex = rate["group"] == "female" ? "F" : "M";
            List<(bool Inside, bool With)> counted =
            [
                .. labels
                    .Where(l => l["field"] == "nodule" && l["status"] is "accepted" or "adjudicated")
                    .Where(l => l["field"] == "nodule")
                    .Select(l =>
                        (SexOf(int.Parse(titles[l["item"]][^4..], Plain)) == sex, l["label"] == rate["answer"])
                    ),
            ];
            int inside = counted.Count(c => c.Inside);
            int with = counted.Count(c => c is { Inside: true, With: true });
            int restWith = counted.Count(c => c is { Inside: false, With: true });
            Assert.Equal(inside, int.Parse(rate["items"], Plain));
            Assert.Equal((double)with / inside, Number(rate, "value"), 9);
            Assert.Equal((double)restWith / (counted.Count - inside), Number(rate, "rest"), 9);
            ConfidenceInterval interval = ScoreInterval.OfShare((double)with / inside, inside);
            Assert.Equal(interval.Low, Number(rate, "low"), 9);
            Assert.Equal(interval.High, Number(rate, "high"), 9);
            Assert.Equal(FisherExact.PValue(with, inside, restWith, counted.Count - inside), Number(rate, "p"), 8);
        }

        // The correction is for every test of the table.
        List<Dictionary<string, string>> tested = [.. rows.Where(r => r["p"].Length > 0)];
        IReadOnlyList<double> corrected = HolmCorrection.Of([.. tested.Select(r => Number(r, "p"))]);
        for (int i = 0; i < tested.Count; i++)
        {
            Assert.Equal(corrected[i], Number(tested[i], "p_holm"), 6);
            Assert.Equal(corrected[i] < 0.05 ? "true" : "false", tested[i]["differs"]);
        }

        Assert.Contains(rates, r => r["differs"] == "true");
        Assert.Contains(rows, r => r["measure"] == "all readers alike" && r["p_holm"].Length > 0);
        Assert.Contains(
            rows,
            r => r["trait"] == "site" && r["group"] == "North" && r["low"].Length > 0 && r["p"].Length == 0
        );
        Assert.Contains(
            "differ after correction by Holm: nodule",
            bundle.Text("ai-act/instructions-for-use.md"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_was_aimed_at_stands_beside_what_came_and_representativeness_is_said_or_unknown()
    {
        await using TestServer server = await TestServer.Start();
        (Bundle bundle, string project) = await Campaign(server, Target);
        List<Dictionary<string, string>> rows = bundle.Rows("population/target.csv");
        Dictionary<string, string> north = Assert.Single(rows, r => r["value"] == "North");
        Assert.Equal(
            ("0.9", "36", "80", "0.45"),
            (north["declared_share"], north["subjects"], north["subjects_known"], north["share"])
        );
        ConfidenceInterval interval = ScoreInterval.OfShare(0.45, Items);
        Assert.Equal(interval.Low, Number(north, "low"), 6);
        Assert.Equal(interval.High, Number(north, "high"), 6);
        double sex = ShareFit.PValue([38, 38, 4], [0.48, 0.48, 0.04], 20261);
        double site = ShareFit.PValue([36, 44], [0.9, 0.1], 20261);
        IReadOnlyList<double> holm = HolmCorrection.Of([sex, site]);
        Assert.Equal(holm[0], Number(rows.First(r => r["trait"] == "sex"), "p_holm"), 6);
        Assert.Equal(holm[1], Number(north, "p_holm"), 6);
        Assert.Equal(
            ["differs", "no difference found", "unknown"],
            rows.Select(r => r["verdict"]).Distinct().Order(StringComparer.Ordinal)
        );
        Assert.All(rows, r => Assert.True(r["subjects"] == "0" || int.Parse(r["subjects"], Plain) >= SmallCells.Least));
        Assert.DoesNotContain(rows, r => r["value"] == "other");
        string said =
            "Beside the population that the project aims at: by site the data differ from it, by sex no difference is found, and by age it is unknown, because too little is known of the subjects (tests at 0.05 after Holm).";
        foreach (
            string paper in (string[])["datasheet.md", "fda/reference-standard.md", "checklists/standing-together.csv"]
        )
        {
            Assert.Contains(said, bundle.Text(paper), StringComparison.Ordinal);
        }

        Assert.Contains("TargetPopulationDeclared", bundle.Text("audit/events.jsonl"), StringComparison.Ordinal);

        // What is no population is refused, and readers neither see nor declare one.
        await Signer.Refused(
            "target.form",
            () =>
                server.Admin.DeclareTargetPopulation(
                    project,
                    new() { Target = Target with { Shares = [Share("sex", "female", 0.5), Share("sex", "male", 0.3)] } }
                )
        );
        (OverreadClient reader, _) = await server.Person(project, "cid", "reader");
        await Signer.Refused("access.role", () => reader.DeclareTargetPopulation(project, new() { Target = Target }));
        TargetView view = await server.Admin.ShowTargetPopulation(project);
        Assert.Equal(7, view.Target!.Shares.Count);
        Assert.Contains("manufacturer", view.Traits);
        await server.Admin.DeclareTargetPopulation(project, new());
        Assert.Null((await server.Admin.ShowTargetPopulation(project)).Target);
    }

    [Fact]
    public async Task How_data_were_acquired_before_is_declared_by_import_and_printed_or_unknown()
    {
        await using TestServer server = await TestServer.Start();
        Bundle silent = await Bundle.OfCampaign(server);
        string project = Assert.Single(await server.Admin.ListProjects()).Id;
        Assert.Contains(
            "is declared of 0 of 1 import, 0 of 4 items; of the others it is unknown, because nobody declared it.",
            silent.Text("datasheet.md"),
            StringComparison.Ordinal
        );
        Dictionary<string, string> unknown = Assert.Single(silent.Rows("population/acquisition.csv"));
        Assert.Equal(("references", "4", "false"), (unknown["import"], unknown["items"], unknown["declared"]));
        Assert.Equal("unknown, because nobody declared it", unknown["preparation"]);

        await Signer.Refused(
            "acquisition.form",
            () => server.Admin.DeclareAcquisition(project, "references", new() { Setting = "  " })
        );
        await Signer.Refused(
            "acquisition.form",
            () => server.Admin.DeclareAcquisition(project, "references", new() { FromYear = 2024, ToYear = 2019 })
        );
        await Signer.Refused(
            "batch.unknown",
            () => server.Admin.DeclareAcquisition(project, "no-batch", new() { Setting = "Screening" })
        );
        Acquisition stated = new()
        {
            Setting = "Routine care",
            CollectedBy = "A university hospital",
            FromYear = 2019,
            ToYear = 2024,
            Selection = "Consecutive, \"all comers\",\nadults",
            Preparation = "Resampled to 1 mm.",
        };
        IReadOnlyList<AcquisitionRow> rows = await server.Admin.DeclareAcquisition(project, "references", stated);
        Assert.Equal("Routine care", Assert.Single(rows).Stated!.Setting);
        Bundle bundle = await Bundle.Publish(server, project, "1.1.0");
        Dictionary<string, string> row = Assert.Single(bundle.Rows("population/acquisition.csv"));
        Assert.Equal(
            ("true", "2019", "2024", "Routine care", stated.Selection, "Resampled to 1 mm."),
            (row["declared"], row["from_year"], row["to_year"], row["setting"], row["selection"], row["preparation"])
        );
        Assert.Equal("unknown, because nobody declared it", row["rights"]);
        Assert.Contains(
            "is declared of 1 of 1 import, 4 of 4 items.",
            bundle.Text("datasheet.md"),
            StringComparison.Ordinal
        );
        (OverreadClient reader, _) = await server.Person(project, "dan", "reader");
        await Signer.Refused("access.role", () => reader.DeclareAcquisition(project, "references", stated));
    }

    [Fact]
    public async Task A_list_that_states_what_is_no_value_is_refused_with_its_line()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            server.Admin.AddReferences(project, "item,age\na,45\nb,old\n")
        );
        Assert.Equal("references.line", refused.Code);
        Assert.Contains("line 3 states as age", refused.Message, StringComparison.Ordinal);
        Assert.Empty((await server.Admin.ListItems(project)).Rows);
    }

    [Theory]
    [InlineData("retain-patient-characteristics", "female", "40 to 49", "planChanges")]
    [InlineData("retain-device-identity", "planRemoves", "planRemoves", "planChanges")]
    public async Task What_headers_say_is_taken_as_the_plan_leaves_it_and_what_it_takes_away_says_so(
        string option,
        string sex,
        string age,
        string year
    )
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        await steward.ChoosePlan(
            project,
            "imaging",
            new()
            {
                Revision = 0,
                Claim = new() { Claim = "pseudonymised" },
                Document = JsonSerializer.Deserialize<JsonElement>(
                    $$"""{"profile":"strict","options":["retain-modified-dates","{{option}}"]}"""
                ),
            }
        );
        string batch = await Gate.Receive(steward, project, [("a.dcm", Image())]);
        EntryView entry = await Gate.Entry(steward, project, batch);
        await Gate.Boxes(steward, project, batch, await Gate.Images(steward, project, batch, entry.Id), "dismissed");
        await Gate.Decide(steward, project, batch, entry.Id, "approve", "Looked at.");
        await Gate.DecideBatch(steward, project, batch);
        RecordEvent described = Assert.Single(await server.Events(project), e => e.Type == "ItemDescribed");
        Dictionary<string, string> traits = ((JsonElement)described.Payload!)
            .GetProperty("event")
            .GetProperty("traits")
            .EnumerateArray()
            .ToDictionary(
                t => t.GetProperty("name").GetString()!,
                t => t.TryGetProperty("value", out JsonElement v) ? v.GetString()! : t.GetProperty("gap").GetString()!
            );
        Assert.Equal((sex, age, year), (traits["sex"], traits["age"], traits["year"]));
        Assert.Equal(("MAKER", "over 1 to 2.5 mm"), (traits["manufacturer"], traits["slice-thickness"]));
        Assert.Equal(("120 to 139 kV", "notStated"), (traits["kvp"], traits["field-strength"]));
        // The header names a hospital and the plan does not let it stay.
        Assert.Equal("planRemoves", traits["site"]);
        Assert.DoesNotContain("ST. ELSEWHERE", described.Payload!.ToString()!, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_named_leaves_nothing_small_to_be_found_by_subtraction()
    {
        Random random = new(5);
        for (int round = 0; round < 2000; round++)
        {
            int columns = random.Next(1, 4);
            Dictionary<string, int[]> cells = Enumerable
                .Range(0, random.Next(1, 7))
                .ToDictionary(
                    g => $"g{g}",
                    _ =>
                        Enumerable
                            .Range(0, columns)
                            .Select(_ => random.Next(3) == 0 ? random.Next(12) : random.Next(40))
                            .ToArray()
                );
            HashSet<string> named = SmallCells.Named(cells);
            Assert.All(named, n => Assert.All(cells[n], c => Assert.True(c == 0 || c >= SmallCells.Least)));
            if (named.Count > 0 && named.Count < cells.Count)
            {
                for (int i = 0; i < columns; i++)
                {
                    int pooled = cells.Where(c => !named.Contains(c.Key)).Sum(c => c.Value[i]);
                    Assert.True(pooled == 0 || pooled >= SmallCells.Least);
                }
            }
        }

        Assert.Equal(
            ["a"],
            SmallCells.Named(
                new Dictionary<string, int[]>
                {
                    ["a"] = [40],
                    ["b"] = [20],
                    ["c"] = [3],
                }
            )
        );
    }

    private static byte[] Image()
    {
        using DicomFile file = DicomFile.Read(ScreenImage.Create("PA", modality: "CT", bodyPart: "KNEE"));
        file.Dataset.Set(Tags.Manufacturer, Vr.LO, "MAKER");
        file.Dataset.Set(new Tag(0x00080080), Vr.LO, "ST. ELSEWHERE");
        file.Dataset.Set(new Tag(0x00180050), Vr.DS, "2");
        file.Dataset.Set(new Tag(0x00180060), Vr.DS, "120");
        using MemoryStream bytes = new();
        file.Write(bytes);
        return bytes.ToArray();
    }

    private static double Number(Dictionary<string, string> row, string column) =>
        double.Parse(row[column], NumberStyles.Float, Plain);
}
