using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Overread.Cli.Server;
using Overread.Client;
using Overread.Client.Model;
using Overread.Ledger.Bundles;

namespace Overread.Server.Tests;

/// <summary>What was labelled, beside the labels: carried in the bundle, or listed and fetched.</summary>
public class ReleaseDataTests
{
    internal static Task<Bundle> Publish(DataScene scene, string version, bool carry) =>
        Bundle.Publish(scene.Server, scene.Project, version, f => f with { CarryData = carry });

    private static string Sha(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    [Fact]
    public async Task A_bundle_carries_what_was_labelled_as_the_server_serves_it_and_a_changed_byte_is_found()
    {
        await using DataScene scene = await DataScene.Play();
        Bundle bundle = await Publish(scene, "1.0.0", carry: true);
        BundleDataReport data = VerifyCommand.Verify(bundle.Folder, null).Data!;
        Assert.Equal((4, 4, 0, 0), (data.Listed, data.Carried, data.Fetched, data.Missing));
        using BundleFolder folder = new(bundle.Folder);
        foreach (BundleDataFile file in BundleDataList.Read(folder))
        {
            byte[] served = await scene.Server.Admin.GetFile(scene.Project, file.File).Bytes();
            Assert.Equal(served, File.ReadAllBytes(Path.Combine(bundle.Folder, file.Path)));
            Assert.Equal(file.Sha256, Convert.ToHexStringLower(SHA256.HashData(served)));
            Assert.EndsWith(".dcm", file.Path, StringComparison.Ordinal);
            Assert.StartsWith("data/sub-", file.Path, StringComparison.Ordinal);
        }

        JsonNode[] images = [.. bundle.Json("exports/coco.json")["images"]!.AsArray()!];
        Assert.Equal(4, images.Length);
        Assert.All(
            images,
            i => Assert.True(File.Exists(Path.Combine(bundle.Folder, i["file_name"]!.GetValue<string>())))
        );
        ReleaseDetail shown = await scene.Server.Admin.ShowRelease(scene.Project, bundle.Id);
        Assert.Equal((true, 4, data.Bytes), (shown.Data!.Carried, shown.Data.Files, shown.Data.Bytes));

        // A zip, and the same with one byte of one image turned.
        string zip = await scene.Zip(bundle);
        Assert.Equal(4, VerifyCommand.Verify(zip, null).Data!.Carried);
        string path = Path.Combine(bundle.Folder, BundleDataList.Read(folder)[0].Path);
        byte[] bytes = await File.ReadAllBytesAsync(path);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        Assert.Contains(
            VerifyCommand.Verify(bundle.Folder, null).Faults,
            f => f.File.EndsWith(".dcm", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task More_than_a_bundle_carries_is_refused_and_nothing_of_it_stays()
    {
        await using DataScene scene = await DataScene.Play(2);
        Task Carry(long limit) =>
            Bundle.Publish(scene.Server, scene.Project, "1.0.0", f => f with { CarryData = true, CarryLimit = limit });
        await Signer.Refused("release.data-size", () => Carry(1000));
        await Signer.Refused("release.data-limit", () => Carry(0));
        await Signer.Refused("release.data-limit", () => Carry((2L << 30) + 1));
        Assert.Empty(await scene.Server.Admin.ListReleases(scene.Project));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(scene.Server.Data, "releases")));
    }

    [Fact]
    public async Task What_a_bundle_lists_is_fetched_over_a_line_that_breaks_and_stands_where_the_tables_say()
    {
        await using DataScene scene = await DataScene.Play();
        Bundle bundle = await Publish(scene, "1.0.0", carry: false);
        string zip = await scene.Zip(bundle);
        BundleReport before = VerifyCommand.Verify(zip, null);
        Assert.Equal((4, 0, 4), (before.Data!.Listed, before.Data.Carried, before.Data.Missing));
        string target = scene.At("out");
        await using (SlowLine line = new(scene.Server.Url, cutAfter: 20_000, cuts: 3, pause: 1))
        {
            (int code, string said) = await scene.Fetch(zip, "--out", target, "--server", line.Url, "--parallel", "1");
            Assert.True(code == 0, said);
            Assert.Equal(3, line.Cut);
            JsonNode outcome = JsonNode.Parse(said)!;
            Assert.Equal((4, 4), (outcome["files"]!.GetValue<int>(), outcome["fetched"]!.GetValue<int>()));
        }

        using BundleArchive list = new(File.OpenRead(zip));
        foreach (BundleDataFile file in BundleDataList.Read(list))
        {
            Assert.Equal(file.Sha256, Sha(Path.Combine(target, file.Path)));
        }

        Assert.False(Directory.Exists(Path.Combine(target, ".overread-fetch")));
        // What is there and right is asked of nobody: the server could be gone.
        (int again, string nothing) = await scene.Fetch(zip, "--out", target, "--server", "http://127.0.0.1:1");
        Assert.True(again == 0, nothing);
        // Of what is wrong, that alone is fetched.
        string one = Path.Combine(target, BundleDataList.Read(list)[1].Path);
        await File.WriteAllTextAsync(one, "Somebody else's.");
        (_, string mended) = await scene.Fetch(zip, "--out", target);
        Assert.Equal(1, JsonNode.Parse(mended)!["fetched"]!.GetValue<int>());

        // Into the bundle's own folder: it verifies with what came, and not with another file in its place.
        Assert.Equal(0, (await scene.Fetch(bundle.Folder)).Code);
        Assert.Equal(4, VerifyCommand.Verify(bundle.Folder, null).Data!.Fetched);
        Assert.Empty(VerifyCommand.Verify(bundle.Folder, null).Faults);
        string place = Path.Combine(bundle.Folder, BundleDataList.Read(list)[0].Path);
        await File.WriteAllTextAsync(place, "Another image.");
        BundleFault fault = Assert.Single(VerifyCommand.Verify(bundle.Folder, null).Faults);
        Assert.Contains("not the one that was released", fault.What, StringComparison.Ordinal);
        Assert.Equal(
            2,
            (await scene.Server.Admin.ListDisclosures(scene.Project)).Count(d =>
                d.What.Contains("files", StringComparison.Ordinal)
            ) - 1
        );
    }

    [Fact]
    public async Task A_fetch_that_is_killed_goes_on_where_it_was()
    {
        await using DataScene scene = await DataScene.Play(2);
        Bundle bundle = await Publish(scene, "1.0.0", carry: false);
        string zip = await scene.Zip(bundle);
        string target = scene.At("out");
        string parts = Path.Combine(target, ".overread-fetch");
        await using SlowLine slow = new(scene.Server.Url, 0, 0, pause: 60);
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "overread.dll"),
            "fetch",
            zip,
            "--out",
            target,
            "--purpose",
            "Training.",
            "--token",
            scene.Token,
            "--server",
            slow.Url,
            "--parallel",
            "1",
        ];
        long held = 0;
        using (Process fetching = DataScene.Begin("dotnet", arguments))
        {
            for (int i = 0; i < 600 && held < 60_000; i++)
            {
                await Task.Delay(50);
                held = Directory.Exists(parts) ? Directory.EnumerateFiles(parts).Sum(f => new FileInfo(f).Length) : 0;
            }

            fetching.Kill();
            await fetching.WaitForExitAsync();
        }

        Assert.InRange(held, 60_000, long.MaxValue);
        Assert.Contains(Directory.EnumerateFiles(parts), f => new FileInfo(f).Length > 0);
        (int code, string said) = await scene.Fetch(zip, "--out", target);
        Assert.True(code == 0, said);
        using BundleArchive list = new(File.OpenRead(zip));
        Assert.All(BundleDataList.Read(list), f => Assert.Equal(f.Sha256, Sha(Path.Combine(target, f.Path))));
    }

