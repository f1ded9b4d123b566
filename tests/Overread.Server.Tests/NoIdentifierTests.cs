using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>
/// Nothing that identifies leaves quarantine: a byte search over the store, the API's and DICOMweb's answers, the record's
/// events, the texts of jobs and all that the host logs.
/// </summary>
public class NoIdentifierTests
{
    [Fact]
    public async Task No_identifying_value_of_the_source_is_found_outside_quarantine_and_vault()
    {
        string? shared = Shared("dicom_phi", "dicom_charset");
        Assert.SkipWhen(shared is null, "../shared/data is not here");
        await using TestServer server = await TestServer.Start(verbose: true);
        using LogCapture log = server.Capture();
        string project = await server.Project(1);
        string me = (await server.Admin.ShowSession()).Person!.Id;
        await server.Admin.SetMember(project, me, new() { Roles = [Role.Lead, Role.Steward, Role.Auditor] });
        List<string> files =
        [
            .. new[] { "dicom_phi", "dicom_charset" }
                .SelectMany(d => Directory.EnumerateFiles(Path.Combine(shared!, d), "*", SearchOption.AllDirectories))
                .Order(StringComparer.Ordinal),
        ];
        List<(string What, byte[] Bytes)> secrets = SourceSecrets.Of(files);
        Assert.True(secrets.Count > 50);

        string batch = await Gate.Receive(
            server.Admin,
            project,
            files.Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))
        );
        IReadOnlyList<EntryView> gate = await Gate.Entries(server.Admin, project, batch);
        Assert.True(gate.Count >= 10);
        // What lies beside the images as text would have to be read by a person.
        foreach (EntryView entry in gate.Where(e => e.Kind == "document"))
        {
            await Gate.Decide(server.Admin, project, batch, entry.Id, "reject", "Not read by a person.");
        }

        await Gate.ApproveAll(server.Admin, project, batch);
        string bundle = await ReadAndRelease(server, project);
        List<string> found = [];
        foreach (string file in Directory.EnumerateFiles(server.Data, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain("/quarantine/" + batch, file, StringComparison.Ordinal);
            // The lock of the running server is nobody's to read, and empty.
            if (!file.Contains("/vault/", StringComparison.Ordinal) && Path.GetFileName(file) != "server.lock")
            {
                found.AddRange(secrets.FoundIn(ReadShared(file), Path.GetRelativePath(server.Data, file)));
            }
        }

        string[] released = Directory.GetFiles(bundle, "*", SearchOption.AllDirectories);
        Assert.True(released.Length > 20);
        found.AddRange(
            released.SelectMany(f => secrets.FoundIn(File.ReadAllBytes(f), Path.GetRelativePath(server.Data, f)))
        );

        IReadOnlyList<ItemRow> items = (await server.Admin.ListItems(project, take: 1000)).Rows;
        List<string> addresses =
        [
            .. items.Select(r => $"api/projects/{project}/items/{r.Id}"),
            .. items.Select(r => $"api/projects/{project}/items/{r.Id}/history"),
            $"api/projects/{project}/consensus/labels?take=5000",
            $"api/projects/{project}/releases",
            $"api/projects/{project}/batches/{batch}",
            $"api/projects/{project}/batches/{batch}/report",
            "api/record/events?take=1000",
            "api/jobs",
            .. await DicomWebAddresses(server, project),
        ];
        Assert.True(addresses.Count > 60);
        foreach (string address in addresses)
        {
            byte[] answer = await server.Admin.Raw().GetBytes(address);
            found.AddRange(secrets.FoundIn(answer, address));
        }

        // A search for a real name is a question, and questions are not logged either.
        await server.Admin.Raw().GetBytes($"api/projects/{project}/dicomweb/studies?PatientName=Searched^For");
        Assert.Contains("/dicomweb/studies", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Searched", log.Text, StringComparison.Ordinal);
        found.AddRange(secrets.FoundIn(Encoding.UTF8.GetBytes(log.Text), "log"));
        Assert.True(found.Count == 0, string.Join("\n", found.Distinct()));
    }

    /// <summary>A reader reads everything; a release is made; its bundle is unpacked beside the store.</summary>
    private static async Task<string> ReadAndRelease(TestServer server, string project)
    {
        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        int reads = 0;
        while (await TestServer.ReadNext(reader, project, _ => "present") is not null)
        {
            reads++;
        }

        Assert.True(reads >= 10);
        string bundle = Path.Combine(server.Data, "bundle");
        ZipFile.ExtractToDirectory(await CampaignTests.Release(server, project), bundle);
        return bundle;
    }

    private static async Task<List<string>> DicomWebAddresses(TestServer server, string project)
    {
        string root = $"api/projects/{project}/dicomweb";
        List<string> addresses = [root + "/studies?includefield=all", root + "/series", root + "/instances"];
        string text = Encoding.UTF8.GetString(await server.Admin.Raw().GetBytes(addresses[0]));
        foreach (JsonNode? study in JsonNode.Parse(text)!.AsArray())
        {
            string address = $"{root}/studies/{study!["0020000D"]!["Value"]![0]}";
            addresses.AddRange([
                address,
                address + "?accept=application/dicom;transfer-syntax=*",
                address + "/metadata",
            ]);
        }

        return addresses;
    }

    private static byte[] ReadShared(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static string? Shared(params string[] folders)
    {
        string? at = AppContext.BaseDirectory;
        while (at is not null && !File.Exists(Path.Combine(at, "Overread.slnx")))
        {
            at = Path.GetDirectoryName(at);
        }

        string path = Path.Combine(at ?? "/", "../shared/data");
        return Array.TrueForAll(folders, f => Directory.Exists(Path.Combine(path, f))) ? path : null;
    }
}
