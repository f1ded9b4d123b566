using System.Text.Json.Nodes;
using Overread.Ledger.Bundles;

namespace Overread.Server.Tests;

/// <summary>The papers that describe a bundle agree with its tables and with each other.</summary>
public class BundleMetadataTests
{
    [Fact]
    public async Task The_readme_says_of_every_file_what_it_holds()
    {
        await using TestServer server = await TestServer.Start();
        Bundle bundle = await Bundle.OfCampaign(server);
        string[] lines = bundle.Text("README.md").Split('\n');
        Assert.True(bundle.Paths.Count > 30);
        foreach (string path in bundle.Paths)
        {
            string row = Assert.Single(lines, l => l.StartsWith($"| `{path}` | ", StringComparison.Ordinal));
            Assert.True(row.Length > $"| `{path}` |  |".Length + 10, $"{path} is not described");
        }
    }

    [Fact]
    public async Task The_crate_lists_every_file_with_its_hash_and_every_reference_in_it_resolves()
    {
        await using TestServer server = await TestServer.Start();
        Bundle bundle = await Bundle.OfCampaign(server);
        JsonArray graph = bundle.Json("ro-crate-metadata.json")["@graph"]!.AsArray();
        Dictionary<string, JsonObject> entities = graph.ToDictionary(
            e => e!["@id"]!.GetValue<string>(),
            e => e!.AsObject()
        );
        List<string> references = [.. graph.SelectMany(e => e!.AsObject().SelectMany(m => References(m.Value)))];
        Assert.True(references.Count > 40);
        Assert.Equal(
            ["https://w3id.org/ro/crate/1.1"],
            references.Where(r => !entities.ContainsKey(r)).Distinct().Order()
        );

        Dictionary<string, JsonNode> manifest = bundle.Json("manifest.json")["files"]!
            .AsArray()
            .ToDictionary(f => f!["path"]!.GetValue<string>(), f => f!);
        foreach (string path in bundle.Paths.Where(p => p != "ro-crate-metadata.json"))
        {
            JsonObject file = entities[path];
            Assert.Equal("File", file["@type"]!.GetValue<string>());
            Assert.Contains(path, References(entities["./"]["hasPart"]));
            if (manifest.TryGetValue(path, out JsonNode? listed))
            {
                Assert.Equal(listed["mediaType"]!.GetValue<string>(), file["encodingFormat"]!.GetValue<string>());
                Assert.True(
                    file["sha256"] is null || file["sha256"]!.GetValue<string>() == listed["sha256"]!.GetValue<string>()
                );
            }
        }

        Assert.Equal(
            new[] { "SHA256SUMS", "audit/leaves.bin", "audit/release-event.json", "checkpoint" }.Concat([
                "manifest.json",
                "manifest.tlog-proof",
            ]),
            entities
                .Values.Where(e => e["@type"]!.ToString() == "File" && e["sha256"] is null)
                .Select(e => e["@id"]!.ToString())
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            bundle
                .Table("labels/individual/reads.csv")
                .Select(r => r["reader"])
                .Append("Adjudicator 1")
                .Distinct()
                .Order(),
            entities.Values.Where(e => e["@type"]!.ToString() == "Person").Select(e => e["name"]!.ToString()).Order()
        );
        Assert.Equal(3, graph.Count(e => e!["@type"]!.ToString() == "CreateAction"));
    }

