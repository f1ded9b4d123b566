using System.Text.Json.Nodes;

namespace Overread.Server.Tests;

/// <summary>A bundle read by programs of others: hashlib, csv, the prov package, rdflib. What they see is what stands in it.</summary>
public sealed class ForeignReaderTests
{
    private const string Script = """
        import csv, hashlib, json, os, sys
        import prov.model, rdflib

        root = sys.argv[1]
        at = lambda *p: os.path.join(root, *p)
        said = {}
        files = json.load(open(at("manifest.json")))["files"]
        said["files"] = len(files)
        said["wrong"] = [f["path"] for f in files if hashlib.sha256(open(at(f["path"]), "rb").read()).hexdigest() != f["sha256"]]
        document = prov.model.ProvDocument.deserialize(at("prov.json"))
        records = list(document.get_records())
        kinds = {}
        for record in records:
            kinds[record.get_type().localpart] = kinds.get(record.get_type().localpart, 0) + 1
        said["prov"] = kinds
        # Contexts lie on the network: their words are taken as of one vocabulary, which keeps the graph as it is.
        def graph(path):
            text = json.load(open(at(path)))
            kept = text.get("@context")
            own = [c for c in (kept if isinstance(kept, list) else [kept]) if isinstance(c, dict)]
            text["@context"] = [{"@vocab": "http://schema.org/"}, *own]
            return rdflib.Graph().parse(data=json.dumps(text), format="json-ld", publicID="http://bundle.example/")
        said["graphs"] = {p: len(graph(p)) for p in ["ro-crate-metadata.json", "healthdcat.jsonld", "croissant.json"]}
        crate = graph("ro-crate-metadata.json")
        kind = rdflib.URIRef("http://schema.org/File")
        said["crate"] = len(set(crate.subjects(rdflib.RDF.type, kind)))
        said["tables"] = {f["path"]: sum(1 for _ in csv.DictReader(open(at(f["path"]), newline="", encoding="utf-8"))) for f in files if f["path"].endswith(".csv")}
        print(json.dumps(said))
        """;

    [Fact]
    public async Task Others_programs_read_hashes_provenance_graphs_and_tables_as_they_stand()
    {
        (int code, _) = File.Exists("/usr/bin/python3")
            ? await DataScene.Run("/usr/bin/python3", "-c", "import prov.model, rdflib")
            : (1, "");
        if (code != 0)
        {
            Assert.Skip("There is no /usr/bin/python3 with prov and rdflib here (python3-prov, python3-rdflib).");
        }

        await using TestServer server = await TestServer.Start();
        Bundle bundle = await Bundle.OfCampaign(server);
        string program = Path.Combine(server.Data, "foreign.py");
        await File.WriteAllTextAsync(program, Script);
        (code, string text) = await DataScene.Run("/usr/bin/python3", program, bundle.Folder);
        Assert.True(code == 0, text);
        JsonNode said = JsonNode.Parse(text)!;
        JsonArray files = bundle.Json("manifest.json")["files"]!.AsArray();
        Assert.Equal(files.Count, (int)said["files"]!);
        Assert.Empty(said["wrong"]!.AsArray());
        JsonObject prov = bundle.Json("prov.json").AsObject();
        Assert.Equal(prov["entity"]!.AsObject().Count, (int)said["prov"]!["Entity"]!);
        Assert.Equal(prov["activity"]!.AsObject().Count, (int)said["prov"]!["Activity"]!);
        Assert.Equal(prov["agent"]!.AsObject().Count, (int)said["prov"]!["Agent"]!);
        Assert.All(said["graphs"]!.AsObject(), g => Assert.True((int)g.Value! > 20, g.Key));
        Assert.Equal(
            bundle.Json("ro-crate-metadata.json")["@graph"]!.AsArray().Count(e => e!["@type"]!.ToString() == "File"),
            (int)said["crate"]!
        );
        Dictionary<string, int> tables = files
            .Select(f => (string)f!["path"]!)
            .Where(p => p.EndsWith(".csv", StringComparison.Ordinal))
            .ToDictionary(p => p, p => bundle.Table(p).Count);
        Assert.True(tables.Count > 10);
        Assert.All(tables, t => Assert.Equal(t.Value, (int)said["tables"]![t.Key]!));
    }

    [Fact]
    public async Task Libraries_of_others_take_the_graphs_the_crate_and_the_bill_of_materials()
    {
        await using TestServer server = await TestServer.Start();
        Bundle bundle = await Bundle.OfCampaign(server);
        JsonNode said = await ForeignLibraries.Read(bundle);
        Assert.All(said["quads"]!.AsObject(), g => Assert.True((int)g.Value! > 40, g.Key));
        int parts = bundle.Json("ro-crate-metadata.json")["@graph"]!
            .AsArray()
            .Count(e => e!["@type"]!.ToString() == "File");
        Assert.Equal("test:1.0.0", (string?)said["crate"]!["name"]);
        Assert.Equal(1, (int)said["crate"]!["licence"]!);
        Assert.Equal(parts, (int)said["crate"]!["parts"]!);
        Assert.InRange((int)said["crate"]!["stated"]!, parts - 8, parts);
        Assert.Empty(said["crate"]!["absent"]!.AsArray());
        Assert.Empty(said["crate"]!["lengths"]!.AsArray());
        Assert.Equal(("1.6", true), ((string)said["bill"]!["version"]!, (bool)said["bill"]!["known"]!));
        Assert.Null(said["bill"]!["faults"]);
        JsonNode parquet = said["parquet"]!;
        Assert.Equal(
            ["item", "subject", "split", "field", "label", "probability", "status"],
            parquet["columns"]!.AsArray().Select(c => (string)c!)
        );
        Assert.Equal(4, bundle.Table("labels/consensus/labels.csv").Count);
        Assert.Equal((4, 0, 0), ((int)parquet["rows"]!, (int)parquet["missing"]!, (int)parquet["more"]!));
        // Two readers of four items, one of which they answered differently: what SQL counts is what the bundle says.
        Assert.Equal("[4,3]", said["pairs"]!.ToJsonString());
        JsonNode percent = bundle.Json("quality/agreement.json")["coefficients"]!
            .AsArray()
            .Single(c => (string?)c!["name"] == "percent")!;
        Assert.Equal(0.75, (double)percent["value"]!);
    }
}
