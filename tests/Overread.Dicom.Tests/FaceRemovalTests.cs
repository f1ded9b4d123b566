using System.Globalization;
using Overread.Dicom.Deface;
using Overread.Dicom.Phantoms;
using Overread.Dicom.Pixels;

namespace Overread.Dicom.Tests;

/// <summary>
/// Faces of phantoms are gone, brains stay, geometry is untouched. What is proved of the phantom is not proved of anybody's
/// face; docs/conformance/defacing.md says what was measured.
/// </summary>
public sealed class FaceRemovalTests
{
    // One of each trouble: how it lies, what it lacks, what is added to it.
    private static readonly string[] Short =
    [
        "CT Axial 8",
        "CT Axial 5 rest metal",
        "CT Coronal 3",
        "CT AxialProneFeetFirst 5 rest",
        "CT Axial 3 nod=20",
        "CT Axial 3 to=40",
        "CT Axial 3 noise=80",
        "MR Axial 8",
        "MR Sagittal 5 from=-50 to=50",
        "MR Oblique 5",
        "MR Axial 3 nod=15",
        "MR Axial 3 from=-80 to=20",
        "PT Axial 4",
    ];

    private static readonly string[] Long =
    [
        "CT Axial 3",
        "CT Sagittal 4",
        "CT Oblique 3 rest metal",
        "CT Axial 3 nod=-20",
        "CT Axial 3 fov=190",
        "CT Axial 3 from=-60",
        "MR Axial 3",
        "MR Sagittal 3",
        "MR Coronal 3",
        "MR AxialProneFeetFirst 4",
        "MR Axial 3 nod=-20",
        "MR Axial 3 noise=60 fov=400",
        "PT Axial 4 nod=-10 noise=40",
    ];

    /// <summary>Heads; all of them in ./test --all.</summary>
    public static TheoryData<string> Grid =>
        [.. Short, .. Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1" ? Long : []];

    [Theory]
    [MemberData(nameof(Grid))]
    public void The_face_goes_the_brain_stays(string kind)
    {
        DefacedHead head = DefacedHead.Of(Options(kind));
        TestContext.Current.SendDiagnosticMessage($"{kind}: {head}");
        Assert.True(head.Proposal.Problem == FaceProblem.None, $"{head}");
        Assert.True(head.EstimateChanged == 0, $"{head}");
        Assert.True(head.BrainChanged == 0, $"{head}");
        Assert.True(head.Wrong == 0, $"{head}");
        Assert.True(head.Face.Skin > 1000, $"{head}");
        Assert.True(head.Face.Left <= head.Face.Skin * 0.01, $"{head}");
        // The whole brain is there to be kept: an estimate of a part of it could not have been cut into.
        Assert.InRange(head.Proposal.Figures!.BrainMillilitres, 800, 1700);
    }

    [Theory]
    [InlineData("CT Axial 3 from=0", FaceProblem.NoFaceInView)]
    [InlineData("CT Axial 3 to=-40", FaceProblem.NoBrain)]
    [InlineData("MR Axial 3 to=-40", FaceProblem.BrainAtSkin)]
    [InlineData("CT Axial 3 from=-10 to=0", FaceProblem.TooFewSlices)]
    [InlineData("CT Axial 20", FaceProblem.SlicesTooFarApart)]
    public void What_cannot_be_judged_is_named_and_gets_no_cut(string kind, FaceProblem problem)
    {
        DefacedHead head = DefacedHead.Of(Options(kind));
        Assert.Equal(problem, head.Proposal.Problem);
        Assert.Null(head.Proposal.Cut);
    }

    [Theory]
    [InlineData("CT", false)]
    [InlineData("CT", true)]
    [InlineData("MR", false)]
    public void A_header_that_turns_the_head_about_is_noticed(string modality, bool upsideDown)
    {
        List<DicomFile> files = [.. new HeadPhantom(Options($"{modality} Axial 3")).Files];
        foreach (Dataset d in files.Select(f => f.Dataset))
        {
            IReadOnlyList<double> p = d.GetNumbers(Tags.ImagePositionPatient);
            d.Set(Tags.ImageOrientationPatient, upsideDown ? @"1\0\0\0\-1\0" : @"-1\0\0\0\-1\0");
            d.Set(
                Tags.ImagePositionPatient,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(upsideDown ? p[0] : -p[0])}\\{-p[1]}\\{(upsideDown ? -p[2] : p[2])}"
                )
            );
        }