    [Theory]
    [InlineData("CHANGELOG.md", "changes", "text/markdown")]
    [InlineData("CITATION.cff", "citation", "application/yaml")]
    [InlineData("LICENSE", "licence", "text/plain")]
    [InlineData("healthdcat.jsonld", "metadata", "application/ld+json")]
    [InlineData("labels/changes.csv", "labels", "text/csv")]
    [InlineData("prov.json", "provenance", "application/json")]
    [InlineData("ro-crate-metadata.json", "metadata", "application/ld+json")]
    [InlineData("software/sbom.cdx.json", "software", "application/vnd.cyclonedx+json")]
    [InlineData("software/platform.json", "software", "application/json")]
    [InlineData("README.md", "root", "text/markdown")]
    public void The_manifest_gives_each_paper_its_role_and_media_type(string path, string role, string type)
    {
        byte[] manifest = BundleManifest.ManifestBytes([new BundleFile(path, 1, "00")]);
        JsonNode file = JsonNode.Parse(manifest)!["files"]![0]!;
        Assert.Equal((role, type), (file["role"]!.GetValue<string>(), file["mediaType"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Croissant_names_its_tables_by_the_hashes_of_the_manifest()
    {
        await using TestServer server = await TestServer.Start();
        Bundle bundle = await Bundle.OfCampaign(server);
        Dictionary<string, string> hashes = bundle.Json("manifest.json")["files"]!
            .AsArray()
            .ToDictionary(f => f!["path"]!.GetValue<string>(), f => f!["sha256"]!.GetValue<string>());
        JsonArray tables = bundle.Json("croissant.json")["distribution"]!.AsArray();
        Assert.Equal(4, tables.Count);
        Assert.All(
            tables,
            t => Assert.Equal(hashes[t!["contentUrl"]!.GetValue<string>()], t["sha256"]!.GetValue<string>())
        );
    }

    [Fact]
    public async Task Provenance_has_every_read_and_every_reference_in_it_resolves()
    {
        await using TestServer server = await TestServer.Start();
        Bundle bundle = await Bundle.OfCampaign(server);
        JsonObject prov = bundle.Json("prov.json");
        HashSet<string> Ids(string section) => [.. prov[section]!.AsObject().Select(e => e.Key)];
        (string Member, string Section)[] ends =
        [
            ("prov:entity", "entity"),
            ("prov:generatedEntity", "entity"),
            ("prov:usedEntity", "entity"),
            ("prov:plan", "entity"),
            ("prov:activity", "activity"),
            ("prov:agent", "agent"),
        ];
        string[] relations = ["used", "wasAssociatedWith", "wasAttributedTo", "wasDerivedFrom", "wasGeneratedBy"];
        foreach (JsonObject relation in relations.SelectMany(r => prov[r]!.AsObject()).Select(e => e.Value!.AsObject()))
        {
            Assert.True(ends.Count(e => relation.ContainsKey(e.Member)) >= 2);
            foreach ((string member, string section) in ends.Where(e => relation.ContainsKey(e.Member)))
            {
                Assert.Contains(relation[member]!.GetValue<string>(), Ids(section));
            }
        }

        List<Dictionary<string, string>> rows = bundle.Table("labels/individual/reads.csv");
        Assert.Equal(
            rows.Select(r => "ov:read/" + r["read"]).Distinct().Order(StringComparer.Ordinal),
            Ids("entity").Where(e => e.StartsWith("ov:read/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        );
        Assert.Equal(8, rows.Select(r => r["read"]).Distinct().Count());
        Assert.Single(Ids("entity"), e => e.StartsWith("ov:adjudication/", StringComparison.Ordinal));
        Assert.Equal(
            bundle.Table("splits.csv").Select(r => "ov:item/" + r["item"]).Order(StringComparer.Ordinal),
            Ids("entity").Where(e => e.StartsWith("ov:item/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        );
        string run = bundle.Json("software/platform.json")["consensus"]!["inputHash"]!.GetValue<string>();
        Assert.Contains(
            prov["entity"]!.AsObject(),
            e =>
                e.Key.StartsWith("ov:consensus/", StringComparison.Ordinal)
                && e.Value!["ov:inputHash"]!.ToString() == run
        );
        // Everything that was made was made by something, and nothing was made twice.
        Assert.Equal(
            Ids("entity")
                .Where(e => e.Split('/')[0] is "ov:read" or "ov:adjudication" or "ov:consensus" or "ov:release")
                .Order(StringComparer.Ordinal),
            prov["wasGeneratedBy"]!
                .AsObject()
                .Select(g => g.Value!["prov:entity"]!.GetValue<string>())
                .Order(StringComparer.Ordinal)
        );
    }

    // What HealthDCAT-AP Release 5 and DCAT-AP 3.0 make mandatory for data that are not public.
    private static readonly string[] Mandatory =
    [
        "dct:title",
        "dct:description",
        "dct:identifier",
        "dct:accessRights",
        "dcatap:applicableLegislation",
        "dcat:distribution",
        "dct:publisher",
        "dcat:theme",
        "healthdcatap:hdab",
        "healthdcatap:healthCategory",
        "dcat:contactPoint",
        "dcat:keyword",
        "dct:type",
        "dct:provenance",
    ];

    [Fact]
    public async Task The_catalogue_record_has_every_mandatory_property_or_says_why_not()
    {
        await using TestServer server = await TestServer.Start();
        Bundle bundle = await Bundle.OfCampaign(server);
        JsonObject record = bundle.Json("healthdcat.jsonld");
        Dictionary<string, string> unknown = record["ov:unknown"]!
            .AsArray()
            .ToDictionary(u => u!["ov:property"]!.GetValue<string>(), u => u!["ov:because"]!.GetValue<string>());
        Assert.All(Mandatory, m => Assert.True(record.ContainsKey(m) ^ unknown.ContainsKey(m), m));
        Assert.All(unknown.Values, why => Assert.True(why.Length > 20));
        Assert.Equal("4", record["healthdcatap:numberOfRecords"]!["@value"]!.GetValue<string>());
        string sums = bundle.Text("SHA256SUMS");
        foreach (JsonNode? d in record["dcat:distribution"]!.AsArray())
        {
            string path = d!["dct:description"]!.GetValue<string>().Split(' ')[0];
            Assert.Contains(
                $"{d["spdx:checksum"]!["spdx:checksumValue"]!["@value"]}  {path}\n",
                sums,
                StringComparison.Ordinal
            );
            Assert.True(
                d.AsObject().ContainsKey("dcat:accessURL") ^ unknown.ContainsKey("dcat:distribution/dcat:accessURL")
            );
        }
    }

    private static IEnumerable<string> References(JsonNode? node) =>
        node switch
        {
            JsonArray many => many.SelectMany(References),
            JsonObject { Count: 1 } one when one["@id"] is { } id => [id.GetValue<string>()],
            _ => [],
        };
}
