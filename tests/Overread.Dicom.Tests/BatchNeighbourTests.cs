using System.Diagnostics;
using System.IO.Compression;
using Overread.Dicom.Deidentify.Batch;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Tests;

/// <summary>Nothing of a batch is lost or overwritten, and a bad neighbour is a line of the report.</summary>
public sealed class BatchNeighbourTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("overread-neighbours-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Two_files_of_one_name_and_size_are_both_written()
    {
        Put("a/IM1.dcm", 1);
        Put("b/IM1.dcm", 2);
        Assert.Equal((1, 0), Figures(Run("a")));
        Assert.Equal((1, 0), Figures(Run("b")));
        Assert.Equal(2, Outputs().Length);
        Assert.Equal((0, 1), Figures(Run("b")));
    }

    [Fact]
    public void Two_contents_of_one_instance_are_both_kept_over_runs()
    {
        Put("a/1.dcm", 1, "one");
        Put("b/1.dcm", 1, "two");
        Run("a");
        Run("b");
        Assert.Equal(2, Outputs().Length);
    }

    [Fact]
    public void One_content_under_two_names_is_written_once()
    {
        Put("a/1.dcm", 1);
        Put("a/2.dcm", 1);
        Assert.Equal((1, 1), Figures(Run("a")));
    }

    [Fact]
    public void An_output_that_is_gone_is_made_again()
    {
        Put("a/1.dcm", 1);
        Run("a");
        File.Delete(Assert.Single(Outputs()));
        Assert.Equal((1, 0), Figures(Run("a")));
        Assert.Single(Outputs());
    }

    [Fact]
    public void Two_entries_of_one_name_in_an_archive_are_both_written()
    {
        string archive = Path.Combine(_folder, "a.zip");
        using (ZipArchive zip = ZipFile.Open(archive, ZipArchiveMode.Create))
        {
            foreach (int number in (int[])[1, 2])
            {
                using Stream entry = zip.CreateEntry("a.dcm").Open();
                entry.Write(Bytes(number));
            }
        }

        Assert.Equal((2, 0), Figures(Run("a.zip")));
        Assert.Equal(2, Outputs().Length);
    }

    [Fact]
    public void Bad_neighbours_are_refused_and_the_rest_goes_on()
    {
        Put("in/1.dcm", 1);
        byte[] archive = Archive();
        File.WriteAllBytes(Path.Combine(_folder, "in", "cut.zip"), archive[..(archive.Length / 2)]);
        // One bit of a stored entry: its check sum no longer fits.
        byte[] changed = [.. archive];
        changed[archive.Length / 3] ^= 1;
        File.WriteAllBytes(Path.Combine(_folder, "in", "changed.zip"), changed);
        File.WriteAllBytes(Path.Combine(_folder, "in", "empty.dcm"), []);
        Directory.CreateSymbolicLink(Path.Combine(_folder, "in", "circle"), Path.Combine(_folder, "in"));
        using (Process mkfifo = Process.Start("mkfifo", Path.Combine(_folder, "in", "pipe")))
        {
            mkfifo.WaitForExit();
        }

        BatchReport report = Run("in");
        Assert.Equal(1, report.Written);
        Assert.Equal(5, report.RefusedNumbers.Count);
        Assert.Single(Outputs());
    }

    [Fact]
    public void Of_nothing_nothing_is_claimed()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "none"));
        Assert.All(Run("none").Claims, claim => Assert.False(claim.Possible));
    }

    private static (int Written, int Skipped) Figures(BatchReport report) => (report.Written, report.Skipped);

    private BatchReport Run(string input) =>
        new DeidentificationBatch(
            new DeidentificationPlan(DeidentificationProfile.Basic),
            Samples.Key,
            Path.Combine(_folder, "out"),
            new BatchOptions()
        ).Run(BatchSources.Of(Path.Combine(_folder, input)));

    private string[] Outputs() =>
        Directory.GetFiles(Path.Combine(_folder, "out"), "*.dcm", SearchOption.AllDirectories);

    private void Put(string path, int number, string comment = "")
    {
        string full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, Bytes(number, comment));
    }

    private static byte[] Bytes(int number, string comment = "")
    {
        Dataset dataset = [];
        foreach (Element element in Samples.Slice.Dataset.Elements)
        {
            dataset.Set(element);
        }

        dataset.Set(Tags.SopInstanceUid, Vr.UI, $"1.2.3.4.{number}");
        dataset.Set(Tags.PatientId, Vr.LO, "MRN1");
        dataset.Set(Tags.PatientBirthDate, Vr.DA, "19400102");
        dataset.Set(new Tag(0x00180050), Vr.DS, comment.Length == 0 ? "1" : $"{comment.Length}.{comment[0] % 10}");
        return Samples.Bytes(new DicomFile(dataset));
    }

    private static byte[] Archive()
    {
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = zip.CreateEntry("a.dcm", CompressionLevel.NoCompression).Open();
            entry.Write(Bytes(9));
        }

        return bytes.ToArray();
    }
}
