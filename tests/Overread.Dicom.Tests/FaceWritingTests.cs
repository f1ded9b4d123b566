using System.Buffers.Binary;
using Overread.Dicom.Deface;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Geometry;
using Overread.Dicom.Phantoms;
using Overread.Dicom.Pixels;

namespace Overread.Dicom.Tests;

/// <summary>What a removed face looks like in the files: encodings, signs, frames, marks; geometry is not touched.</summary>
public sealed class FaceWritingTests
{
    private static readonly Tag[] Geometry =
    [
        Tags.Rows,
        Tags.Columns,
        Tags.NumberOfFrames,
        Tags.PixelSpacing,
        Tags.SliceThickness,
        Tags.ImagePositionPatient,
        Tags.ImageOrientationPatient,
        Tags.FrameOfReferenceUid,
        Tags.SliceLocation,
        Tags.InstanceNumber,
        Tags.RescaleIntercept,
        Tags.RescaleSlope,
        Tags.BitsAllocated,
        Tags.BitsStored,
        Tags.HighBit,
        Tags.PixelRepresentation,
        Tags.PerFrameFunctionalGroupsSequence,
        Tags.SharedFunctionalGroupsSequence,
        Tags.SopInstanceUid,
        Tags.SeriesInstanceUid,
    ];

    private static readonly List<DicomFile> Heads = [.. new HeadPhantom(FaceRemovalTests.Options("CT Axial 6")).Files];
    private static readonly FaceCut Cut = FaceRemovalTests.Propose(Heads).Cut!;

    private static DicomFile Face =>
        Heads.MinBy(f => Math.Abs(f.Dataset.GetNumbers(Tags.ImagePositionPatient)[2] + 50))!;

