using System.Text.Json.Nodes;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>
/// A project demands that every label says what it measures and how bad a wrong one is: what does not is neither published nor
/// released, and what does stands in the papers.
/// </summary>
public class LabelMeaningTests
{
    private static readonly LabelMeaning Nodule = new()
    {
        Measures = "A nodule of 4 mm or more, as a radiologist would report it.",
        DoesNotMeasure = "Whether it is malignant.",
        Rationale = "Follow-up depends on it.",
        Severity = LabelSeverity.Critical,
    };

    private static ProtocolBody Protocol(LabelMeaning? nodule, LabelMeaning? note)
    {
        ProtocolBody body = TestServer.Protocol(1);
        return body with
        {
            Fields =
            [
                body.Fields[0] with
                {
                    Meaning = nodule,
                    Code = new()
                    {
                        System = "http://snomed.info/sct",
                        CodeValue = "427359005",
                        Display = "Solitary nodule of lung",
                        Edition = "2026-07",
                    },
                },
                body.Fields[1] with
                {
                    Meaning = note,
                },
            ],
        };
    }

    private static async Task<string> Publish(TestServer server, string project, ProtocolBody body)
    {
        await server.Admin.SaveProtocolDraft(project, body);
        await server.Admin.PublishProtocol(project);
        return project;
    }

    private static async Task ReadAll(TestServer server, string project, string name)
    {
        (OverreadClient reader, _) = await server.Person(project, name, "reader");
        while (await TestServer.ReadNext(reader, project, _ => "present") is not null) { }
    }

    [Fact]
    public async Task A_label_without_meaning_or_severity_is_not_released_and_each_is_named()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.References(project, 2);
        await ReadAll(server, project, "ann");
        PreflightCheck before = await Check(server, project);
        Assert.Equal(("look", 2L), (before.State, before.Count));

        MeaningDemandView view = await server.Admin.DemandLabelMeanings(
            project,
            new() { Demanded = true, Reason = "The assessor asks for it." }
        );
        Assert.True(view.Demanded);
        Assert.Equal(["/fields/0/meaning", "/fields/1/meaning"], view.Lacking.Select(l => l.Where));
        PreflightCheck check = await Check(server, project);
        Assert.Equal(("stop", 2L), (check.State, check.Count));
        Assert.Contains("nodule does not say what it measures", check.Text, StringComparison.Ordinal);
        Assert.Contains("note does not say what it measures", check.Text, StringComparison.Ordinal);
        Assert.False((await server.Admin.ReleasePreflight(project)).Ready);
        await Signer.Refused(
            "release.meanings",
            () => server.Admin.PublishRelease(project, new() { Name = "test", Version = "1.0.0" })
        );

