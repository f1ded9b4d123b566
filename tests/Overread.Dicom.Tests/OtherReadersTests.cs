using System.Diagnostics;
using System.Text.Json.Nodes;
using Overread.Dicom.Deidentify;

namespace Overread.Dicom.Tests;

/// <summary>dcmtk, gdcm and Orthanc open every output whose source they open.</summary>
public sealed class OtherReadersTests
{
    [Theory]
    [InlineData("dcmdump", "dcmtk", 0)]
    [InlineData("dcmdump", "dcmtk", 2)]
    [InlineData("gdcmdump", "libgdcm-tools", 0)]
    [InlineData("gdcmdump", "libgdcm-tools", 2)]
    [InlineData("gdcminfo", "libgdcm-tools", 0)]
    [InlineData("gdcminfo", "libgdcm-tools", 2)]
    public void The_tool_reads_every_output(string tool, string package, int plan)
    {
        string folder = Directory.CreateTempSubdirectory("overread-readers-").FullName;
        List<string> refused = [];
        int read = 0;
        try
        {
            string output = Path.Combine(folder, "out.dcm");
            foreach ((string path, byte[] bytes) in Outputs(plan))
            {
                File.WriteAllBytes(output, bytes);
                if (Opens(tool, package, output))
                {
                    read++;
                }
                else if (Opens(tool, package, path))
                {
                    refused.Add(path);
                }
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }

        Assert.True(refused.Count == 0, string.Join('\n', refused));
        TestContext.Current.TestOutputHelper?.WriteLine($"{tool}: {read} outputs read");
        Assert.True(read > 20, $"{read} read");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Orthanc_stores_every_output_and_gives_it_back(int plan)
    {
        await using OrthancServer server = await OrthancServer.StartAsync();
        List<string> refused = [];
        int stored = 0;
        foreach ((string path, byte[] bytes) in Outputs(plan))
        {
            if (await server.UploadAsync(bytes) is { } id)
            {
                stored++;
                Assert.Equal(bytes, await server.Client.GetByteArrayAsync($"instances/{id}/file"));
                string tags = await server.Client.GetStringAsync($"instances/{id}/simplified-tags");
                Assert.Equal("YES", (string?)JsonNode.Parse(tags)!["PatientIdentityRemoved"]);
                // The shared files hold one instance in several encodings, of which Orthanc would keep the first.
                (await server.Client.DeleteAsync($"instances/{id}")).EnsureSuccessStatusCode();
            }
            else if (await server.UploadAsync(await File.ReadAllBytesAsync(path)) is not null)
            {
                refused.Add(path);
            }
        }

        Assert.True(refused.Count == 0, string.Join('\n', refused));
        TestContext.Current.TestOutputHelper?.WriteLine($"Orthanc: {stored} outputs stored");
        Assert.True(stored > 20, $"{stored} stored");
    }

    private static IEnumerable<(string Path, byte[] Bytes)> Outputs(int plan)
    {
        DatasetRewriter rewriter = new(FidelityTests.Plans[plan], Samples.Key);
        foreach (string path in FidelityTests.Files(FidelityTests.Folders))
        {
            using DicomFile file = DicomFile.Read(path);
            if (rewriter.Rewrite(file).Output is { } output)
            {
                yield return (path, Samples.Bytes(output));
            }
        }
    }

    private static bool Opens(string tool, string package, string path)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(tool, [path]) { RedirectStandardError = true, RedirectStandardOutput = true }
            )!;
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{tool} is not installed (package {package})");
            return false;
        }
    }
}
