using System.IO.Compression;
using Overread.Deidentification.Pseudonyms;
using Overread.Dicom.Deidentify.Batch;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Media;
using Overread.Dicom.Phantoms;

namespace Overread.Dicom.Tests;

/// <summary>Folders, archives and directories; stopped and run again.</summary>
public sealed class BatchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("overread-batch-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void A_folder_and_its_archive_give_the_same_files_named_by_replacements()
    {
        string input = Write(4);
        string archive = Path.Combine(_folder, "in.zip");
        ZipFile.CreateFromDirectory(input, archive);
        BatchReport first = Run(input, "a");
        BatchReport second = Run(archive, "b");
        Assert.Equal((4, 4, 1), (first.Written, second.Written, first.Patients));
        Assert.Equal(Contents("a"), Contents("b"));
        PhantomIdentity who = PhantomIdentity.Of(9);
        foreach (
            string path in Directory.EnumerateFileSystemEntries(
                Path.Combine(_folder, "a"),
                "*",
                SearchOption.AllDirectories
            )
        )
        {
            Assert.DoesNotContain(who.PatientId, path);
            Assert.DoesNotContain(who.UidRoot, path);
        }
    }

    [Fact]
    public void What_is_done_is_skipped_and_damage_is_refused_by_number()
    {
        string input = Write(3);
        byte[] whole = File.ReadAllBytes(Path.Combine(input, "1.dcm"));
        File.WriteAllBytes(Path.Combine(input, "1.dcm"), whole[..^100]);
        File.WriteAllText(Path.Combine(input, "9.txt"), "a letter");
        BatchReport first = Run(input, "out");
        Assert.Equal((2, 0), (first.Written, first.Skipped));
        Assert.Equal([2, 4], first.RefusedNumbers);
        Assert.Equal(1, first.Refused["Truncated"]);
        File.WriteAllBytes(Path.Combine(input, "1.dcm"), whole);
        BatchReport second = Run(input, "out");
        Assert.Equal((1, 2), (second.Written, second.Skipped));
        Assert.Empty(Directory.EnumerateFiles(_folder, "*.part", SearchOption.AllDirectories));
    }

    [Fact]
    public void An_output_that_still_names_the_patient_is_not_written()
    {
        string input = Write(1);
        DeidentificationPlan leaking = new(
            DeidentificationProfile.Basic,
            overrides: new Dictionary<uint, ElementDecision> { [0x00104000] = new(ElementAction.Keep, "plan") }
        );
        BatchReport report = new DeidentificationBatch(
            leaking,
            Samples.Key,
            Path.Combine(_folder, "out"),
            new BatchOptions()
        ).Run(BatchSources.Of(input));
        Assert.Equal((0, 1), (report.Written, report.ResidualNumbers.Count));
        Assert.Contains("PatientName in PatientComments", report.Residuals.Keys);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder, "out"), "*.dcm", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_media_directory_lists_its_files_and_none_outside_its_folder()
    {
        Dataset root = new();
        root.Set(Tags.SopClassUid, "1.2.840.10008.1.3.10");
        List<Dataset> records = [];
        foreach (string name in (string[])[@"IN\0.DCM", @"..\SECRET", @"IN\0.DCM", @"IN\1.DCM"])
        {
            Dataset record = new(root);
            record.Set(Tags.ReferencedFileId, Vr.CS, name);
            records.Add(record);
        }

        root.Set(new Element(Tags.DirectoryRecordSequence, records));
        DicomFile directory = new(root);
        Assert.True(MediaDirectory.Is(directory));
        Assert.Equal(["IN/0.DCM", "IN/1.DCM"], MediaDirectory.Files(directory));
    }

    [Fact]
    public void Names_do_not_depend_on_how_many_files_are_worked_on_at_once()
    {
        string input = Write(6);
        for (int i = 0; i < 6; i++)
        {
            // Another content of the same instance, and the same content again, before and after the first in name.
            using DicomFile other = DicomFile.Read(Path.Combine(input, $"{i}.dcm"));
            other.Dataset.Set(Tags.ImageComments, "second");
            other.Write(Path.Combine(input, i % 2 == 0 ? $"0{i}-other.dcm" : $"{i}-other.dcm"));
            File.Copy(Path.Combine(input, $"{i}.dcm"), Path.Combine(input, $"{i}-copy.dcm"));
        }

        BatchReport one = Run(input, "one", 1);

        List<string> expected = Contents("one");
        Assert.Equal(12, expected.Count);
        for (int round = 0; round < 10; round++)
        {
            BatchReport many = Run(input, $"many-{round}", 8);

            Assert.Equal(expected, Contents($"many-{round}"));
            Assert.Equal((one.Written, one.Skipped), (many.Written, many.Skipped));
        }
    }

    [Fact]
    public void An_output_that_was_cut_is_made_again()
    {
        string input = Write(2);
        Run(input, "out");
        string cut = Directory
            .EnumerateFiles(Path.Combine(_folder, "out"), "*.dcm", SearchOption.AllDirectories)
            .First();
        byte[] before = File.ReadAllBytes(cut);
        File.WriteAllBytes(cut, before[..100]);

        BatchReport again = Run(input, "out");

        Assert.Equal((1, 1), (again.Written, again.Skipped));
        Assert.Equal(before, File.ReadAllBytes(cut));
    }

    [Fact]
    public void One_folder_holds_pseudonyms_of_one_key()
    {
        string input = Write(1);
        Run(input, "out");
        DeidentificationBatch other = new(
            DeidentificationPlan.Gate,
            new ProjectKey([.. Enumerable.Repeat((byte)7, 32)]),
            Path.Combine(_folder, "out"),
            new BatchOptions()
        );

        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => other.Run(BatchSources.Of(input)));

        Assert.Contains("another project key", refused.Message);
    }

    [Fact]
    public void Outputs_below_the_sources_are_no_sources()
    {
        string input = Write(2);
        string output = Path.Combine(input, "out");
        Run(input, Path.Combine("in", "out"));

        Assert.Equal(2, BatchSources.Of(input, output).Count);
        Assert.True(BatchSources.Of(input).Count > 2);
    }

    private string Write(int count)
    {
        string input = Directory.CreateDirectory(Path.Combine(_folder, "in")).FullName;
        ChestCtPhantom phantom = new(
            new ChestCtOptions
            {
                Seed = 9,
                Size = 16,
                Slices = 10,
            }
        );
        for (int i = 0; i < count; i++)
        {
            phantom.Slice(i).Write(Path.Combine(input, $"{i}.dcm"));
        }

        return input;
    }

    private BatchReport Run(string input, string output, int jobs = 2) =>
        new DeidentificationBatch(
            DeidentificationPlan.Gate,
            Samples.Key,
            Path.Combine(_folder, output),
            new BatchOptions { Jobs = jobs }
        ).Run(BatchSources.Of(input));

    private List<string> Contents(string output) =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(_folder, output), "*.dcm", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(path =>
                    Path.GetFileName(path)
                    + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))
                ),
        ];
}
