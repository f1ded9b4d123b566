using System.Buffers.Binary;
using Overread.Dicom.Deidentify.Batch;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.PixelText;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Tests;

/// <summary>The batch looks at pixels: proposals wait, approved boxes are blanked and marked, overlay bits are cleared.</summary>
public sealed class PixelStepTests : IDisposable
{
    private static readonly DeidentificationPlan Plan = new(DeidentificationProfile.Basic);
    private readonly string _folder = Directory.CreateTempSubdirectory("overread-pixels-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void What_shows_text_waits_until_a_person_has_approved_its_boxes()
    {
        (DicomFile image, List<BurnedInWord> words) = BurnedInImages.Create(1);
        BatchReport proposed = Run(image, new BatchOptions { Pixels = PixelStep.Propose });
        Assert.Equal((0, 1), (proposed.Written, proposed.Refused.GetValueOrDefault("TextInPixels")));
        PixelObject found = Assert.Single(proposed.Pixels!.Objects);
        Assert.False(proposed.Pixels.IsApproved);
        Assert.All(words, word => Assert.Contains(found.Boxes, box => box.Box.Overlap(word.Box) > 0));

        PixelPlan approved = proposed.Pixels with { ApprovedBy = "P. Officer" };
        Assert.Equal(1, Run(image, new BatchOptions { Pixels = PixelStep.Blank, Boxes = approved }).Written);
        using DicomFile output = Output();
        Assert.Equal("NO", output.Dataset.GetText(Tags.BurnedInAnnotation));
        Assert.Contains("113101", Codes(output));
        Assert.All(words, word => Assert.Equal(0, Brightest(output, word.Box)));
    }

    [Fact]
    public void Who_approves_boxes_leaves_no_word_of_the_header_without_a_reason()
    {
        (DicomFile image, List<BurnedInWord> words) = BurnedInImages.Create(1);
        string longest = words.Select(word => word.Text).Where(t => t.All(char.IsAsciiLetter)).MaxBy(t => t.Length)!;
        image.Dataset.Set(Tags.PatientName, Vr.PN, longest + "^Anna");
        PixelPlan proposed = Run(image, new BatchOptions { Pixels = PixelStep.Propose }).Pixels!;
        PixelObject found = Assert.Single(proposed.Objects);
        TextProposal name = found.Boxes.First(box => box.IsOfHeader);
        PixelPlan Approved(IEnumerable<TextProposal> boxes) => new("P. Officer", [found with { Boxes = [.. boxes] }]);

        // Taken out of the list, moved away, and made small.
        TextProposal[] rest = [.. found.Boxes.Where(box => box != name)];
        PixelBox box = name.Box;
        foreach (
            TextProposal[] changed in (TextProposal[][])
                [
                    rest,
                    [.. rest, name with { Box = new PixelBox(0, 0, 4, 4) }],
                    [
                        .. rest,
                        name with
                        {
                            Box = new PixelBox(box.Left, box.Top, Math.Max(1, box.Width / 3), box.Height),
                        },
                    ],
                ]
        )
        {
            BatchReport report = Run(image, new BatchOptions { Pixels = PixelStep.Blank, Boxes = Approved(changed) });
            Assert.Equal((0, 1), (report.Written, report.Refused.GetValueOrDefault("HeaderTextLeft")));
        }

        BatchReport left = Run(
            image,
            new BatchOptions
            {
                Pixels = PixelStep.Blank,
                Boxes = Approved([.. rest, name with { Dismissed = "The name of the device, not of the patient." }]),
            }
        );
        Assert.Equal(1, left.Written);
    }

    [Fact]
    public void What_is_blanked_as_found_claims_nothing()
    {
        (DicomFile image, List<BurnedInWord> words) = BurnedInImages.Create(1);
        Assert.Equal(1, Run(image, new BatchOptions { Pixels = PixelStep.Blank }).Written);
        using DicomFile output = Output();
        Assert.Null(output.Dataset.GetText(Tags.BurnedInAnnotation));
        Assert.DoesNotContain("113101", Codes(output));
        Assert.All(words, word => Assert.True(Brightest(output, word.Box.Grown(-1, 640, 480)) == 0, $"{word}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Overlays_in_unused_bits_of_pixel_words_are_cleared(bool large)
    {
        int side = large ? 200 : 32;
        using DicomFile file = WithOverlayBits(side);
        foreach (DeidentificationPlan plan in (DeidentificationPlan[])[Plan, DeidentificationPlan.Gate])
        {
            DicomFile output = Samples.Deidentify(file, plan, out _);
            byte[] bytes = Samples.Bytes(output);
            using DicomFile read = DicomFile.Read(bytes);
            ReadOnlySpan<byte> after = read.Dataset.Elements.Single(e => e.Tag == Tags.PixelData).ReadBytes().Span;
            for (int i = 0; i < side * side; i++)
            {
                Assert.Equal(i & 0x0FFF, BinaryPrimitives.ReadUInt16LittleEndian(after[(i * 2)..]));
            }

            Assert.DoesNotContain(read.Dataset, element => element.Tag.Group == 0x6000);
            Assert.Equal(bytes, Samples.Bytes(Samples.Deidentify(read, plan, out _)));
            // The other byte order swaps what the mask has passed.
            using DicomFile big = DicomFile.Read(Samples.Bytes(output, TransferSyntax.ExplicitBigEndian));
            Assert.Equal(after, big.Dataset.Elements.Single(e => e.Tag == Tags.PixelData).ReadBytes().Span);
        }
    }

    private static DicomFile WithOverlayBits(int side)
    {
        Dataset d = new();
        d.Set(Tags.SopClassUid, "1.2.840.10008.5.1.4.1.1.7");
        d.Set(Tags.SopInstanceUid, "1.2.3.4");
        d.Set(Tags.Rows, (ushort)side);
        d.Set(Tags.Columns, (ushort)side);
        d.Set(Tags.SamplesPerPixel, 1);
        d.Set(Tags.BitsAllocated, 16);
        d.Set(Tags.BitsStored, 12);
        d.Set(Tags.HighBit, 11);
        d.Set(new Tag(0x60000010), Vr.US, "");
        d.Set(Element.UInt16(new Tag(0x60000010), (ushort)side));
        d.Set(Element.UInt16(new Tag(0x60000011), (ushort)side));
        d.Set(Element.UInt16(new Tag(0x60000100), 16));
        d.Set(Element.UInt16(new Tag(0x60000102), 12));
        byte[] pixels = new byte[side * side * 2];
        for (int i = 0; i < side * side; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(
                pixels.AsSpan(i * 2),
                (ushort)(i & 0x0FFF | (i % 7 == 0 ? 0x1000 : 0))
            );
        }

        d.Set(new Element(Tags.PixelData, Vr.OW, pixels));
        return DicomFile.Read(Samples.Bytes(new DicomFile(d)));
    }

    private BatchReport Run(DicomFile image, BatchOptions options)
    {
        byte[] bytes = Samples.Bytes(image);
        options = options with { TextEngine = TextEngine.Shared };
        return new DeidentificationBatch(Plan, Samples.Key, _folder, options).Run([
            new BatchSource("a", bytes.Length, () => ByteSource.FromMemory(bytes)),
        ]);
    }

    private DicomFile Output() =>
        DicomFile.Read(Directory.EnumerateFiles(_folder, "*.dcm", SearchOption.AllDirectories).Single());

    private static IEnumerable<string?> Codes(DicomFile file) =>
        file.Dataset.GetItems(Tags.DeidentificationMethodCodeSequence).Select(item => item.GetText(Tags.CodeValue));

    private static int Brightest(DicomFile file, PixelBox box)
    {
        byte[] pixels = file.Dataset.Elements.Single(e => e.Tag == Tags.PixelData).ReadBytes().ToArray();
        int brightest = 0;
        for (int y = box.Top; y < box.Bottom; y++)
        {
            for (int x = box.Left; x < box.Right; x++)
            {
                brightest = Math.Max(brightest, pixels[(y * BurnedInImages.Width) + x]);
            }
        }

        return brightest;
    }
}