        // Nor is a protocol published that says half of it.
        await server.Admin.SaveProtocolDraft(project, Protocol(Nodule, new() { Measures = "Remarks." }));
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            server.Admin.PublishProtocol(project)
        );
        Assert.Equal("protocol.faults", refused.Code);
        Assert.Contains("note does not say how bad a wrong one is", refused.Message, StringComparison.Ordinal);

        // To ask for less than before is possible, and on the record with its reason.
        await Signer.Refused(
            "reason.needed",
            () => server.Admin.DemandLabelMeanings(project, new() { Demanded = false })
        );
        await server.Admin.DemandLabelMeanings(project, new() { Demanded = false, Reason = "A pilot." });
        Bundle bundle = await Bundle.Publish(server, project, "1.0.0");
        Assert.Contains(
            "Of 2 labels (fields and their answers), 0 say what they measure and 0 how bad a wrong one is; the project does not demand it.",
            bundle.Text("datasheet.md"),
            StringComparison.Ordinal
        );
        Assert.Equal(2, (await server.Events(project)).Count(e => e.Type == "LabelMeaningsDemanded"));
    }

    [Fact]
    public async Task What_a_label_means_and_how_bad_a_wrong_one_is_stands_in_the_dictionary_and_the_papers()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.Admin.DemandLabelMeanings(project, new() { Demanded = true });
        await Publish(
            server,
            project,
            Protocol(Nodule, new() { Measures = "Remarks.", Severity = LabelSeverity.Negligible })
        );
        await server.References(project, 2);
        await ReadAll(server, project, "ann");
        Assert.Equal("good", (await Check(server, project)).State);
        Bundle bundle = await Bundle.Publish(server, project, "1.0.0");
        string[] lines = bundle.Text("labels/dictionary.csv").TrimEnd('\n').Split('\n');
        Assert.Equal(
            "nodule,,Nodule,\"A nodule of 4 mm or more, as a radiologist would report it.\",Whether it is malignant.,Follow-up depends on it.,critical,field,http://snomed.info/sct,427359005,Solitary nodule of lung,2026-07",
            lines[1]
        );
        Assert.StartsWith("note,,Note,Remarks.,,,negligible,field", lines[2], StringComparison.Ordinal);
        string said =
            "Of 2 labels (fields and their answers), 2 say what they measure and 2 how bad a wrong one is: negligible 1, critical 1; the project demands both of every label.";
        foreach (string paper in (string[])["README.md", "datasheet.md", "ai-act/instructions-for-use.md"])
        {
            Assert.Contains(said, bundle.Text(paper), StringComparison.Ordinal);
        }

        // The file that people edit by hand has it too.
        Assert.Contains("severity: critical", bundle.Text("protocol/protocol.yaml"), StringComparison.Ordinal);
        ProtocolView again = await server.Admin.ImportProtocol(project, bundle.Text("protocol/protocol.yaml"));
        Assert.Equal(LabelSeverity.Critical, again.Body.Fields[0].Meaning!.Severity);
        Assert.Equal("2026-07", again.Body.Fields[0].Code!.Edition);
    }

    [Fact]
    public async Task The_facts_for_instructions_for_use_are_those_of_the_record_and_the_tables()
    {
        await using TestServer server = await TestServer.Start();
        Bundle bundle = await Bundle.OfCampaign(server);
        string project = Assert.Single(await server.Admin.ListProjects()).Id;
        ReleaseRow release = Assert.Single(await server.Admin.ListReleases(project));
        Dictionary<string, JsonNode> facts = bundle.Json("ai-act/instructions-for-use.json")["facts"]!
            .AsArray()
            .ToDictionary(f => f!["id"]!.GetValue<string>(), f => f!);
        Assert.Equal(
            (release.Items, release.Subjects),
            (Figure<int>("size", "items"), Figure<int>("size", "subjects"))
        );
        ProtocolView protocol = await server.Admin.ShowProtocol(project, "current");
        Assert.Equal(protocol.Hash, Figure<string>("protocol", "hash"));
        List<Dictionary<string, string>> labels = bundle.Rows("labels/consensus/labels.csv");
        List<Dictionary<string, string>> own = [.. labels.Where(l => l["field"] == "nodule")];
        Assert.Equal(own.Count, Figure<int>("settled.nodule", "labels"));
        Assert.Equal(
            own.Count(l => l["status"] is "accepted" or "adjudicated"),
            Figure<int>("settled.nodule", "settled")
        );

        // Each figure of agreement is that of the table, and the table has no other of these fields.
        List<Dictionary<string, string>> agreement =
        [
            .. bundle.Rows("quality/agreement.csv").Where(r => r["value"].Length > 0),
        ];
        Assert.Equal(agreement.Count, facts.Keys.Count(k => k.StartsWith("agreement.", StringComparison.Ordinal)));
        Assert.Contains(agreement, r => r["field"] == "nodule");
        foreach (Dictionary<string, string> row in agreement)
        {
            string id = $"agreement.{row["field"]}.{row["name"]}";
            Assert.Equal(row["value"], Figure<double>(id, "value").ToString("R", Plain));
            Assert.Equal(row["items"], Figure<int>(id, "items").ToString(Plain));
        }

        // What is said in sentences is what the statements say, with their figures.
        foreach (JsonNode? said in bundle.Json("statements.json")["statements"]!.AsArray())
        {
            if (facts.TryGetValue(said!["id"]!.GetValue<string>(), out JsonNode? fact))
            {
                Assert.Equal(said["text"]!.GetValue<string>(), fact["text"]!.GetValue<string>());
                Assert.True(JsonNode.DeepEquals(said["figures"], fact["figures"]));
            }
        }

        Assert.Equal(["ii", "v", "vi"], facts.Values.Select(f => f["clause"]!.GetValue<string>()).Distinct().Order());
        string text = bundle.Text("ai-act/instructions-for-use.md");
        Assert.All(facts.Values, f => Assert.Contains(f["text"]!.GetValue<string>(), text, StringComparison.Ordinal));

        T Figure<T>(string id, string name) => facts[id]["figures"]![name]!.GetValue<T>();
    }

    private static readonly System.Globalization.CultureInfo Plain = System.Globalization.CultureInfo.InvariantCulture;

    private static async Task<PreflightCheck> Check(TestServer server, string project) =>
        (await server.Admin.ReleasePreflight(project)).Checks.Single(c => c.Id == "meanings");
}
