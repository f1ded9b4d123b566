using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using Overread.Client;

namespace Overread.Server.Tests;

/// <summary>The programs in a bundle that read it for others' tools.</summary>
public class ReleaseLoaderTests
{
    [Fact]
    public async Task The_loader_of_the_bundle_reads_labels_splits_and_files_and_leaves_out_what_was_withdrawn()
    {
        if (!File.Exists("/usr/bin/python3"))
        {
            Assert.Skip("There is no /usr/bin/python3 here.");
        }

        await using DataScene scene = await DataScene.Play();
        Bundle bundle = await ReleaseDataTests.Publish(scene, "1.0.0", carry: true);
        (int code, string said) = await DataScene.Run("/usr/bin/python3", Path.Combine(bundle.Folder, "load.py"));
        Assert.True(code == 0, said);
        JsonNode read = JsonNode.Parse(said)!;
        Assert.Equal(4, read["items"]!.GetValue<int>());
        Assert.Equal(4, read["there"]!.GetValue<int>());
        Assert.Equal("nodule", read["fields"]![0]!.GetValue<string>());

        const string script = """
            import json, sys
            sys.path.insert(0, sys.argv[1])
            sys.dont_write_bytecode = True
            import load
            r = load.Release(sys.argv[1], status=sys.argv[2] if len(sys.argv) > 2 else None)
            print(json.dumps({"rows": list(r.rows()), "monai": r.monai_list("nodule"), "wrong": r.check()}))
            """;
        string program = scene.At("use.py");
        await File.WriteAllTextAsync(program, script);
        (code, said) = await DataScene.Run("/usr/bin/python3", program, bundle.Folder);
        Assert.True(code == 0, said);
        JsonArray rows = JsonNode.Parse(said)!["rows"]!.AsArray();
        List<Dictionary<string, string>> table = bundle.Table("exports/labels.csv");
        Assert.Equal(
            table.Select(t => (t["item"], t["split"], t["nodule"])),
            rows.Select(r => (Word(r!, "item"), Word(r!, "split"), Word(r!, "nodule")))
        );
        Assert.All(rows, r => Assert.True(File.Exists(r!["files"]![0]!.GetValue<string>())));
        Assert.Equal(4, JsonNode.Parse(said)!["monai"]!.AsArray().Count);

        string withdrawn = table[0]["item"];
        await scene.Server.Admin.Withdraw(scene.Project, withdrawn, "Consent withdrawn.");
        string status = scene.At("releases.status");
        await File.WriteAllBytesAsync(status, await scene.Server.Admin.ReleaseStatus(scene.Project).Bytes());
        (code, said) = await DataScene.Run("/usr/bin/python3", program, bundle.Folder, status);
        Assert.True(code == 0, said);
        Assert.DoesNotContain(withdrawn, JsonNode.Parse(said)!["rows"]!.AsArray().Select(r => Word(r!, "item")));
        Assert.Equal(3, JsonNode.Parse(said)!["rows"]!.AsArray().Count);

        await scene.Server.Admin.RecallRelease(scene.Project, bundle.Id, new() { Reason = "Wrong." });
        await File.WriteAllBytesAsync(status, await scene.Server.Admin.ReleaseStatus(scene.Project).Bytes());
        (code, said) = await DataScene.Run("/usr/bin/python3", program, bundle.Folder, status);
        Assert.Equal(1, code);
        Assert.Contains("was recalled", said, StringComparison.Ordinal);
        string file = Path.Combine(bundle.Folder, bundle.Table("data/files.csv")[0]["path"]);
        await File.AppendAllTextAsync(file, "x", Encoding.ASCII);
        (code, _) = await DataScene.Run("/usr/bin/python3", Path.Combine(bundle.Folder, "load.py"));
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task The_loader_of_the_bundle_for_ML_NET_gives_items_with_a_settled_label_and_leaves_out_what_was_withdrawn()
    {
        await using DataScene scene = await DataScene.Play();
        Bundle bundle = await ReleaseDataTests.Publish(scene, "1.0.0", carry: true);
        // What was compiled into this test is what the bundle has.
        Assert.Contains(
            "public static IDataView Labelled(",
            bundle.Text("OverreadRelease.cs"),
            StringComparison.Ordinal
        );
        List<Dictionary<string, string>> table = bundle.Table("exports/labels.csv");
        Assert.Equal(["nodule"], OverreadRelease.Fields(bundle.Folder).Take(1));
        MLContext ml = new(seed: 1);
        IDataView all = OverreadRelease.Labelled(ml, bundle.Folder, "nodule");
        List<OverreadRelease.Row> rows = [.. ml.Data.CreateEnumerable<OverreadRelease.Row>(all, reuseRowObject: false)];
        Assert.Equal(
            table.Where(t => t["nodule"].Length > 0).Select(t => (t["item"], t["subject"], t["split"], t["nodule"])),
            rows.Select(r => (r.Item, r.Subject, r.Split, r.Label))
        );
        Assert.All(rows, r => Assert.True(File.Exists(r.Paths)));
        string split = table[0]["split"];
        Assert.Equal(
            table.Count(t => t["split"] == split && t["nodule"].Length > 0),
            OverreadRelease.Rows(bundle.Folder, "nodule", split).Count
        );
        // ML.NET takes the labels as keys, which is what its trainers of classes ask for.
        IDataView keyed = ml.Transforms.Conversion.MapValueToKey("Key", "Label").Fit(all).Transform(all);
        Assert.Equal(
            rows.Select(r => r.Label).Distinct().Count(),
            (int)((KeyDataViewType)keyed.Schema["Key"].Type).Count
        );
        Assert.Contains(
            "There is no label nodul",
            Assert.Throws<ArgumentException>(() => OverreadRelease.Rows(bundle.Folder, "nodul")).Message,
            StringComparison.Ordinal
        );

        string withdrawn = rows[0].Item;
        await scene.Server.Admin.Withdraw(scene.Project, withdrawn, "Consent withdrawn.");
        string status = scene.At("releases.status");
        await File.WriteAllBytesAsync(status, await scene.Server.Admin.ReleaseStatus(scene.Project).Bytes());
        Assert.Equal(
            rows.Skip(1).Select(r => r.Item),
            OverreadRelease.Rows(bundle.Folder, "nodule", status: status).Select(r => r.Item)
        );
        await scene.Server.Admin.RecallRelease(scene.Project, bundle.Id, new() { Reason = "Wrong." });
        await File.WriteAllBytesAsync(status, await scene.Server.Admin.ReleaseStatus(scene.Project).Bytes());
        Assert.Throws<InvalidOperationException>(() => OverreadRelease.Rows(bundle.Folder, "nodule", status: status));
    }

    [Fact]
    public async Task The_loader_of_the_bundle_gives_PyTorch_a_dataset()
    {
        if (
            !File.Exists("/usr/bin/python3")
            || (await DataScene.Run("/usr/bin/python3", "-c", "import torch.utils.data")).Code != 0
        )
        {
            Assert.Skip("PyTorch is not installed here (python3-torch of Debian).");
        }

        await using DataScene scene = await DataScene.Play();
        Bundle bundle = await ReleaseDataTests.Publish(scene, "1.0.0", carry: true);
        const string script = """
            import json, sys
            sys.path.insert(0, sys.argv[1])
            sys.dont_write_bytecode = True
            import load, torch.utils.data
            classes = {"present": 1, "absent": 0}
            def tensor(item):
                with open(item["files"][0]["path"], "rb") as file:
                    return torch.tensor(len(file.read())), torch.tensor(classes.get(item["labels"]["nodule"], -1))
            found = load.Release(sys.argv[1]).torch(transform=tensor)
            sizes, labels = [], []
            for some_sizes, some_labels in torch.utils.data.DataLoader(found, batch_size=3):
                sizes += some_sizes.tolist()
                labels += some_labels.tolist()
            print(json.dumps({"sizes": sizes, "labels": labels}))
            """;
        string program = scene.At("use-torch.py");
        await File.WriteAllTextAsync(program, script);
        (int code, string said) = await DataScene.Run("/usr/bin/python3", program, bundle.Folder);
        Assert.True(code == 0, said);
        JsonNode read = JsonNode.Parse(said)!;
        List<Dictionary<string, string>> files = bundle.Table("data/files.csv");
        List<Dictionary<string, string>> table = bundle.Table("exports/labels.csv");
        Assert.Equal(
            table.Select(t =>
                long.Parse(files.First(f => f["item"] == t["item"])["size"], CultureInfo.InvariantCulture)
            ),
            read["sizes"]!.AsArray().Select(n => n!.GetValue<long>())
        );
        Assert.Equal(
            table.Select(t =>
                t["nodule"] switch
                {
                    "present" => 1,
                    "absent" => 0,
                    _ => -1,
                }
            ),
            read["labels"]!.AsArray().Select(n => n!.GetValue<int>())
        );
    }

    private static string Word(JsonNode row, string name) => row[name]!.GetValue<string>();
}
