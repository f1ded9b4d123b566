using Overread.Dicom.Deface;
using Overread.Dicom.Deidentify.Batch;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Geometry;
using Overread.Dicom.Phantoms;
using Overread.Dicom.Pixels;

namespace Overread.Dicom.Tests;

/// <summary>A batch removes faces series by series: what cannot be cut is not written, what nobody approved claims nothing.</summary>
public sealed class FaceBatchTests : IDisposable
{
    private static readonly DeidentificationPlan Plan = new(
        DeidentificationProfile.Basic,
        DeidentificationOptions.CleanRecognizableVisualFeatures
    );

    private readonly string _folder = Directory.CreateTempSubdirectory("overread-faces-").FullName;
    private readonly HeadPhantom _head = new(FaceRemovalTests.Options("CT Axial 6"));

    public FaceBatchTests()
    {
        List<DicomFile> files = [.. _head.Files];
        // One slice of the series says nothing of a head: its series does.
        files[5].Dataset.Set(Tags.BodyPartExamined, "CHEST");
        files[5].Dataset.Set(Tags.StudyDescription, "CT");
        files[5].Dataset.Set(Tags.SeriesDescription, "CT");
        for (int i = 0; i < files.Count; i++)
        {
            Save(files[i], $"head-{i:000}");
        }

        DicomFile scout = new HeadPhantom(FaceRemovalTests.Options("CT Sagittal 5 from=0 to=0")).Files.Single();
        scout.Dataset.Set(Tags.SeriesInstanceUid, Vr.UI, "1.2.3.4.5");
        scout.Dataset.Set(Tags.SopInstanceUid, Vr.UI, "1.2.3.4.5.6");
        Save(scout, "scout");
        Save(Samples.Slice, "chest");
    }

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Heads_are_written_without_a_face_or_not_at_all()
    {
        List<FaceProblem> told = [];
        BatchReport report = Run(new BatchOptions { Jobs = 2, FaceSeen = (series, _) => told.Add(series.Problem) });
        Assert.Equal(_head.SliceCount + 1, report.Written);
        Assert.Equal(1, report.Refused["FaceNotRemoved.TooFewSlices"]);
        Assert.Equal(_head.SliceCount + 2, Assert.Single(report.RefusedNumbers));
        Assert.Equal([FaceProblem.None, FaceProblem.TooFewSlices], told.Order());
        FaceSeries head = report.Faces!.Series.Single(s => s.Problem == FaceProblem.None);
        Assert.Equal((_head.SliceCount, 64), (head.Files, head.Cut.Length));
        List<DicomFile> outputs = Outputs();
        Assert.Equal(_head.SliceCount + 1, outputs.Count);
        int skin = 0;
        foreach (DicomFile file in outputs)
        {
            Assert.False(file.Dataset.Contains(Tags.RecognizableVisualFeatures));
            Assert.DoesNotContain("113102", Codes(file));
            skin += file.Dataset.GetText(Tags.SeriesInstanceUid) == head.Series ? SkinOf(file) : 0;
        }

        Assert.Equal(0, skin);
        Assert.Equal(_head.SliceCount + 1, Run(new BatchOptions()).Skipped);
    }

    [Fact]
    public void Only_the_approved_cut_of_a_series_claims_the_option()
    {
        FacePlan plan = Run(new BatchOptions { DryRun = true }).Faces!;
        Assert.False(Directory.Exists(Path.Combine(_folder, "out")));
        // What was written before anybody had looked is written anew.
        Run(new BatchOptions());
        Run(new BatchOptions { Faces = plan with { ApprovedBy = "P. Officer" } });
        List<DicomFile> outputs = Outputs();
        string series = plan.Series.Single(s => s.Problem == FaceProblem.None).Series;
        Assert.All(
            outputs,
            file =>
            {
                bool head = file.Dataset.GetText(Tags.SeriesInstanceUid) == series;
                Assert.Equal(head ? "NO" : null, file.Dataset.GetText(Tags.RecognizableVisualFeatures));
                Assert.Equal(head, Codes(file).Contains("113102"));
            }
        );
        Directory.Delete(Path.Combine(_folder, "out"), true);
        FacePlan other = plan with
        {
            ApprovedBy = "P. Officer",
            Series = [.. plan.Series.Select(s => s with { Cut = new string('0', 64) })],
        };
        Run(new BatchOptions { Faces = other });
        Assert.All(Outputs(), file => Assert.DoesNotContain("113102", Codes(file)));
    }

    [Fact]
    public void Without_the_option_heads_are_written_as_before_and_claim_nothing()
    {
        BatchReport report = Run(new BatchOptions(), new DeidentificationPlan(DeidentificationProfile.Basic));
        Assert.Equal(_head.SliceCount + 2, report.Written);
        Assert.Null(report.Faces);
        Assert.Contains(Outputs(), file => SkinOf(file) > 0);
    }

    private int SkinOf(DicomFile file)
    {
        SlicePlane plane = SlicePlane.Read(file.Dataset)!;
        Assert.True(PixelData.TryOpen(file, out PixelData pixels, out _));
        Assert.True(pixels.TryDecode(0, out PixelFrame frame, out _));
        int count = 0;
        for (int i = 0; i < frame.Facts.Pixels; i++)
        {
            PatientPoint at = plane.ToPatient(i % frame.Facts.Columns, i / frame.Facts.Columns);
            bool surface = !_head.IsSolid(at + new PatientVector(0, -3, 0)) && _head.IsSolid(at);
            count += surface && _head.IsFaceRegion(at) && frame.Sample(i) > 600 ? 1 : 0;
        }

        return count;
    }

    private BatchReport Run(BatchOptions options, DeidentificationPlan? plan = null) =>
        new DeidentificationBatch(plan ?? Plan, Samples.Key, Path.Combine(_folder, "out"), options).Run(
            BatchSources.Of(Path.Combine(_folder, "in"))
        );

    private void Save(DicomFile file, string name)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "in"));
        file.Write(Path.Combine(_folder, "in", name + ".dcm"));
    }

    private List<DicomFile> Outputs() =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(_folder, "out"), "*.dcm", SearchOption.AllDirectories)
                .Select(path => DicomFile.Read(File.ReadAllBytes(path))),
        ];

    private static IEnumerable<string?> Codes(DicomFile file) =>
        file.Dataset.GetItems(Tags.DeidentificationMethodCodeSequence).Select(item => item.GetText(Tags.CodeValue));
}