        Assert.Equal(FaceProblem.FaceNotInFront, Propose(files).Problem);
    }

    [Fact]
    public void Air_noise_and_localizers_have_no_head()
    {
        List<DicomFile> air = [.. new HeadPhantom(Options("CT Axial 5 from=200 to=300")).Files];
        Assert.Equal(FaceProblem.NoHead, Propose(air).Problem);
        List<DicomFile> head = [.. new HeadPhantom(Options("MR Axial 8")).Files];
        head[3].Dataset.Remove(Tags.ImagePositionPatient);
        Assert.Equal(FaceProblem.NoGeometry, Propose(head).Problem);
        head[3] = new HeadPhantom(Options("MR Sagittal 8")).Files.First();
        Assert.Equal(FaceProblem.NoGeometry, Propose(head).Problem);
        List<DicomFile> inverted = [.. new HeadPhantom(Options("MR Axial 8")).Files];
        inverted[0].Dataset.Set(Tags.PhotometricInterpretation, "MONOCHROME1");
        Assert.Equal(FaceProblem.UnreadablePixels, Propose(inverted).Problem);
        Assert.Equal(FaceProblem.TooFewSlices, Propose([]).Problem);
    }

    [Fact]
    public void The_same_series_in_any_order_gives_the_same_cut()
    {
        List<DicomFile> files = [.. new HeadPhantom(Options("MR Oblique 5")).Files];
        string hash = Propose(files).Cut!.Hash;
        files.Reverse();
        Assert.Equal(hash, Propose(files).Cut!.Hash);
        Assert.Equal(64, hash.Length);
    }

    [Fact]
    public void Volumes_over_time_are_cut_as_one()
    {
        List<DicomFile> files = [.. new HeadPhantom(Options("MR Axial 6")).Files];
        int single = files.Count;
        files.AddRange(new HeadPhantom(Options("MR Axial 6") with { Seed = 9 }).Files);
        FaceProposal proposal = Propose(files);
        Assert.Equal(FaceProblem.None, proposal.Problem);
        Assert.Equal(2 * single, proposal.Figures!.Slices);
    }

    [Fact]
    public void The_pictures_are_the_same_on_every_run_and_show_the_difference()
    {
        FaceProposal proposal = Propose([.. new HeadPhantom(Options("CT Axial 4")).Files]);
        RenderedFrame before = FaceViews.Draw(proposal, false)!;
        RenderedFrame after = FaceViews.Draw(proposal, true)!;
        Assert.Equal(before.Pixels, FaceViews.Draw(proposal, false)!.Pixels);
        Assert.Equal((4 * FaceViews.Side, FaceViews.Side), (before.Width, before.Height));
        // Of the front view the lower half changes, the crown does not.
        int Changed(int from, int to) =>
            Enumerable
                .Range(from, to - from)
                .Sum(row =>
                    Enumerable
                        .Range(0, FaceViews.Side)
                        .Count(column =>
                            before.Pixels[(row * before.Width) + column] != after.Pixels[(row * before.Width) + column]
                        )
                );
        Assert.Equal(0, Changed(0, 60));
        Assert.True(Changed(90, 230) > 5000, $"{Changed(90, 230)}");
    }

    [Fact]
    public void Real_series_of_heads_are_cut_or_refused_by_name()
    {
        string folder = Samples.Shared("ct_mr");
        foreach (
            IGrouping<string, string> series in Directory
                .EnumerateFiles(folder, "*.dcm", SearchOption.AllDirectories)
                .GroupBy(SeriesOf)
        )
        {
            List<Func<DicomFile>> files = [.. series.Select(path => (Func<DicomFile>)(() => DicomFile.Read(path)))];
            FaceProposal proposal = SeriesFaces.Propose(files);
            TestContext.Current.SendDiagnosticMessage($"{files.Count} files: {proposal.Problem} {proposal.Figures}");
            Assert.Equal(proposal.Problem == FaceProblem.None, proposal.Cut is not null);
        }
    }

    private static string SeriesOf(string path)
    {
        using DicomFile file = DicomFile.Read(path);
        return file.Dataset.GetText(Tags.SeriesInstanceUid) ?? path;
    }

    internal static FaceProposal Propose(IReadOnlyList<DicomFile> files) =>
        SeriesFaces.Propose([.. files.Select(f => (Func<DicomFile>)(() => f))]);

    internal static HeadPhantomOptions Options(string kind)
    {
        string[] words = kind.Split(' ');
        double? Value(string name) =>
            Array.Find(words, w => w.StartsWith(name + "=", StringComparison.Ordinal)) is { } word
                ? double.Parse(word[(name.Length + 1)..], CultureInfo.InvariantCulture)
                : null;
        return new HeadPhantomOptions
        {
            Size = 128,
            Modality = words[0],
            Orientation = Enum.Parse<HeadOrientation>(words[1]),
            SliceSpacing = double.Parse(words[2], CultureInfo.InvariantCulture),
            HeadRest = words.Contains("rest"),
            Metal = words.Contains("metal"),
            Nod = Value("nod") ?? 0,
            Noise = Value("noise") ?? 12,
            FieldOfView = Value("fov") ?? 260,
            From = Value("from"),
            To = Value("to"),
        };
    }
}
