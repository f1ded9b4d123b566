using System.Globalization;
using Microsoft.Data.Sqlite;
using Overread.Client;
using Overread.Client.Model;
using Overread.Dicom;
using Overread.Server.Composition;

namespace Overread.Server.Tests;

/// <summary>The jobs of intake and gate, cut off by kill -9 and taken up again.</summary>
public class GateCrashTests
{
    private const int Files = 12;

    [Fact]
    public async Task A_killed_intake_or_gate_job_is_taken_up_and_every_image_passes_once_and_blanked()
    {
        int rounds = Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1" ? 20 : 2;
        string data = Directory.CreateTempSubdirectory("overread-gate-crash-").FullName;
        string url = $"http://127.0.0.1:{TestServer.FreePort()}";
        using ServerProcess server = new(data, url);
        try
        {
            using OverreadClient admin = ServerProcess.Client(url);
            using OverreadClient steward = ServerProcess.Client(url);
            await server.Ready(admin);
            string project = await ServerProcess.SetUp(admin);
            await ServerProcess.Join(admin, project, "s", "steward");
            await steward.SignIn("s@test.example");
            Random random = new(11);
            HashSet<string> known = [];
            int cut = 0;
            for (int round = 0; round < rounds; round++)
            {
                string batch = await Upload(steward, project, round);
                await steward.CloseBatch(project, batch);
                cut += await Cut(server, admin, data, random.Next(120));
                await Until(steward, project, batch, "gate");
                IReadOnlyList<EntryView> entries = await Gate.Entries(steward, project, batch);
                Assert.Equal(Files, entries.Count);
                string rejected = await Review(steward, project, batch, entries);
                await steward.DecideBatch(project, batch, new() { Decision = "approve" });
                cut += await Cut(server, admin, data, random.Next(60));
                // Once more while it takes the job up.
                cut += await Cut(server, admin, data, 0);
                await Until(steward, project, batch, "approved");
                Assert.Empty(StoreAudit.Run(data, fast: false, null, CancellationToken.None).Faults);
                string[] items = await Items(admin, project);
                Assert.Equal(items.Length, items.Distinct().Count());
                string[] fresh = [.. items.Where(known.Add)];
                Assert.Equal(Files - 1, fresh.Length);
                await Assert.ThrowsAsync<OverreadProblemException>(() => admin.GetFile(project, rejected));
                await AllBlanked(admin, project, fresh);
                Assert.False(Directory.Exists(Path.Combine(data, "gate", batch)));
                Assert.False(Directory.Exists(Path.Combine(data, "quarantine", batch)));
            }

            TestContext.Current.TestOutputHelper?.WriteLine($"{rounds * 3} kills, {cut} while a job was unfinished");
            Assert.True(cut > 0, "no kill met a job");
        }
        finally
        {
            await server.Kill();
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>Kills and starts again; 1 where a job was waiting or running when the kill came.</summary>
    private static async Task<int> Cut(ServerProcess server, OverreadClient client, string data, int after)
    {
        await Task.Delay(after);
        await server.Kill();
        int unfinished;
        using (SqliteConnection connection = new($"Data Source={data}/overread.db;Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM job WHERE state IN ('waiting', 'running')";
            unfinished = Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        }

        server.Start();
        await server.Ready(client);
        return unfinished;
    }

    private static async Task Until(OverreadClient client, string project, string batch, string state)
    {
        string? last = null;
        for (int i = 0; i < 600; i++)
        {
            last = (await client.ShowBatch(project, batch)).State;
            if (last == state)
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail($"The batch is {last}, not {state}.");
    }

    private static Task<string> Upload(OverreadClient steward, string project, int round) =>
        Gate.Send(
            steward,
            project,
            Enumerable
                .Range(0, Files)
                .Select(i => (char)('A' + round) + new string('Z', i + 1))
                .Select(patient => ($"{patient}.dcm", ScreenImage.Create(patient, "HARTMAN", modality: "CR")))
        );

    /// <summary>Draws a box over the word in each and approves all but the last; returns the image of that one.</summary>
    private static async Task<string> Review(
        OverreadClient steward,
        string project,
        string batch,
        IReadOnlyList<EntryView> entries
    )
    {
        string file = "";
        for (int i = 0; i < entries.Count; i++)
        {
            string id = entries[i].Id;
            ImagingEntryDetail detail = await Gate.Images(steward, project, batch, id);
            file = detail.Images[0].File;
            GateBox box = GateTests.Box("one", file, 0, "image", 16, 16, 180, 40);
            await Gate.Boxes(steward, project, batch, detail, "accepted", box);
            bool last = i == entries.Count - 1;
            await Gate.Decide(steward, project, batch, id, last ? "reject" : "approve", "Looked at by a test.");
        }

        return file;
    }

    private static async Task<string[]> Items(OverreadClient admin, string project) =>
        [.. (await admin.ListItems(project, take: 1000)).Rows.Select(row => row.Id)];

    private static async Task AllBlanked(OverreadClient admin, string project, string[] items)
    {
        foreach (string item in items)
        {
            ItemView detail = await admin.ShowItem(project, item);
            string file = detail.Series[0].Files[0].Id;
            using DicomFile clean = DicomFile.Read(await admin.GetFile(project, file).Bytes());
            byte[] pixels = clean.Dataset.Elements.Single(e => e.Tag == Tags.PixelData).ReadBytes().ToArray();
            for (int y = 16; y < 56; y++)
            {
                Assert.True(
                    pixels.AsSpan((y * ScreenImage.Width) + 16, 180).IndexOfAnyExcept((byte)0) < 0,
                    $"{item}, line {y}"
                );
            }
        }
    }
}