    [Fact]
    public async Task Nobody_fetches_what_was_withdrawn_or_without_right_purpose_or_recipient()
    {
        await using DataScene scene = await DataScene.Play();
        Bundle bundle = await Publish(scene, "1.0.0", carry: false);
        string zip = await scene.Zip(bundle);
        OverreadClient lead = scene.Server.Admin;
        string project = scene.Project;
        (OverreadClient auditor, _) = await scene.Server.Person(project, "audrey", "auditor");
        (OverreadClient reader, _) = await scene.Server.Person(project, "rea", "reader");
        OverreadProblemException role = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            reader.OpenReleaseData(project, bundle.Id, new() { Purpose = "Looking." })
        );
        Assert.Equal("access.role", role.Code);
        await Signer.Refused(
            "release.purpose",
            () => lead.OpenReleaseData(project, bundle.Id, new() { Purpose = " " })
        );
        DataAccess access = await lead.OpenReleaseData(project, bundle.Id, new() { Purpose = "Training." });
        using BundleArchive list = new(File.OpenRead(zip));
        IReadOnlyList<BundleDataFile> files = BundleDataList.Read(list);
        Task<byte[]> Take(OverreadClient who, string file = "", string item = "", string by = "") =>
            who.GetReleaseFile(
                    project,
                    bundle.Id,
                    item.Length > 0 ? item : files[0].Item,
                    file.Length > 0 ? file : files[0].File,
                    by.Length > 0 ? by : access.Access
                )
                .Bytes();
        Assert.Equal(files[0].Size, (await Take(lead)).Length);
        // An access is its owner's, and opens what the release holds.
        await Signer.Refused("release.access", () => Take(auditor));
        await Signer.Refused("release.access", () => Take(lead, by: "0123"));
        await Signer.Refused("file.unknown", () => Take(lead, file: files[1].File));
        await Signer.Refused("file.unknown", () => Take(lead, item: "0123"));

