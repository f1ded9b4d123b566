using System.Buffers.Binary;
using System.IO.Compression;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>Archives at intake: what they say is held before they are unpacked, and what they do not say is not believed.</summary>
public sealed class ArchiveTests
{
    [Fact]
    public async Task What_an_archive_unpacks_to_is_bounded_before_it_is_unpacked()
    {
        (long Free, long Total) space = (20L << 30, 100L << 30);
        await using TestServer server = await TestServer.Start(more: o => o with { Space = () => space });
        string project = await server.Project(1);
        byte[] image = ScreenImage.Create("A", modality: "CR");
        byte[] sound = Zip(("a.dcm", image), ("folder/b.dcm", ScreenImage.Create("B", modality: "CR")));

        // Five archives that say 4 GiB each and hold some kilobytes: on a disk with 20 GiB free, of which one is kept.
        IReadOnlyList<IntakeProblem> problems = await Problems(
            server,
            project,
            [
                ("sound.zip", sound),
                .. Enumerable.Range(0, 5).Select(i => ($"bomb{i}.zip", Says(Zip(("x", image)), uint.MaxValue - 1))),
            ]
        );
        Assert.Equal(5, problems.Count(p => p.Path.StartsWith("bomb", StringComparison.Ordinal)));
        // What says more than it holds is damaged; it took no more room than it held.
        Assert.All(
            problems,
            p => Assert.Contains("damaged at x: nothing of it was taken", p.Reason, StringComparison.Ordinal)
        );

        space = (2L << 30, 100L << 30);
        problems = await Problems(server, project, [("big.zip", Says(Zip(("x", image)), uint.MaxValue - 1))]);
        Assert.Contains(
            "says that it unpacks to 4.0 GiB, and the disk has 2.0 free",
            Assert.Single(problems).Reason,
            StringComparison.Ordinal
        );
        Assert.Equal("big.zip", problems[0].Path);
    }

    [Fact]
    public async Task An_entry_that_holds_more_than_it_says_ends_its_archive_and_what_came_before_is_kept()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        byte[] archive = Zip(
            ("first.dcm", ScreenImage.Create("A", modality: "CR")),
            ("second.dcm", new byte[50 << 20]),
            ("third.dcm", ScreenImage.Create("B", modality: "CR"))
        );
        Assert.True(archive.Length < 1 << 20);
        IReadOnlyList<IntakeProblem> problems = await Problems(server, project, [("lies.zip", Says(archive, 1000, 1))]);
        IntakeProblem problem = Assert.Single(problems, p => p.Path == "lies.zip");
        Assert.Equal(
            "The archive is damaged at second.dcm: the file before it was taken, what follows was not. Send the rest again.",
            problem.Reason
        );
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(server.Data, "quarantine"), "*", SearchOption.AllDirectories),
            f => new FileInfo(f).Length > 2 << 20
        );
    }

    private static async Task<IReadOnlyList<IntakeProblem>> Problems(
        TestServer server,
        string project,
        IEnumerable<(string, byte[])> files
    )
    {
        (OverreadClient steward, _) = await server.Person(project, "s" + Guid.NewGuid().ToString("N")[..6], "steward");
        string batch = await Gate.Receive(steward, project, files);
        return (await steward.ShowBatch(project, batch)).Problems;
    }

    private static byte[] Zip(params (string Name, byte[] Bytes)[] files)
    {
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The same archive, of which an entry's length (APPNOTE 4.3.12, in the list at the end) is another.</summary>
    private static byte[] Says(byte[] zip, uint length, int entry = 0)
    {
        byte[] changed = [.. zip];
        int at = -1;
        for (int i = 0; i <= entry; i++)
        {
            at = changed.AsSpan(at + 1).IndexOf("PK\u0001\u0002"u8) + at + 1;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(at + 24), length);
        return changed;
    }
}
