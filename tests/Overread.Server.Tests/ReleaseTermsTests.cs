using System.Text;
using System.Text.Json.Nodes;
using Overread.Cli;
using Overread.Cli.Server;
using Overread.Client;
using Overread.Client.Model;
using Overread.Domain.Record;
using Overread.Domain.Releases;
using Overread.Ledger.Bundles;
using YamlDotNet.Serialization;
using CitationAuthor = Overread.Domain.Releases.CitationAuthor;
using Named = Overread.Client.Model.CitationAuthor;

namespace Overread.Server.Tests;

/// <summary>Licence and citation of a release, as stated and as kept.</summary>
public class ReleaseTermsTests
{
    [Fact]
    public async Task Stated_terms_are_recorded_and_stand_in_every_paper()
    {
        await using TestServer server = await TestServer.Start();
        Named[] stated =
        [
            new()
            {
                Family = "Carberry",
                Given = "Josiah: \"the\" #1",
                Orcid = "0000-0002-1825-0097",
            },
            new() { Name = "Hospital of Reading" },
        ];
        Bundle bundle = await Bundle.OfCampaign(server, f => f with { Licence = "CC-BY-4.0", Authors = stated });
        JsonNode published = JsonNode.Parse(bundle.Json("audit/release-event.json")["payload"]!.GetValue<string>())![
            "event"
        ]!;
        Assert.Equal("CC-BY-4.0", published["licence"]!.GetValue<string>());
        Assert.Equal("Carberry", published["authors"]![0]!["family"]!.GetValue<string>());
        ReleaseDetail shown = await server.Admin.ShowRelease(await server.Admin.OnlyProject(), bundle.Id);
        Assert.Equal("CC-BY-4.0", shown.Licence);
        Assert.Equal(stated, shown.Authors);
        Assert.Contains("SPDX-License-Identifier: CC-BY-4.0\n", bundle.Text("LICENSE"), StringComparison.Ordinal);
        const string Address = "https://spdx.org/licenses/CC-BY-4.0";
        Assert.Equal(Address, bundle.Json("croissant.json")["license"]!.GetValue<string>());
        JsonArray graph = bundle.Json("ro-crate-metadata.json")["@graph"]!.AsArray();
        JsonNode root = graph.Single(e => e!["@id"]!.GetValue<string>() == "./")!;
        Assert.Equal(Address, root["license"]!["@id"]!.GetValue<string>());
        Assert.Contains(graph, e => e!["@id"]!.GetValue<string>() == Address);
        Assert.Equal("https://orcid.org/0000-0002-1825-0097", root["author"]![0]!["@id"]!.GetValue<string>());
        Assert.Contains("CC-BY-4.0: see `LICENSE`", bundle.Text("README.md"), StringComparison.Ordinal);

        Dictionary<string, object> cff = Cff(bundle);
        Assert.Equal("1.2.0", cff["cff-version"]);
        Assert.Equal("CC-BY-4.0", cff["license"]);
        List<object> authors = (List<object>)cff["authors"];
        Assert.Equal(2, authors.Count);
        Assert.Equal("Josiah: \"the\" #1", ((Dictionary<object, object>)authors[0])["given-names"]);
        Assert.Equal("Hospital of Reading", ((Dictionary<object, object>)authors[1])["name"]);
    }

