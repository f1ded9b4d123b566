using System.Text.Json.Nodes;
using Overread.Client;
using Overread.Client.Model;
using Overread.Domain.Releases;

namespace Overread.Server.Tests;

/// <summary>What the maker of a release declares stands in its papers and on the record as theirs, and what they do not is unknown.</summary>
public class DeclarationTests
{
    [Fact]
    public async Task What_is_declared_stands_in_the_papers_and_the_event_and_what_is_not_is_unknown()
    {
        await using TestServer server = await TestServer.Start();
        Bundle bundle = await Bundle.OfCampaign(
            server,
            f =>
                f with
                {
                    Declared = new()
                    {
                        Rationale = "Two readers see more than one; there is no pathology.",
                        OriginalPurpose = "Care of outpatients.",
                        PlanItem = "PCCP 3.2, retraining data",
                        Registration = "EUDAMED 0123",
                        NoActualKnowledge = true,
                    },
                }
        );
        JsonObject paper = bundle.Json("declared.json");
        Assert.Equal("Care of outpatients.", paper["originalPurpose"]!.GetValue<string>());
        Assert.Equal("EUDAMED 0123", paper["registration"]!.GetValue<string>());
        Assert.StartsWith("unknown, because", paper["impactAssessment"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.StartsWith("attested", paper["noActualKnowledge"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("Two readers see more than one", bundle.Text("datasheet.md"), StringComparison.Ordinal);
        Assert.Contains("plan: PCCP 3.2, retraining data.", bundle.Text("CHANGELOG.md"), StringComparison.Ordinal);
        Assert.Contains(
            "15,why this reference standard was chosen,declared.json,,",
            bundle.Text("checklists/claim.csv"),
            StringComparison.Ordinal
        );
        Assert.Contains(",declared.json,,", bundle.Text("checklists/stard-ai.csv"), StringComparison.Ordinal);
        JsonNode said = JsonNode.Parse(bundle.Json("audit/release-event.json")["payload"]!.GetValue<string>())!;
        Assert.Equal("EUDAMED 0123", said["event"]!["declared"]!["registration"]!.GetValue<string>());

        string project = Assert.Single(await server.Admin.ListProjects()).Id;
        await Signer.Refused(
            "release.declared",
            () =>
                server.Admin.PublishRelease(
                    project,
                    new()
                    {
                        Name = "test",
                        Version = "1.1.0",
                        Declared = new() { Rationale = new string('x', 4001) },
                    }
                )
        );
        Bundle silent = await Bundle.Publish(server, project, "1.1.0");
        Assert.All(
            silent.Json("declared.json").Where(p => p.Key != "by"),
            p => Assert.StartsWith("unknown, because", p.Value!.GetValue<string>(), StringComparison.Ordinal)
        );
        Assert.Contains(
            "plan: unknown, because nobody declared it.",
            silent.Text("CHANGELOG.md"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "15,why this reference standard was chosen,,\"unknown, because",
            silent.Text("checklists/claim.csv"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Safe_harbor_waits_for_somebody_who_attests_that_they_know_of_nothing()
    {
        Assert.Equal("release.attestation", ReleaseRules.Attested(true, null)?.Code);
        Assert.Equal("release.attestation", ReleaseRules.Attested(true, new() { Rationale = "Yes." })?.Code);
        Assert.Null(ReleaseRules.Attested(true, new() { NoActualKnowledge = true }));
        Assert.Null(ReleaseRules.Attested(false, null));
    }
}