    [Fact]
    public void A_slice_that_the_cut_does_not_reach_keeps_its_bytes()
    {
        DicomFile crown = Heads.MaxBy(f => f.Dataset.GetNumbers(Tags.ImagePositionPatient)[2])!;
        Assert.True(FaceRemover.TryRemove(crown, Cut, out DicomFile result, out int changed, out _));
        Assert.Equal(0, changed);
        Assert.Equal(Samples.Bytes(crown), Samples.Bytes(result));
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1")]
    [InlineData("1.2.840.10008.1.2", "1.2.840.10008.1.2")]
    [InlineData("1.2.840.10008.1.2.2", "1.2.840.10008.1.2.2")]
    [InlineData("1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.1.99")]
    [InlineData("1.2.840.10008.1.2.5", "1.2.840.10008.1.2.5")]
    [InlineData("1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.80")]
    public void Every_encoding_gives_the_same_pixels_and_geometry(string from, string to)
    {
        Assert.True(TransferSyntax.TryFind(from, out TransferSyntax syntax));
        Assert.True(Transcoder.TryTranscode(Face, syntax, out DicomFile coded, out _));
        using DicomFile source = DicomFile.Read(Samples.Bytes(coded));
        Assert.True(FaceRemover.TryRemove(source, Cut, out DicomFile result, out int changed, out _));
        Assert.Equal(1, changed);
        using DicomFile written = DicomFile.Read(Samples.Bytes(result));
        Assert.Equal(to, written.TransferSyntax.Uid);
        Assert.True(FaceRemover.TryRemove(Face, Cut, out DicomFile plain, out _, out _));
        Assert.Equal(Frame(plain).Data.ToArray(), Frame(written).Data.ToArray());
        foreach (Tag tag in Geometry)
        {
            Assert.Equal(source.Dataset.Contains(tag), written.Dataset.Contains(tag));
            if (source.Dataset.TryGet(tag, out Element? before) && !before.IsSequence)
            {
                Assert.True(written.Dataset.TryGet(tag, out Element? after));
                Assert.True(before.ReadBytes().Span.SequenceEqual(after.ReadBytes().Span), $"{tag}");
            }
        }
    }

    [Theory]
    [InlineData("JPLL/CT1_JPLL")]
    [InlineData("J2KR/CT1_J2KR")]
    [InlineData("JPLY/MR1_JPLY")]
    public void What_cannot_be_compressed_here_is_written_uncompressed_and_stays_marked_lossy(string name)
    {
        using DicomFile source = DicomFile.Read(Samples.Shared("transfer_syntax/WG04/" + name));
        // All of the picture: its own place does not matter here.
        FaceCut all = new(
            [new HalfSpace(new PatientVector(1, 0, 0), -1e6)],
            [
                [],
            ],
            -1000
        );
        Assert.True(FaceRemover.TryRemove(source, all, out DicomFile result, out int changed, out _));
        bool lossy = !source.TransferSyntax.IsLossless;
        FaceMarks.Mark(result.Dataset, changed, lossy, true);
        using DicomFile written = DicomFile.Read(Samples.Bytes(result));
        Assert.Equal(TransferSyntax.ExplicitLittleEndian, written.TransferSyntax);
        Assert.Equal(lossy, written.Dataset.GetText(new Tag(0x00282110)) == "01");
        Assert.Single(Values(written).Distinct());
    }

    [Theory]
    [InlineData(16, 15, true, -1024, (ushort)0x0018)]
    [InlineData(16, 15, true, 0, (ushort)0xFC18)]
    [InlineData(12, 11, true, 0, (ushort)0xFC18)]
    [InlineData(12, 11, false, -1024, (ushort)24)]
    [InlineData(12, 11, false, 0, (ushort)0)]
    [InlineData(12, 13, false, -1024, (ushort)96)]
    public void The_background_is_stored_as_the_object_stores_values(
        int stored,
        int high,
        bool signed,
        int intercept,
        ushort word
    )
    {
        DicomFile file = new(FrameOf(Face.Dataset));
        file.Dataset.Set(Tags.BitsStored, (ushort)stored);
        file.Dataset.Set(Tags.HighBit, (ushort)high);
        file.Dataset.Set(Tags.PixelRepresentation, signed ? (ushort)1 : (ushort)0);
        file.Dataset.Set(Tags.RescaleIntercept, $"{intercept}");
        file.Dataset.Set(new Element(new Tag(0x00280106), Vr.US, new byte[2]));
        Assert.True(FaceRemover.TryRemove(file, Cut, out DicomFile result, out _, out _));
        Assert.False(result.Dataset.Contains(new Tag(0x00280106)));
        List<VoxelSpan> spans = [];
        int row = Enumerable
            .Range(0, 128)
            .First(r =>
            {
                Cut.Spans(SlicePlane.Read(file.Dataset)!, r, 128, spans);
                return spans.Count > 0;
            });
        ReadOnlySpan<byte> data = Frame(result).Data.Span;
        int at = ((row * 128) + spans[0].First) * 2;
        Assert.Equal(word, BinaryPrimitives.ReadUInt16LittleEndian(data[at..]));
    }

    [Fact]
    public void An_enhanced_object_is_cut_frame_by_frame_and_says_what_it_is()
    {
        DefacedHead head = DefacedHead.Of(FaceRemovalTests.Options("MR Sagittal 5") with { MultiFrame = true });
        Assert.Equal(
            (FaceProblem.None, 0, 0, 0),
            (head.Proposal.Problem, head.BrainChanged, head.EstimateChanged, head.Wrong)
        );
        Assert.True(head.Face.Left <= head.Face.Skin * 0.01, $"{head}");
        Dataset before = head.Before[0].Dataset;
        Dataset after = head.After[0].Dataset;
        FaceMarks.Mark(after, 7, false, true);
        Assert.Equal(@"DERIVED\PRIMARY\VOLUME\NONE", after.GetText(Tags.ImageType));
        Assert.StartsWith("ORIGINAL", before.GetText(Tags.ImageType)!, StringComparison.Ordinal);
        string TypeOf(Dataset d) =>
            d.GetItems(Tags.SharedFunctionalGroupsSequence)[0]
                .GetItems(new Tag(0x00189226))[0]
                .GetText(new Tag(0x00089007))!;
        Assert.Equal(
            (@"ORIGINAL\PRIMARY\VOLUME\NONE", @"DERIVED\PRIMARY\VOLUME\NONE"),
            (TypeOf(before), TypeOf(after))
        );
        for (int i = 0; i < head.Phantom.SliceCount; i++)
        {
            Assert.Equal(SlicePlane.Read(before, i), SlicePlane.Read(after, i));
        }
    }

    [Fact]
    public void Only_what_a_person_approved_claims_the_option()
    {
        DicomFile clean = Samples.Deidentify(
            Face,
            new DeidentificationPlan(
                DeidentificationProfile.Basic,
                DeidentificationOptions.CleanRecognizableVisualFeatures | DeidentificationOptions.RetainModifiedDates
            ),
            out _
        );
        Assert.Equal(["113100", "113107"], Codes(clean));
        Assert.True(FaceRemover.TryRemove(clean, Cut, out DicomFile result, out int changed, out _));
        result.Dataset.Set(Tags.RecognizableVisualFeatures, Vr.CS, "NO");
        FaceMarks.Mark(result.Dataset, changed, false, false);
        Assert.Equal(["113100", "113107"], Codes(result));
        Assert.False(result.Dataset.Contains(Tags.RecognizableVisualFeatures));
        Assert.Contains(
            "Face and ears removed",
            result.Dataset.GetText(new Tag(0x00082111))!,
            StringComparison.Ordinal
        );
        FaceMarks.Mark(result.Dataset, changed, false, true);
        Assert.Equal(["113100", "113102", "113107"], Codes(result));
        Assert.Equal("NO", result.Dataset.GetText(Tags.RecognizableVisualFeatures));
        Assert.Equal(@"DERIVED\PRIMARY\AXIAL", result.Dataset.GetText(Tags.ImageType));
    }

    [Fact]
    public void Spans_of_a_row_are_the_voxels_that_the_cut_removes()
    {
        foreach (string kind in new[] { "MR Oblique 5", "CT Sagittal 6" })
        {
            HeadPhantom phantom = new(FaceRemovalTests.Options(kind));
            FaceCut cut = FaceRemovalTests.Propose([.. phantom.Files]).Cut!;
            List<VoxelSpan> spans = [];
            int removed = 0;
            for (int slice = 0; slice < phantom.SliceCount; slice += 3)
            {
                SlicePlane plane = phantom.Plane(slice);
                for (int row = 0; row < 128; row += 2)
                {
                    cut.Spans(plane, row, 128, spans);
                    for (int column = 0; column < 128; column++)
                    {
                        bool within = spans.Exists(s => column >= s.First && column < s.End);
                        Assert.Equal(cut.Removes(plane.ToPatient(column, row)), within);
                        removed += within ? 1 : 0;
                    }
                }
            }

            Assert.True(removed > 10_000);
        }
    }

    private static IEnumerable<string?> Codes(DicomFile file) =>
        file.Dataset.GetItems(Tags.DeidentificationMethodCodeSequence).Select(item => item.GetText(Tags.CodeValue));

    private static Dataset FrameOf(Dataset source)
    {
        Dataset copy = new();
        foreach (Element element in source.Elements)
        {
            copy.Set(element);
        }

        return copy;
    }

    private static PixelFrame Frame(DicomFile file)
    {
        Assert.True(PixelData.TryOpen(file, out PixelData pixels, out _));
        Assert.True(pixels.TryDecode(0, out PixelFrame frame, out _));
        return frame;
    }

    private static IEnumerable<double> Values(DicomFile file)
    {
        PixelFrame frame = Frame(file);
        return Enumerable.Range(0, (int)frame.Facts.Pixels).Select(frame.Sample);
    }
}
