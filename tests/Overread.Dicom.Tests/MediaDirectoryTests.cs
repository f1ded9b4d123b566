using System.Diagnostics;
using Overread.Dicom.Deidentify.Batch;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Media;
using Overread.Dicom.Phantoms;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Tests;

/// <summary>A DICOMDIR is made anew beside the outputs: it lists them all and says nothing of the sources.</summary>
public sealed class MediaDirectoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("overread-media-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void The_directory_lists_every_output_and_its_records_are_linked()
    {
        List<BatchSource> sources = [];
        foreach (ulong seed in (ulong[])[9, 10])
        {
            foreach (DicomFile slice in Phantom(seed).Slices)
            {
                byte[] bytes = Samples.Bytes(slice);
                sources.Add(
                    new BatchSource($"{seed}/{sources.Count}", bytes.Length, () => ByteSource.FromMemory(bytes))
                );
            }
        }

        DeidentificationBatch batch = new(
            new DeidentificationPlan(DeidentificationProfile.Basic),
            Samples.Key,
            _folder,
            new BatchOptions { MediaDirectory = true }
        );
        Assert.Equal(8, batch.Run(sources).Written);
        string path = Path.Combine(_folder, "DICOMDIR");
        using DicomFile directory = DicomFile.Read(path);
        Assert.Empty(directory.Findings);
        IReadOnlyList<string> files = MediaDirectory.Files(directory);
        Assert.Equal(8, files.Count);
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(_folder, file))));
        Assert.Equal(
            8,
            Walk(directory, Offset(directory.Dataset, Tags.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity))
        );
        byte[] all = File.ReadAllBytes(path);
        foreach (ulong seed in (ulong[])[9, 10])
        {
            PhantomIdentity who = Phantom(seed).Identity;
            foreach (string secret in (string[])[who.FamilyName, who.PatientId, who.UidRoot])
            {
                Assert.True(all.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(secret)) < 0);
            }
        }
    }

    [Fact]
    public void Dcmtk_reads_it_and_dciodvfy_finds_nothing_wrong()
    {
        byte[] bytes = Samples.Bytes(Phantom(9).Slice(0));
        new DeidentificationBatch(
            new DeidentificationPlan(DeidentificationProfile.Basic),
            Samples.Key,
            _folder,
            new BatchOptions { MediaDirectory = true }
        ).Run([new BatchSource("a", bytes.Length, () => ByteSource.FromMemory(bytes))]);
        Assert.Equal(0, Run("dcmdump", out _));
        Run("dciodvfy", out string text);
        Assert.DoesNotContain(text.Split('\n'), line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    private static ChestCtPhantom Phantom(ulong seed) =>
        new(
            new ChestCtOptions
            {
                Seed = seed,
                Size = 16,
                Slices = 4,
            }
        );

    /// <summary>Follows the offsets as a reader of media does; counts the files it comes to.</summary>
    private static int Walk(DicomFile directory, long offset)
    {
        int files = 0;
        while (offset != 0)
        {
            Dataset record = directory
                .Dataset.GetItems(Tags.DirectoryRecordSequence)
                .Single(item => item.Offset == offset);
            files += record.Contains(Tags.ReferencedFileId) ? 1 : 0;
            files += Walk(directory, Offset(record, Tags.OffsetOfReferencedLowerLevelDirectoryEntity));
            offset = Offset(record, Tags.OffsetOfTheNextDirectoryRecord);
        }

        return files;
    }

    private static long Offset(Dataset dataset, Tag tag) => (long)dataset.GetNumber(tag)!.Value;

    private int Run(string tool, out string text)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(tool, [Path.Combine(_folder, "DICOMDIR")])
                {
                    RedirectStandardError = true,
                    RedirectStandardOutput = true,
                }
            )!;
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            text = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{tool} is not installed");
            text = "";
            return -1;
        }
    }
}