    [Fact]
    public async Task Without_a_licence_no_right_is_granted_and_the_project_is_cited()
    {
        await using TestServer server = await TestServer.Start();
        Bundle bundle = await Bundle.OfCampaign(server);
        Assert.Contains("grants no right", bundle.Text("LICENSE"), StringComparison.Ordinal);
        Assert.StartsWith(
            "unknown, because no licence was stated",
            bundle.Json("croissant.json")["license"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
        Dictionary<string, object> cff = Cff(bundle);
        Assert.False(cff.ContainsKey("license"));
        Dictionary<object, object> author = (Dictionary<object, object>)Assert.Single((List<object>)cff["authors"]);
        Assert.Equal("Test", author["name"]);
        JsonNode published = JsonNode.Parse(bundle.Json("audit/release-event.json")["payload"]!.GetValue<string>())![
            "event"
        ]!;
        Assert.False(published.AsObject().ContainsKey("licence"));
        Assert.False(published.AsObject().ContainsKey("authors"));
    }

    [Fact]
    public async Task Terms_that_are_none_are_refused_before_anything_is_made()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        NewRelease form = new() { Name = "n", Version = "1" };
        NewRelease[] wrong =
        [
            form with
            {
                Licence = " ",
            },
            form with
            {
                Authors = [new() { Name = "A", Family = "B" }],
            },
            form with
            {
                Authors = [new() { Given = "only" }],
            },
            form with
            {
                Authors = [new() { Family = "Carberry", Orcid = "0000-0002-1825-0098" }],
            },
        ];
        foreach (NewRelease one in wrong)
        {
            await Assert.ThrowsAsync<OverreadProblemException>(() => server.Admin.PublishRelease(project, one));
        }

        Assert.Empty(await server.Admin.ListJobs());
    }

    [Fact]
    public void A_release_recorded_before_there_were_terms_is_read_as_one_that_states_none()
    {
        const string Payload = """
            {"id":"e1","project":"p","stream":"release/r","revision":1,"actor":"person/a","at":"2026-01-01T00:00:00.000Z","client":"c",
            "event":{"type":"ReleasePublished","release":"r","name":"n","version":"1","notes":"","protocolVersion":1,"items":1,"subjects":1,
            "split":{"train":1,"tuning":0,"test":0,"seed":1},"contentHash":"00","consensus":"c"}}
            """;
        ReleasePublished read = (ReleasePublished)EventJson.Read(Encoding.UTF8.GetBytes(Payload)).Event;
        Assert.Equal(("c", null, null), (read.Consensus, read.Licence, read.Authors));
        string again = Encoding.UTF8.GetString(EventJson.Write(EventJson.Read(Encoding.UTF8.GetBytes(Payload))));
        Assert.DoesNotContain("licence", again, StringComparison.Ordinal);
        Assert.DoesNotContain("authors", again, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CC0-1.0", LicenceKind.Spdx)]
    [InlineData("https://example.org/terms", LicenceKind.Address)]
    [InlineData("https://example.org is where you ask", LicenceKind.Text)]
    [InlineData("For research at the partners of the study only.", LicenceKind.Text)]
    [InlineData("cc0", LicenceKind.Text)]
    [InlineData(null, LicenceKind.None)]
    public void A_licence_is_an_id_an_address_or_a_text(string? licence, LicenceKind kind) =>
        Assert.Equal(kind, new ReleaseTerms(licence, []).Kind);

    [Theory]
    [InlineData("0000-0002-1825-0097", true)]
    [InlineData("0000-0002-1694-233X", true)]
    [InlineData("0000-0002-1694-2330", false)]
    [InlineData("0000-0002-1825-0079", false)]
    [InlineData("0000000218250097", false)]
    public void An_orcid_is_held_to_its_check_digit(string orcid, bool good) =>
        Assert.Equal(good, new CitationAuthor(Family: "F", Given: "G", Orcid: orcid).Fault() is null);

    [Fact]
    public void The_command_reads_an_author_from_a_line()
    {
        Assert.Equal(new Named { Name = "Hospital of Reading" }, ExportCommand.Author("Hospital of Reading"));
        Assert.Equal(new Named { Family = "Curie", Given = "Marie" }, ExportCommand.Author("Curie, Marie"));
        Assert.Throws<CommandFailedException>(() => ExportCommand.Author("a, b, c, d"));
    }

    [Fact]
    public async Task The_command_publishes_with_the_terms_it_was_given()
    {
        await using TestServer server = await TestServer.Start();
        await Bundle.OfCampaign(server);
        string project = await server.Admin.OnlyProject();
        string token = await server.Admin.Token("read", "write");
        string zip = Path.Combine(server.Data, "exported.zip");
        string[] words =
        [
            .. (string[])["--project", project, "--server", server.Url, "--token", token, "--out", zip],
            .. (string[])["--release", "test:1.0.1", "--publish", "--purpose", "Testing", "--licence", "ODbL-1.0"],
            .. (string[])["--author", "Curie, Marie", "--author", "Hospital of Reading"],
        ];
        Assert.Equal(0, await ExportCommand.Create().Parse(words).InvokeAsync());
        using BundleArchive bundle = new(File.OpenRead(zip));
        string cff = await new StreamReader(bundle.Open("CITATION.cff")).ReadToEndAsync();
        Assert.Contains("license: \"ODbL-1.0\"\n", cff, StringComparison.Ordinal);
        Assert.Contains(
            "  - family-names: \"Curie\"\n    given-names: \"Marie\"\n  - name: \"Hospital of Reading\"\n",
            cff,
            StringComparison.Ordinal
        );
    }

    private static Dictionary<string, object> Cff(Bundle bundle) =>
        new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(bundle.Text("CITATION.cff"));
}