        await lead.Withdraw(project, files[0].Item, "Consent withdrawn.");
        await Signer.Refused("item.withdrawn", () => Take(lead));
        string target = scene.At("out");
        (int code, string said) = await scene.Fetch(zip, "--out", target);
        Assert.True(code == 2, said);
        JsonNode refused = Assert.Single(JsonNode.Parse(said)!["refused"]!.AsArray())!;
        Assert.Equal(
            (files[0].Item, "item.withdrawn"),
            (refused["what"]!.GetValue<string>(), refused["code"]!.GetValue<string>())
        );
        Assert.False(File.Exists(Path.Combine(target, files[0].Path)));
        Assert.True(File.Exists(Path.Combine(target, files[1].Path)));

        string clinic = Assert
            .Single(
                await lead.AddRecipient(
                    project,
                    new()
                    {
                        Name = "A Clinic",
                        Address = "dpo@clinic.example",
                        Agreement = "DUA 1",
                    }
                )
            )
            .Id;
        await lead.SetDisclosurePolicy(
            project,
            new()
            {
                NeedsRecipient = true,
                RefusesRecalled = true,
                RefusesWithdrawn = false,
            }
        );
        // What was opened for nobody is not read on under a policy that wants somebody.
        await Signer.Refused("release.recipient", () => Take(lead, files[1].File, files[1].Item));
        File.Delete(Path.Combine(target, files[1].Path));
        (code, said) = await scene.Fetch(zip, "--out", target);
        Assert.Equal(1, code);
        Assert.Contains("release.recipient", said, StringComparison.Ordinal);
        Assert.Equal(2, (await scene.Fetch(zip, "--out", target, "--recipient", "A Clinic")).Code);
        Assert.Equal("A Clinic", (await lead.ListDisclosures(project))[^1].Recipient);
        await lead.SetDisclosurePolicy(
            project,
            new()
            {
                NeedsRecipient = true,
                RefusesRecalled = true,
                RefusesWithdrawn = true,
            }
        );
        await Signer.Refused(
            "release.withdrawn",
            () => lead.OpenReleaseData(project, bundle.Id, new() { Purpose = "Training.", Recipient = clinic })
        );
        await lead.RecallRelease(project, bundle.Id, new() { Reason = "Wrong." });
        await Signer.Refused(
            "release.recalled",
            () => lead.OpenReleaseData(project, bundle.Id, new() { Purpose = "Training.", Recipient = clinic })
        );
        File.Delete(Path.Combine(target, files[1].Path));
        (code, said) = await scene.Fetch(zip, "--out", target, "--token", await scene.TokenOf(reader));
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task Bytes_that_are_not_those_of_the_list_are_not_kept_and_a_list_that_was_changed_is_not_believed()
    {
        await using DataScene scene = await DataScene.Play(2);
        Bundle bundle = await Publish(scene, "1.0.0", carry: false);
        string zip = await scene.Zip(bundle);
        using BundleArchive list = new(File.OpenRead(zip));
        BundleDataFile file = BundleDataList.Read(list)[0];
        string blob = Directory
            .EnumerateFiles(Path.Combine(scene.Server.Data, "blobs"), "*", SearchOption.AllDirectories)
            .Single(f => Sha(f) == file.Sha256);
        byte[] bytes = await File.ReadAllBytesAsync(blob);
        bytes[^1] ^= 1;
        File.SetAttributes(blob, FileAttributes.Normal);
        await File.WriteAllBytesAsync(blob, bytes);
        string target = scene.At("out");
        (int code, string said) = await scene.Fetch(zip, "--out", target);
        Assert.True(code == 1, said);
        JsonNode wrong = Assert.Single(JsonNode.Parse(said)!["wrong"]!.AsArray())!;
        Assert.Equal(file.Path, wrong["what"]!.GetValue<string>());
        Assert.False(File.Exists(Path.Combine(target, file.Path)));

        foreach (string bad in (string[])["data/../../evil", "/etc/passwd", "data//x", "data/sub-x/..", "data/a\\b"])
        {
            string table = Path.Combine(bundle.Folder, BundleDataList.Name);
            string good = await File.ReadAllTextAsync(table);
            await File.WriteAllTextAsync(table, good.Replace(file.Path, bad, StringComparison.Ordinal));
            Assert.Contains(VerifyCommand.Verify(bundle.Folder, null).Faults, f => f.File == BundleDataList.Name);
            (code, said) = await scene.Fetch(bundle.Folder);
            Assert.Equal(1, code);
            Assert.Contains("is not believed", said, StringComparison.Ordinal);
            await File.WriteAllTextAsync(table, good);
        }
    }

    [Fact]
    public void What_a_bundle_calls_a_file_is_no_place_on_the_disk_of_who_fetches_it()
    {
        string hash = new('a', 64);
        BundleDataFile one = new("item", "../../../evil", "data/sub-1/a.dcm", "application/dicom", 1, hash);
        string part = FetchRun.PartName(one);
        Assert.All(part, c => Assert.True(char.IsAsciiHexDigitLower(c) || c == '-', part));
        // Two files of the same bytes are fetched side by side.
        Assert.NotEqual(part, FetchRun.PartName(one with { Path = "data/sub-1/b.dcm" }));
        Assert.Equal(part, FetchRun.PartName(one with { File = "/etc/passwd" }));
    }
}
