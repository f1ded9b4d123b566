using System.Diagnostics;
using System.Text.Json.Nodes;
using Overread.Client;
using Overread.Client.Model;
using Overread.Dicom;
using Overread.Dicom.Phantoms;
using Overread.Dicom.Pixels;

namespace Overread.Server.Tests;

/// <summary>A foreign archive as client and as source: what it stores passes the gate, is read, and goes back to it.</summary>
public class OrthancTests
{
    private const int Slices = 12;

    [Fact]
    public async Task An_archive_stores_a_steward_approves_a_reader_reads_and_the_archive_fetches_it_back()
    {
        await using TestServer server = await TestServer.Start(TimeSpan.FromSeconds(2));
        string project = await server.Project(1);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        (OverreadClient reader, _) = await server.Person(project, "reader", "reader");
        string token = await steward.Token("read", "write");
        string peer = $"{server.Url}/api/projects/{project}/dicomweb/";
        await using OrthancServer orthanc = await OrthancServer.Start(peer, token);
        string folder = Directory.CreateTempSubdirectory("overread-orthanc-files-").FullName;
        try
        {
            List<string> files = WriteSeries(folder);
            await Run("storescu", ["127.0.0.1", $"{orthanc.DicomPort}", "-aec", "TEST", .. files]);
            string source = Assert.Single(await orthanc.All("studies"));

            JsonNode sent = await orthanc.Post(
                "dicom-web/servers/overread/stow",
                new JsonObject { ["Resources"] = new JsonArray(source), ["Synchronous"] = true }
            );
            Assert.Equal(Slices, Number(sent["InstancesCount"]));

            string batch = await Gathered(steward, project);
            Assert.Equal(Slices, (await Gate.Entry(steward, project, batch)).Files);
            Assert.Equal(1, (await Gate.DecideBatch(steward, project, batch)).Approved);
            Assert.NotNull(await TestServer.ReadNext(reader, project, _ => "present"));

            JsonNode study = JsonNode.Parse(
                await steward.Raw().GetText($"api/projects/{project}/dicomweb/studies?includefield=PatientID")
            )![0]!;
            string uid = study["0020000D"]!["Value"]![0]!.GetValue<string>();
            await orthanc.Post(
                "dicom-web/servers/overread/retrieve",
                new JsonObject
                {
                    ["Resources"] = new JsonArray(new JsonObject { ["Study"] = uid }),
                    ["Synchronous"] = true,
                }
            );
            Assert.Equal(2, (await orthanc.All("studies")).Count);
            Assert.Equal(2 * Slices, (await orthanc.All("instances")).Count);
            await CheckReturned(orthanc, uid, source, folder);

            await Pull(server, orthanc, project, token, source);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string> WriteSeries(string folder)
    {
        ChestCtPhantom phantom = new(
            new ChestCtOptions
            {
                Seed = 5,
                Size = 64,
                Slices = Slices,
            }
        );
        List<string> files = [];
        for (int i = 0; i < Slices; i++)
        {
            string path = Path.Combine(folder, $"{i}.dcm");
            using DicomFile file = phantom.Slice(i);
            file.Write(path);
            files.Add(path);
        }

        return files;
    }

    // Every file that came back is read by dcmtk, holds the pixels that went in, and nothing of its source's identity.
    private static async Task CheckReturned(OrthancServer orthanc, string uid, string source, string folder)
    {
        HashSet<string> pixels = [.. Directory.EnumerateFiles(folder, "*.dcm").Select(PixelsOf)];
        string name;
        using (DicomFile first = DicomFile.Read(Path.Combine(folder, "0.dcm")))
        {
            name = first.Dataset.GetText(Tags.PatientName)!.Split('^')[0];
        }

        int checkedFiles = 0;
        foreach (string instance in await orthanc.All("instances"))
        {
            byte[] bytes = await orthanc.Http.GetByteArrayAsync($"instances/{instance}/file");
            using DicomFile file = DicomFile.Read(bytes);
            if (file.Dataset.GetText(Tags.StudyInstanceUid) != uid)
            {
                continue;
            }

            string path = Path.Combine(folder, $"back-{checkedFiles++}.back");
            await File.WriteAllBytesAsync(path, bytes);
            Assert.Contains(PixelsOf(path), pixels);
            Assert.Equal("YES", file.Dataset.GetText(Tags.PatientIdentityRemoved));
            Assert.DoesNotContain(name, await Run("dcmdump", ["+L", path]), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Error", await Run("dciodvfy", [path]), StringComparison.Ordinal);
        }

        Assert.Equal(Slices, checkedFiles);
        Assert.NotEqual(uid, source);
    }

    // overread import --dicomweb: the archive as a source, by the command's own code.
    private static async Task Pull(
        TestServer server,
        OrthancServer orthanc,
        string project,
        string token,
        string source
    )
    {
        (await orthanc.Http.DeleteAsync($"studies/{source}")).EnsureSuccessStatusCode();
        string study = Assert.Single(await orthanc.All("studies"));
        Assert.NotEqual(source, study);
        string output = await RunCommand([
            "import",
            "--dicomweb",
            orthanc.DicomWeb,
            "--match",
            "ModalitiesInStudy=CT",
            "--project",
            project,
            "--server",
            server.Url,
            "--token",
            token,
            "--json",
        ]);
        JsonNode answer = JsonNode.Parse(output)!;
        Assert.Equal((1, 0), (answer["entries"]!.GetValue<int>(), answer["refused"]!.GetValue<int>()));
    }

    private static async Task<string> Gathered(OverreadClient steward, string project)
    {
        for (int i = 0; i < 300; i++)
        {
            IReadOnlyList<Batch> batches = await steward.ListBatches(project);
            if (batches.FirstOrDefault(b => b.State == "gate") is { } ready)
            {
                Assert.Single(batches);
                return ready.Id;
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException("What was stored did not reach the gate.");
    }

    private static int Number(JsonNode? node) =>
        int.Parse(node!.ToString(), System.Globalization.CultureInfo.InvariantCulture);

    private static string PixelsOf(string path)
    {
        using DicomFile file = DicomFile.Read(path);
        Assert.True(PixelData.TryOpen(file, out PixelData pixels, out _));
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(pixels.ReadStored(0)));
    }

    private static async Task<string> Run(string program, string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output + await error;
    }

    private static Task<string> RunCommand(string[] arguments)
    {
        string tool = Path.Combine(AppContext.BaseDirectory, "overread.dll");
        return RunOk("dotnet", [tool, .. arguments]);
    }

    private static async Task<string> RunOk(string program, string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return output;
    }
}
