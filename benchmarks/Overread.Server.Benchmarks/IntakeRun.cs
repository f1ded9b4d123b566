using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Overread.Benchmarks;
using Overread.Client;
using Overread.Client.Model;
using Overread.Deidentification.Pseudonyms;
using Overread.Dicom;
using Overread.Dicom.Deidentify.Batch;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Phantoms;
using Overread.Server.Composition;

namespace Overread.Server.Benchmarks;

/// <summary>
/// How fast files come before the gate: sent over loopback, headers cleaned, pixels searched; beside the command's own pass
/// over the headers of the same files, in the same run.
/// </summary>
internal static class IntakeRun
{
    private const string Password = "a-long-password-1";

    private sealed record Sort(string Name, List<byte[]> Files, bool Known);

    /// <param name="count">Pictures of each sort.</param>
    internal static async Task<int> Run(int count)
    {
        DicomFile[] slices = [.. new ChestCtPhantom(new ChestCtOptions { Size = 512, Slices = count }).Slices];
        List<byte[]> plain = [.. slices.Select(Bytes)];
        List<byte[]> written = [.. slices.Select((s, i) => Bytes(Screen(s, i, "Layout A")))];
        List<byte[]> more = [.. slices.Select((s, i) => Bytes(Screen(s, i + count, "Layout A")))];
        string data = Directory.CreateTempSubdirectory("overread-bench-intake-").FullName;
        string url = $"http://127.0.0.1:{FreePort()}";
        WebApplication app = OverreadHost.Build(new ServeOptions(Path.Combine(data, "store"), url));
        await app.StartAsync();
        try
        {
            using OverreadClient client = new(new Uri(url));
            string project = await Begin(client);
            Console.WriteLine($"{count} pictures of 512 × 512 a row; {Environment.ProcessorCount} cores");
            Console.WriteLine($"{"", -44}{"pictures/s", 12}{"a CPU second", 14}{"MB/s", 8}{"× headers alone", 17}");
            foreach (
                Sort sort in (Sort[])
                    [
                        new("CT slices without text", plain, false),
                        new("screens with text, new layout", written, false),
                        new("screens with text, under a stencil", more, true),
                    ]
            )
            {
                if (sort.Known)
                {
                    await KeepStencil(client, project);
                }

                double headers = Headers(Path.Combine(data, "alone"), sort.Files);
                (double wall, double processor) = await Send(client, project, sort.Files);
                double megabytes = sort.Files.Sum(f => (double)f.Length) / 1e6;
                Console.WriteLine(
                    $"{sort.Name, -44}{count / wall, 12:0.0}{count / processor, 14:0.0}{megabytes / wall, 8:0.0}{headers / wall, 17:0.00}"
                );
            }
        }
        finally
        {
            await app.StopAsync();
            await app.DisposeAsync();
            Directory.Delete(data, recursive: true);
        }

        return 0;
    }

    private static async Task<string> Begin(OverreadClient client)
    {
        string email = "steward@bench.example";
        await client.SetUp(
            new()
            {
                Name = "Steward",
                Email = email,
                Password = Password,
            }
        );
        string project = (
            await client.OpenProject(
                new()
                {
                    Name = "B",
                    Purpose = "B",
                    LegalBasis = "B",
                }
            )
        ).Id;
        string person = (await client.ShowSession()).Person!.Id;
        await client.SetMember(project, person, new() { Roles = ["lead", "steward"] });
        return project;
    }

    /// <summary>Seconds on the wall and of this process's processor time, which is nearly all the server's.</summary>
    private static async Task<(double Wall, double Processor)> Send(
        OverreadClient client,
        string project,
        List<byte[]> files
    )
    {
        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        Stopwatch watch = Stopwatch.StartNew();
        string batch = (await client.OpenBatch(project, new() { Name = "B" })).Id;
        for (int i = 0; i < files.Count; i++)
        {
            using MemoryStream file = new(files[i]);
            await client.UploadFile(project, batch, $"f{i}", $"{i}.dcm", file);
        }

        await client.WaitForJob<IntakeResult>(await client.CloseBatch(project, batch));
        watch.Stop();
        process.Refresh();
        return (watch.Elapsed.TotalSeconds, (process.TotalProcessorTime - before).TotalSeconds);
    }

    // As a steward does: blank what is proposed in the first picture, keep it for the device.
    private static async Task KeepStencil(OverreadClient client, string project)
    {
        string batch = (await client.ListBatches(project)).First(b => b.State == "gate").Id;
        foreach (EntryView entry in (await client.ShowBatch(project, batch)).Gate.Where(e => e.Undecided > 0))
        {
            ImagingEntryDetail detail = (ImagingEntryDetail)await client.ShowEntry(project, batch, entry.Id);
            MarkBoxesSaved saved = await client.MarkBoxes(
                project,
                batch,
                entry.Id,
                new()
                {
                    Revision = detail.Revision,
                    Boxes = [.. detail.Boxes.Select(b => b with { State = "accepted" })],
                }
            );
            await client.KeepStencil(
                project,
                batch,
                entry.Id,
                new() { File = detail.Images[0].File, Revision = saved.Revision }
            );
            return;
        }

        throw new InvalidOperationException("Nothing was proposed in any picture.");
    }

    private static double Headers(string root, List<byte[]> files)
    {
        string from = Path.Combine(root, "in");
        string to = Path.Combine(root, "out");
        Directory.CreateDirectory(from);
        for (int i = 0; i < files.Count; i++)
        {
            File.WriteAllBytes(Path.Combine(from, $"{i}.dcm"), files[i]);
        }

        Stopwatch watch = Stopwatch.StartNew();
        new DeidentificationBatch(DeidentificationPlan.Gate, new ProjectKey(new byte[32]), to, new BatchOptions()).Run(
            BatchSources.Of(from)
        );
        double seconds = watch.Elapsed.TotalSeconds;
        Directory.Delete(root, recursive: true);
        return seconds;
    }

    /// <summary>The slice as a screen capture of a device, each of a study of its own.</summary>
    private static DicomFile Screen(DicomFile slice, int number, string model)
    {
        DicomFile file = ScreenCapture.Of(slice);
        Dataset d = file.Dataset;
        string root = $"1.2.826.0.1.3680043.10.9.{number}";
        d.Set(Tags.SopInstanceUid, root + ".3");
        d.Set(Tags.StudyInstanceUid, root + ".1");
        d.Set(Tags.SeriesInstanceUid, root + ".2");
        d.Set(Tags.PatientId, $"P{number}");
        d.Set(Tags.Manufacturer, "ACME");
        d.Set(new Tag(0x00081090), Vr.LO, model);
        return file;
    }

    private static byte[] Bytes(DicomFile file)
    {
        using MemoryStream bytes = new();
        file.Write(bytes);
        return bytes.ToArray();
    }

    private static int FreePort()
    {
        using System.Net.Sockets.TcpListener listener = new(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
